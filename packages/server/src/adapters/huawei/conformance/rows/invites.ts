import type { Row } from '../row.ts'
import type { Stage } from '../stage.ts'
import { guessed } from './scenes.ts'

const by = (number: (stage: Stage) => string) => async (stage: Stage) => {
  const { people } = await stage.house.state(stage.id)
  const found = Object.values(people).find(({ who }) => who.number === number(stage))
  return found && [found.name, found.invited, found.presence.is]
}
const dora = by(({ users }) => users.dora.number)

const person = (stage: Stage, rest: object) => ({
  body: { attendees: [{ name: 'Dora', phone: stage.users.dora.number, type: 'normal', ...rest }] },
})

const withPwd = (stage: Stage, rest: object = {}) => ({
  query: { conferenceID: null },
  body: {
    callNum: stage.users.dora.number,
    confID: stage.id,
    pwd: stage.passwords.guest,
    numBelongsType: 0,
    ...rest,
  },
})

const locked = ({ house, id, users }: Stage) =>
  house.execute(id, users.alice, 'ChangeSettings', { changes: { locked: true } })

/** [HW] 3.5: the list of the invited, and ringing. */
export const INVITE_ROWS: readonly Row[] = [
  {
    section: '3.5',
    method: 'POST',
    path: '/participants',
    pushes: ['AttendeesNotify', 'ParticipantsNotify'],
    sdk: 'inviteParticipant',
    marks: ['D', 'S'],
    rights: 'floor',
    good: (stage) => person(stage, {}),
    fields: [
      {
        path: 'attendees',
        required: true,
        bad: [
          { kind: 'out of range', value: [], answer: 'MMC.111072023', mark: 'D' },
          { kind: 'wrong type', value: {}, answer: 'MMC.111072023', mark: 'ours' },
          {
            kind: 'too long',
            value: Array(1001).fill({ name: 'x', phone: '1', type: 'normal' }),
            answer: 'MMC.111071066',
            mark: 'D',
          },
        ],
      },
      {
        path: 'attendees.0.name',
        required: true,
        bad: [
          { kind: 'out of range', value: ' ', answer: 'MMC.111072046', mark: 'D' },
          { kind: 'too long', value: 'x'.repeat(97), answer: 'MMC.111072034', mark: 'D' },
          { kind: 'wrong type', value: 7, answer: 'MMC.111072046', mark: 'ours' },
        ],
      },
      {
        path: 'attendees.0.phone',
        required: true,
        missing: 'MMC.111072031',
        bad: [
          { kind: 'out of range', value: '', answer: 'MMC.111072031', mark: 'D' },
          { kind: 'out of range', value: '12 34', answer: 'MMC.111072033', mark: 'D' },
          { kind: 'too long', value: '1'.repeat(128), answer: 'MMC.111072032', mark: 'D' },
          { kind: 'wrong type', value: [], answer: 'MMC.111072031', mark: 'ours' },
        ],
      },
      {
        path: 'attendees.0.type',
        required: true,
        bad: [{ kind: 'out of range', value: 'pigeon', answer: 'MMC.111071061', mark: 'ours' }],
      },
      {
        path: 'attendees.0.role',
        bad: [
          { kind: 'out of range', value: 2, answer: 'MMC.111072035', mark: 'D' },
          { kind: 'wrong type', value: 'host', answer: 'MMC.111072035', mark: 'ours' },
        ],
      },
      {
        path: 'attendees.0.email',
        bad: [{ kind: 'too long', value: 'x'.repeat(256), answer: 'MMC.111072036', mark: 'D' }],
      },
      {
        path: 'attendees.0.sms',
        bad: [{ kind: 'too long', value: '1'.repeat(33), answer: 'MMC.111072037', mark: 'D' }],
      },
      {
        path: 'attendees.0.deptName',
        bad: [{ kind: 'too long', value: 'x'.repeat(129), answer: 'MMC.111071026', mark: 'D' }],
      },
    ],
    cases: [
      {
        kind: 'success',
        what: 'an account by its number: it rings',
        mark: 'D',
        answer: 'ok',
        see: dora,
        seen: ['Dora', true, 'calling'],
      },
      {
        kind: 'success',
        what: 'an account by `accountId`, without a number',
        mark: 'ours',
        answer: 'ok',
        given: (stage) => person(stage, { phone: undefined, accountId: 'dora' }),
        see: dora,
        seen: ['Dora', true, 'calling'],
      },
      {
        kind: 'success',
        what: 'an account by `userUUID`',
        mark: 'D',
        answer: 'ok',
        given: (stage) => person(stage, { phone: '+99123', userUUID: stage.users.dora.id }),
        see: dora,
        seen: ['Dora', true, 'calling'],
      },
      {
        kind: 'success',
        what: 'somebody expected rings too',
        mark: 'D',
        answer: 'ok',
        given: (stage) => person(stage, { phone: stage.users.carol.number }),
        see: by(({ users }) => users.carol.number),
        seen: ['Carol', true, 'calling'],
      },
      {
        kind: 'success',
        what: 'a number nobody here holds: on the list, unreachable at once',
        mark: 'ours',
        answer: 'ok',
        given: (stage) => person(stage, { name: 'Out', phone: '+99123', type: 'mobile' }),
        see: by(() => '+99123'),
        seen: ['Out', true, 'invited'],
      },
      {
        kind: 'success',
        what: '`role` 1 enters as a cohost',
        mark: 'ours',
        answer: 'ok',
        given: (stage) => person(stage, { role: 1 }),
        see: async ({ house, id, users, person: personOf }) => {
          const pid = await house.join(id, users.dora)
          return (await personOf(pid)).role
        },
        seen: 'cohost',
      },
      {
        kind: 'success',
        what: 'some are called, some are here already',
        mark: 'ours',
        answer: 'ok',
        given: ({ users }) => ({
          body: {
            attendees: [
              { name: 'Bob', phone: users.bob.number, type: 'normal' },
              { name: 'Dora', phone: users.dora.number, type: 'normal' },
            ],
          },
        }),
        see: dora,
        seen: ['Dora', true, 'calling'],
      },
      {
        kind: 'wrong state',
        what: 'somebody who is here already',
        mark: 'ours',
        answer: 'MMC.111072011',
        given: (stage) => person(stage, { phone: stage.users.bob.number }),
      },
      {
        kind: 'unknown participant',
        what: 'an account that there is not',
        mark: 'D',
        answer: 'MMC.111073001',
        given: (stage) => person(stage, { phone: undefined, accountId: 'nobody' }),
      },
    ],
  },
  {
    section: '3.5',
    method: 'POST',
    path: '/inviteWithPwd',
    pushes: ['AttendeesNotify', 'ParticipantsNotify'],
    sdk: 'inviteWithPwd',
    marks: ['D', 'S'],
    rights: 'none',
    good: (stage) => withPwd(stage),
    fields: [
      {
        path: 'callNum',
        required: true,
        bad: [
          { kind: 'out of range', value: '', answer: 'MMC.111072031', mark: 'D' },
          { kind: 'out of range', value: '12 34', answer: 'MMC.111072033', mark: 'D' },
          { kind: 'too long', value: '1'.repeat(128), answer: 'MMC.111072032', mark: 'D' },
          { kind: 'wrong type', value: {}, answer: 'MMC.111072031', mark: 'ours' },
        ],
      },
      {
        path: 'confID',
        required: true,
        bad: [{ kind: 'wrong type', value: {}, answer: 'MMC.111071061', mark: 'ours' }],
      },
      {
        path: 'pwd',
        required: true,
        bad: [
          { kind: 'wrong type', value: {}, answer: 'MMC.111071061', mark: 'ours' },
          { kind: 'too long', value: '1'.repeat(65), answer: 'MMC.111071061', mark: 'ours' },
        ],
      },
      {
        path: 'numBelongsType',
        bad: [
          { kind: 'out of range', value: 2, answer: 'MMC.111071061', mark: 'ours' },
          { kind: 'wrong type', value: 'own', answer: 'MMC.111071061', mark: 'ours' },
        ],
      },
    ],
    cases: [
      {
        kind: 'success',
        what: 'the guest password',
        mark: 'D',
        answer: 'ok',
        see: dora,
        seen: ['Dora', true, 'calling'],
      },
      {
        kind: 'success',
        what: 'the host password, also while it is locked',
        mark: 'D',
        answer: 'ok',
        before: locked,
        given: (stage) => withPwd(stage, { pwd: stage.passwords.host }),
        see: dora,
        seen: ['Dora', true, 'calling'],
      },
      {
        kind: 'success',
        what: '`conferenceID` in the query instead of `confID`',
        mark: 'X',
        answer: 'ok',
        given: (stage) => ({ ...withPwd(stage, { confID: undefined }), query: {} }),
        see: dora,
        seen: ['Dora', true, 'calling'],
      },
      {
        kind: 'wrong token',
        what: 'a wrong password',
        mark: 'ours',
        answer: 'MMC.111072065',
        given: (stage) => withPwd(stage, { pwd: stage.passwords.wrong }),
      },
      {
        kind: 'wrong token',
        what: 'an unknown conference',
        mark: 'ours',
        answer: 'MMC.111072065',
        given: (stage) => withPwd(stage, { confID: '123456789' }),
      },
      {
        kind: 'wrong token',
        what: 'the right password after five wrong ones',
        mark: 'ours',
        answer: 'MMC.111072064',
        before: guessed,
      },
      {
        kind: 'wrong state',
        what: 'the 21st call of a minute',
        mark: 'ours',
        answer: 'MMC.100000429',
        before: async ({ house, id, users, passwords }) => {
          const body = { callNum: users.bob.number, confID: id, pwd: passwords.host }
          for (let calls = 0; calls < 20; calls++)
            await house.call('POST', '/v1/mmc/control/conferences/inviteWithPwd', { body })
        },
      },
      {
        kind: 'unknown participant',
        what: 'a number nobody here holds',
        mark: 'ours',
        answer: 'MMC.111073001',
        given: (stage) => withPwd(stage, { callNum: '+99123' }),
      },
      {
        kind: 'out of range',
        what: 'a number of another system (`numBelongsType` 1)',
        mark: 'ours',
        answer: 'MMC.111072010',
        given: (stage) => withPwd(stage, { numBelongsType: 1 }),
      },
      {
        kind: 'wrong role',
        what: 'the guest password while it is locked',
        mark: 'ours',
        answer: 'MMC.111072050',
        before: locked,
      },
      {
        kind: 'wrong role',
        what: 'the guest password while newcomers wait',
        mark: 'ours',
        answer: 'MMC.111072070',
        before: ({ house, id, users }) =>
          house.execute(id, users.alice, 'ChangeSettings', { changes: { waitingRoom: true } }),
      },
      {
        kind: 'wrong role',
        what: 'the guest password while only the invited may come',
        mark: 'ours',
        answer: 'MMC.111071075',
        before: ({ house, id, users }) =>
          house.execute(id, users.alice, 'ChangeSettings', { changes: { joinScope: 'invited' } }),
      },
      { kind: 'wrong state', what: 'the run is over', mark: 'ours', answer: 'MMC.111072005', when: 'over' },
    ],
  },
  {
    section: '3.5',
    method: 'PUT',
    path: '/inviteWithPwd',
    pushes: ['AttendeesNotify', 'ParticipantsNotify'],
    sdk: '-',
    marks: ['X'],
    rights: 'none',
    good: (stage) => withPwd(stage),
    cases: [
      {
        kind: 'success',
        what: 'as the sample asks',
        mark: 'X',
        answer: 'ok',
        see: dora,
        seen: ['Dora', true, 'calling'],
      },
      { kind: 'wrong state', what: 'the run is over', mark: 'ours', answer: 'MMC.111072005', when: 'over' },
    ],
  },
  {
    section: '3.5',
    method: 'POST',
    path: '/attendees/delete',
    pushes: ['AttendeesNotify'],
    sdk: 'deleteAttendees',
    marks: ['D', 'S'],
    rights: 'floor',
    good: ({ users }) => ({ body: { bulkDelAttendInfo: [{ number: users.carol.number }] } }),
    fields: [
      {
        path: 'bulkDelAttendInfo',
        required: true,
        bad: [
          { kind: 'out of range', value: [], answer: 'MMC.111072023', mark: 'D' },
          { kind: 'wrong type', value: {}, answer: 'MMC.111072023', mark: 'ours' },
          {
            kind: 'too long',
            value: Array(1001).fill({ number: '1' }),
            answer: 'MMC.111071066',
            mark: 'ours',
          },
        ],
      },
      {
        path: 'bulkDelAttendInfo.0.number',
        required: true,
        bad: [
          { kind: 'out of range', value: '', answer: 'MMC.111072031', mark: 'D' },
          { kind: 'too long', value: '1'.repeat(128), answer: 'MMC.111072032', mark: 'D' },
          { kind: 'unknown participant', value: '42', answer: 'MMC.111072008', mark: 'ours' },
        ],
      },
      {
        path: 'bulkDelAttendInfo.0.participantID',
        bad: [
          { kind: 'wrong type', value: 7, answer: 'MMC.111071061', mark: 'ours' },
          { kind: 'unknown participant', value: 'nobody', answer: 'MMC.111072008', mark: 'ours' },
        ],
      },
    ],
    cases: [
      {
        kind: 'success',
        what: 'by number, of somebody who is not here',
        mark: 'D',
        answer: 'ok',
        see: by(({ users }) => users.carol.number),
        seen: undefined,
      },
      {
        kind: 'success',
        what: 'by participant, of somebody inside, who goes',
        mark: 'D',
        answer: 'ok',
        given: ({ users, pids }) => ({
          body: { bulkDelAttendInfo: [{ number: users.bob.number, participantID: pids.bob }] },
        }),
        see: by(({ users }) => users.bob.number),
        seen: ['Bob', false, 'gone'],
      },
    ],
  },
]

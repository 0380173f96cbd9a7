import { listField } from '../fields.ts'
import type { Row } from '../row.ts'
import type { Stage } from '../stage.ts'
import { byNumber, dora } from './scenes.ts'

const person = (stage: Stage, rest: object) => ({
  body: { attendees: [{ name: 'Dora', phone: stage.users.dora.number, type: 'normal', ...rest }] },
})

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
      listField('attendees', {}, { name: 'x', phone: '1', type: 'normal' }, 'D'),
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
        see: byNumber(({ users }) => users.carol.number),
        seen: ['Carol', true, 'calling'],
      },
      {
        kind: 'success',
        what: 'a number nobody here holds: on the list, unreachable at once',
        mark: 'ours',
        answer: 'ok',
        given: (stage) => person(stage, { name: 'Out', phone: '+99123', type: 'mobile' }),
        see: byNumber(() => '+99123'),
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
]

import type { Row } from '../row.ts'
import type { Stage } from '../stage.ts'
import { dora, guessed, whileSet } from './scenes.ts'

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

/** [HW] 3.5: ringing somebody without a token, by a password of the conference. */
export const PASSWORD_INVITE_ROWS: readonly Row[] = [
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
        before: whileSet({ locked: true }),
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
        before: whileSet({ locked: true }),
      },
      {
        kind: 'wrong role',
        what: 'the guest password while newcomers wait',
        mark: 'ours',
        answer: 'MMC.111072070',
        before: whileSet({ waitingRoom: true }),
      },
      {
        kind: 'wrong role',
        what: 'the guest password while only the invited may come',
        mark: 'ours',
        answer: 'MMC.111071075',
        before: whileSet({ joinScope: 'invited' }),
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
]

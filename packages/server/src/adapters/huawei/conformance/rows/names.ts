import { participantField } from '../fields.ts'
import type { Row } from '../row.ts'
import { bobOnHimself, bobOnWendy, whileSet } from './scenes.ts'

/** [HW] 3.5: names. */
export const NAME_ROWS: readonly Row[] = [
  {
    section: '3.5',
    method: 'PUT',
    path: '/participants/name',
    pushes: ['ParticipantsNotify'],
    sdk: 'renameParticipant',
    marks: ['D', 'S'],
    rights: 'own',
    good: ({ pids, users }) => ({
      body: { number: users.bob.number, newName: 'Bobby', participantID: pids.bob },
    }),
    fields: [
      {
        path: 'number',
        required: true,
        bad: [
          { kind: 'out of range', value: '', answer: 'MMC.111072031', mark: 'D' },
          { kind: 'too long', value: '1'.repeat(128), answer: 'MMC.111072032', mark: 'D' },
          { kind: 'wrong type', value: [], answer: 'MMC.111072031', mark: 'ours' },
        ],
      },
      {
        path: 'newName',
        required: true,
        bad: [
          { kind: 'out of range', value: '  ', answer: 'MMC.111072046', mark: 'D' },
          { kind: 'too long', value: 'x'.repeat(65), answer: 'MMC.111072047', mark: 'D' },
          { kind: 'wrong type', value: 7, answer: 'MMC.111072046', mark: 'ours' },
        ],
      },
      participantField('participantID', false),
    ],
    cases: [
      {
        kind: 'success',
        what: 'by participant',
        mark: 'D',
        answer: 'ok',
        see: async ({ person, pids }) => (await person(pids.bob)).name,
        seen: 'Bobby',
      },
      {
        kind: 'success',
        what: 'by number',
        mark: 'ours',
        answer: 'ok',
        given: ({ users }) => ({ body: { number: users.bob.number, newName: 'Bobby' } }),
        see: async ({ person, pids }) => (await person(pids.bob)).name,
        seen: 'Bobby',
      },
      bobOnHimself(async ({ person, pids }) => (await person(pids.bob)).name, 'Bobby'),
      {
        kind: 'unknown participant',
        what: 'nobody with that number',
        mark: 'ours',
        answer: 'MMC.111072008',
        given: () => ({ body: { number: '42', newName: 'x' } }),
      },
      bobOnWendy(({ pids }) => ({ body: { number: '42', newName: 'x', participantID: pids.wendy } })),
      {
        kind: 'wrong role',
        what: 'the role-0 token of a participant, while people may not rename themselves',
        mark: 'ours',
        as: 'bob',
        answer: 'MMC.111072070',
        before: whileSet({ mayRename: false }),
      },
    ],
  },
]

import { flagField, listField } from '../fields.ts'
import type { Row } from '../row.ts'
import { about, bobOnHimself, bobOnWendy } from './scenes.ts'

/** [HW] 3.5: hands. */
export const HAND_ROWS: readonly Row[] = [
  {
    section: '3.5',
    method: 'PUT',
    path: '/participants/hands',
    pushes: ['ParticipantsNotify'],
    sdk: 'hand',
    marks: ['D', 'S'],
    rights: 'own',
    pid: true,
    good: about('bob', { handsState: 1 }),
    fields: [flagField('handsState')],
    cases: [
      {
        kind: 'success',
        what: 'the hand is up',
        mark: 'D',
        answer: 'ok',
        see: async ({ person, pids }) => (await person(pids.bob)).handRaisedAt !== null,
        seen: true,
      },
      {
        kind: 'success',
        what: 'and down',
        mark: 'D',
        answer: 'ok',
        before: ({ house, id, users }) => house.execute(id, users.bob, 'RaiseHand', {}),
        given: about('bob', { handsState: 0 }),
        see: async ({ person, pids }) => (await person(pids.bob)).handRaisedAt,
        seen: null,
      },
      bobOnHimself(async ({ person, pids }) => (await person(pids.bob)).handRaisedAt !== null, true),
      bobOnWendy(about('wendy', { handsState: 1 })),
      {
        kind: 'wrong state',
        what: 'the host’s hand',
        mark: 'D',
        answer: 'MMC.111072069',
        given: about('alice', { handsState: 1 }),
      },
    ],
  },
  {
    section: '3.5',
    method: 'PUT',
    path: '/participants/batch/hands',
    pushes: ['ParticipantsNotify'],
    sdk: 'batchHand',
    marks: ['D', 'S'],
    rights: 'own',
    good: ({ pids }) => ({ body: { handsState: 1, pids: [pids.bob] } }),
    fields: [
      flagField('handsState'),
      listField('pids', 'all', 'x'),
      {
        path: 'pids.0',
        bad: [{ kind: 'unknown participant', value: 'nobody', answer: 'MMC.111072008', mark: 'ours' }],
      },
    ],
    cases: [
      {
        kind: 'success',
        what: 'several hands; the host’s is left out',
        mark: 'D',
        answer: 'ok',
        given: ({ pids }) => ({ body: { handsState: 1, pids: [pids.alice, pids.bob, pids.wendy] } }),
        see: async ({ person, pids }) =>
          (await Promise.all([pids.alice, pids.bob, pids.wendy].map(person))).map(
            ({ handRaisedAt }) => handRaisedAt !== null,
          ),
        seen: [false, true, true],
      },
      {
        kind: 'wrong state',
        what: 'only the host’s hand',
        mark: 'D',
        answer: 'MMC.111072069',
        given: ({ pids }) => ({ body: { handsState: 1, pids: [pids.alice] } }),
      },
      {
        kind: 'wrong role',
        what: 'a role-0 token, on others too',
        mark: 'D',
        as: 'bob',
        answer: 'MMC.111072071',
        given: ({ pids }) => ({ body: { handsState: 1, pids: [pids.bob, pids.wendy] } }),
      },
    ],
  },
]

import { flagField, listField, participantField } from '../fields.ts'
import type { Row } from '../row.ts'
import type { Person, Stage } from '../stage.ts'
import { cohostOnHost, wendyWaits } from './scenes.ts'

const presence =
  (who: Person) =>
  async ({ person, pids }: Stage) =>
    (await person(pids[who])).presence.is

/** [HW] 3.5: the waiting room. */
export const WAITING_ROOM_ROWS: readonly Row[] = [
  {
    section: '3.5',
    method: 'PUT',
    path: '/allowWaitingParticipant',
    pushes: ['WaitingListNotify'],
    sdk: 'allowWaitingParticipant',
    marks: ['D', 'S'],
    rights: 'floor',
    good: () => ({ body: { participantID: 'nobody' } }),
    fields: [flagField('allowAll', false), participantField('participantID', true)],
    cases: [
      {
        kind: 'success',
        what: 'one is let in',
        mark: 'D',
        answer: 'ok',
        before: wendyWaits,
        given: ({ pids }) => ({ body: { participantID: pids.wendy } }),
        see: presence('wendy'),
        seen: 'joining',
      },
      {
        kind: 'success',
        what: 'all are let in',
        mark: 'D',
        answer: 'ok',
        before: wendyWaits,
        given: () => ({ body: { allowAll: true } }),
        see: presence('wendy'),
        seen: 'joining',
      },
      {
        kind: 'wrong state',
        what: 'somebody who is inside',
        mark: 'ours',
        answer: 'MMC.111072008',
        given: ({ pids }) => ({ body: { participantID: pids.wendy } }),
      },
    ],
  },
  {
    section: '3.5',
    method: 'PUT',
    path: '/moveToWaitingRoom',
    pushes: ['WaitingListNotify', 'ParticipantsNotify'],
    sdk: 'moveToWaitingRoom',
    marks: ['D', 'S'],
    rights: 'floor',
    good: ({ pids }) => ({ body: { participantID: pids.bob } }),
    fields: [participantField('participantID', true)],
    cases: [
      { kind: 'success', what: 'waits', mark: 'D', answer: 'ok', see: presence('bob'), seen: 'waiting' },
      {
        kind: 'wrong state',
        what: 'the host',
        mark: 'ours',
        answer: 'MMC.111072110',
        given: ({ pids }) => ({ body: { participantID: pids.alice } }),
      },
      cohostOnHost(({ pids }) => ({ body: { participantID: pids.alice } })),
    ],
  },
  {
    section: '3.5',
    method: 'PUT',
    path: '/batchMoveToWaitingRoom',
    pushes: ['WaitingListNotify', 'ParticipantsNotify'],
    sdk: 'batchMoveToWaitingRoom',
    marks: ['D', 'S'],
    rights: 'floor',
    good: ({ pids }) => ({ body: { batchParticipants: [pids.bob] } }),
    fields: [
      listField('batchParticipants', 'all', 'x'),
      {
        path: 'batchParticipants.0',
        bad: [{ kind: 'unknown participant', value: 'nobody', answer: 'MMC.111072008', mark: 'ours' }],
      },
    ],
    cases: [
      {
        kind: 'success',
        what: 'all but the host and the unknown wait',
        mark: 'ours',
        answer: 'ok',
        given: ({ pids }) => ({ body: { batchParticipants: [pids.alice, pids.bob, pids.wendy, 'nobody'] } }),
        see: async ({ person, pids }) =>
          (await Promise.all([pids.alice, pids.bob, pids.wendy].map(person))).map(
            ({ presence: { is } }) => is,
          ),
        seen: ['present', 'waiting', 'waiting'],
      },
    ],
  },
]

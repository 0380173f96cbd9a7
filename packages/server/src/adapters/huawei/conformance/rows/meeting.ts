import { MINUTE, runOf } from '@parley/core'
import { flagField } from '../fields.ts'
import type { Row } from '../row.ts'
import type { Stage } from '../stage.ts'
import { bobAsCohost, settings, whileSet } from './scenes.ts'

const PLANNED_MINUTES = 60
const longerBy = async (stage: Stage) => {
  const run = runOf(await stage.house.state(stage.id))
  return ((run?.endsAt ?? 0) - (run?.startedAt ?? 0)) / MINUTE - PLANNED_MINUTES
}

const durationFields: Row['fields'] = [
  flagField('auto'),
  {
    path: 'duration',
    bad: [
      { kind: 'out of range', value: 0, answer: 'MMC.111073014', mark: 'ours' },
      { kind: 'out of range', value: 1441, answer: 'MMC.111073014', mark: 'ours' },
      { kind: 'wrong type', value: 'long', answer: 'MMC.111073014', mark: 'ours' },
    ],
  },
]

/** [HW] 3.5: the conference as a whole, and its end. */
export const MEETING_ROWS: readonly Row[] = [
  {
    section: '3.5',
    method: 'PUT',
    path: '/lock',
    pushes: ['ConfDynamicInfoNotify'],
    sdk: 'lockMeeting',
    marks: ['D', 'S'],
    rights: 'floor',
    good: () => ({ body: { isLock: 1 } }),
    fields: [flagField('isLock')],
    cases: [
      {
        kind: 'success',
        what: 'locked',
        mark: 'D',
        answer: 'ok',
        see: async (stage) => (await settings(stage)).locked,
        seen: true,
      },
      {
        kind: 'success',
        what: 'unlocked; a boolean for the flag',
        mark: 'ours',
        answer: 'ok',
        before: whileSet({ locked: true }),
        given: () => ({ body: { isLock: false } }),
        see: async (stage) => (await settings(stage)).locked,
        seen: false,
      },
    ],
  },
  {
    section: '3.5',
    method: 'PUT',
    path: '/stop',
    pushes: ['ConfDynamicInfoNotify'],
    sdk: 'stopMeeting',
    marks: ['D', 'S'],
    rights: 'floor',
    good: () => ({}),
    cases: [
      {
        kind: 'success',
        what: 'the run is over, without a body',
        mark: 'D',
        answer: 'ok',
        see: async ({ house, id }) => (await house.state(id)).state,
        seen: 'scheduled',
      },
      {
        kind: 'success',
        what: 'with the body of the sample',
        mark: 'X',
        answer: 'ok',
        given: () => ({ body: {} }),
        see: async ({ house, id }) => (await house.state(id)).state,
        seen: 'scheduled',
      },
      {
        kind: 'wrong role',
        what: 'a cohost’s token',
        mark: 'ours',
        as: 'bob',
        answer: 'MMC.111072070',
        before: bobAsCohost,
      },
    ],
  },
  ...(['/duration', '/v1/mmc/management/conference/duration'] as const).map(
    (path): Row => ({
      section: '3.5',
      method: 'PUT',
      path,
      pushes: ['ConfDynamicInfoNotify'],
      sdk: path === '/duration' ? 'prolongMeeting' : '-',
      marks: path === '/duration' ? ['D', 'S'] : ['C'],
      rights: 'floor',
      good: () => ({ body: { auto: 0, duration: 30 } }),
      fields: durationFields,
      cases: [
        { kind: 'success', what: '30 minutes more', mark: 'D', answer: 'ok', see: longerBy, seen: 30 },
        {
          kind: 'success',
          what: '15 unless it is said',
          mark: 'D',
          answer: 'ok',
          given: () => ({ body: { auto: 0 } }),
          see: longerBy,
          seen: 15,
        },
        {
          kind: 'success',
          what: 'from now on by itself, by that much, while somebody is inside',
          mark: 'ours',
          answer: 'ok',
          given: () => ({ body: { auto: 1, duration: 20 } }),
          see: async (stage) => [(await settings(stage)).prolongMinutes, await longerBy(stage)],
          seen: [20, 0],
        },
        {
          kind: 'out of range',
          what: 'by itself by more than an hour',
          mark: 'ours',
          answer: 'MMC.111073014',
          given: () => ({ body: { auto: 1, duration: 61 } }),
        },
        {
          kind: 'out of range',
          what: 'a run of more than a day',
          mark: 'D',
          answer: 'MMC.111073014',
          given: () => ({ body: { auto: 0, duration: 1440 } }),
        },
      ],
    }),
  ),
]

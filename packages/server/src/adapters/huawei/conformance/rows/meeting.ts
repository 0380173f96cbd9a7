import { MINUTE, type RunSettings, runOf } from '@parley/core'
import { type Case, flagField, type Row } from '../row.ts'
import type { Stage } from '../stage.ts'
import { bobAsCohost } from './scenes.ts'

const PLANNED_MINUTES = 60
const longerBy = async (stage: Stage) => {
  const run = runOf(await stage.house.state(stage.id))
  return ((run?.endsAt ?? 0) - (run?.startedAt ?? 0)) / MINUTE - PLANNED_MINUTES
}
const settings = async ({ house, id }: Stage) => (await house.state(id)).settings

const waitingWendy = ({ house, id, users, pids }: Stage) =>
  house.execute(id, users.alice, 'ReturnToLobby', { ids: [pids.wendy] })
const presence =
  (who: 'bob' | 'wendy') =>
  async ({ person, pids }: Stage) =>
    (await person(pids[who])).presence.is

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

type Changes = Partial<RunSettings>

/** Each field of `updateStartedConfConfig`, a value, the setting it becomes, and what that was before. */
const CONFIG: readonly (readonly [field: string, value: number, becomes: Changes, was: Changes])[] = [
  ['lockSharing', 1, { shareLocked: true }, { shareLocked: false }],
  ['lockSharing', 0, { shareLocked: false }, { shareLocked: true }],
  ['callInRestriction', 0, { joinScope: 'everyone' }, { joinScope: 'tenant' }],
  ['callInRestriction', 2, { joinScope: 'tenant' }, { joinScope: 'everyone' }],
  ['callInRestriction', 3, { joinScope: 'invited' }, { joinScope: 'everyone' }],
  ['allowUnmuteByOneself', 0, { mayUnmute: false }, { mayUnmute: true }],
  ['allowUnmuteByOneself', 1, { mayUnmute: true }, { mayUnmute: false }],
  ['chatPermission', 1, { chat: 'none' }, { chat: 'free' }],
  ['chatPermission', 2, { chat: 'private' }, { chat: 'free' }],
  ['chatPermission', 3, { chat: 'public' }, { chat: 'free' }],
  ['chatPermission', 4, { chat: 'free' }, { chat: 'none' }],
  ['clientRecMode', 0, { clientRecording: 'hosts' }, { clientRecording: 'everyone' }],
  ['clientRecMode', 1, { clientRecording: 'everyone' }, { clientRecording: 'hosts' }],
  ['clientRecMode', 2, { clientRecording: 'chosen' }, { clientRecording: 'hosts' }],
  ['allowOpenCamera', 0, { mayOpenCamera: false }, { mayOpenCamera: true }],
  ['allowOpenCamera', 1, { mayOpenCamera: true }, { mayOpenCamera: false }],
  ['allowRename', 0, { mayRename: false }, { mayRename: true }],
  ['allowRename', 1, { mayRename: true }, { mayRename: false }],
  ['isLock', 1, { locked: true }, { locked: false }],
  ['isLock', 0, { locked: false }, { locked: true }],
  ['freeShare', 0, { shareBy: 'hosts' }, { shareBy: 'everyone' }],
  ['freeShare', 1, { shareBy: 'everyone' }, { shareBy: 'hosts' }],
]

/** [HW] 3.5: the conference as a whole, its waiting room and its end. */
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
        before: ({ house, id, users }) =>
          house.execute(id, users.alice, 'ChangeSettings', { changes: { locked: true } }),
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
  {
    section: '3.5',
    method: 'PUT',
    path: '/allowWaitingParticipant',
    pushes: ['WaitingListNotify'],
    sdk: 'allowWaitingParticipant',
    marks: ['D', 'S'],
    rights: 'floor',
    good: () => ({ body: { participantID: 'nobody' } }),
    fields: [
      flagField('allowAll', false),
      {
        path: 'participantID',
        required: true,
        bad: [
          { kind: 'unknown participant', value: 'nobody', answer: 'MMC.111072008', mark: 'ours' },
          { kind: 'wrong type', value: 7, answer: 'MMC.111071061', mark: 'ours' },
        ],
      },
    ],
    cases: [
      {
        kind: 'success',
        what: 'one is let in',
        mark: 'D',
        answer: 'ok',
        before: waitingWendy,
        given: ({ pids }) => ({ body: { participantID: pids.wendy } }),
        see: presence('wendy'),
        seen: 'joining',
      },
      {
        kind: 'success',
        what: 'all are let in',
        mark: 'D',
        answer: 'ok',
        before: waitingWendy,
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
    fields: [
      {
        path: 'participantID',
        required: true,
        bad: [
          { kind: 'unknown participant', value: 'nobody', answer: 'MMC.111072008', mark: 'ours' },
          { kind: 'wrong type', value: 7, answer: 'MMC.111071061', mark: 'ours' },
        ],
      },
    ],
    cases: [
      { kind: 'success', what: 'waits', mark: 'D', answer: 'ok', see: presence('bob'), seen: 'waiting' },
      {
        kind: 'wrong state',
        what: 'the host',
        mark: 'ours',
        answer: 'MMC.111072110',
        given: ({ pids }) => ({ body: { participantID: pids.alice } }),
      },
      {
        kind: 'wrong role',
        what: 'a cohost’s token, on the host',
        mark: 'D',
        as: 'bob',
        answer: 'MMC.111072110',
        before: bobAsCohost,
        given: ({ pids }) => ({ body: { participantID: pids.alice } }),
      },
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
      {
        path: 'batchParticipants',
        required: true,
        bad: [
          { kind: 'out of range', value: [], answer: 'MMC.111072023', mark: 'D' },
          { kind: 'wrong type', value: 'all', answer: 'MMC.111072023', mark: 'ours' },
          { kind: 'too long', value: Array(1001).fill('x'), answer: 'MMC.111071066', mark: 'ours' },
        ],
      },
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
  {
    section: '3.5',
    method: 'PUT',
    path: '/updateStartedConfConfig',
    pushes: ['ConfDynamicInfoNotify'],
    sdk: 'updateStartedConfConfig',
    marks: ['D', 'S'],
    rights: 'floor',
    good: () => ({ body: { lockSharing: 1 } }),
    fields: [
      ...['lockSharing', 'allowUnmuteByOneself', 'allowOpenCamera', 'allowRename', 'isLock', 'freeShare'].map(
        (path) => flagField(path, false),
      ),
      ...[
        ['callInRestriction', 1],
        ['chatPermission', 5],
        ['audienceCallInRestriction', 3],
        ['clientRecMode', 3],
      ].map(([path, value]) => ({
        path: String(path),
        bad: [
          { kind: 'out of range' as const, value, answer: 'MMC.111071061' as const, mark: 'ours' as const },
          {
            kind: 'wrong type' as const,
            value: 'x',
            answer: 'MMC.111071061' as const,
            mark: 'ours' as const,
          },
        ],
      })),
    ],
    cases: [
      ...CONFIG.map(
        ([field, value, becomes, was]): Case => ({
          kind: 'success',
          what: `\`${field}\` ${value}`,
          mark: field === 'clientRecMode' ? 'ours' : 'D',
          answer: 'ok',
          before: ({ house, id, users }) =>
            house.execute(id, users.alice, 'ChangeSettings', { changes: was }),
          given: () => ({ body: { [field]: value } }),
          see: async (stage) => {
            const [name] = Object.keys(becomes) as (keyof Changes)[]
            return { [String(name)]: (await settings(stage))[name as keyof Changes] }
          },
          seen: becomes,
        }),
      ),
      {
        kind: 'success',
        what: '`audienceCallInRestriction`: taken, and nothing to keep (there is no audience here)',
        mark: 'ours',
        answer: 'ok',
        given: () => ({ body: { audienceCallInRestriction: 2 } }),
        see: async ({ house, id }) => (await house.state(id)).settings.joinScope,
        seen: 'everyone',
      },
      {
        kind: 'success',
        what: 'several at once; the rest stays as it is',
        mark: 'D',
        answer: 'ok',
        given: () => ({ body: { isLock: 1, chatPermission: 1 } }),
        see: async (stage) => {
          const { locked, chat, mayUnmute } = await settings(stage)
          return [locked, chat, mayUnmute]
        },
        seen: [true, 'none', true],
      },
    ],
  },
]

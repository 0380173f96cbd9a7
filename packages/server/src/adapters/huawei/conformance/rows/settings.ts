import type { RunSettings } from '@parley/core'
import { flagField } from '../fields.ts'
import type { Case, Row } from '../row.ts'
import { settings, whileSet } from './scenes.ts'

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

/** [HW] 3.5: settings while it runs. */
export const SETTING_ROWS: readonly Row[] = [
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
          before: whileSet(was),
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
        see: async (stage) => (await settings(stage)).joinScope,
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

/** Refusals of the core as error codes of this wire: [WC] 4.10 and the table of the conference model, section 7. */
import { Refusal, type RefusalCode, type RefusalDetails } from '@parley/core'
import { type ErrorCode, type RpcFault, sentenceOf } from '@parley/protocol'

export const CODE_OF_REFUSAL = {
  unauthenticated: 401,
  'wrong-credentials': 615,
  'account-blocked': 419,
  'too-many': 429,
  invalid: 601,
  forbidden: 403,
  'host-needed': 736,
  'not-yours': 403,
  'host-immune': 603,
  'host-exempt': 603,
  'host-exists': 409,
  'not-host': 736,
  'no-conference': 732,
  'no-participant': 612,
  'no-person': 612,
  'not-inside': 737,
  'not-started': 730,
  'host-first': 730,
  ended: 731,
  'already-started': 603,
  locked: 733,
  full: 734,
  banned: 735,
  'tenant-only': 403,
  'invited-only': 403,
  'password-needed': 601,
  'wrong-password': 615,
  'held-by-host': 738,
  'share-barred': 603,
  'chat-barred': 603,
  'link-taken': 602,
  quota: 602,
  'prolong-limit': 603,
  conflict: 409,
  exists: 614,
  'no-media': 739,
  unsupported: 501,
  'stale-epoch': 741,
  'stale-cursor': 740,
  unavailable: 503,
  timeout: 504,
} as const satisfies Record<RefusalCode, ErrorCode>

/** What only this wire knows of: a code of its own with its own `data`. */
export class WireError extends Error {
  override readonly name = 'WireError'
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly data?: object,
  ) {
    super(message)
  }
}

/** The error object of an answer. Anything but a refusal is told as 500 and nothing else: details belong in the log. */
export function faultOf(error: unknown): RpcFault {
  if (error instanceof WireError) return fault(error.code, error.message, error.data)
  if (error instanceof Refusal)
    return fault(CODE_OF_REFUSAL[error.code], error.message, dataOf(error.code, error.details))
  return fault(500, sentenceOf(500) ?? 'The server failed.')
}

/** True when the error is an answer, not a fault of ours. */
export function isAnswer(error: unknown): boolean {
  return error instanceof WireError || error instanceof Refusal
}

function fault(code: number, message: string, data?: object): RpcFault {
  return data === undefined ? { code, message } : { code, message, data }
}

/** `data` as [WC] 4.10 lists it; `retryAfter` in whole seconds. */
function dataOf(code: RefusalCode, details: RefusalDetails): object | undefined {
  switch (code) {
    case 'too-many':
    case 'account-blocked':
      return { retryAfter: seconds(details.retryAfterMs) }
    case 'invalid':
      return { field: fieldOf(details.path), rule: details.rule }
    case 'link-taken':
      return { field: 'password' }
    case 'password-needed':
      return { field: 'password' }
    case 'exists':
      return { field: details.path ?? 'userId' }
    case 'no-participant':
      return { kind: 'member' }
    case 'no-person':
      return { kind: 'user' }
    case 'not-started':
    case 'host-first':
      return { startTime: details.start ?? null }
    case 'full':
      return { maxMembers: details.limit }
    case 'no-media':
      return details.limit === undefined ? undefined : { maxPublishers: details.limit }
    case 'stale-cursor':
      return { version: details.revision }
    case 'timeout':
      return { unknown: true }
    default:
      return undefined
  }
}

/** The core names its own parameters; a caller knows them by the words of this wire. */
const FIELDS: Readonly<Record<string, string>> = {
  title: 'confName',
  start: 'startTime',
  minutes: 'duration',
  people: 'userIds',
  id: 'memberId',
  invitationId: 'inviteId',
  'settings.maxParticipants': 'maxMembers',
  'settings.participantsMayInvite': 'settings.memberInvite',
  'settings.mayOpenCamera': 'settings.allowOpenCamera',
  'settings.mayRename': 'settings.allowRename',
  name: 'displayName',
  ids: 'memberIds',
  'passwords.link': 'password',
  'settings.earlyJoinMinutes': 'settings.joinBeforeStartMin',
  'settings.emptyEndMinutes': 'settings.emptyEndMin',
}

function fieldOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : (FIELDS[path] ?? path)
}

export function seconds(ms: number | undefined): number {
  return Math.max(1, Math.ceil((ms ?? 1_000) / 1_000))
}

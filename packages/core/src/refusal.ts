/**
 * Every reason for which the core says no. Closed: each adapter answers for each code by a table that is
 * complete by type, so a new code does not compile until every wire has its spelling.
 */
export const REFUSAL_CODES = [
  'unauthenticated',
  'wrong-credentials',
  'account-blocked',
  'too-many',
  'invalid',
  'forbidden',
  'host-needed',
  'not-yours',
  'host-immune',
  'host-exempt',
  'host-exists',
  'not-host',
  'no-conference',
  'no-participant',
  'no-person',
  'not-inside',
  'not-started',
  'host-first',
  'ended',
  'already-started',
  'locked',
  'full',
  'banned',
  'tenant-only',
  'invited-only',
  'password-needed',
  'wrong-password',
  'held-by-host',
  'share-barred',
  'chat-barred',
  'link-taken',
  'quota',
  'prolong-limit',
  'conflict',
  'exists',
  'no-media',
  'unsupported',
  'stale-epoch',
  'stale-cursor',
  'unavailable',
  'timeout',
] as const

export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** What a wire may need to say beside the code. */
export type RefusalDetails = {
  /** `invalid`: where (`settings.maxParticipants`) and which rule it broke. */
  path?: string
  rule?: string
  /** `invalid`, of a pattern: there is none, it is none, or it is too large. */
  reason?: 'empty' | 'schema' | 'limit'
  /** `too-many`, `account-blocked`: when to come back. */
  retryAfterMs?: number
  /** `not-started`: the planned start. */
  start?: number | null
  /** `full`: the limit. */
  limit?: number
  /** `stale-cursor`: the revision the reader may start from. */
  revision?: number
}

/** The one error the core throws on purpose. Anything else is a fault of ours. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  constructor(
    readonly code: RefusalCode,
    message: string = code,
    readonly details: RefusalDetails = {},
  ) {
    super(message)
  }
}

export function refuse(code: RefusalCode, message?: string, details?: RefusalDetails): never {
  throw new Refusal(code, message, details)
}

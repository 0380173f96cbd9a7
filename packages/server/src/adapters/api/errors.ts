import type { RefusalCode } from '@parley/core'

/** Complete by type: HTTP status and title of each refusal. */
export const REFUSALS: Record<RefusalCode, [status: number, title: string]> = {
  unauthenticated: [401, 'Not authenticated'],
  'wrong-credentials': [401, 'Wrong credentials'],
  'account-blocked': [423, 'Account blocked'],
  'too-many': [429, 'Too many requests'],
  invalid: [400, 'Invalid request'],
  forbidden: [403, 'Forbidden'],
  'host-needed': [403, 'Only the host may do this'],
  'not-yours': [403, 'Belongs to somebody else'],
  'host-immune': [403, 'Not possible on the host'],
  'no-conference': [404, 'No such conference'],
  'no-participant': [404, 'No such participant'],
  'no-person': [404, 'No such person'],
  'not-inside': [403, 'Not in the conference'],
  'not-started': [409, 'Not started yet'],
  'host-first': [409, 'The host comes first'],
  ended: [410, 'Over'],
  'already-started': [409, 'Already started'],
  locked: [403, 'Locked'],
  full: [403, 'Full'],
  banned: [403, 'Banned'],
  'tenant-only': [403, 'Only for accounts of the company'],
  'invited-only': [403, 'Only for the invited'],
  'password-needed': [403, 'Password needed'],
  'wrong-password': [403, 'Wrong password'],
  'held-by-host': [403, 'Held by the host'],
  'link-taken': [409, 'Link password taken'],
  quota: [403, 'Limit reached'],
  'prolong-limit': [409, 'Cannot be prolonged so far'],
  conflict: [409, 'Conflict'],
  exists: [409, 'Exists already'],
  'no-media': [503, 'No media available'],
  unsupported: [501, 'Not supported'],
  'stale-epoch': [409, 'Media have moved on'],
  'stale-cursor': [410, 'Cursor too old'],
  unavailable: [503, 'Unavailable'],
  timeout: [504, 'Outcome unknown'],
}

/** What HTTP itself may say no to, by status. */
export const HTTP_ERRORS = {
  400: ['bad-request', 'Malformed request'],
  404: ['not-found', 'Not found'],
  405: ['method-not-allowed', 'Method not allowed'],
  412: ['precondition-failed', 'Changed meanwhile'],
  413: ['too-large', 'Body too large'],
  414: ['bad-request', 'Path too long'],
  415: ['unsupported-media-type', 'The body must be JSON'],
  500: ['internal', 'A fault of the server'],
  503: ['unavailable', 'Unavailable'],
} as const

export type HttpErrorStatus = keyof typeof HTTP_ERRORS

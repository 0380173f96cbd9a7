import type { RefusalCode } from '@parley/core'
import type { DoorName } from './door.ts'

/**
 * Every refusal as the wires spell it, from the tables of their documents and not from the code under test: JSON-RPC's
 * `error.code`, and the meeting API's `error_code` (400 unless a status stands before it). `chat-barred` is told like other things
 * that are not allowed.
 */
const SPELLED: Record<RefusalCode, readonly [rpc: number, rest: string]> = {
  unauthenticated: [401, 'MMC.111072065'],
  'wrong-credentials': [615, '401 USG.206010000'],
  'account-blocked': [419, '423 USG.206030015'],
  'too-many': [429, '429 MMC.100000429'],
  invalid: [601, 'MMC.111071061'],
  forbidden: [403, 'MMC.111072070'],
  'host-needed': [736, 'MMC.111072070'],
  'not-yours': [403, 'MMC.111072071'],
  'host-immune': [603, 'MMC.111072110'],
  'host-exempt': [603, 'MMC.111072069'],
  'host-exists': [409, 'MMC.111074001'],
  'not-host': [736, 'MMC.111074002'],
  'no-conference': [732, 'MMC.111072065'],
  'no-participant': [612, 'MMC.111072008'],
  'no-person': [612, 'MMC.111073001'],
  'not-inside': [737, 'MMC.111072070'],
  'not-started': [730, 'MMC.111072005'],
  'host-first': [730, 'MMC.111071058'],
  ended: [731, 'MMC.111072006'],
  'already-started': [603, 'MMC.111071067'],
  locked: [733, 'MMC.111072050'],
  full: [734, 'MMC.111072101'],
  banned: [735, 'MMC.111070002'],
  'tenant-only': [403, 'MMC.111071074'],
  'invited-only': [403, 'MMC.111071075'],
  'password-needed': [601, 'MMC.111070009'],
  'wrong-password': [615, 'MMC.111071091'],
  'held-by-host': [738, 'MMC.111072070'],
  'share-barred': [603, 'MMC.111072083'],
  'chat-barred': [603, 'MMC.111072070'],
  'link-taken': [602, 'MMC.111072011'],
  quota: [602, 'MMC.111071082'],
  'prolong-limit': [603, 'MMC.111073014'],
  conflict: [409, 'MMC.111072011'],
  exists: [614, 'USG.201040001'],
  'no-media': [739, 'MMC.111072001'],
  unsupported: [501, 'MMC.111072010'],
  'stale-epoch': [741, 'MMC.111072011'],
  'stale-cursor': [740, 'MMC.111072011'],
  unavailable: [503, '500 MMC.111070003'],
  timeout: [504, '500 MMC.111072049'],
}

export function spelled(
  door: DoorName,
  code: RefusalCode,
  own: Partial<Record<RefusalCode, string>> = {},
): string {
  const [rpc, rest] = SPELLED[code]
  return door === 'rest' ? (own[code] ?? rest) : String(rpc)
}

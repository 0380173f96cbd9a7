import { type Conference, type Proof, refuse } from '@parley/core'
import type { Caller } from '../auth/caller.ts'
import type { House } from '../house.ts'
import type { Call } from './call.ts'

/** What a caller shows of a meeting's secrets: a guest's account carries it; others give a password or the key of a host link. */
export function proofOf(
  { parts }: House,
  call: Call,
  caller: Caller,
  conference: Conference,
  { password, hostKey }: { password?: string | undefined; hostKey?: string | undefined },
): Proof {
  const carried = caller.is === 'guest' ? caller.guest.proof : 'none'
  if (carried === 'host' || (password === undefined && hostKey === undefined)) return carried
  const key = `${conference.id} ${call.address}`
  parts.throttles.check('password', key)
  const proof = parts.access.prove(conference, {
    ...(password === undefined ? {} : { password }),
    ...(hostKey === undefined ? {} : { hostKey }),
  })
  if (proof === 'wrong') {
    parts.throttles.fail('password', key)
    refuse('wrong-password', 'the password is wrong')
  }
  return proof
}

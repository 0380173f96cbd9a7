import { type Conference, type Proof, Refusal } from '@parley/core'
import { WireError } from '../errors.ts'
import type { HuaweiParts } from '../parts.ts'

type Parts = Pick<HuaweiParts, 'access' | 'throttles'>

/**
 * What a meeting password proves. Five wrong ones for one conference from one address within five minutes lock that
 * pair out ([HW] 4.4). A right one does not forgive: else a guest password would buy tries at the host's.
 */
export function provePassword(
  conference: Conference,
  password: string,
  address: string,
  { access, throttles }: Parts,
): Proof {
  checkLock(conference.id, address, throttles)
  const proof = access.prove(conference, { password })
  if (proof === 'wrong') throttles.fail('password', keyOf(conference.id, address))
  return proof
}

/** The same for a conference that does not exist: it must not be told apart by having no lock. */
export function missPassword(
  conferenceId: string,
  address: string,
  { throttles }: Pick<Parts, 'throttles'>,
): void {
  checkLock(conferenceId, address, throttles)
  throttles.fail('password', keyOf(conferenceId, address))
}

function checkLock(conferenceId: string, address: string, throttles: Parts['throttles']): void {
  try {
    throttles.check('password', keyOf(conferenceId, address))
  } catch (error) {
    throw error instanceof Refusal ? new WireError('MMC.111072064') : error
  }
}

function keyOf(conferenceId: string, address: string): string {
  return `${conferenceId} ${address}`
}

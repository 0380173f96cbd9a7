import { MINUTE } from '../../instant.ts'
import type { RefusalCode } from '../../refusal.ts'
import type { Proof } from '../commands.ts'
import type { Standing } from '../rights.ts'
import type { Conference } from '../state.ts'

/** Why this person may not begin the next run now; null if they may (SPEC.md, R2). Also tells a link's state. */
export function whyNotStart(
  conference: Extract<Conference, { state: 'scheduled' }>,
  standing: Pick<Standing, 'level'> & { invited?: boolean },
  proof: Proof,
  now: number,
): RefusalCode | null {
  if (
    proof === 'host' ||
    standing.level === 'owner' ||
    standing.level === 'host' ||
    standing.level === 'system'
  )
    return null
  const { plan, settings } = conference
  if (plan.start !== null && now < plan.start - settings.earlyJoinMinutes * MINUTE) return 'not-started'
  // Who would have to wait does not open the door to an empty room.
  return settings.guestMayStart && (standing.invited || !settings.waitingRoom) ? null : 'host-first'
}

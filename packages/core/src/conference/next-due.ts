import { type Instant, MINUTE } from '../instant.ts'
import type { Policies } from './policies.ts'
import { type Conference, plannedEnd } from './state.ts'

/**
 * When this conference next needs a `Tick`, or null. The only timer of the house: everything that happens
 * by itself happens in a `Tick` (SPEC.md, T).
 */
export function nextDue(conference: Conference, policies: Policies): Instant | null {
  const moments: (Instant | null)[] = []
  if (conference.state === 'scheduled') moments.push(lapsesAt(conference, policies))
  if (conference.state === 'running') {
    moments.push(runDueAt(conference, policies), hostDueAt(conference, policies))
    for (const { presence } of Object.values(conference.people)) {
      if ('until' in presence) moments.push(presence.until)
    }
  }
  return moments.reduce<Instant | null>(
    (least, at) => (at === null ? least : least === null ? at : Math.min(least, at)),
    null,
  )
}

/** A reservation nobody holds closes with its planned end, an open-ended one a longest run after its start. */
export function lapsesAt(conference: Conference, policies: Policies): Instant {
  const { start, createdAt } = conference.plan
  return plannedEnd(conference) ?? (start ?? createdAt) + policies.longestRunMs
}

/** When the run has to end or to be prolonged. */
export function runDueAt(conference: Extract<Conference, { state: 'running' }>, policies: Policies): Instant {
  const { run, settings } = conference
  const limit = run.startedAt + policies.longestRunMs
  if (run.endsAt !== null) return Math.min(run.endsAt, limit)
  const empty = run.emptySince === null ? null : run.emptySince + settings.emptyEndMinutes * MINUTE
  return empty === null ? limit : Math.min(empty, limit)
}

/** When the place of an absent host passes on. */
export function hostDueAt(
  conference: Extract<Conference, { state: 'running' }>,
  policies: Policies,
): Instant | null {
  const { hostId, hostAwaySince } = conference.run
  return hostId === null || hostAwaySince === null || conference.settings.hostSuccession === 'off'
    ? null
    : hostAwaySince + policies.hostAwayMs
}

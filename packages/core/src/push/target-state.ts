import type { RecordedActor, Via } from '../actor.ts'
import type { Clock } from '../ports/clock.ts'
import type { Ids } from '../ports/ids.ts'
import type { PushStore } from '../ports/push-store.ts'
import { refuse } from '../refusal.ts'
import type { NewSiteEvent } from '../site/events.ts'
import { runningSince, type TargetState } from './rule.ts'
import type { Known } from './sending/lane.ts'
import { siteRecord, targetName } from './site-record.ts'

export type TargetStateParts = {
  pushStore: Pick<PushStore, 'changeTargetState' | 'target'>
  ids: Pick<Ids, 'eventId' | 'commandId'>
  clock: Pick<Clock, 'now'>
}

/** Who asked for it, and by which door. */
export type By = { actor: RecordedActor; via: Via }

/** Workers change states too; more often than this in a row nobody is faster. */
const MOST_TRIES = 16

/**
 * Nothing is sent to the target any more; what it is owed is kept, and more is added to it. One that is paused stays as it
 * is. Its state now; null when unknown.
 */
export function pauseTarget(
  parts: TargetStateParts,
  targetId: string,
  by: By,
  note = '',
): Promise<TargetState | null> {
  const { ids, clock } = parts
  return change(parts, targetId, ({ rule, target }) => {
    if (target.state.is === 'paused') return null
    const now = clock.now()
    const to: TargetState = { ...target.state, is: 'paused', why: 'asked', note, since: now, openUntil: null }
    const data = { ...targetName(rule, target), why: 'asked', note } as const
    return { to, record: siteRecord(ids, now, 'TargetPaused', data, by) }
  })
}

/**
 * What is owed goes out again, from the longest due on; earlier failures are forgotten. One that runs is helped past an open
 * breaker. Its state now; null when unknown. A worker sees it within a second, or when it is woken.
 */
export function resumeTarget(parts: TargetStateParts, targetId: string, by: By): Promise<TargetState | null> {
  const { ids, clock } = parts
  return change(parts, targetId, ({ rule, target }) => {
    const { state } = target
    const now = clock.now()
    if (state.is === 'running') return state.openUntil === null ? null : { to: { ...state, openUntil: null } }
    const data = { ...targetName(rule, target), pausedSince: state.since }
    return { to: runningSince(now), record: siteRecord(ids, now, 'TargetResumed', data, by) }
  })
}

async function change(
  { pushStore }: TargetStateParts,
  targetId: string,
  next: (known: Known) => { to: TargetState; record?: NewSiteEvent } | null,
): Promise<TargetState | null> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const known = await pushStore.target(targetId)
    if (!known) return null
    const wish = next(known)
    if (!wish) return known.target.state
    const { to, record } = wish
    const from = known.target.version
    if (await pushStore.changeTargetState({ targetId, from, to, record: record ? [record] : [] })) return to
  }
  return refuse('conflict', 'the target is being changed by others all the time')
}

import type { Instant } from '../../instant.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import type { Log } from '../../ports/log.ts'
import type { PushStore } from '../../ports/push-store.ts'
import { type By, resumeTarget, type TargetStateParts } from '../target-state.ts'
import type { Replay } from './replay.ts'
import { type ReplayReaderParts, replayReader } from './replay-reader.ts'

export type ReplayWish = {
  targetId: string
  /** By the time of the entry; `before` itself is not in. Null: from the beginning, up to now. */
  from: Instant | null
  before: Instant | null
  /** Only entries above this position. */
  above?: number
  /** Instead of the rule's; the rule's scope holds in any case. */
  pattern: string | null
  ratePerSecond: number
}

export type StartReplayParts = {
  pushStore: Pick<PushStore, 'createReplay' | 'target'>
  log: Pick<Log, 'lastPosition' | 'positionBefore'>
  ids: Pick<Ids, 'eventId'>
  clock: Pick<Clock, 'now'>
}

/** Deliveries a second when nobody says how many. */
export const DEFAULT_REPLAY_RATE = 50

/** Begins to owe the target what it was told, or would have been, in that time; null when there is no such target. */
export async function startReplay(parts: StartReplayParts, wish: ReplayWish): Promise<Replay | null> {
  const replay = await planReplay(parts, wish)
  if (replay) await parts.pushStore.createReplay(replay)
  return replay
}

/** Entries that are recorded from now on are none of its business: the rule tells of them by itself. */
async function planReplay(
  { pushStore, log, ids, clock }: StartReplayParts,
  { targetId, from, before, above = 0, pattern, ratePerSecond }: ReplayWish,
): Promise<Replay | null> {
  const known = await pushStore.target(targetId)
  if (!known) return null
  const upTo = await log.lastPosition()
  const since = from === null ? 0 : await log.positionBefore(from)
  const after = Math.min(Math.max(since, above), upTo)
  return {
    id: ids.eventId(),
    ruleId: known.rule.id,
    targetId,
    after,
    upTo,
    from,
    before,
    pattern,
    ratePerSecond,
    state: 'running',
    position: after,
    count: 0,
    createdAt: clock.now(),
    endedAt: null,
  }
}

export type CountReplayParts = StartReplayParts & ReplayReaderParts

/**
 * How many events the same replay would make now, and of how many log entries; null when there is no such target. Nothing is
 * written. `complete` false: it stopped behind `most` entries, and there may be more.
 */
export async function countReplay(
  parts: CountReplayParts,
  wish: Omit<ReplayWish, 'ratePerSecond'>,
  most = Number.POSITIVE_INFINITY,
): Promise<{ events: number; entries: number; complete: boolean } | null> {
  const plan = await planReplay(parts, { ...wish, ratePerSecond: DEFAULT_REPLAY_RATE })
  const known = plan && (await parts.pushStore.target(wish.targetId))
  if (!plan || !known) return null
  const read = replayReader(parts, plan, known)
  const count = { events: 0, entries: 0, complete: true }
  for (let position = plan.after; position < plan.upTo; ) {
    if (count.entries >= most) return { ...count, complete: false }
    const page = await read(position)
    count.events += page.found.length
    count.entries += page.entries
    position = page.upTo
  }
  return count
}

/**
 * Lets a paused target run again, and owes it once more what happened from `from` up to its pause: what it was owed since
 * then was kept, and goes out by itself. Null when there is no such target.
 */
export async function resumeAndReplay(
  parts: StartReplayParts & TargetStateParts,
  wish: Omit<ReplayWish, 'before'>,
  by: By,
): Promise<Replay | null> {
  const state = (await parts.pushStore.target(wish.targetId))?.target.state
  const before = state?.is === 'paused' ? state.since : null
  const replay = await startReplay(parts, { ...wish, before })
  if (replay) await resumeTarget(parts, wish.targetId, by)
  return replay
}

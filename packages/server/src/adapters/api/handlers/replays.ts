import { matches, type Pattern, type Replay, type Rule, refuse, scoped } from '@parley/core'
import type { z } from 'zod'
import { readCursor } from '../cursor.ts'
import { eventsBetween } from '../history.ts'
import { findTarget, notFound } from '../not-found.ts'
import type { ApiParts } from '../parts.ts'
import { patternText, readPattern } from '../patterns.ts'
import { presentReplay } from '../present/replay.ts'
import type { madeReplay, NewReplay, ReplayView, replayQuery } from '../schema/replays.ts'
import { given } from './deliveries.ts'

/** A dry run counts so many entries at most. */
const MOST_COUNTED = 200_000

type Stretch = Pick<Replay, 'after' | 'upTo' | 'from' | 'before'>

export async function makeReplay(parts: ApiParts, asked: NewReplay): Promise<z.infer<typeof madeReplay>> {
  const { pushStore, replayer, ids, clock } = parts
  const { rule, target } = await findTarget(parts, asked.target)
  const pattern = asked.pattern === undefined ? null : patternText(asked.pattern)
  const read = readPattern(parts, rule.bus, pattern ?? rule.pattern).pattern
  const stretch = await stretchOf(parts, asked)
  if (asked.dryRun) return { replay: null, ...(await count(parts, rule, read, stretch)) }
  const replay: Replay = {
    id: ids.eventId(),
    ruleId: rule.id,
    targetId: target.id,
    ...stretch,
    pattern,
    ratePerSecond: asked.ratePerSecond,
    state: 'running',
    position: stretch.after,
    count: 0,
    createdAt: clock.now(),
    endedAt: null,
  }
  await pushStore.createReplay(replay)
  replayer.wake()
  return { replay: presentReplay(replay), count: null, complete: true }
}

export async function showReplays(
  { pushStore }: ApiParts,
  { state, limit }: z.output<typeof replayQuery>,
): Promise<{ data: ReplayView[] }> {
  return { data: (await pushStore.replays({ limit, ...given({ state }) })).map(presentReplay) }
}

export async function showReplay({ pushStore }: ApiParts, id: string): Promise<ReplayView> {
  return presentReplay((await pushStore.replay(id)) ?? notFound('replay'))
}

export async function stopReplay(parts: ApiParts, id: string): Promise<ReplayView> {
  const { state } = await showReplay(parts, id)
  if (!(await parts.pushStore.cancelReplay(id, parts.clock.now())))
    refuse('conflict', `it is ${state} already`)
  return showReplay(parts, id)
}

/** Up to now: what comes later is owed anyway. */
async function stretchOf({ eventLog }: ApiParts, { from, after, before }: NewReplay): Promise<Stretch> {
  const behind = after === undefined ? 0 : readCursor('position', after, '/after')
  const since = from === undefined ? 0 : await eventLog.positionBefore(from)
  return {
    after: Math.max(behind, since),
    upTo: await eventLog.lastPosition(),
    from: from ?? null,
    before: before ?? null,
  }
}

async function count(
  parts: ApiParts,
  rule: Rule,
  pattern: Pattern,
  { after, upTo, from, before }: Stretch,
): Promise<{ count: number; complete: boolean }> {
  const most = Math.min(upTo, after + MOST_COUNTED)
  const asked = scoped(pattern, rule.scope)
  let found = 0
  for await (const events of eventsBetween(parts, rule.bus, { after, upTo: most }))
    for (const { entry, seen } of events)
      if (entry.time >= (from ?? 0) && (before === null || entry.time < before) && matches(asked, seen))
        found += 1
  return { count: found, complete: most === upTo }
}

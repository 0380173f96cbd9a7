import { countReplay, parsePattern, type ReplayWish, refuse, startReplay } from '@parley/core'
import type { z } from 'zod'
import { readCursor } from '../cursor.ts'
import { given } from '../given.ts'
import { findTarget, notFound } from '../not-found.ts'
import type { ApiParts } from '../parts.ts'
import { patternText, readPattern } from '../patterns.ts'
import { presentReplay } from '../present/replay.ts'
import type { madeReplay, NewReplay, ReplayView, replayQuery } from '../schema/replays.ts'

/** A dry run looks at so many entries: more would keep the caller waiting. */
const MOST_COUNTED = 200_000

export async function makeReplay(parts: ApiParts, asked: NewReplay): Promise<z.infer<typeof madeReplay>> {
  const { bus } = (await findTarget(parts, asked.target)).rule
  const wish = wishOf(asked)
  if (wish.pattern !== null) readPattern(parts, bus, wish.pattern)
  if (asked.dryRun) return { replay: null, ...(await count(parts, bus, wish)) }
  const replay = (await startReplay(startParts(parts), wish)) ?? notFound('target')
  void parts.replayer.run()
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

/** In the words of the core, which calls the log so. */
export function startParts({ pushStore, eventLog, ids, clock }: ApiParts) {
  return { pushStore, log: eventLog, ids, clock }
}

function wishOf({ target, from, after, before, pattern, ratePerSecond }: NewReplay): ReplayWish {
  return {
    targetId: target,
    from: from ?? null,
    before: before ?? null,
    above: after === undefined ? 0 : readCursor('position', after, '/after'),
    pattern: pattern === undefined ? null : patternText(pattern),
    ratePerSecond,
  }
}

async function count(
  parts: ApiParts,
  bus: string,
  wish: ReplayWish,
): Promise<{ count: number; complete: boolean }> {
  const { outside, patternOptions } = parts
  const tell = (entry: Parameters<typeof outside>[1]) => {
    const event = outside(bus, entry)
    return event ? [{ bus, event }] : []
  }
  const read = (text: string) => parsePattern(text, patternOptions(bus)).pattern
  const breathe = (): Promise<void> => new Promise((done) => setImmediate(done))
  const countParts = { ...startParts(parts), tell: [tell], readPattern: read, breathe }
  const { events, complete } = (await countReplay(countParts, wish, MOST_COUNTED)) ?? notFound('target')
  return { count: events, complete }
}

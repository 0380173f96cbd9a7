import type { Replay } from '@parley/core'
import type { ReplayView } from '../schema/replays.ts'
import { timeText, timeTextOrNull } from './time.ts'

export function presentReplay(replay: Replay): ReplayView {
  const { id, ruleId, targetId, from, before, pattern, ratePerSecond, state, count } = replay
  return {
    id,
    ruleId,
    targetId,
    from: timeTextOrNull(from),
    before: timeTextOrNull(before),
    pattern: pattern === null ? null : (JSON.parse(pattern) as Record<string, unknown>),
    ratePerSecond,
    state,
    progress: progressOf(replay),
    count,
    createdAt: timeText(replay.createdAt),
    endedAt: timeTextOrNull(replay.endedAt),
  }
}

function progressOf({ state, after, upTo, position }: Replay): number {
  if (state === 'done' || upTo <= after) return 1
  return Math.min(1, Math.max(0, (position - after) / (upTo - after)))
}

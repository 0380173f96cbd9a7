import { DEFAULT_REPLAY_RATE, pauseTarget, resumeAndReplay, resumeTarget } from '@parley/core'
import type { z } from 'zod'
import { by } from '../by.ts'
import { findTarget, notFound, requireOwn } from '../not-found.ts'
import type { Caller } from '../operation.ts'
import type { ApiParts } from '../parts.ts'
import type { pause, resume, resumed, TargetView } from '../schema/targets.ts'
import { startParts } from './replays.ts'
import { showTarget } from './targets.ts'

export async function pauseAsked(
  parts: ApiParts,
  id: string,
  { note }: z.output<typeof pause>,
  caller: Caller,
): Promise<TargetView> {
  if (!(await pauseTarget(parts, id, by(caller), note))) notFound('target')
  parts.worker.wake()
  return (await showTarget(parts, id)).view
}

export async function resumeAsked(
  parts: ApiParts,
  id: string,
  { replaySince }: z.output<typeof resume>,
  caller: Caller,
): Promise<z.infer<typeof resumed>> {
  const { rule } = await findTarget(parts, id)
  // Only its receiver's own word enables a webhook.
  if (!rule.enabled) requireOwn(rule)
  let replayId: string | null = null
  if (replaySince === undefined) (await resumeTarget(parts, id, by(caller))) ?? notFound('target')
  else {
    const wish = { targetId: id, from: replaySince, pattern: null, ratePerSecond: DEFAULT_REPLAY_RATE }
    replayId = ((await resumeAndReplay(startParts(parts), wish, by(caller))) ?? notFound('target')).id
    void parts.replayer.run()
  }
  parts.worker.wake()
  return { target: (await showTarget(parts, id)).view, replayId }
}

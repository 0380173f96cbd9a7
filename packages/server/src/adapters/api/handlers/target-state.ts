import {
  type NewSiteEvent,
  type Rule,
  refuse,
  runningSince,
  type Target,
  type TargetState,
} from '@parley/core'
import type { z } from 'zod'
import { findTarget } from '../not-found.ts'
import type { Caller } from '../operation.ts'
import type { ApiParts } from '../parts.ts'
import type { pause, resume, resumed, TargetView } from '../schema/targets.ts'
import { createSiteEvents, nameOf } from '../site-event.ts'
import { makeReplay } from './replays.ts'
import { showTarget } from './targets.ts'

/** Attempts that end meanwhile change the state too; so often at once is a fault. */
const MOST_TRIES = 20

export async function pauseAsked(
  parts: ApiParts,
  id: string,
  { note }: z.output<typeof pause>,
  caller: Caller,
): Promise<TargetView> {
  const say = createSiteEvents(parts, caller)
  await changeState(parts, id, (rule, target) => {
    if (target.state.is === 'paused') return null
    const data = { ...nameOf(rule, target), why: 'asked' as const, note }
    const to: TargetState = { ...target.state, is: 'paused', why: 'asked', note, since: parts.clock.now() }
    return { to, record: [say('TargetPaused', data)] }
  })
  return (await showTarget(parts, id)).view
}

/** [D81] Also closes the breaker: whoever asks knows that the receiver is back, and does not want to wait for a probe. */
export async function resumeAsked(
  parts: ApiParts,
  id: string,
  { replaySince }: z.output<typeof resume>,
  caller: Caller,
): Promise<z.infer<typeof resumed>> {
  const say = createSiteEvents(parts, caller)
  await changeState(parts, id, (rule, target) => {
    const { is, openUntil, since } = target.state
    if (is === 'running' && openUntil === null) return null
    const data = { ...nameOf(rule, target), pausedSince: since }
    const record = is === 'paused' ? [say('TargetResumed', data)] : []
    return { to: runningSince(is === 'paused' ? parts.clock.now() : since), record }
  })
  parts.worker.wake()
  const replay =
    replaySince === undefined
      ? null
      : (await makeReplay(parts, { target: id, from: replaySince, ratePerSecond: 100, dryRun: false })).replay
  return { target: (await showTarget(parts, id)).view, replayId: replay?.id ?? null }
}

/** `decide` answers null when the target is as it was asked to be. */
async function changeState(
  parts: ApiParts,
  id: string,
  decide: (rule: Rule, target: Target) => { to: TargetState; record: NewSiteEvent[] } | null,
): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { rule, target } = await findTarget(parts, id)
    const change = decide(rule, target)
    if (!change) return
    if (await parts.pushStore.changeTargetState({ targetId: id, from: target.version, ...change })) return
  }
  refuse('unavailable', 'the target changes all the time: try again')
}

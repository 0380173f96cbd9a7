import type { Instant } from '../../instant.ts'
import type { NewAttempt, StateChange } from '../../ports/push-store.ts'
import type { NewSiteEvent } from '../../site/events.ts'
import { afterAttempt, type Delivery, type NextStep } from '../delivery.ts'
import { lastAttemptWithin } from '../retry.ts'
import type { TargetState } from '../rule.ts'
import { siteRecord, targetName } from '../site-record.ts'
import { wordsOf } from '../tell.ts'
import type { Tried } from './attempt.ts'
import { forward } from './dead-letter.ts'
import { afterLesson, type Lesson, PAUSE_AFTER_MS, type Told } from './health.ts'
import type { Known, Lane } from './lane.ts'
import type { DeliveryWorkerParts } from './worker-parts.ts'

export type Settler = {
  /** Keeps the attempt with all that follows from it; what comes next, null when the delivery is not ours any more. */
  keep(lane: Lane, delivery: Delivery, tried: Tried): Promise<NextStep | null>
}

type SettlerParts = Pick<
  DeliveryWorkerParts,
  'name' | 'pushStore' | 'log' | 'tell' | 'clock' | 'ids' | 'chance' | 'onError' | 'onAttempt' | 'onRecorded'
>

/** Others may change a target's state at the same moment; more often than this in a row they do not. */
const MOST_TRIES = 8

export function createSettler(parts: SettlerParts): Settler {
  const { name, pushStore, clock, ids, chance, onError, onAttempt, onRecorded } = parts

  async function keep(lane: Lane, delivery: Delivery, { hopeless, retryAfterMs, ...tried }: Tried) {
    const { status, durationMs } = tried
    const now = clock.now()
    const known = lane.known ?? (await pushStore.target(lane.targetId))
    const next = await nextStep(delivery, known, { ...tried, hopeless, retryAfterMs }, now)
    const attempt: NewAttempt = { ...tried, id: ids.eventId(), nextAt: next.dueAt }
    const record: NewSiteEvent[] = []
    if (known && next.status === 'exhausted') {
      try {
        const put = await forward(parts, delivery, known.target, now)
        if (put) record.push(put)
      } catch (error) {
        attempt.error = `${attempt.error}; not forwarded: ${wordsOf(error)}`
        onError(error, { stage: 'push.forward' })
      }
    }
    // Nothing was asked of a target whose event could not be encoded.
    const lesson = hopeless ? null : learnt(lane, attempt, next, now)
    const state = lesson && changeOf(lane, lesson)
    const { kept, changed } = await pushStore.settle(name, attempt, next, {
      ...(record.length > 0 ? { record } : {}),
      ...(state ? { state } : {}),
    })
    if (!kept) {
      if (state) lane.doubt()
      return null
    }
    onAttempt?.({ targetId: delivery.targetId, status, durationMs, next })
    const late = state && !changed ? await changeLate(lane, lesson) : 0
    if (record.length + (changed ? (state?.record.length ?? 0) : 0) + late > 0) onRecorded?.()
    return next
  }

  async function nextStep(
    delivery: Delivery,
    known: Known | null,
    { hopeless, startedAt, status, retryAfterMs }: Tried,
    now: Instant,
  ): Promise<NextStep> {
    // Deleted since it was claimed: what it was owed is cancelled already, and this will not be kept.
    if (!known) return { status: 'cancelled', dueAt: null }
    if (hopeless) return { status: 'exhausted', dueAt: null }
    const { retry } = known.target
    const attempts = delivery.attempts + 1
    let firstAt = startedAt
    if (attempts > 1 && lastAttemptWithin(retry) < Number.POSITIVE_INFINITY)
      firstAt = (await pushStore.attempts(delivery.id)).at(1 - attempts)?.startedAt ?? startedAt
    return afterAttempt({ attempts, retry, firstAt }, { status, retryAfterMs }, now, chance)
  }

  function learnt(lane: Lane, { status, error }: NewAttempt, next: NextStep, at: Instant): Lesson {
    lane.window.add(error !== null, at)
    return { at, status, error, exhausted: next.status === 'exhausted', tripped: lane.window.tripped(at) }
  }

  /** What the lane knows runs ahead of the write, so that the next attempt goes on from there. */
  function changeOf(lane: Lane, lesson: Lesson): StateChange | null {
    const { known } = lane
    if (!known) return null
    const verdict = afterLesson(known.target, lesson)
    if (!verdict) return null
    const { rule, target } = known
    const { to, told } = verdict
    lane.learn({ rule, target: { ...target, state: to, version: target.version + 1 } }, lesson.at)
    return {
      targetId: target.id,
      from: target.version,
      to,
      record: told ? [tellOf(told, known, to, lesson)] : [],
    }
  }

  /** Somebody else was faster: looks at what they made of it, and adds what is still missing. How much was recorded. */
  async function changeLate(lane: Lane, lesson: Lesson): Promise<number> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const known = await pushStore.target(lane.targetId)
      if (!known) return 0
      lane.learn(known, lesson.at)
      const change = changeOf(lane, lesson)
      if (!change) return 0
      if (await pushStore.changeTargetState(change)) return change.record.length
    }
    lane.doubt()
    throw new Error('the state of a target could not be written: others change it all the time')
  }

  function tellOf(told: Told, { rule, target }: Known, to: TargetState, lesson: Lesson): NewSiteEvent {
    const whom = targetName(rule, target)
    const { at } = lesson
    const since = to.failingSince ?? target.state.failingSince ?? at
    switch (told) {
      case 'TargetPaused':
        return siteRecord(ids, at, told, { ...whom, why: to.why ?? 'failing', note: to.note })
      case 'TargetFailing':
        return siteRecord(ids, at, told, {
          ...whom,
          since,
          pausesAt: since + PAUSE_AFTER_MS,
          lastError: lesson.error ?? '',
        })
      case 'TargetRecovered':
        return siteRecord(ids, at, told, { ...whom, failedSince: since })
      default:
        return told satisfies never
    }
  }

  return { keep }
}

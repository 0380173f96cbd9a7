import { DAY, type Instant, MINUTE, SECOND } from '../../instant.ts'
import { GONE } from '../delivery.ts'
import type { Target, TargetState } from '../rule.ts'

/** A breaker opens on this share of failures… */
const TRIP_SHARE = 0.7
/** …of at least so many attempts… */
const TRIP_LEAST = 10
/** …in this time. */
export const TRIP_WINDOW_MS = 5 * MINUTE
const SLICE_MS = 5 * SECOND

/** An open breaker lets one attempt pass as often as this. */
export const PROBE_MS = 30 * SECOND
/** Nothing but failures for so long, and the target is paused; it is told at half of it. */
export const PAUSE_AFTER_MS = 5 * DAY
export const WARN_AFTER_MS = PAUSE_AFTER_MS / 2

/** How attempts of the last five minutes ended, counted in slices of five seconds. Of this process only. */
export class AttemptWindow {
  #slices: { from: Instant; made: number; failed: number }[] = []

  add(failed: boolean, now: Instant): void {
    const from = now - (now % SLICE_MS)
    let slice = this.#slices.at(-1)
    if (slice?.from !== from) {
      slice = { from, made: 0, failed: 0 }
      this.#slices.push(slice)
    }
    slice.made += 1
    if (failed) slice.failed += 1
    while ((this.#slices[0]?.from ?? now) <= now - TRIP_WINDOW_MS) this.#slices.shift()
  }

  /** Whether the breaker should open. */
  tripped(now: Instant): boolean {
    let made = 0
    let failed = 0
    for (const slice of this.#slices) {
      if (slice.from <= now - TRIP_WINDOW_MS) continue
      made += slice.made
      failed += slice.failed
    }
    return made >= TRIP_LEAST && failed >= made * TRIP_SHARE
  }

  clear(): void {
    this.#slices = []
  }
}

/** What an attempt taught about its target. */
export type Lesson = {
  at: Instant
  status: number | null
  /** Null: it succeeded. */
  error: string | null
  /** It was the last of its chain. */
  exhausted: boolean
  tripped: boolean
}

export type Told = 'TargetPaused' | 'TargetFailing' | 'TargetRecovered'

/** The target's state after an attempt and what the log is told of it; null when nothing changes. */
export function afterLesson(
  { state, errorsTolerance }: Pick<Target, 'state' | 'errorsTolerance'>,
  lesson: Lesson,
): { to: TargetState; told: Told | null } | null {
  // Paused while the attempt was under way: only a person takes that back.
  if (state.is === 'paused') return null
  return lesson.error === null ? afterSuccess(state) : afterFailure(state, errorsTolerance, lesson)
}

function afterSuccess(state: TargetState): { to: TargetState; told: Told | null } | null {
  if (state.failingSince === null && state.openUntil === null) return null
  const to = { ...state, failingSince: null, warned: false, openUntil: null }
  return { to, told: state.warned || state.openUntil !== null ? 'TargetRecovered' : null }
}

function afterFailure(
  state: TargetState,
  errorsTolerance: Target['errorsTolerance'],
  { at, status, error, exhausted, tripped }: Lesson,
): { to: TargetState; told: Told | null } | null {
  const failingSince = state.failingSince ?? at
  const paused = (why: 'gone' | 'failing' | 'blocked', note: string): { to: TargetState; told: Told } => ({
    to: { ...state, is: 'paused', why, note, since: at, failingSince },
    told: 'TargetPaused',
  })
  if (status === GONE) return paused('gone', 'the target answered 410: it wants nothing more')
  if (exhausted && errorsTolerance === 'NONE')
    return paused('blocked', `an event could not be delivered: ${error}`)
  if (at - failingSince >= PAUSE_AFTER_MS) return paused('failing', `nothing but failures: ${error}`)
  const warns = !state.warned && at - failingSince >= WARN_AFTER_MS
  // While it is open its time was moved on before the attempt began.
  const opens = tripped && state.openUntil === null
  if (state.failingSince !== null && !warns && !opens) return null
  const to = {
    ...state,
    failingSince,
    warned: state.warned || warns,
    openUntil: opens ? at + PROBE_MS : state.openUntil,
  }
  return { to, told: warns ? 'TargetFailing' : null }
}

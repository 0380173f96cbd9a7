import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, MINUTE, SECOND } from '../../instant.ts'
import { runningSince, type TargetState } from '../rule.ts'
import { AttemptWindow, afterLesson, type Lesson, PAUSE_AFTER_MS, PROBE_MS } from './health.ts'

const at = 1_800_000_000_000
const failure = (wish: Partial<Lesson> = {}): Lesson => ({
  at,
  status: 500,
  error: 'the target answered 500',
  exhausted: false,
  tripped: false,
  ...wish,
})
const success: Lesson = { at, status: 200, error: null, exhausted: false, tripped: false }
const running = (wish: Partial<TargetState> = {}): TargetState => ({ ...runningSince(at - DAY), ...wish })
const judge = (state: TargetState, lesson: Lesson, errorsTolerance: 'ALL' | 'NONE' = 'ALL') =>
  afterLesson({ state, errorsTolerance }, lesson)

describe('breaker', () => {
  it('[D63] opens at 70 % failures of at least ten attempts in five minutes', () => {
    const attempts = fc.array(
      fc.record({ failed: fc.boolean(), afterMs: fc.integer({ min: 0, max: 60_000 }) }),
      {
        maxLength: 60,
      },
    )
    fc.assert(
      fc.property(attempts, (made) => {
        const window = new AttemptWindow()
        let now = at
        const seen: { failed: boolean; now: number }[] = []
        for (const { failed, afterMs } of made) {
          now += afterMs
          window.add(failed, now)
          seen.push({ failed, now })
          // Counted in slices of five seconds: up to one of them more may be forgotten.
          const slice = now - (now % (5 * SECOND))
          const recent = seen.filter(
            (one) => one.now - (one.now % (5 * SECOND)) > now - 5 * MINUTE && one.now <= slice + 5 * SECOND,
          )
          const failures = recent.filter((one) => one.failed).length
          expect(window.tripped(now)).toBe(recent.length >= 10 && failures / recent.length >= 0.7)
        }
      }),
    )
  })

  it('[D63] nine failures are not enough, and ten are forgotten after five minutes', () => {
    const window = new AttemptWindow()
    for (let no = 0; no < 9; no += 1) window.add(true, at)
    expect(window.tripped(at)).toBe(false)
    window.add(true, at)
    expect(window.tripped(at)).toBe(true)
    expect(window.tripped(at + 5 * MINUTE - 5 * SECOND)).toBe(true)
    expect(window.tripped(at + 5 * MINUTE)).toBe(false)
  })

  it('[D63] is closed by a success, which is told', () => {
    const open = running({ failingSince: at - MINUTE, openUntil: at + PROBE_MS })
    expect(judge(open, success)).toEqual({ to: running(), told: 'TargetRecovered' })
  })

  it('[D63] stays as it is while its probes fail', () => {
    expect(
      judge(running({ failingSince: at - MINUTE, openUntil: at + SECOND }), failure({ tripped: true })),
    ).toBeNull()
  })
})

describe('state of a target', () => {
  it('[D64] remembers since when there was nothing but failures, and that a success ended it', () => {
    const failing = judge(running(), failure())
    expect(failing).toEqual({ to: running({ failingSince: at }), told: null })
    expect(judge(running({ failingSince: at - MINUTE }), failure()), 'nothing new').toBeNull()
    expect(judge(running({ failingSince: at - MINUTE }), success)).toEqual({ to: running(), told: null })
    expect(judge(running(), success)).toBeNull()
  })

  it('[D64] tells at half of five days, once, and pauses after five', () => {
    const failingSince = at - PAUSE_AFTER_MS / 2
    expect(judge(running({ failingSince: failingSince + 1 }), failure())).toBeNull()
    const warned = judge(running({ failingSince }), failure())
    expect(warned).toEqual({ to: running({ failingSince, warned: true }), told: 'TargetFailing' })
    expect(judge(running({ failingSince, warned: true }), failure())).toBeNull()
    expect(judge(running({ failingSince: at - PAUSE_AFTER_MS, warned: true }), failure())).toMatchObject({
      to: { is: 'paused', why: 'failing', since: at, failingSince: at - PAUSE_AFTER_MS },
      told: 'TargetPaused',
    })
    expect(judge(running({ failingSince, warned: true }), success)?.told).toBe('TargetRecovered')
  })

  it('[D60] pauses at once when the target says that it is gone', () => {
    expect(judge(running(), failure({ status: 410, exhausted: true }))).toMatchObject({
      to: { is: 'paused', why: 'gone' },
      told: 'TargetPaused',
    })
  })

  it('[D65] a target that tolerates no lost event is paused by the first one', () => {
    expect(judge(running(), failure({ exhausted: true }), 'ALL')?.to.is).toBe('running')
    expect(judge(running(), failure(), 'NONE')?.to.is).toBe('running')
    expect(judge(running(), failure({ exhausted: true }), 'NONE')).toMatchObject({
      to: { is: 'paused', why: 'blocked' },
      told: 'TargetPaused',
    })
  })

  it('[D66] only a person ends a pause', () => {
    const paused = running({ is: 'paused', why: 'asked', failingSince: at - DAY })
    expect(judge(paused, success)).toBeNull()
    expect(judge(paused, failure({ status: 410, exhausted: true }), 'NONE')).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { house } from '../testing/push-house.ts'
import { runningSince } from './rule.ts'
import { pauseTarget, resumeTarget } from './target-state.ts'

const A = 'https://a.test/'
const by = { actor: { is: 'user', id: 'u1', name: 'Ada' }, via: 'api' } as const

describe('pausing and resuming by hand', () => {
  it('[D66] is written with who did it, by which door, and why', async () => {
    const { parts, pushStore, given, clock, state, log } = house()
    await given([A])
    const on = { ...parts, pushStore }
    clock.advance(1_000)
    const pausedAt = clock.now()
    expect(await pauseTarget(on, A, by, 'moving house')).toMatchObject({
      is: 'paused',
      why: 'asked',
      note: 'moving house',
      since: pausedAt,
    })
    clock.advance(1_000)
    expect(await resumeTarget(on, A, by)).toEqual(runningSince(clock.now()))
    expect(await state(A)).toEqual(runningSince(clock.now()))
    expect(await log.entries({ after: 0, limit: 9 })).toMatchObject([
      {
        type: 'TargetPaused',
        ...by,
        time: pausedAt,
        data: { targetId: A, why: 'asked', note: 'moving house' },
      },
      { type: 'TargetResumed', ...by, time: clock.now(), data: { targetId: A, pausedSince: pausedAt } },
    ])
  })

  it('[D66] twice is once', async () => {
    const { parts, pushStore, given, clock, log } = house()
    await given([A])
    const on = { ...parts, pushStore }
    const first = await pauseTarget(on, A, by, 'one')
    clock.advance(1_000)
    expect(await pauseTarget(on, A, by, 'two')).toEqual(first)
    await resumeTarget(on, A, by)
    await resumeTarget(on, A, by)
    expect(log.last).toBe(2)
    expect(await pauseTarget(on, 'nobody', by)).toBeNull()
    expect(await resumeTarget(on, 'nobody', by)).toBeNull()
  })

  it('[D66] goes on from what a worker wrote at the same moment', async () => {
    const { parts, pushStore, given, clock, state, log } = house()
    await given([A])
    let first = true
    const target: typeof pushStore.target = async (id) => {
      const known = await pushStore.target(id)
      if (known && first) {
        first = false
        const to = { ...known.target.state, failingSince: clock.now() }
        await pushStore.changeTargetState({ targetId: id, from: known.target.version, to, record: [] })
      }
      return known
    }
    await pauseTarget({ ...parts, pushStore: { ...pushStore, target } }, A, by)
    expect(await state(A)).toMatchObject({ is: 'paused', why: 'asked', failingSince: clock.now() })
    expect(log.last).toBe(1)
  })

  it('[D63] resuming helps a running target past its open breaker, and tells nobody', async () => {
    const { parts, pushStore, given, clock, state, log } = house()
    await given([A], { state: { ...runningSince(0), failingSince: 5, openUntil: 1e15 } })
    await resumeTarget({ ...parts, pushStore }, A, by)
    expect(await state(A)).toEqual({ ...runningSince(0), failingSince: 5 })
    expect(log.last).toBe(0)
    expect(clock.now()).toBeGreaterThan(0)
  })
})

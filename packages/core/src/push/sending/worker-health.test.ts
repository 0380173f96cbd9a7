import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '../../instant.ts'
import { createSequentialIds } from '../../memory/ids.ts'
import { answer, dead, house, mortal, settle } from '../../testing/push-house.ts'
import { runningSince } from '../rule.ts'
import { resumeTarget } from '../target-state.ts'
import { PROBE_MS } from './health.ts'
import { createDeliveryWorker } from './worker.ts'

const A = 'https://a.test/'
const by = { actor: { is: 'user', id: 'u1', name: 'Ada' }, via: 'api' } as const

describe('breaker of a target', () => {
  it('[D63] sends one attempt every 30 s, over all nodes, until one succeeds', async () => {
    let up = false
    const { parts, owe, clock, pass, sent, state, told, times, errors } = house(() => answer(up ? 200 : 500))
    for (let at = 0; at < 40; at += 1) await owe(A)
    const start = clock.now()
    const workers = ['w1', 'w2', 'w3'].map((name, seed) =>
      createDeliveryWorker({ ...parts, name, ids: createSequentialIds(seed + 10) }),
    )
    await settle(40)
    const before = sent.length
    // Each has counted its own attempts, and the first to see ten failures opens it for all within a second.
    expect(before).toBeGreaterThanOrEqual(10)
    expect(before).toBeLessThanOrEqual(30)
    expect(await state(A)).toMatchObject({ is: 'running', failingSince: start, openUntil: start + PROBE_MS })
    await pass(149 * SECOND)
    const probes = times(A).slice(before)
    expect(probes.map((time) => Math.round((time - start) / SECOND))).toEqual([30, 60, 90, 120])
    up = true
    await pass(2 * SECOND)
    await settle(40)
    expect(await state(A)).toMatchObject({ failingSince: null, openUntil: null })
    expect(await told()).toMatchObject([
      { type: 'TargetRecovered', data: { targetId: A, failedSince: start } },
    ])
    await pass(2_000)
    expect(sent.length).toBeGreaterThan(before + 5)
    expect(errors).toEqual([])
    await Promise.all(workers.map((worker) => worker.stop()))
  })

  it('[D63] what one node closed is not opened again by the next failure on another', async () => {
    let up = false
    const { parts, owe, clock, pass, state } = house(() => answer(up ? 200 : 500))
    for (let at = 0; at < 40; at += 1) await owe(A)
    const workers = ['w1', 'w2'].map((name, seed) =>
      createDeliveryWorker({ ...parts, name, ids: createSequentialIds(seed + 10) }),
    )
    await settle(40)
    up = true
    await pass(PROBE_MS + 30 * SECOND)
    expect(await state(A)).toMatchObject({ failingSince: null, openUntil: null })
    up = false
    for (const worker of workers) {
      await owe(A)
      worker.wake()
      await settle()
    }
    expect(await state(A)).toMatchObject({ failingSince: clock.now(), openUntil: null })
    await Promise.all(workers.map((worker) => worker.stop()))
  })

  it('[D63] an open breaker outlives its process', async () => {
    const { parts, owe, pass, sent } = house(() => answer(500))
    for (let at = 0; at < 20; at += 1) await owe(A)
    let alive = true
    createDeliveryWorker({ ...parts, pushStore: mortal(parts.pushStore, () => alive) })
    await settle(20)
    alive = false
    const before = sent.length
    const next = createDeliveryWorker({ ...parts, name: 'w2' })
    await pass(29 * SECOND)
    expect(sent).toHaveLength(before)
    await pass(2 * SECOND)
    expect(sent).toHaveLength(before + 1)
    await next.stop()
  })
})

describe('a target that fails for days', () => {
  it('[D64] [D66] is told of at half of five days, paused after them, and owed everything when it is resumed', async () => {
    let up = false
    const { parts, given, owe, clock, pass, sent, state, told, pushStore } = house(() =>
      up ? answer(200) : { is: 'failed', error: 'connection refused', durationMs: 1 },
    )
    await given([A], { retry: 'EXPONENTIAL_DECAY_RETRY' })
    const start = clock.now()
    const worker = createDeliveryWorker(parts)
    for (let hours = 0; hours < 5 * 24 + 12; hours += 12) {
      await owe(A)
      worker.wake()
      await settle()
      await pass(12 * HOUR, 20 * MINUTE)
    }
    expect(await state(A)).toMatchObject({ is: 'paused', why: 'failing', failingSince: start, warned: true })
    const name = { ruleId: A, ruleName: A, bus: 'default', targetId: A, targetName: A }
    expect(await told()).toEqual([
      {
        type: 'TargetFailing',
        data: { ...name, since: start, pausesAt: start + 5 * DAY, lastError: 'connection refused' },
      },
      {
        type: 'TargetPaused',
        data: { ...name, why: 'failing', note: 'nothing but failures: connection refused' },
      },
    ])
    const [failing, paused] = [await parts.log.entry(1), await parts.log.entry(2)]
    expect((failing?.time ?? 0) - start).toBeGreaterThanOrEqual(2.5 * DAY)
    expect((failing?.time ?? 0) - start).toBeLessThan(2.5 * DAY + HOUR)
    expect((paused?.time ?? 0) - start).toBeGreaterThanOrEqual(5 * DAY)
    expect((paused?.time ?? 0) - start).toBeLessThan(5 * DAY + HOUR)
    const before = sent.length
    await owe(A)
    worker.wake()
    await pass(2 * DAY, HOUR)
    expect(sent).toHaveLength(before)
    const { pending } = await pushStore.counts()
    expect(pending).toBeGreaterThan(0)
    up = true
    await resumeTarget({ ...parts, pushStore }, A, by)
    worker.wake()
    await pass(5_000)
    expect(await pushStore.counts()).toMatchObject({ pending: 0, delivered: pending })
    expect((await told()).at(-1)).toMatchObject({ type: 'TargetResumed' })
    await worker.stop()
  })

  it('[D64] a success in between begins the days anew', async () => {
    let up = false
    const { parts, owe, pass, state, told } = house(() => answer(up ? 200 : 500))
    const worker = createDeliveryWorker(parts)
    for (let day = 0; day < 8; day += 1) {
      up = day % 2 === 1
      await owe(A)
      worker.wake()
      await pass(DAY, 30 * MINUTE)
    }
    expect(await state(A)).toMatchObject({ is: 'running', failingSince: null })
    expect(await told()).toEqual([])
    await worker.stop()
  })
})

describe('a target that stops at once', () => {
  it('[D60] is gone: its delivery is a dead letter, the rest is kept', async () => {
    const { parts, owe, pass, sent, status, state, told, pushStore } = house(() => answer(410))
    for (let at = 0; at < 5; at += 1) await owe(A)
    const worker = createDeliveryWorker(parts)
    await pass(60 * SECOND)
    expect(sent).toHaveLength(1)
    expect(await status('d1')).toBe('exhausted')
    expect(await pushStore.counts()).toMatchObject({ exhausted: 1, pending: 4 })
    expect(await state(A)).toMatchObject({ is: 'paused', why: 'gone' })
    expect(await told()).toMatchObject([{ type: 'TargetPaused', data: { why: 'gone' } }])
    await worker.stop()
  })

  it('[D65] is blocked by the first event that is exhausted', async () => {
    const { parts, given, owe, pass, sent, status, state } = house(({ headers }) =>
      answer(headers['webhook-id'] === 'e1' ? 500 : 200),
    )
    await given([A], { errorsTolerance: 'NONE', order: 'meeting' })
    await owe(A)
    const worker = createDeliveryWorker(parts)
    await settle()
    await pass(50 * SECOND)
    expect(await status('d1')).toBe('exhausted')
    expect(await state(A)).toMatchObject({ is: 'paused', why: 'blocked' })
    await owe(A)
    worker.wake()
    await pass(60 * SECOND)
    expect(sent).toHaveLength(4)
    expect(await status('d2')).toBe('pending')
    await worker.stop()
  })

  it('[D66] what another node changes at the same moment is not overwritten, and nothing is lost of it', async () => {
    const { parts, owe, state, told, pushStore, clock, errors } = house(() => answer(410))
    await owe(A)
    const settleAttempt: typeof pushStore.settle = async (worker, attempt, next, along) => {
      const known = await pushStore.target(A)
      if (known && known.target.version === 1)
        await pushStore.changeTargetState({
          targetId: A,
          from: 1,
          to: { ...runningSince(clock.now()), failingSince: clock.now() - DAY },
          record: [],
        })
      return pushStore.settle(worker, attempt, next, along)
    }
    const worker = createDeliveryWorker({ ...parts, pushStore: { ...pushStore, settle: settleAttempt } })
    await settle()
    expect(await state(A)).toMatchObject({ is: 'paused', why: 'gone', failingSince: clock.now() - DAY })
    expect(await told()).toHaveLength(1)
    expect(errors).toEqual([])
    await worker.stop()
  })

  it('[D64] what was not kept was not learnt: the next failure is the first', async () => {
    const { parts, owe, state, pushStore, clock } = house(() => answer(500))
    await owe(A)
    let first = true
    const settleAttempt: typeof pushStore.settle = async (...asked) => {
      // The lease has passed to somebody else, who died.
      if (first) await pushStore.release('w1', ['d1'])
      first = false
      return pushStore.settle(...asked)
    }
    const worker = createDeliveryWorker({ ...parts, pushStore: { ...pushStore, settle: settleAttempt } })
    await settle()
    expect(await pushStore.attempts('d1'), 'the second one').toHaveLength(1)
    expect((await state(A))?.failingSince).toBe(clock.now())
    await worker.stop()
  })

  it('[D66] killed while it settles: state and log entry are there both or neither', async () => {
    for (const after of [false, true]) {
      const { parts, owe, state, told, pushStore, pass } = house(() => answer(410))
      await owe(A)
      createDeliveryWorker({
        ...parts,
        pushStore: {
          ...pushStore,
          settle: async (...args) => {
            if (after) await pushStore.settle(...args)
            return dead()
          },
        },
      })
      await settle()
      expect((await state(A))?.is).toBe(after ? 'paused' : 'running')
      expect(await told()).toHaveLength(after ? 1 : 0)
      const next = createDeliveryWorker({ ...parts, name: 'w2' })
      await pass(20 * SECOND)
      expect((await state(A))?.is).toBe('paused')
      expect(await told()).toHaveLength(1)
      await next.stop()
    }
  })
})

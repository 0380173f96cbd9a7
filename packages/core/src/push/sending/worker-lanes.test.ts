import { describe, expect, it } from 'vitest'
import { SECOND } from '../../instant.ts'
import { answer, hanging, house, settle, settleWhile } from '../../testing/push-house.ts'
import { pauseTarget, resumeTarget } from '../target-state.ts'
import { createDeliveryWorker } from './worker.ts'

describe('targets apart', () => {
  it('[D16] a hundred hanging and a hundred dead targets with a backlog each never make a healthy one wait', async () => {
    const dead = Array.from({ length: 100 }, (_, at) => `https://dead${at}.test/`)
    const stuck = Array.from({ length: 100 }, (_, at) => `https://hangs${at}.test/`)
    const healthy = 'https://healthy.test/'
    const { parts, owe, pass, clock, errors, times, status, sent } = house((parcel) => {
      if (parcel.url.includes('dead')) return { is: 'failed', error: 'refused', durationMs: 1 }
      return parcel.url.includes('hangs') ? hanging(clock)(parcel) : answer(200)
    })
    for (let round = 0; round < 20; round += 1) await owe(...stuck, ...dead)
    const worker = createDeliveryWorker(parts)
    await settle(20)
    expect(sent.filter(({ url }) => url.includes('hangs'))).toHaveLength(100)
    const wanted: number[] = []
    for (let round = 0; round < 40; round += 1) {
      await owe(healthy)
      wanted.push(clock.now())
      worker.wake([{ targetId: healthy, version: 1 }])
      // Promises come to their end, time does not pass.
      await settle()
      expect(times(healthy)).toEqual(wanted)
      await pass(750)
    }
    expect(await status(`d${4_000 + 40}`)).toBe('delivered')
    expect(errors).toEqual([])
    await settleWhile(worker.stop(), () => clock.advance(SECOND))
  }, 20_000)

  it('[D16] targets at one address are kept apart too', async () => {
    const { parts, owe, clock, times } = house((parcel) =>
      parcel.url.endsWith('/hangs') ? hanging(clock)(parcel) : answer(200),
    )
    for (let at = 0; at < 50; at += 1) await owe('https://a.test/hangs', 'https://a.test/well')
    const worker = createDeliveryWorker(parts)
    await settle(60)
    expect(times('https://a.test/well')).toHaveLength(50)
    expect(times('https://a.test/hangs')).toHaveLength(1)
    await settleWhile(worker.stop(), () => clock.advance(SECOND))
  })

  it('[D62] grows with success up to what the target allows, and falls to one with a failure', async () => {
    let up = true
    const open: (() => void)[] = []
    let now = 0
    let most = 0
    const { parts, given, owe } = house(async () => {
      now += 1
      most = Math.max(most, now)
      await new Promise<void>((done) => open.push(done))
      now -= 1
      return answer(up ? 200 : 500)
    })
    await given(['https://a.test/'], { concurrency: 6 })
    for (let at = 0; at < 60; at += 1) await owe('https://a.test/')
    const worker = createDeliveryWorker(parts)
    const widths: number[] = []
    const turn = async (): Promise<void> => {
      await settle()
      widths.push(now)
      for (const done of open.splice(0)) done()
    }
    for (let round = 0; round < 5; round += 1) await turn()
    up = false
    await turn()
    for (let round = 0; round < 3; round += 1) await turn()
    expect(widths).toEqual([1, 2, 6, 6, 6, 6, 1, 1, 1])
    expect(most).toBe(6)
    up = true
    await turn()
    await settle()
    for (const done of open.splice(0)) done()
    await worker.stop()
  })

  it('[D66] a pause asked of another node stops what was claimed ahead within a second, and loses none of it', async () => {
    const slow = 'https://slow.test/'
    const { parts, given, owe, sent, pass, clock, pushStore, errors } = house(
      () => new Promise((done) => clock.wakeAt(clock.now() + 3 * SECOND, () => done(answer(200)))),
    )
    await given([slow], { concurrency: 4 })
    for (let at = 0; at < 60; at += 1) await owe(slow)
    const worker = createDeliveryWorker(parts)
    // One, two, and four under way with as many behind them.
    await pass(7 * SECOND)
    expect(sent).toHaveLength(7)
    const by = { actor: { is: 'user', id: 'u1', name: 'Ada' }, via: 'api' } as const
    await pauseTarget(parts, slow, by)
    await pass(SECOND)
    expect(await pushStore.claim('w2', clock.now(), SECOND, [{ targetId: slow, limit: 60 }])).toEqual([])
    await pass(30 * SECOND)
    expect(sent).toHaveLength(7)
    await resumeTarget(parts, slow, by)
    // Nothing has to wait for a lease to end.
    await pass(SECOND)
    expect(sent).toHaveLength(11)
    await pass(90 * SECOND)
    expect(await pushStore.counts()).toMatchObject({ delivered: 60, pending: 0 })
    expect(sent).toHaveLength(60)
    expect(errors).toEqual([])
    await worker.stop()
  })

  it('[D13] one that has waited too long for its turn is given back, and never sent by two', async () => {
    const { parts, owe, sent, pass, clock, pushStore } = house(
      () => new Promise((done) => clock.wakeAt(clock.now() + 9 * SECOND, () => done(answer(200)))),
    )
    for (let at = 0; at < 60; at += 1) await owe('https://slow.test/')
    const workers = ['w1', 'w2'].map((name) => createDeliveryWorker({ ...parts, name }))
    await pass(80 * SECOND)
    expect(await pushStore.counts()).toMatchObject({ delivered: 60, pending: 0 })
    expect(sent).toHaveLength(60)
    await Promise.all(workers.map((worker) => worker.stop()))
  })

  it('[D16] what waits at a target that has begun to fail is given back, and is looked at no more than needed', async () => {
    let claims = 0
    let up = true
    const { parts, owe, clock, pass, pushStore } = house((parcel) =>
      up ? answer(200) : hanging(clock)(parcel),
    )
    const claim: typeof pushStore.claim = (...asked) => {
      claims += 1
      return pushStore.claim(...asked)
    }
    for (let at = 0; at < 8; at += 1) await owe('https://dead.test/')
    const worker = createDeliveryWorker({ ...parts, pushStore: { ...pushStore, claim } })
    await settle(30)
    up = false
    for (let at = 0; at < 60; at += 1) await owe('https://dead.test/')
    worker.wake()
    await settle()
    await pass(10_250)
    claims = 0
    await pass(4_000)
    expect(claims).toBeLessThanOrEqual(5)
    // All but the one under way and those that wait for their retry.
    const free = await pushStore.claim('other', clock.now(), 1, [
      { targetId: 'https://dead.test/', limit: 100 },
    ])
    expect(free).toHaveLength(60 - 16 - 1)
    await settleWhile(worker.stop(), () => clock.advance(SECOND))
  })

  it('[D13] a lease that lapses under a slow attempt does not begin a second one here', async () => {
    const { parts, owe, sent, pass, clock, status } = house(
      () => new Promise((done) => clock.wakeAt(clock.now() + 20 * SECOND, () => done(answer(200)))),
    )
    await owe('https://a.test/')
    const worker = createDeliveryWorker(parts)
    await pass(21 * SECOND)
    expect(sent).toHaveLength(1)
    expect(await status('d1')).toBe('delivered')
    await worker.stop()
  })

  it('[D13] leases outlive the longest attempt that a target may take', async () => {
    const { parts, given, owe, sent, pass, clock, status } = house((parcel) => hanging(clock)(parcel))
    await given(['https://a.test/'], { timeoutMs: 30_000 })
    await owe('https://a.test/')
    const one = createDeliveryWorker(parts)
    const other = createDeliveryWorker({ ...parts, name: 'w2' })
    await pass(29 * SECOND)
    expect(sent).toHaveLength(1)
    await pass(2 * SECOND)
    expect(await status('d1')).toBe('pending')
    await settleWhile(Promise.all([one.stop(), other.stop()]).then(), () => clock.advance(SECOND))
  })

  it('[D67] keeps to the rate of a target and sends no less, others go at theirs', async () => {
    const { parts, given, owe, clock, pass, times } = house()
    await given(['https://slow.test/'], { ratePerSecond: 5 })
    for (let at = 0; at < 40; at += 1) await owe('https://slow.test/', 'https://fast.test/')
    const start = clock.now()
    const worker = createDeliveryWorker(parts)
    await settle(40)
    expect(times('https://fast.test/')).toHaveLength(40)
    await pass(9_000, 20)
    const slow = times('https://slow.test/').map((time) => time - start)
    expect(slow).toHaveLength(40)
    for (const [at, time] of slow.entries()) expect(Math.abs(time - at * 200)).toBeLessThanOrEqual(40)
    await worker.stop()
  })
})

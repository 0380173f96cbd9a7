import { describe, expect, it } from 'vitest'
import { SECOND } from '../instant.ts'
import { answer, house, settle, settleWhile } from '../testing/push-house.ts'
import { createDeliveryWorker } from './worker.ts'

describe('targets apart', () => {
  it('[D16] a hundred hanging targets with a long queue each never make a healthy one wait', async () => {
    const hanging = Array.from({ length: 100 }, (_, at) => `https://dead${at}.test/`)
    const { parts, owe, sent, pass, clock, errors, status } = house(({ url, timeoutMs }) =>
      url.includes('dead')
        ? new Promise((done) => {
            clock.wakeAt(clock.now() + timeoutMs, () =>
              done({ is: 'failed', error: 'timeout', durationMs: timeoutMs }),
            )
          })
        : answer(200),
    )
    const worker = createDeliveryWorker({ ...parts, limits: { attempts: 2_000 } })
    for (let round = 0; round < 20; round += 1) await owe(...hanging)
    worker.wake()
    await settle()
    expect(sent).toHaveLength(1_600)
    for (let round = 0; round < 10; round += 1) {
      await owe('https://healthy.test/')
      worker.wake()
      const before = clock.now()
      await settle()
      const last = sent.at(-1)
      expect(last?.url).toBe('https://healthy.test/')
      expect(Number(last?.headers['x-at'])).toBe(before)
      await pass(3_000)
    }
    const failing = sent.filter(({ url }) => url === hanging[0]).length
    expect(failing, 'known to be failing: one at a time').toBeLessThanOrEqual(16 + 3)
    expect(await status('d2001')).toBe('delivered')
    expect(errors).toEqual([])
    await settleWhile(worker.stop(), () => clock.advance(SECOND))
  })

  it('[D16] at most sixteen attempts at one origin at once, whatever rules lead there', async () => {
    let now = 0
    let most = 0
    const { parts, owe } = house(async () => {
      now += 1
      most = Math.max(most, now)
      await settle(3)
      now -= 1
      return answer(200)
    })
    for (let at = 0; at < 50; at += 1) await owe('https://a.test/1', 'https://A.test/2')
    const worker = createDeliveryWorker(parts)
    await settle(200)
    expect(most).toBe(16)
    expect(await parts.pushStore.nextDue()).toBeNull()
    await worker.stop()
  })

  it('[D13] one that has waited too long for its turn is given back, and never sent by two', async () => {
    const { parts, owe, sent, pass, clock, pushStore } = house(
      () => new Promise((done) => clock.wakeAt(clock.now() + 9 * SECOND, () => done(answer(200)))),
    )
    for (let at = 0; at < 60; at += 1) await owe('https://slow.test/')
    const workers = ['w1', 'w2'].map((name) => createDeliveryWorker({ ...parts, name }))
    await pass(40 * SECOND)
    expect(await pushStore.counts()).toMatchObject({ delivered: 60, pending: 0 })
    expect(sent).toHaveLength(60)
    await Promise.all(workers.map((worker) => worker.stop()))
  })

  it('[D16] what waits at a target that has begun to fail is given back, and is looked at no more than needed', async () => {
    let claims = 0
    const { parts, owe, clock, pass, pushStore } = house(
      ({ timeoutMs }) =>
        new Promise((done) => {
          clock.wakeAt(clock.now() + timeoutMs, () =>
            done({ is: 'failed', error: 'timeout', durationMs: timeoutMs }),
          )
        }),
    )
    for (let at = 0; at < 40; at += 1) await owe('https://dead.test/')
    const claim: typeof pushStore.claim = (...asked) => {
      claims += 1
      return pushStore.claim(...asked)
    }
    const worker = createDeliveryWorker({ ...parts, pushStore: { ...pushStore, claim } })
    await pass(10_250)
    claims = 0
    await pass(4_000)
    expect(claims).toBeLessThanOrEqual(5)
    // All but the one under way and those that wait for their retry.
    expect(await pushStore.claim('other', clock.now(), 1, 100)).toHaveLength(40 - 16 - 1)
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
})

import { describe, expect, it } from 'vitest'
import { SECOND } from '../instant.ts'
import { createTestSecrets } from '../memory/secrets.ts'
import { answer, house, settle } from '../testing/push-house.ts'
import { createDeliveryWorker } from './worker.ts'

describe('delivery worker', () => {
  it('sends what is owed, signed with the rule’s own secret, and keeps the attempt', async () => {
    const { parts, owe, sent, pushStore, clock } = house()
    await owe('https://a.test/x')
    const worker = createDeliveryWorker(parts)
    await settle()
    expect(sent).toMatchObject([
      {
        url: 'https://a.test/x',
        body: 'body 1',
        headers: { 'webhook-id': 'e1', 'x-secret': 'secret of https://a.test/x' },
        timeoutMs: 10_000,
      },
    ])
    expect(await pushStore.delivery('d1')).toMatchObject({ status: 'delivered', attempts: 1, dueAt: null })
    expect(await pushStore.attempts('d1')).toMatchObject([
      { no: 1, status: 200, error: null, response: 'said 200', startedAt: clock.now(), durationMs: 5 },
    ])
    await worker.stop()
  })

  it('[D10] [D12] tries four times, waits between, keeps the exhausted, and resends under the same event id', async () => {
    let up = false
    const { parts, owe, sent, pushStore, clock, pass } = house(() => answer(up ? 204 : 500))
    await owe('https://a.test/')
    const start = clock.now()
    const worker = createDeliveryWorker(parts)
    await pass(120 * SECOND)
    const times = sent.map(({ headers }) => Number(headers['x-at']) - start)
    expect(times).toHaveLength(4)
    times.slice(1).forEach((time, at) => {
      const wait = time - (times[at] ?? 0)
      expect(wait).toBeGreaterThanOrEqual(15_000)
      expect(wait).toBeLessThanOrEqual(15_250)
    })
    expect(await pushStore.delivery('d1')).toMatchObject({ status: 'exhausted', attempts: 4, dueAt: null })
    up = true
    expect(await pushStore.resend('d1', clock.now())).toBe(true)
    worker.wake()
    await settle()
    expect(await pushStore.delivery('d1')).toMatchObject({ status: 'delivered', attempts: 1 })
    expect((await pushStore.attempts('d1')).map(({ no, error }) => [no, error])).toEqual([
      [1, 'the target answered 500'],
      [2, 'the target answered 500'],
      [3, 'the target answered 500'],
      [4, 'the target answered 500'],
      [5, null],
    ])
    expect(new Set(sent.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['e1']))
    await worker.stop()
  })

  it('[D11] waits as long as the target asks', async () => {
    const { parts, owe, sent, pass } = house(() => answer(503, 40 * SECOND))
    await owe('https://a.test/')
    const worker = createDeliveryWorker(parts)
    await pass(39 * SECOND)
    expect(sent).toHaveLength(1)
    await pass(2 * SECOND)
    expect(sent).toHaveLength(2)
    await worker.stop()
  })

  it('keeps a target whose secret cannot be opened as a failed attempt, never sends it unsigned', async () => {
    const { parts, owe, sent, pushStore, errors } = house()
    await owe('https://a.test/')
    const worker = createDeliveryWorker({ ...parts, secrets: createTestSecrets('another key') })
    await settle()
    expect(sent).toEqual([])
    expect(errors).toHaveLength(1)
    expect(await pushStore.attempts('d1')).toMatchObject([
      { status: null, error: expect.stringContaining('secret') },
    ])
    await worker.stop()
  })

  it('refuses a lease that its attempt could outlive', () => {
    const { parts } = house()
    expect(() => createDeliveryWorker({ ...parts, limits: { leaseMs: 10_000 } })).toThrow(RangeError)
  })
})

import { describe, expect, it } from 'vitest'
import { MINUTE, SECOND } from '../../instant.ts'
import { answer, house, settle } from '../../testing/push-house.ts'
import { untold } from '../untold.ts'
import { createDeliveryWorker } from './worker.ts'

describe('delivery worker', () => {
  it('sends what is owed as its target wants it, and keeps the attempt with both sides of it', async () => {
    const { parts, owe, sent, pushStore, clock } = house()
    await owe('https://a.test/x')
    const worker = createDeliveryWorker(parts)
    await settle()
    expect(sent).toMatchObject([
      {
        method: 'POST',
        url: 'https://a.test/x',
        body: 'body 1',
        headers: { 'webhook-id': 'e1', 'x-attempt': '1' },
        timeoutMs: 10_000,
        lane: 'https://a.test/x',
      },
    ])
    expect(sent[0]).not.toHaveProperty('shown')
    expect(await pushStore.delivery('d1')).toMatchObject({ status: 'delivered', attempts: 1, dueAt: null })
    expect(await pushStore.attempts('d1')).toMatchObject([
      {
        no: 1,
        method: 'POST',
        url: 'https://a.test/x',
        requestHeaders: { 'x-cut': 'yes' },
        status: 200,
        error: null,
        responseHeaders: { server: 'test' },
        response: 'said 200',
        startedAt: clock.now(),
        durationMs: 5,
        nextAt: null,
      },
    ])
    await worker.stop()
  })

  it('[D10] [D12] tries four times, waits between, keeps the exhausted, and resends under the same event id', async () => {
    let up = false
    const { parts, owe, sent, pushStore, clock, pass, times } = house(() => answer(up ? 204 : 500))
    await owe('https://a.test/')
    const start = clock.now()
    const worker = createDeliveryWorker(parts)
    await settle()
    await pass(120 * SECOND)
    expect(times('https://a.test/').map((time) => time - start)).toEqual([0, 15_000, 30_000, 45_000])
    expect(await pushStore.delivery('d1')).toMatchObject({ status: 'exhausted', attempts: 4, dueAt: null })
    up = true
    expect(await pushStore.resend('d1', clock.now())).toBe(true)
    worker.wake()
    await settle()
    expect(await pushStore.delivery('d1')).toMatchObject({ status: 'delivered', attempts: 1 })
    expect((await pushStore.attempts('d1')).map(({ no, error, nextAt }) => [no, error, nextAt])).toEqual([
      [1, 'the target answered 500', start + 15_000],
      [2, 'the target answered 500', start + 30_000],
      [3, 'the target answered 500', start + 45_000],
      [4, 'the target answered 500', null],
      [5, null, null],
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

  it('[D61] counts the time that a strategy gives from the first attempt of the chain, not from the event', async () => {
    const { parts, given, owe, pass, status, pushStore, clock } = house(() => answer(503, 10 * 3_600_000))
    await given(['https://a.test/'], { retry: 'HUAWEI_RETRY' })
    await owe('https://a.test/')
    const worker = createDeliveryWorker(parts)
    await pass(21 * 60 * MINUTE, 30 * MINUTE)
    expect(await pushStore.attempts('d1')).toHaveLength(3)
    expect(await status('d1')).toBe('exhausted')
    await pass(24 * 60 * MINUTE, 30 * MINUTE)
    await pushStore.resend('d1', clock.now())
    worker.wake()
    await settle()
    await pass(10 * 60 * MINUTE, 30 * MINUTE)
    expect(await status('d1')).toBe('pending')
    expect(await pushStore.attempts('d1')).toHaveLength(5)
    await worker.stop()
  })

  it('keeps a target whose secret cannot be opened as a failed attempt, never sends it unsigned', async () => {
    const { parts, owe, sent, pushStore, errors, status } = house()
    await owe('https://a.test/')
    const prepare = (): never => {
      throw new Error('its secret cannot be opened')
    }
    const worker = createDeliveryWorker({ ...parts, prepare })
    await settle()
    expect(sent).toEqual([])
    expect(errors).toHaveLength(1)
    expect(await pushStore.attempts('d1')).toMatchObject([
      { status: null, error: 'not sent: its secret cannot be opened', requestHeaders: {} },
    ])
    expect(await status('d1')).toBe('pending')
    await worker.stop()
  })

  it('[D70] makes a dead letter of what could not be encoded, and asks nothing of the target', async () => {
    const { parts, oweWith, sent, pushStore, status, state, errors } = house()
    await oweWith([untold(new Error('no such path'))], 'https://a.test/')
    const worker = createDeliveryWorker(parts)
    await settle()
    expect(sent).toEqual([])
    expect(await status('d1')).toBe('exhausted')
    expect(await pushStore.attempts('d1')).toMatchObject([
      { status: null, error: 'not sent: its event could not be encoded: no such path', nextAt: null },
    ])
    expect((await state('https://a.test/'))?.failingSince, 'no fault of the target').toBeNull()
    expect(errors).toEqual([])
    await worker.stop()
  })

  it('[D72] takes new settings of a target from the first event on that was matched after them', async () => {
    const { parts, owe, sent, pushStore, clock } = house()
    await owe('https://a.test/')
    const worker = createDeliveryWorker(parts)
    await settle()
    await pushStore.updateTarget('https://a.test/', { url: 'https://b.test/' }, clock.now())
    await owe('https://a.test/')
    const version = (await pushStore.target('https://a.test/'))?.target.version ?? 0
    worker.wake([{ targetId: 'https://a.test/', version }])
    await settle()
    expect(sent.map(({ url }) => url)).toEqual(['https://a.test/', 'https://b.test/'])
    await worker.stop()
  })

  it('asks the store once for what a target is, and claims several at once', async () => {
    const { parts, owe, pushStore, pass, sent } = house()
    const asked = { target: 0, claim: 0 }
    const counting: typeof pushStore = {
      ...pushStore,
      target: (id) => {
        asked.target += 1
        return pushStore.target(id)
      },
      claim: (...wish) => {
        asked.claim += 1
        return pushStore.claim(...wish)
      },
    }
    for (let at = 0; at < 500; at += 1) await owe('https://a.test/')
    const worker = createDeliveryWorker({ ...parts, pushStore: counting })
    await pass(SECOND)
    expect(sent).toHaveLength(500)
    expect(asked.target).toBe(1)
    expect(asked.claim).toBeLessThan(150)
    await worker.stop()
  })

  it('lets the rest of the process have its turn before every claim', async () => {
    const { parts, owe, pushStore, sent, pass } = house()
    const steps: string[] = []
    const claim: typeof pushStore.claim = (...asked) => {
      steps.push('claim')
      return pushStore.claim(...asked)
    }
    for (let at = 0; at < 60; at += 1) await owe('https://a.test/', 'https://b.test/')
    const breathe = async (): Promise<void> => {
      steps.push('breathe')
      await new Promise((done) => setImmediate(done))
    }
    const worker = createDeliveryWorker({ ...parts, breathe, pushStore: { ...pushStore, claim } })
    await pass(SECOND)
    expect(sent).toHaveLength(120)
    expect(steps.filter((step, at) => step === 'claim' && steps[at - 1] !== 'breathe')).toEqual([])
    await worker.stop()
  })

  it('goes on a second after the store has failed, and looks no more often meanwhile', async () => {
    const { parts, owe, sent, pass, pushStore, errors } = house()
    await owe('https://a.test/')
    let down = true
    const claim: typeof pushStore.claim = (...asked) =>
      down ? Promise.reject(new Error('store down')) : pushStore.claim(...asked)
    const worker = createDeliveryWorker({ ...parts, pushStore: { ...pushStore, claim } })
    await pass(3_000)
    expect(errors.length).toBeLessThanOrEqual(4)
    down = false
    await pass(1_000)
    expect(sent).toHaveLength(1)
    await worker.stop()
  })
})

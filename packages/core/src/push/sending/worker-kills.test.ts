import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../instant.ts'
import type { Receipt } from '../../ports/courier.ts'
import { aDelivery } from '../../testing/push-given.ts'
import { answer, dead, house, mortal, settle } from '../../testing/push-house.ts'
import type { ProbePoint } from '../probe.ts'
import { createDeliveryWorker } from './worker.ts'

describe('a delivery outlives its worker', () => {
  it('[D13] a claimed delivery is nobody else’s', async () => {
    let release = (): void => {}
    const { parts, owe, sent } = house(
      () =>
        new Promise((done) => {
          release = () => done(answer(200))
        }),
    )
    await owe('https://a.test/')
    const one = createDeliveryWorker(parts)
    const other = createDeliveryWorker({ ...parts, name: 'w2' })
    await settle()
    expect(sent).toHaveLength(1)
    release()
    await Promise.all([one.stop(), other.stop()])
  })

  it.each<ProbePoint>(['delivery.claimed', 'delivery.answered'])(
    '[D14] died at %s: somebody else sends it when the lease ends, under the same id',
    async (deadly) => {
      const { parts, owe, sent, status, pass } = house()
      await owe('https://a.test/')
      let alive = true
      createDeliveryWorker({
        ...parts,
        pushStore: mortal(parts.pushStore, () => alive),
        probe: (point) => {
          if (point !== deadly) return
          alive = false
          return dead()
        },
      })
      await settle()
      const before = sent.length
      const next = createDeliveryWorker({ ...parts, name: 'w2' })
      await settle()
      expect(sent).toHaveLength(before)
      await pass(17 * SECOND)
      expect(sent).toHaveLength(before + 1)
      expect(new Set(sent.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['e1']))
      expect(await status('d1')).toBe('delivered')
      await next.stop()
    },
  )

  it('[D14] killed at any points, every delivery arrives at least once', async () => {
    const kill = fc.record({
      point: fc.constantFrom<ProbePoint>('delivery.claimed', 'delivery.answered'),
      nth: fc.integer({ min: 1, max: 6 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(kill, { maxLength: 4 }),
        fc.integer({ min: 1, max: 12 }),
        async (kills, count) => {
          const { parts, owe, sent, pushStore, clock, errors } = house()
          for (let at = 0; at < count; at += 1) await owe(`https://t${at % 3}.test/`)
          let generation = 0
          for (const { point: deadly, nth } of kills) {
            let seen = 0
            generation += 1
            let alive = true
            createDeliveryWorker({
              ...parts,
              name: `w${generation}`,
              // After its death nothing of it happens any more.
              pushStore: mortal(pushStore, () => alive),
              courier: mortal(parts.courier, () => alive),
              probe: (point) => {
                if (point === deadly) seen += 1
                if (seen < nth) return
                alive = false
                return dead()
              },
            })
            await settle()
            alive = false
            clock.advance(17 * SECOND)
          }
          const last = createDeliveryWorker({ ...parts, name: 'last' })
          await settle()
          const arrived = new Set(sent.map(({ headers, body }) => `${headers['webhook-id']} ${body}`))
          expect(arrived).toEqual(
            new Set(Array.from({ length: count }, (_, at) => `e${at + 1} body ${at + 1}`)),
          )
          expect(await pushStore.counts()).toEqual({
            pending: 0,
            delivered: count,
            exhausted: 0,
            cancelled: 0,
          })
          expect(errors).toEqual([])
          await last.stop()
        },
      ),
      { numRuns: 40 },
    )
  })

  it('[D15] a rule or target deleted meanwhile: nothing is sent', async () => {
    const { parts, owe, sent, pushStore, clock, status } = house()
    await owe('https://a.test/')
    await owe('https://b.test/')
    await pushStore.deleteRule('https://a.test/', clock.now())
    await pushStore.deleteTarget('https://b.test/', clock.now())
    const from = await pushStore.cursor()
    // What a matcher writes that had read the rules before.
    const late = aDelivery({ id: 'late', ruleId: 'https://a.test/', targetId: 'https://a.test/' })
    await pushStore.advance(from, from + 1, [late])
    const worker = createDeliveryWorker(parts)
    await settle()
    expect(sent).toEqual([])
    expect([await status('d1'), await status('d2'), await status('late')]).toEqual(Array(3).fill('cancelled'))
    await worker.stop()
  })

  it('[D17] stop gives back what has not begun and waits for what has', async () => {
    const answers: ((receipt: Receipt) => void)[] = []
    const { parts, owe, sent, pushStore, clock } = house(() => new Promise((done) => answers.push(done)))
    for (let at = 0; at < 40; at += 1) await owe('https://a.test/')
    const worker = createDeliveryWorker(parts)
    await settle()
    // One, then two, then four: both of the two are answered, and four are claimed ahead.
    for (let round = 0; round < 2; round += 1) {
      for (const done of answers.splice(0)) done(answer(200))
      await settle()
    }
    expect(sent).toHaveLength(1 + 2 + 8)
    expect(await pushStore.counts()).toMatchObject({ delivered: 3, pending: 37 })
    let stopped = false
    const stopping = worker.stop().then(() => {
      stopped = true
    })
    await settle()
    expect(stopped).toBe(false)
    for (const done of answers) done(answer(200))
    await stopping
    expect(await pushStore.counts()).toMatchObject({ delivered: 11, pending: 29 })
    const free = await pushStore.claim('next', clock.now(), 1, [{ targetId: 'https://a.test/', limit: 100 }])
    expect(free, 'due at once').toHaveLength(29)
  })

  it('[D17] stop does not wait for a hanging target for long: its deliveries are due at once for who comes next', async () => {
    const answers: ((receipt: Receipt) => void)[] = []
    const { parts, owe, pushStore, clock, errors } = house(() => new Promise((done) => answers.push(done)))
    await owe('https://a.test/', 'https://b.test/')
    const worker = createDeliveryWorker(parts)
    await settle()
    let stopped = false
    const stopping = worker.stop().then(() => {
      stopped = true
    })
    answers[0]?.(answer(200))
    await settle()
    clock.advance(4_999)
    await settle()
    expect(stopped).toBe(false)
    clock.advance(1)
    await stopping
    expect(await pushStore.counts()).toMatchObject({ delivered: 1, pending: 1 })
    const free = await pushStore.claim('next', clock.now(), 1, [{ targetId: 'https://b.test/', limit: 100 }])
    expect(free).toHaveLength(1)
    // The late answer changes nothing, and nobody asks the store that is closed by then.
    parts.pushStore.settle = () => Promise.reject(new Error('closed'))
    answers[1]?.(answer(200))
    await settle()
    expect(await pushStore.attempts('d2')).toEqual([])
    expect(errors).toEqual([])
  })
})

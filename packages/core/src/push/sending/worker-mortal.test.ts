import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../instant.ts'
import type { Parcel } from '../../ports/courier.ts'
import { answer, dead, house, settle } from '../../testing/push-house.ts'
import { createDeliveryWorker } from './worker.ts'

/** A process: dies at its `calls`th call of any port, before the call takes effect or after it, in the middle of an await. */
function mortality(calls: number, after: boolean) {
  let left = calls
  let alive = true
  const port = <Port extends object>(of: Port): Port =>
    new Proxy(of, {
      get(target, name) {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>
        return async (...args: unknown[]): Promise<unknown> => {
          if (!alive) return dead()
          left -= 1
          if (left > 0) {
            const result = await method(...args)
            return alive ? result : dead()
          }
          alive = false
          if (after) await method(...args)
          return dead()
        }
      },
    })
  return {
    port,
    kill: () => {
      alive = false
    },
  }
}

type Seen = { key: string; eventId: string; ok: boolean }

const kills = fc.array(fc.record({ calls: fc.integer({ min: 1, max: 40 }), after: fc.boolean() }), {
  maxLength: 6,
})
const plan = fc.record({
  kills,
  count: fc.integer({ min: 1, max: 30 }),
  concurrency: fc.integer({ min: 1, max: 8 }),
  /** Every so many requests fail. */
  failing: fc.integer({ min: 2, max: 6 }),
  meetings: fc.integer({ min: 1, max: 4 }),
})

describe('wherever a worker dies', () => {
  it('[D14] [D68] every event arrives at least once, under its id, none is invented, each meeting in its order', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ kills, count, concurrency, failing, meetings }) => {
        const seen: Seen[] = []
        const keys = new Map<string, string>()
        let requests = 0
        const receive = ({ url, headers, body }: Parcel) => {
          requests += 1
          const eventId = headers['webhook-id'] ?? ''
          expect(body).toBe(`body ${eventId.slice(1)}`)
          const ok = requests % failing !== 0
          seen.push({ key: `${url} ${keys.get(eventId)}`, eventId, ok })
          return answer(ok ? 200 : 500)
        }
        const { parts, given, oweWith, clock, pushStore, errors, pass } = house(receive)
        const urls = ['https://a.test/', 'https://b.test/']
        // A strategy that outlasts the failures.
        await given(urls, { concurrency, order: 'meeting', retry: 'EXPONENTIAL_DECAY_RETRY' })
        for (let no = 1; no <= count; no += 1) {
          const orderKey = `m${no % meetings}`
          keys.set(`e${no}`, orderKey)
          await oweWith([{ orderKey }], urls[no % 2] ?? '')
        }
        for (const [generation, { calls, after }] of kills.entries()) {
          const { port, kill } = mortality(calls, after)
          createDeliveryWorker({
            ...parts,
            name: `w${generation}`,
            pushStore: port(pushStore),
            courier: port(parts.courier),
          })
          await pass(2 * SECOND, 500)
          kill()
        }
        const last = createDeliveryWorker({ ...parts, name: 'last' })
        await pass(60 * SECOND, SECOND)
        for (let rounds = 0; rounds < 200 && (await pushStore.counts()).pending > 0; rounds += 1)
          await pass(300 * SECOND, 60 * SECOND)
        expect(await pushStore.counts()).toEqual({ pending: 0, delivered: count, exhausted: 0, cancelled: 0 })
        const arrived = new Set(seen.filter(({ ok }) => ok).map(({ eventId }) => eventId))
        expect(arrived).toEqual(new Set(Array.from({ length: count }, (_, at) => `e${at + 1}`)))
        for (const [, ofMeeting] of grouped(seen)) {
          const order = ofMeeting.map(({ eventId }) => Number(eventId.slice(1)))
          expect(order, 'none goes before the one ahead of it has arrived').toEqual(
            order.toSorted((a, b) => a - b),
          )
        }
        expect(errors).toEqual([])
        await last.stop()
        expect(clock.now()).toBeGreaterThan(0)
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('[D68] an event that fails holds back its own meeting and no other', async () => {
    const { parts, given, oweWith, pass, sent, status } = house(({ headers }) =>
      answer(headers['webhook-id'] === 'e1' ? 500 : 200),
    )
    await given(['https://a.test/'], { order: 'meeting' })
    for (const orderKey of ['m1', 'm1', 'm2', 'm2']) await oweWith([{ orderKey }], 'https://a.test/')
    const worker = createDeliveryWorker(parts)
    await settle()
    await pass(2_000)
    expect(sent.map(({ headers }) => headers['webhook-id'])).toEqual(['e1', 'e3', 'e4'])
    await pass(60 * SECOND)
    expect([await status('d1'), await status('d2')]).toEqual(['exhausted', 'delivered'])
    await worker.stop()
  })
})

function grouped(seen: readonly Seen[]): Map<string, Seen[]> {
  const groups = new Map<string, Seen[]>()
  for (const one of seen) groups.set(one.key, [...(groups.get(one.key) ?? []), one])
  return groups
}

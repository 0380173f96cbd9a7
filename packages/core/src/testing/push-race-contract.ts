import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PushStore } from '../ports/push-store.ts'
import type { Delivery } from '../push/delivery.ts'
import { AT } from './append.ts'
import type { Open, Opened } from './harness.ts'
import { aDelivery, anAttempt, aSiteEvent, DELIVERED, EXHAUSTED, owe, type PushPorts } from './push-given.ts'

const TARGETS = ['t0', 't1', 't2']
const BATCHES = 12
const PER_BATCH = 18
/** Longer than the test: no lease lapses. */
const LEASE_MS = 1_000_000

/** A `PushStore` at several hands that match, send, give back and resend at once. */
export function pushRaceContract(name: string, open: Open<PushPorts>): void {
  describe(`push at several hands: ${name}`, () => {
    let opened: Opened<PushPorts>
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => opened.close())

    it('[D13] [D53] sends everything, nothing twice at once, and one of a line at a time', async () => {
      const { push } = opened.port
      await owe(push, ...TARGETS.map((targetId) => ({ id: `first-${targetId}`, targetId })))
      const onTheirWay = new Set<string>()
      const linesBusy = new Set<string>()
      const faults: string[] = []
      const deadLetters: string[] = []
      let attempts = 0
      let matching = true
      let draw = 7
      /** The same choices in every run, whatever the order in which they are asked for. */
      const chance = (of: number): number => {
        draw = (draw * 1_103_515_245 + 12_345) % 2_147_483_648
        return Math.floor((draw / 2_147_483_648) * of)
      }

      const begin = ({ id, targetId, orderKey }: Delivery): void => {
        if (onTheirWay.has(id)) faults.push(`${id} is with two`)
        onTheirWay.add(id)
        const line = `${targetId} ${orderKey}`
        if (orderKey !== null && linesBusy.has(line)) faults.push(`two of ${line} are on their way`)
        if (orderKey !== null) linesBusy.add(line)
      }
      const end = ({ id, targetId, orderKey }: Delivery): void => {
        onTheirWay.delete(id)
        linesBusy.delete(`${targetId} ${orderKey}`)
      }

      const match = async (own: PushStore, node: number): Promise<void> => {
        for (let batch = 0; batch < BATCHES; ) {
          const from = await own.cursor()
          const some = Array.from({ length: PER_BATCH }, (_, at) =>
            aDelivery({
              id: `n${node}-${batch}-${at}`,
              targetId: TARGETS[at % 3] ?? '',
              orderKey: keyOf(node, batch, at),
            }),
          )
          if (await own.advance(from, from + 1, some)) batch += 1
        }
      }
      const settle = async (own: PushStore, worker: string, delivery: Delivery): Promise<void> => {
        const luck = chance(10)
        if (luck === 0) {
          end(delivery)
          return own.release(worker, [delivery.id])
        }
        attempts += 1
        const next = luck < 3 ? ({ status: 'pending', dueAt: AT } as const) : luck < 5 ? EXHAUSTED : DELIVERED
        const along = luck === 4 ? { record: [aSiteEvent({ id: `told-${attempts}` })] } : {}
        end(delivery)
        const attempt = anAttempt(delivery.id, { id: `a${attempts}` })
        const { kept } = await own.settle(worker, attempt, next, along)
        if (!kept) faults.push(`${delivery.id} was not kept`)
        if (next === EXHAUSTED) deadLetters.push(delivery.id)
      }
      const send = async (own: PushStore, worker: string): Promise<void> => {
        for (let idle = 0; idle < 3; ) {
          const wishes = TARGETS.map((targetId) => ({ targetId, limit: 1 + chance(4) }))
          const claimed = await own.claim(worker, AT, LEASE_MS, wishes)
          claimed.forEach(begin)
          await Promise.all(claimed.map((delivery) => settle(own, worker, delivery)))
          if (claimed.length === 0 && !matching) idle += 1
        }
      }
      const resend = async (own: PushStore): Promise<void> => {
        while (matching) {
          const id = deadLetters.shift()
          if (id === undefined) await new Promise((done) => setTimeout(done, 1))
          else await own.resend(id, AT)
        }
      }

      const { push: peer } = opened.peer
      const sending = [push, peer, push, peer].map((own, at) => send(own, `w${at}`))
      const matched = Promise.all([match(push, 0), match(peer, 1)]).finally(() => {
        matching = false
      })
      await Promise.all([matched, resend(peer), resend(push), ...sending])
      // Whatever is left was due for nobody at that moment: alone it must go out at once.
      for (let round = 0; (await push.counts()).pending > 0 && round < 500; round += 1) {
        const wishes = TARGETS.map((targetId) => ({ targetId, limit: 50 }))
        const claimed = await push.claim('last', AT, LEASE_MS, wishes)
        claimed.forEach(begin)
        for (const delivery of claimed) {
          end(delivery)
          attempts += 1
          await push.settle('last', anAttempt(delivery.id, { id: `a${attempts}` }), DELIVERED)
        }
        if (claimed.length === 0) faults.push('something is owed that nobody gets')
        if (claimed.length === 0) break
      }
      expect(faults).toEqual([])
      const { delivered, exhausted, pending } = await push.counts()
      expect(pending).toBe(0)
      expect(delivered + exhausted).toBe(2 * BATCHES * PER_BATCH + TARGETS.length)
      expect(await push.dueTargets()).toEqual([])
    })
  })
}

/** Most join a line that the batch before has begun, and that may come to its end in this very moment. */
function keyOf(node: number, batch: number, at: number): string | null {
  if (at % 6 === 5) return null
  return at < PER_BATCH / 2 ? `${node} ${batch} ${at}` : `${node} ${batch - 1} ${at - PER_BATCH / 2}`
}

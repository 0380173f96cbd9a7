import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DeliveryFilter, PushStore } from '../ports/push-store.ts'
import type { Delivery } from '../push/delivery.ts'
import { AT } from './append.ts'
import type { Open, Opened } from './harness.ts'
import {
  anAttempt,
  aSiteEvent,
  aTarget,
  claim,
  DELIVERED,
  EXHAUSTED,
  owe,
  type PushPorts,
} from './push-given.ts'

/** Resending, dead letters, lists, counts and clearing away, in every `PushStore`. */
export function pushLettersContract(name: string, open: Open<PushPorts>): void {
  describe(`push letters: ${name}`, () => {
    let opened: Opened<PushPorts>
    let push: PushStore
    beforeEach(async () => {
      opened = await open()
      push = opened.port.push
    })
    afterEach(() => opened.close())

    const list = async (filter: Partial<DeliveryFilter>): Promise<string[]> =>
      (await push.deliveries({ limit: 10, ...filter })).map(({ id }) => id)
    /** Settles each at its moment; owes it first. */
    const settled = async (
      next: Parameters<PushStore['settle']>[2],
      ...wishes: (Partial<Delivery> & { id: string; at?: number })[]
    ): Promise<void> => {
      for (const { at = AT, ...wish } of wishes) {
        const { targetId = 't1' } = wish
        await owe(push, { dueAt: AT, ...wish })
        expect(await claim(push, 'w', AT, { targets: [targetId] })).toEqual([wish.id])
        await push.settle('w', anAttempt(wish.id, { startedAt: at, durationMs: 0 }), next)
      }
    }

    describe('resending', () => {
      it('[D12] starts a new chain under the same event, attempts numbered on', async () => {
        await settled(EXHAUSTED, { id: 'a', eventId: 'e1' })
        expect(await push.resend('a', AT + 9)).toBe(true)
        expect(await push.delivery('a')).toMatchObject({
          status: 'pending',
          eventId: 'e1',
          attempts: 0,
          dueAt: AT + 9,
          settledAt: null,
        })
        expect(await push.resend('a', AT + 9)).toBe(false)
        expect(await push.resend('unknown', AT)).toBe(false)
        expect(await claim(push, 'w', AT + 8)).toEqual([])
        expect(await claim(push, 'w', AT + 9)).toEqual(['a'])
        await push.settle('w', anAttempt('a', { id: 'second' }), DELIVERED)
        expect((await push.attempts('a')).map(({ no }) => no)).toEqual([1, 2])
        expect(await push.resend('a', AT + 10)).toBe(true)
      })

      it('needs the target', async () => {
        await settled(EXHAUSTED, { id: 'a' })
        await push.deleteTarget('t1', AT)
        expect(await push.resend('a', AT)).toBe(false)
        expect(await push.resendDeadLetters({ limit: 10 }, AT)).toBe(0)
        expect((await push.delivery('a'))?.status).toBe('exhausted')
      })
    })

    describe('dead letters', () => {
      beforeEach(async () => {
        await settled(
          EXHAUSTED,
          { id: 'a', createdAt: AT },
          { id: 'b', createdAt: AT + 10, targetId: 't2' },
          { id: 'c', createdAt: AT + 20 },
          { id: 'd', createdAt: AT + 30, ruleId: 'r2', targetId: 't3' },
        )
        await settled(DELIVERED, { id: 'e' })
      })

      it('are resent by target, rule and time, the oldest first, no more than asked for', async () => {
        expect(await push.resendDeadLetters({ targetId: 't1', limit: 1 }, AT + 40)).toBe(1)
        expect(await list({ status: 'pending' })).toEqual(['a'])
        expect(
          await push.resendDeadLetters({ ruleId: 'r1', from: AT + 10, before: AT + 20, limit: 9 }, AT),
        ).toBe(1)
        expect(await list({ status: 'pending' })).toEqual(['b', 'a'])
        expect(await push.resendDeadLetters({ bus: 'parley', limit: 9 }, AT)).toBe(0)
        expect(await push.resendDeadLetters({ limit: 9 }, AT + 41)).toBe(2)
        expect(await push.delivery('d')).toMatchObject({ status: 'pending', dueAt: AT + 41, attempts: 0 })
        expect((await push.delivery('e'))?.status).toBe('delivered')
        expect(await claim(push, 'w', AT + 41, { targets: ['t1', 't2', 't3'] })).toEqual(['a', 'c', 'b', 'd'])
      })

      it('are purged with their attempts, and the log tells of it', async () => {
        const purge = (filter: Partial<DeliveryFilter>) =>
          push.purgeDeadLetters({ limit: 9, ...filter }, (count) => [dropping(`purged-${count}`, count)])
        expect(await purge({ targetId: 't1', before: AT + 20 })).toBe(1)
        expect(await push.delivery('a')).toBeNull()
        expect(await push.attempts('a')).toEqual([])
        expect(await purge({ targetId: 'unknown' })).toBe(0)
        expect(await purge({ limit: 2 })).toBe(2)
        expect(await list({})).toEqual(['e', 'd'])
        const told = await opened.peer.log.entries({ after: 0, limit: 10 })
        expect(told.map(({ data }) => (data as { count: number }).count)).toEqual([1, 2])
      })
    })

    describe('lists', () => {
      it('are from the newest, filtered and paged', async () => {
        await owe(
          push,
          { id: 'a', eventId: 'e1' },
          { id: 'b', eventId: 'e2', eventType: 'x', createdAt: AT + 1 },
          { id: 'c', eventId: 'e1', ruleId: 'r2', targetId: 't2', createdAt: AT + 2 },
          { id: 'd', bus: 'parley', targetId: 't3', replayId: 'replay', createdAt: AT + 3 },
        )
        expect(await list({})).toEqual(['d', 'c', 'b', 'a'])
        expect(await list({ eventId: 'e1' })).toEqual(['d', 'c', 'a'])
        expect(await list({ eventId: 'e1', ruleId: 'r1' })).toEqual(['d', 'a'])
        expect(await list({ ruleId: 'r1' })).toEqual(['d', 'b', 'a'])
        expect(await list({ targetId: 't2' })).toEqual(['c'])
        expect(await list({ bus: 'parley' })).toEqual(['d'])
        expect(await list({ eventType: 'x' })).toEqual(['b'])
        expect(await list({ replayId: 'replay' })).toEqual(['d'])
        expect(await list({ from: AT + 1, before: AT + 3 })).toEqual(['c', 'b'])
        expect(await list({ status: 'delivered' })).toEqual([])
        expect(await list({ limit: 1 })).toEqual(['d'])
        const newest = (await push.deliveries({ limit: 1 }))[0] as Delivery
        expect(await list({ belowSeq: newest.seq, status: 'pending' })).toEqual(['c', 'b', 'a'])
        expect(await list({ belowSeq: newest.seq, limit: 2 })).toEqual(['c', 'b'])
      })

      it('are counted by status, and for each target', async () => {
        expect(await push.counts()).toEqual({ pending: 0, delivered: 0, exhausted: 0, cancelled: 0 })
        await settled(DELIVERED, { id: 'a' })
        await settled(EXHAUSTED, { id: 'b' }, { id: 'c' })
        await owe(
          push,
          { id: 'd', createdAt: AT + 5 },
          { id: 'e', createdAt: AT + 4 },
          { id: 'f', ruleId: 'r2', targetId: 't2' },
        )
        await push.addTarget('r1', aTarget({ id: 'idle' }), AT)
        const counts = [
          { targetId: 't1', pending: 2, exhausted: 2, oldestPending: AT + 4 },
          { targetId: 'idle', pending: 0, exhausted: 0, oldestPending: null },
          { targetId: 't2', pending: 1, exhausted: 0, oldestPending: AT },
        ]
        const found = await opened.peer.push.targetCounts()
        expect(found).toHaveLength(3)
        expect(found).toEqual(expect.arrayContaining(counts))
        await push.deleteRule('r2', AT)
        expect(await push.counts()).toEqual({ pending: 2, delivered: 1, exhausted: 2, cancelled: 1 })
        expect((await push.targetCounts()).map(({ targetId }) => targetId).sort()).toEqual(['idle', 't1'])
      })
    })

    it('[D54] clears away what came to its end long ago, and nothing that is owed', async () => {
      await settled(DELIVERED, { id: 'a', at: AT + 1 }, { id: 'b', at: AT + 2 }, { id: 'c', at: AT + 3 })
      await settled(EXHAUSTED, { id: 'd', at: AT + 1 }, { id: 'e', at: AT + 9 })
      await owe(push, { id: 'pending', createdAt: 1, dueAt: 1 })
      await owe(push, { id: 'cancelled', targetId: 't2' })
      await push.deleteTarget('t2', AT + 1)
      const older = { delivered: AT + 3, exhausted: AT + 2 }
      const dropped = (count: number) => [dropping(`dropped-${count}-${Math.random()}`, count)]
      expect(await push.prune({ delivered: 0, exhausted: 0 }, 10, dropped)).toEqual({
        delivered: 0,
        exhausted: 0,
      })
      expect(await push.prune(older, 1, dropped)).toMatchObject({})
      expect((await list({})).length).toBe(6)
      const more = await push.prune(older, 10, dropped)
      expect(more.delivered + more.exhausted).toBe(3)
      expect(await push.prune(older, 10, dropped)).toEqual({ delivered: 0, exhausted: 0 })
      expect(await list({})).toEqual(['pending', 'e', 'c'])
      expect(await push.attempts('a')).toEqual([])
      expect(await push.attempts('e')).toHaveLength(1)
      expect(await push.prune({ delivered: AT, exhausted: AT + 10 }, 10, dropped)).toEqual({
        delivered: 0,
        exhausted: 1,
      })
      // One dead letter each time: told in the same transaction.
      const told = await opened.peer.log.entries({ after: 0, limit: 10 })
      expect(told.map(({ type, data }) => [type, (data as { count: number }).count])).toEqual([
        ['DeliveriesDropped', 1],
        ['DeliveriesDropped', 1],
      ])
      // What stood at a deleted target goes with the rest.
      expect(await push.deletedTarget('r1', 'target-t2', 0)).toBeNull()
    })

    it('[D54] clears away at several hands, and counts each once', async () => {
      const many = (name: string) =>
        Array.from({ length: 30 }, (_, no) => ({ id: `${name}${no}`, at: AT + 1 }))
      await settled(DELIVERED, ...many('a'))
      await settled(EXHAUSTED, ...many('d'))
      await owe(push, { id: 'pending', createdAt: 1, dueAt: 1 })
      const dropped = { delivered: 0, exhausted: 0 }
      let tellings = 0
      const told = (count: number) => {
        tellings += 1
        return [dropping(`told-${tellings}`, count)]
      }
      const sweep = async (own: PushStore): Promise<void> => {
        for (let more = true; more; ) {
          const { delivered, exhausted } = await own.prune({ delivered: AT + 9, exhausted: AT + 9 }, 7, told)
          dropped.delivered += delivered
          dropped.exhausted += exhausted
          more = delivered + exhausted > 0
        }
      }
      await Promise.all([push, opened.peer.push, push].map(sweep))
      expect(dropped).toEqual({ delivered: 30, exhausted: 30 })
      const entries = await opened.port.log.entries({ after: 0, limit: 100 })
      const counts = entries.map(({ data }) => (data as { count: number }).count)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30)
      expect(await list({})).toEqual(['pending'])
    })
  })
}

const dropping = (id: string, count: number) =>
  aSiteEvent({ id, type: 'DeliveriesDropped', data: { count, why: 'purged', target: null } })

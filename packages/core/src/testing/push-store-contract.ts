import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewAttempt, NewDelivery, PushStore } from '../ports/push-store.ts'
import type { Delivery } from '../push/delivery.ts'
import type { Rule } from '../push/rule.ts'
import { AT } from './append.ts'
import type { Open, Opened } from './harness.ts'
import { rejectsWith } from './rejects-with.ts'

const LEASE_MS = 1_000

/** What every `PushStore` must keep to. */
export function pushStoreContract(name: string, open: Open<PushStore>): void {
  describe(`push store: ${name}`, () => {
    let opened: Opened<PushStore>
    let push: PushStore
    beforeEach(async () => {
      opened = await open()
      push = opened.port
    })
    afterEach(() => opened.close())

    /** Owes these deliveries, in this order. */
    const owe = async (...wishes: Partial<NewDelivery>[]): Promise<void> => {
      for (const id of new Set(wishes.map(({ ruleId = 'r1' }) => ruleId))) {
        if (!(await push.rule(id))) await push.createRule(aRule({ id, name: `rule-${id}` }))
      }
      const at = await push.cursor()
      expect(await push.advance(at, at + 1, wishes.map(aDelivery))).toBe(true)
    }
    const claim = async (worker: string, now: number, limit = 10): Promise<string[]> =>
      (await push.claim(worker, now, LEASE_MS, limit)).map(({ id }) => id)
    const delivered = { status: 'delivered', dueAt: null } as const

    describe('rules', () => {
      it('are kept whole, in the order of their creation', async () => {
        const first = aRule({
          id: 'r1',
          name: 'first',
          pattern: { type: [{ prefix: 'meeting' }], subject: ['张三'] },
        })
        const second = aRule({ id: 'r0', name: 'second', enabled: false, createdAt: AT + 1 })
        await push.createRule(first)
        await push.createRule(second)
        expect(await opened.peer.rules()).toEqual([first, second])
        expect(await push.rule('r0')).toEqual(second)
        expect(await push.rule('r9')).toBeNull()
      })

      it('have names of their own', async () => {
        await push.createRule(aRule({ id: 'r1', name: 'same' }))
        await rejectsWith('exists', push.createRule(aRule({ id: 'r2', name: 'same' })))
        expect((await push.rules()).length).toBe(1)
        const outcomes = await Promise.allSettled(
          Array.from({ length: 6 }, (_, at) =>
            (at % 2 === 0 ? push : opened.peer).createRule(aRule({ id: `n${at}`, name: 'wanted' })),
          ),
        )
        expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1)
      })

      it('have a version that rises with every change, for all', async () => {
        const before = await push.rulesVersion()
        await push.createRule(aRule({}))
        const created = await opened.peer.rulesVersion()
        expect(created).toBeGreaterThan(before)
        expect(await push.deleteRule('r9', AT)).toBe(false)
        expect(await push.rulesVersion()).toBe(created)
        expect(await push.deleteRule('r1', AT)).toBe(true)
        expect(await opened.peer.rulesVersion()).toBeGreaterThan(created)
        expect(await push.rules()).toEqual([])
      })

      it('take their pending deliveries with them, leased ones too, and leave the rest', async () => {
        await owe({ id: 'leased' }, { id: 'done' }, { id: 'waiting' }, { id: 'other', ruleId: 'r2' })
        expect((await push.claim('w', AT, LEASE_MS, 2)).map(({ id }) => id)).toEqual(['leased', 'done'])
        await push.settle('w', anAttempt('done'), delivered)
        await push.deleteRule('r1', AT)
        const states = await Promise.all(
          ['leased', 'done', 'waiting', 'other'].map((id) => push.delivery(id)),
        )
        expect(states.map((delivery) => delivery?.status)).toEqual([
          'cancelled',
          'delivered',
          'cancelled',
          'pending',
        ])
        expect(states[0]?.dueAt).toBeNull()
        expect(await push.settle('w', anAttempt('leased'), delivered)).toBe(false)
        expect((await push.delivery('leased'))?.status).toBe('cancelled')
        expect(await claim('w', AT + LEASE_MS * 2)).toEqual(['other'])
      })

      it('that were deleted while events were matched owe nothing', async () => {
        await owe({ id: 'before' })
        await push.deleteRule('r1', AT)
        expect(await push.advance(1, 2, [aDelivery({ id: 'after' })])).toBe(true)
        expect((await push.delivery('after'))?.status).toBe('cancelled')
        expect(await claim('w', AT)).toEqual([])
        expect(await push.nextDue()).toBeNull()
      })
    })

    describe('the cursor', () => {
      it('moves only from where it is, and writes nothing otherwise', async () => {
        expect(await push.cursor()).toBe(0)
        await push.createRule(aRule({}))
        expect(await push.advance(0, 10, [aDelivery({ id: 'a' })])).toBe(true)
        expect(await push.advance(0, 20, [aDelivery({ id: 'b' })])).toBe(false)
        expect(await opened.peer.cursor()).toBe(10)
        expect(await push.delivery('b')).toBeNull()
        expect(await push.advance(10, 11, [])).toBe(true)
      })

      it('is moved by exactly one of many matchers', async () => {
        await push.createRule(aRule({}))
        const moved = await Promise.all(
          Array.from({ length: 8 }, (_, at) =>
            (at % 2 === 0 ? push : opened.peer).advance(0, 5, [aDelivery({ id: `d${at}` })]),
          ),
        )
        expect(moved.filter(Boolean).length).toBe(1)
        expect((await push.deliveries({ limit: 100 })).length).toBe(1)
      })
    })

    describe('claiming', () => {
      it('gives whole deliveries that are due, the longest due first, no more than asked for', async () => {
        await owe(
          { id: 'late', dueAt: AT + 2 },
          { id: 'early', dueAt: AT, body: '{"名":"🙂"}' },
          { id: 'later', dueAt: AT + 50 },
          { id: 'same', dueAt: AT },
        )
        expect(await push.claim('w', AT - 1, LEASE_MS, 10)).toEqual([])
        const claimed = await push.claim('w', AT + 2, LEASE_MS, 2)
        expect(claimed).toEqual([
          { ...aDelivery({ id: 'early', body: '{"名":"🙂"}' }), seq: claimed[0]?.seq },
          { ...aDelivery({ id: 'same' }), seq: claimed[1]?.seq },
        ])
        expect(await claim('w', AT + 2)).toEqual(['late'])
      })

      it('leases nothing to two, however many ask at once', async () => {
        await owe(...Array.from({ length: 60 }, (_, at) => ({ id: `d${at}` })))
        const claims = await Promise.all(
          Array.from({ length: 12 }, (_, at) =>
            (at % 2 === 0 ? push : opened.peer).claim(`w${at}`, AT, LEASE_MS, 5),
          ),
        )
        const ids = claims.flat().map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
        // Whoever found rows busy came back with fewer: the rest is still to be had, once.
        ids.push(...(await claim('last', AT, 100)))
        expect(new Set(ids).size).toBe(60)
        expect(ids.length).toBe(60)
      })

      it('leaves the rules alone that it is told to', async () => {
        await owe({ id: 'a' }, { id: 'b', ruleId: 'r2' }, { id: 'c', ruleId: 'r3', dueAt: AT + 5 })
        expect(await push.nextDue(['r1', 'r2'])).toBe(AT + 5)
        expect((await push.claim('w', AT, LEASE_MS, 10, ['r1'])).map(({ id }) => id)).toEqual(['b'])
        expect((await push.claim('w', AT + 5, LEASE_MS, 10, ['r1', 'r3'])).length).toBe(0)
        expect(await claim('w', AT + 5)).toEqual(['a', 'c'])
      })

      it('takes back a lease that has lapsed', async () => {
        await owe({ id: 'a' })
        expect(await claim('w1', AT)).toEqual(['a'])
        expect(await push.nextDue()).toBe(AT + LEASE_MS)
        expect(await claim('w2', AT + LEASE_MS - 1)).toEqual([])
        expect(await claim('w2', AT + LEASE_MS)).toEqual(['a'])
      })

      it('gives back what its worker has not begun', async () => {
        await owe({ id: 'a' }, { id: 'b' })
        expect(await claim('w1', AT)).toEqual(['a', 'b'])
        await push.release('w2', ['a', 'b'])
        expect(await claim('w2', AT)).toEqual([])
        await push.release('w1', ['b', 'unknown'])
        expect(await push.nextDue()).toBe(AT)
        expect(await claim('w2', AT)).toEqual(['b'])
        expect(await push.settle('w1', anAttempt('b'), delivered)).toBe(false)
        await push.release('w1', [])
      })
    })

    describe('settling', () => {
      it('keeps the attempt and what comes next', async () => {
        await owe({ id: 'a' })
        await claim('w', AT)
        const failed = anAttempt('a', { status: 503, error: 'Service Unavailable', response: 'später' })
        expect(await push.settle('w', failed, { status: 'pending', dueAt: AT + 60 })).toBe(true)
        expect(await push.delivery('a')).toMatchObject({ status: 'pending', dueAt: AT + 60, attempts: 1 })
        expect(await push.nextDue()).toBe(AT + 60)
        expect(await claim('w', AT + 60)).toEqual(['a'])
        const again = anAttempt('a', { id: 'attempt-2', status: null, error: 'timed out' })
        expect(await push.settle('w', again, { status: 'exhausted', dueAt: null })).toBe(true)
        expect(await push.delivery('a')).toMatchObject({ status: 'exhausted', dueAt: null, attempts: 2 })
        expect(await opened.peer.attempts('a')).toEqual([
          { ...failed, no: 1 },
          { ...again, no: 2 },
        ])
        expect(await push.nextDue()).toBeNull()
        expect(await claim('w', AT + 10_000)).toEqual([])
      })

      it('writes nothing after the lease has passed to somebody else', async () => {
        await owe({ id: 'a' })
        await claim('w1', AT)
        await claim('w2', AT + LEASE_MS)
        expect(await push.settle('w1', anAttempt('a'), delivered)).toBe(false)
        expect(await push.attempts('a')).toEqual([])
        expect(await push.delivery('a')).toMatchObject({ status: 'pending', attempts: 0 })
        expect(await push.settle('w2', anAttempt('a'), delivered)).toBe(true)
      })

      it('writes nothing twice, and nothing for the unknown', async () => {
        await owe({ id: 'a' })
        await claim('w', AT)
        expect(await push.settle('w', anAttempt('a'), delivered)).toBe(true)
        expect(await push.settle('w', anAttempt('a', { id: 'again' }), delivered)).toBe(false)
        expect(await push.settle('w', anAttempt('nothing', { id: 'x' }), delivered)).toBe(false)
        expect((await push.attempts('a')).length).toBe(1)
      })
    })

    describe('resending', () => {
      it('starts a new chain under the same event, attempts numbered on', async () => {
        await owe({ id: 'a', eventId: 'e1' })
        await claim('w', AT)
        await push.settle('w', anAttempt('a'), { status: 'exhausted', dueAt: null })
        expect(await push.resend('a', AT + 9)).toBe(true)
        expect(await push.delivery('a')).toMatchObject({
          status: 'pending',
          eventId: 'e1',
          attempts: 0,
          dueAt: AT + 9,
        })
        expect(await push.resend('a', AT + 9)).toBe(false)
        expect(await push.resend('unknown', AT)).toBe(false)
        expect(await claim('w', AT + 9)).toEqual(['a'])
        await push.settle('w', anAttempt('a', { id: 'second' }), delivered)
        expect((await push.attempts('a')).map(({ no }) => no)).toEqual([1, 2])
        expect(await push.resend('a', AT + 10)).toBe(true)
      })
    })

    describe('lists', () => {
      it('are from the newest, filtered and paged', async () => {
        await owe({ id: 'a', eventId: 'e1' }, { id: 'b', eventId: 'e2' })
        await owe({ id: 'c', eventId: 'e1', ruleId: 'r2' })
        const list = async (filter: Partial<Parameters<PushStore['deliveries']>[0]>): Promise<string[]> =>
          (await push.deliveries({ limit: 10, ...filter })).map(({ id }) => id)
        expect(await list({})).toEqual(['c', 'b', 'a'])
        expect(await list({ eventId: 'e1' })).toEqual(['c', 'a'])
        expect(await list({ ruleId: 'r1' })).toEqual(['b', 'a'])
        expect(await list({ status: 'delivered' })).toEqual([])
        expect(await list({ limit: 1 })).toEqual(['c'])
        const newest = (await push.deliveries({ limit: 1 }))[0] as Delivery
        expect(await list({ before: newest.seq, status: 'pending' })).toEqual(['b', 'a'])
      })

      it('are counted by status', async () => {
        expect(await push.counts()).toEqual({ pending: 0, delivered: 0, exhausted: 0, cancelled: 0 })
        await owe({ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd', ruleId: 'r2' })
        await push.claim('w', AT, LEASE_MS, 2)
        await push.settle('w', anAttempt('a'), delivered)
        await push.settle('w', anAttempt('b', { id: 'y' }), { status: 'exhausted', dueAt: null })
        await push.deleteRule('r2', AT)
        expect(await push.counts()).toEqual({ pending: 1, delivered: 1, exhausted: 1, cancelled: 1 })
      })
    })
  })
}

function aRule(wish: Partial<Rule>): Rule {
  return {
    id: 'r1',
    name: 'rule-1',
    enabled: true,
    pattern: {},
    target: { type: 'http', url: 'https://example.org/hook', retry: 'BACKOFF_RETRY', sealedSecret: 'sealed' },
    createdAt: AT,
    ...wish,
  }
}

function aDelivery(wish: Partial<NewDelivery>): NewDelivery {
  return {
    id: 'd1',
    ruleId: 'r1',
    ruleName: 'rule-1',
    eventId: 'e1',
    eventType: 'meeting:meeting_start',
    url: 'https://example.org/hook',
    body: '{}',
    status: 'pending',
    attempts: 0,
    dueAt: AT,
    createdAt: AT,
    ...wish,
  }
}

function anAttempt(deliveryId: string, wish: Partial<NewAttempt> = {}): NewAttempt {
  return {
    id: `attempt-of-${deliveryId}`,
    deliveryId,
    startedAt: AT,
    durationMs: 12,
    status: 200,
    error: null,
    response: 'ok',
    ...wish,
  }
}

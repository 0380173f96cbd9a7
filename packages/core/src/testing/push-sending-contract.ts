import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PushStore } from '../ports/push-store.ts'
import { runningSince } from '../push/rule.ts'
import { AT } from './append.ts'
import type { Open, Opened } from './harness.ts'
import {
  aDelivery,
  anAttempt,
  aRule,
  aSiteEvent,
  aTarget,
  claim,
  DELIVERED,
  EXHAUSTED,
  LEASE_MS,
  owe,
  type PushPorts,
  pausedState,
} from './push-given.ts'

/** How deliveries come into every `PushStore`, and how workers get and settle them. */
export function pushSendingContract(name: string, open: Open<PushPorts>): void {
  describe(`push sending: ${name}`, () => {
    let opened: Opened<PushPorts>
    let push: PushStore
    let peer: PushStore
    beforeEach(async () => {
      opened = await open()
      push = opened.port.push
      peer = opened.peer.push
    })
    afterEach(() => opened.close())

    const dueAt = async (): Promise<Record<string, number>> =>
      Object.fromEntries((await peer.dueTargets()).map((due) => [due.targetId, due.dueAt]))

    describe('the cursor', () => {
      it('[D6] moves only from where it is, and writes nothing otherwise', async () => {
        expect(await push.cursor()).toBe(0)
        await push.createRule(aRule())
        expect(await push.advance(0, 10, [aDelivery({ id: 'a' })])).toBe(true)
        expect(await push.advance(0, 20, [aDelivery({ id: 'b' })])).toBe(false)
        expect(await peer.cursor()).toBe(10)
        expect(await push.delivery('b')).toBeNull()
        expect(await push.advance(10, 11, [])).toBe(true)
      })

      it('[D84] stays where it is while something is owed on the side', async () => {
        await push.createRule(aRule())
        expect(await push.advance(0, 0, [aDelivery({ id: 'a' })])).toBe(true)
        expect(await push.advance(0, 7, [])).toBe(true)
        expect(await push.advance(0, 0, [aDelivery({ id: 'b' })])).toBe(false)
        expect(await push.advance(7, 7, [aDelivery({ id: 'c' })])).toBe(true)
        expect(await peer.cursor()).toBe(7)
        expect((await peer.deliveries({ limit: 10 })).map(({ id }) => id)).toEqual(['c', 'a'])
      })

      it('[D6] is moved by exactly one of many matchers', async () => {
        await push.createRule(aRule())
        const moved = await Promise.all(
          Array.from({ length: 8 }, (_, at) =>
            (at % 2 === 0 ? push : peer).advance(0, 5, [aDelivery({ id: `d${at}` })]),
          ),
        )
        expect(moved.filter(Boolean).length).toBe(1)
        expect((await push.deliveries({ limit: 100 })).length).toBe(1)
      })
    })

    describe('claiming', () => {
      it('gives whole deliveries that are due, the longest due first, no more than asked for', async () => {
        const early = {
          id: 'early',
          body: '{"名":"🙂"}',
          headers: { 'content-type': 'x', 'ce-id': 'e' },
          eventId: 'e'.repeat(128),
          eventSource: 's'.repeat(256),
          position: 77,
          replayId: 'replay',
          orderKey: '900123456',
        }
        await owe(push, { id: 'late', dueAt: AT + 2 }, early, { id: 'later', dueAt: AT + 50 }, { id: 'same' })
        expect(await claim(push, 'w', AT - 1)).toEqual([])
        const wishes = [{ targetId: 't1', limit: 2 }]
        const claimed = await push.claim('w', AT + 2, LEASE_MS, wishes)
        const whole = { status: 'pending', attempts: 0, settledAt: null, erased: false }
        expect(claimed).toEqual([
          { ...aDelivery(early), ...whole, seq: claimed[0]?.seq },
          { ...aDelivery({ id: 'same' }), ...whole, seq: claimed[1]?.seq },
        ])
        expect(claimed[0]?.seq).toBeLessThan(claimed[1]?.seq ?? 0)
        expect(await claim(push, 'w', AT + 2)).toEqual(['late'])
      })

      it('[D50] is for each target on its own: none takes the place of another', async () => {
        await owe(
          push,
          ...Array.from({ length: 30 }, (_, at) => ({ id: `busy${at}`, dueAt: AT - 500 + at })),
          { id: 'quiet', targetId: 't2' },
          { id: 'other', ruleId: 'r2', targetId: 't3' },
        )
        const wishes = [
          { targetId: 't1', limit: 2 },
          { targetId: 't2', limit: 5 },
          { targetId: 'unknown', limit: 5 },
        ]
        const claimed = await push.claim('w', AT, LEASE_MS, wishes)
        expect(claimed.map(({ id }) => id)).toEqual(['busy0', 'busy1', 'quiet'])
        expect(await push.claim('w', AT, LEASE_MS, [])).toEqual([])
        expect(await claim(push, 'w', AT, { targets: ['t3'] })).toEqual(['other'])
      })

      it('[D13] leases nothing to two, however many ask at once', async () => {
        await owe(push, ...Array.from({ length: 60 }, (_, at) => ({ id: `d${at}`, targetId: `t${at % 2}` })))
        const claims = await Promise.all(
          Array.from({ length: 12 }, (_, at) =>
            claim(at % 2 === 0 ? push : peer, `w${at}`, AT, { limit: 3, targets: ['t0', 't1'] }),
          ),
        )
        const ids = claims.flat()
        expect(new Set(ids).size).toBe(ids.length)
        // Whoever found rows busy came back with fewer: the rest is still to be had, once.
        ids.push(...(await claim(push, 'last', AT, { limit: 100, targets: ['t0', 't1'] })))
        expect(new Set(ids).size).toBe(60)
        expect(ids.length).toBe(60)
      })

      it('[D14] takes back a lease that has lapsed', async () => {
        await owe(push, { id: 'a' })
        expect(await claim(push, 'w1', AT)).toEqual(['a'])
        expect(await dueAt()).toEqual({ t1: AT + LEASE_MS })
        expect(await claim(peer, 'w2', AT + LEASE_MS - 1)).toEqual([])
        expect(await claim(peer, 'w2', AT + LEASE_MS)).toEqual(['a'])
      })

      it('[D51] gives nothing of a paused target, and everything again when it runs', async () => {
        await owe(push, { id: 'a' }, { id: 'b', targetId: 't2' })
        const pause = { targetId: 't1', from: 1, to: pausedState(), record: [] }
        expect(await push.changeTargetState(pause)).toBe(true)
        expect(await claim(peer, 'w', AT, { targets: ['t1', 't2'] })).toEqual(['b'])
        await push.advance(1, 2, [aDelivery({ id: 'c' })])
        expect(await dueAt()).toEqual({ t2: AT + LEASE_MS })
        const resume = { targetId: 't1', from: 2, to: runningSince(AT), record: [] }
        expect(await push.changeTargetState(resume)).toBe(true)
        expect(await claim(peer, 'w', AT)).toEqual(['a', 'c'])
      })

      it('gives back what its worker has not begun', async () => {
        await owe(push, { id: 'a', dueAt: AT - 7 }, { id: 'b', dueAt: AT - 7 })
        expect(await claim(push, 'w1', AT)).toEqual(['a', 'b'])
        await push.release('w2', ['a', 'b'])
        expect(await claim(push, 'w2', AT)).toEqual([])
        await push.release('w1', ['b', 'unknown'])
        expect(await dueAt()).toEqual({ t1: AT - 7 })
        expect(await claim(push, 'w2', AT)).toEqual(['b'])
        const late = await push.settle('w1', anAttempt('b'), DELIVERED)
        expect(late).toEqual({ kept: false, changed: false })
        await push.release('w1', [])
      })
    })

    describe('due targets', () => {
      it('are those that run and are owed something, with its moment', async () => {
        await owe(
          push,
          { id: 'a', dueAt: AT + 9 },
          { id: 'b', dueAt: AT + 5 },
          { id: 'c', ruleId: 'r2', targetId: 't2', dueAt: AT + 1 },
        )
        await push.addTarget('r1', aTarget({ id: 'idle' }), AT)
        await push.updateRule('r2', { enabled: false }, AT)
        expect(await dueAt()).toEqual({ t1: AT + 5, t2: AT + 1 })
        await claim(push, 'w', AT + 5)
        expect(await dueAt()).toEqual({ t1: AT + 9, t2: AT + 1 })
        await push.settle('w', anAttempt('b'), DELIVERED)
        await claim(push, 'w', AT + 9)
        await push.settle('w', anAttempt('a', { id: 'x' }), EXHAUSTED)
        expect(await dueAt()).toEqual({ t2: AT + 1 })
      })

      it('wait for their breaker, and tell the version they have', async () => {
        await owe(push, { id: 'a' })
        const open = { ...runningSince(AT), openUntil: AT + 30 }
        await push.changeTargetState({ targetId: 't1', from: 1, to: open, record: [] })
        expect(await peer.dueTargets()).toEqual([{ targetId: 't1', version: 2, dueAt: AT + 30 }])
        await push.updateTarget('t1', { ratePerSecond: 1 }, AT)
        await push.settle('w', anAttempt('a'), DELIVERED)
        expect(await peer.dueTargets()).toEqual([{ targetId: 't1', version: 3, dueAt: AT + 30 }])
        const passed = { ...runningSince(AT), openUntil: AT - 30 }
        await push.changeTargetState({ targetId: 't1', from: 3, to: passed, record: [] })
        expect(await peer.dueTargets()).toEqual([{ targetId: 't1', version: 4, dueAt: AT }])
      })
    })

    describe('settling', () => {
      it('[D12] keeps the attempt whole and what comes next', async () => {
        await owe(push, { id: 'a' })
        await claim(push, 'w', AT)
        const failed = anAttempt('a', {
          status: 503,
          error: 'Service Unavailable',
          response: 'später 🙂',
          nextAt: AT + 60,
        })
        const pending = { status: 'pending', dueAt: AT + 60 } as const
        expect(await push.settle('w', failed, pending)).toEqual({ kept: true, changed: false })
        expect(await push.delivery('a')).toMatchObject({ ...pending, attempts: 1, settledAt: null })
        expect(await dueAt()).toEqual({ t1: AT + 60 })
        expect(await claim(push, 'w', AT + 60)).toEqual(['a'])
        const again = anAttempt('a', {
          id: 'attempt-2',
          startedAt: AT + 61,
          durationMs: 4,
          status: null,
          error: 'timed out',
          responseHeaders: {},
        })
        await push.settle('w', again, EXHAUSTED)
        expect(await peer.delivery('a')).toMatchObject({ ...EXHAUSTED, attempts: 2, settledAt: AT + 65 })
        expect(await peer.attempts('a')).toEqual([
          { ...failed, no: 1 },
          { ...again, no: 2 },
        ])
        expect(await dueAt()).toEqual({})
        expect(await claim(push, 'w', AT + 10_000)).toEqual([])
      })

      it('[D13] writes nothing after the lease has passed to somebody else', async () => {
        await owe(push, { id: 'a' })
        await claim(push, 'w1', AT)
        await claim(push, 'w2', AT + LEASE_MS)
        const along = {
          record: [aSiteEvent({ id: 'told' })],
          state: { targetId: 't1', from: 1, to: pausedState(), record: [aSiteEvent({ id: 'paused' })] },
        }
        const late = await push.settle('w1', anAttempt('a'), DELIVERED, along)
        expect(late).toEqual({ kept: false, changed: false })
        expect(await push.attempts('a')).toEqual([])
        expect(await push.delivery('a')).toMatchObject({ status: 'pending', attempts: 0 })
        expect((await push.target('t1'))?.target.version).toBe(1)
        expect(await opened.port.log.lastPosition()).toBe(0)
        expect((await push.settle('w2', anAttempt('a'), DELIVERED)).kept).toBe(true)
      })

      it('writes nothing twice, and nothing for the unknown', async () => {
        await owe(push, { id: 'a' })
        await claim(push, 'w', AT)
        const first = await Promise.all([
          push.settle('w', anAttempt('a'), DELIVERED),
          push.settle('w', anAttempt('a', { id: 'again' }), DELIVERED),
          push.settle('w', anAttempt('nothing', { id: 'x' }), DELIVERED),
        ])
        expect(first.map(({ kept }) => kept)).toEqual([true, false, false])
        expect((await push.settle('w', anAttempt('a', { id: 'late' }), DELIVERED)).kept).toBe(false)
        expect((await push.attempts('a')).length).toBe(1)
      })

      it('[D52] tells the log and changes the target along with it, once for each version', async () => {
        await owe(push, { id: 'a' }, { id: 'b' }, { id: 'c' })
        await claim(push, 'w', AT)
        const along = (id: string) => ({
          record: [aSiteEvent({ id: `told-${id}` })],
          state: {
            targetId: 't1',
            from: 1,
            to: pausedState({ note: id }),
            record: [aSiteEvent({ id: `paused-${id}` })],
          },
        })
        const results = await Promise.all(
          ['a', 'b'].map((id) => push.settle('w', anAttempt(id), EXHAUSTED, along(id))),
        )
        expect(results).toContainEqual({ kept: true, changed: true })
        expect(results).toContainEqual({ kept: true, changed: false })
        const winner = results[0]?.changed ? 'a' : 'b'
        expect((await peer.target('t1'))?.target).toMatchObject({
          version: 2,
          state: pausedState({ note: winner }),
        })
        const told = (await opened.peer.log.entries({ after: 0, limit: 10 })).map(({ id }) => String(id))
        expect(told.sort()).toEqual([`paused-${winner}`, 'told-a', 'told-b'])
        expect((await push.settle('w', anAttempt('c'), DELIVERED)).kept).toBe(true)
      })

      it('keeps every one of many at once, on two nodes', async () => {
        const ids = Array.from({ length: 80 }, (_, at) => `d${at}`)
        await owe(push, ...ids.map((id, at) => ({ id, targetId: `t${at % 3}`, orderKey: `k${at % 7}` })))
        const targets = ['t0', 't1', 't2']
        let rounds = 0
        while ((await push.counts()).pending > 0) {
          rounds += 1
          expect(rounds).toBeLessThan(40)
          await Promise.all(
            [push, peer].map(async (own, node) => {
              const mine = await claim(own, `w${node}`, AT, { targets })
              await Promise.all(
                mine.map((id) =>
                  own.settle(`w${node}`, anAttempt(id), DELIVERED, {
                    record: [aSiteEvent({ id: `told-${id}` })],
                  }),
                ),
              )
            }),
          )
        }
        expect((await push.counts()).delivered).toBe(80)
        expect(await opened.port.log.lastPosition()).toBe(80)
        for (const id of ids) expect((await push.attempts(id)).map(({ no }) => no)).toEqual([1])
      })
    })
  })
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PushStore } from '../ports/push-store.ts'
import { AT } from './append.ts'
import type { Open, Opened } from './harness.ts'
import { anAttempt, claim, DELIVERED, EXHAUSTED, LEASE_MS, owe, type PushPorts } from './push-given.ts'

/** The order of deliveries with one target and order key, in every `PushStore`. */
export function pushOrderContract(name: string, open: Open<PushPorts>): void {
  describe(`push order: ${name}`, () => {
    let opened: Opened<PushPorts>
    let push: PushStore
    beforeEach(async () => {
      opened = await open()
      push = opened.port.push
    })
    afterEach(() => opened.close())

    const inOrder = (...ids: string[]) => owe(push, ...ids.map((id) => ({ id, orderKey: 'k' })))
    const settle = async (id: string, next: Parameters<PushStore['settle']>[2] = DELIVERED, worker = 'w') =>
      (await push.settle(worker, anAttempt(id, { id: `${id}-${Math.random()}` }), next)).kept
    const again = (dueAt: number) => ({ status: 'pending', dueAt }) as const

    it('[D53] is kept one after the other, for each key and target on its own', async () => {
      await owe(
        push,
        { id: 'a1', orderKey: 'a' },
        { id: 'a2', orderKey: 'a', dueAt: AT - 9 },
        { id: 'b1', orderKey: 'b' },
        { id: 'n1' },
        { id: 'n2' },
        { id: 'x1', orderKey: 'a', targetId: 't2' },
      )
      await owe(push, { id: 'a3', orderKey: 'a' })
      expect(await claim(push, 'w', AT)).toEqual(['a1', 'b1', 'n1', 'n2'])
      expect(await claim(push, 'w', AT, { targets: ['t2'] })).toEqual(['x1'])
      await settle('b1')
      await settle('x1')
      expect(await claim(push, 'w', AT)).toEqual([])
      await settle('a1')
      expect(await claim(push, 'w', AT)).toEqual(['a2'])
      expect(await settle('a2', EXHAUSTED)).toBe(true)
      expect(await claim(opened.peer.push, 'w', AT)).toEqual(['a3'])
    })

    it('waits for a failing one until that has come to its end', async () => {
      await inOrder('a', 'b')
      await claim(push, 'w', AT)
      await settle('a', again(AT + 50))
      expect(await claim(push, 'w', AT + 49)).toEqual([])
      expect(await claim(push, 'w', AT + 50)).toEqual(['a'])
      await settle('a', EXHAUSTED)
      expect(await claim(push, 'w', AT + 50)).toEqual(['b'])
    })

    it('outlives workers that die, and those that give back', async () => {
      await inOrder('a', 'b')
      await claim(push, 'w', AT)
      expect(await claim(push, 'w2', AT + LEASE_MS)).toEqual(['a'])
      await push.release('w2', ['a'])
      expect(await claim(push, 'w', AT)).toEqual(['a'])
    })

    it('is free again after a line has ended', async () => {
      await inOrder('a')
      await claim(push, 'w', AT)
      await settle('a')
      await inOrder('b', 'c')
      expect(await claim(push, 'w', AT)).toEqual(['b'])
    })

    it('puts a resent one before the younger that wait', async () => {
      await inOrder('a', 'b', 'c')
      await claim(push, 'w', AT)
      await settle('a', EXHAUSTED)
      await claim(push, 'w', AT)
      await settle('b', again(AT + 500))
      expect(await push.resend('a', AT + 1)).toBe(true)
      expect(await claim(push, 'w', AT + 501)).toEqual(['a'])
      expect(await claim(push, 'w', AT + 501)).toEqual([])
      await settle('a')
      expect(await claim(push, 'w', AT + 499)).toEqual([])
      expect(await claim(push, 'w', AT + 500)).toEqual(['b'])
      await settle('b')
      expect(await claim(push, 'w', AT + 500)).toEqual(['c'])
    })

    it('puts a resent one behind the older that wait', async () => {
      await inOrder('a', 'b', 'c')
      for (const id of ['a', 'b']) {
        await claim(push, 'w', AT)
        await settle(id, EXHAUSTED)
      }
      await push.resend('a', AT)
      await push.resend('b', AT)
      const sent: string[] = []
      for (let round = 0; round < 3; round += 1) {
        const [id, ...more] = await claim(push, 'w', AT)
        expect(more).toEqual([])
        sent.push(id ?? '')
        await settle(id ?? '')
      }
      expect(sent).toEqual(['a', 'b', 'c'])
    })

    it('never has two on their way, also when an older one is resent meanwhile', async () => {
      await inOrder('a', 'b')
      await claim(push, 'w', AT)
      await settle('a', EXHAUSTED)
      expect(await claim(push, 'w', AT)).toEqual(['b'])
      await push.resend('a', AT)
      expect(await claim(push, 'w2', AT)).toEqual([])
      // `b` failed: now `a` goes first, and at once.
      expect(await settle('b', again(AT))).toBe(true)
      expect(await claim(push, 'w2', AT)).toEqual(['a'])
      await settle('a', DELIVERED, 'w2')
      expect(await claim(push, 'w', AT)).toEqual(['b'])
    })

    it('does not wait for ever for a worker that died before an older one was resent', async () => {
      await inOrder('z', 'a', 'b')
      for (const id of ['z', 'a']) {
        await claim(push, 'w', AT)
        await settle(id, EXHAUSTED)
      }
      expect(await claim(push, 'dead', AT)).toEqual(['b'])
      await push.resend('a', AT + 1)
      await push.resend('z', AT + 2)
      expect(await claim(push, 'w', AT + LEASE_MS - 1)).toEqual([])
      for (const id of ['z', 'a', 'b']) {
        expect(await claim(push, 'w', AT + LEASE_MS)).toEqual([id])
        await settle(id)
      }
    })

    it('goes on when the one on its way is given back after an older one was resent', async () => {
      await inOrder('a', 'b')
      await claim(push, 'w', AT)
      await settle('a', EXHAUSTED)
      await claim(push, 'w', AT)
      await push.resend('a', AT)
      await push.release('w', ['b'])
      expect(await claim(push, 'w', AT)).toEqual(['a'])
    })

    it('goes on when the one on its way came to its end after an older one was resent', async () => {
      await inOrder('a', 'b', 'c')
      await claim(push, 'w', AT)
      await settle('a', EXHAUSTED)
      await claim(push, 'w', AT)
      await push.resend('a', AT)
      await settle('b')
      expect(await claim(push, 'w', AT)).toEqual(['a'])
      await settle('a')
      expect(await claim(push, 'w', AT)).toEqual(['c'])
    })

    it('is what a whole target gets at last when every one was a dead letter', async () => {
      const ids = ['a', 'b', 'c', 'd']
      await inOrder(...ids)
      for (const id of ids) {
        await claim(push, 'w', AT)
        await settle(id, EXHAUSTED)
      }
      expect(await push.resendDeadLetters({ targetId: 't1', limit: 100 }, AT)).toBe(4)
      for (const id of ids) {
        expect(await claim(push, 'w', AT)).toEqual([id])
        await settle(id)
      }
    })
  })
}

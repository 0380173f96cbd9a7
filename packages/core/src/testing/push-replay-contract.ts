import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PushStore } from '../ports/push-store.ts'
import type { Replay } from '../push/replay/replay.ts'
import { AT } from './append.ts'
import type { Open, Opened } from './harness.ts'
import { aDelivery, aRule, claim, type PushPorts } from './push-given.ts'

/** Replays in every `PushStore`. */
export function pushReplayContract(name: string, open: Open<PushPorts>): void {
  describe(`push replays: ${name}`, () => {
    let opened: Opened<PushPorts>
    let push: PushStore
    beforeEach(async () => {
      opened = await open()
      push = opened.port.push
      await push.createRule(aRule())
    })
    afterEach(() => opened.close())

    it('are kept whole, the newest first', async () => {
      const first = aReplay({ from: AT - 5, before: AT, pattern: '{"类":["x"]}', ratePerSecond: 2.5 })
      const second = aReplay({ id: 'p2', createdAt: AT + 1, state: 'done', endedAt: AT + 2 })
      await push.createReplay(first)
      await push.createReplay(second)
      expect(await opened.peer.push.replays({ limit: 10 })).toEqual([second, first])
      expect(await push.replays({ limit: 1 })).toEqual([second])
      expect(await push.replays({ state: 'running', limit: 10 })).toEqual([first])
      expect(await push.replay('p1')).toEqual(first)
      expect(await push.replay('p9')).toBeNull()
    })

    it('[D55] move with what they owe, once from each place, on any number of nodes', async () => {
      await push.createReplay(aReplay())
      const moved = await Promise.all(
        Array.from({ length: 6 }, (_, at) =>
          (at % 2 === 0 ? push : opened.peer.push).advanceReplay(
            'p1',
            0,
            50,
            [aDelivery({ id: `a${at}`, replayId: 'p1' }), aDelivery({ id: `b${at}`, replayId: 'p1' })],
            null,
          ),
        ),
      )
      expect(moved.filter(Boolean).length).toBe(1)
      expect(await push.replay('p1')).toEqual(aReplay({ position: 50, count: 2 }))
      const winner = moved.indexOf(true)
      expect(await claim(push, 'w', AT)).toEqual([`a${winner}`, `b${winner}`])
      expect(await push.cursor()).toBe(0)
      expect(await push.advanceReplay('p9', 0, 5, [], null)).toBe(false)
    })

    it('end when there is no more to look at, and then stand still', async () => {
      await push.createReplay(aReplay({ position: 50, count: 2 }))
      expect(await push.advanceReplay('p1', 50, 100, [aDelivery({ id: 'a' })], AT + 7)).toBe(true)
      const done = aReplay({ position: 100, count: 3, state: 'done', endedAt: AT + 7 })
      expect(await opened.peer.push.replay('p1')).toEqual(done)
      expect(await push.advanceReplay('p1', 100, 110, [aDelivery({ id: 'b' })], null)).toBe(false)
      expect(await push.cancelReplay('p1', AT + 9)).toBe(false)
      expect(await push.delivery('b')).toBeNull()
    })

    it('are cancelled once, and what they made stays owed', async () => {
      await push.createReplay(aReplay())
      await push.advanceReplay('p1', 0, 50, [aDelivery({ id: 'a' })], null)
      expect(await push.cancelReplay('p1', AT + 9)).toBe(true)
      expect(await push.cancelReplay('p1', AT + 9)).toBe(false)
      expect(await push.cancelReplay('p9', AT + 9)).toBe(false)
      expect(await opened.peer.push.replay('p1')).toMatchObject({
        state: 'cancelled',
        endedAt: AT + 9,
        count: 1,
      })
      expect(await push.advanceReplay('p1', 50, 60, [], null)).toBe(false)
      expect(await claim(push, 'w', AT)).toEqual(['a'])
    })

    it('[D55] end with their target', async () => {
      await push.createReplay(aReplay())
      await push.deleteTarget('t1', AT + 3)
      expect(await push.replay('p1')).toMatchObject({ state: 'cancelled', endedAt: AT + 3 })
      expect(await push.advanceReplay('p1', 0, 50, [aDelivery({ id: 'a' })], null)).toBe(false)
    })
  })
}

function aReplay(wish: Partial<Replay> = {}): Replay {
  return {
    id: 'p1',
    ruleId: 'r1',
    targetId: 't1',
    after: 0,
    upTo: 100,
    from: null,
    before: null,
    pattern: null,
    ratePerSecond: 10,
    state: 'running',
    position: 0,
    count: 0,
    createdAt: AT,
    endedAt: null,
    ...wish,
  }
}

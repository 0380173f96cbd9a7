import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../instant.ts'
import { aDelivery, aRule, aTarget } from '../../testing/push-given.ts'
import type { Delivery } from '../delivery.ts'
import type { Target } from '../rule.ts'
import type { Lane, Leased } from './lane.ts'
import { Lanes } from './lanes.ts'

const at = 1_800_000_000_000
const EXTRAS = 12

/** A store with a backlog of a known size for each target, and lanes that draw from it. */
function house(extras = EXTRAS) {
  const lanes = new Lanes({ extras })
  const backlog = new Map<string, number>()
  const settings = new Map<string, Partial<Target>>()
  const flying = new Map<string, Leased[]>()
  let seq = 0
  const delivery = (targetId: string): Delivery => {
    seq += 1
    const ended = { status: 'pending', attempts: 0, settledAt: null, erased: false } as const
    return { ...aDelivery({ id: `d${seq}`, targetId }), ...ended, seq }
  }
  const target = (id: string, count: number, wish: Partial<Target> = {}): void => {
    backlog.set(id, count)
    settings.set(id, { concurrency: 16, ...wish })
    flying.set(id, [])
    lanes.hear(id, 1, at)
  }
  /** What a worker does when it looks. */
  function look(now = at): void {
    for (const { targetId } of lanes.takeBack('failing', now))
      backlog.set(targetId, (backlog.get(targetId) ?? 0) + 1)
    for (const lane of lanes.strangers(now)) {
      const found = { ...aTarget({ id: lane.targetId, ...settings.get(lane.targetId) }), version: 1 }
      lanes.learn(lane, { rule: { ...aRule(), targets: [] }, target: found }, now)
    }
    for (const wish of lanes.wishes(now)) {
      const left = backlog.get(wish.lane.targetId) ?? 0
      const taken = Math.min(left, wish.limit)
      backlog.set(wish.lane.targetId, left - taken)
      const claimed = Array.from({ length: taken }, () => delivery(wish.lane.targetId))
      lanes.claimed(wish, claimed, now + 16 * SECOND, now)
    }
    for (const leased of lanes.begin(now)) flying.get(leased.lane.targetId)?.push(leased)
  }
  function land(id: string, failed: boolean, now = at): boolean {
    const leased = flying.get(id)?.shift()
    if (!leased) return false
    lanes.answered(leased.lane, failed)
    lanes.settled(leased.lane, leased.delivery, failed ? now + 10 * SECOND : null, now)
    return true
  }
  const inFlight = (id: string): number => flying.get(id)?.length ?? 0
  const laneOf = (id: string): Lane | undefined => flying.get(id)?.[0]?.lane
  return { lanes, target, look, land, inFlight, laneOf, backlog, ids: () => [...backlog.keys()] }
}

const targets = fc.array(
  fc.record({ count: fc.integer({ min: 0, max: 60 }), concurrency: fc.integer({ min: 1, max: 64 }) }),
  { minLength: 1, maxLength: 12 },
)
const steps = fc.array(fc.record({ pick: fc.nat(11), fails: fc.boolean(), looks: fc.boolean() }), {
  maxLength: 400,
})

describe('lanes', () => {
  it('[D16] [D62] whatever happens: who has a backlog sends, nobody more than it may, all together no more than there is', () => {
    fc.assert(
      fc.property(targets, steps, (wanted, moves) => {
        const { lanes, target, look, land, inFlight, laneOf, backlog, ids } = house()
        for (const [no, { count, concurrency }] of wanted.entries()) target(`t${no}`, count, { concurrency })
        const check = (): void => {
          const extras = ids().reduce((sum, id) => sum + Math.max(0, inFlight(id) - 1), 0)
          expect(extras).toBeLessThanOrEqual(EXTRAS)
          for (const [no, { concurrency }] of wanted.entries()) {
            const flying = inFlight(`t${no}`)
            expect(flying).toBeLessThanOrEqual(concurrency)
            const lane = laneOf(`t${no}`)
            if (lane?.healthy) expect(lane.held).toBeLessThanOrEqual(2 * concurrency)
          }
        }
        look()
        for (const { pick, fails, looks } of moves) {
          land(`t${pick % wanted.length}`, fails)
          if (looks) {
            look()
            for (const id of ids())
              if ((backlog.get(id) ?? 0) > 0) expect(inFlight(id), id).toBeGreaterThan(0)
          }
          check()
        }
        // Nothing stays behind: with all healthy from here on, the backlogs come to their end.
        for (let rounds = 0; rounds < 2_000; rounds += 1) {
          look()
          const landed = ids().filter((id) => land(id, false))
          if (landed.length === 0) break
        }
        expect([...backlog.values()].reduce((a, b) => a + b, 0)).toBe(0)
        expect(lanes.size).toBe(0)
      }),
      { numRuns: 200 },
    )
  })

  it('[D62] those who want more than their first get the same', () => {
    const { target, look, land, inFlight, ids } = house(30)
    for (const id of ['a', 'b', 'c']) target(id, 100_000, { concurrency: 64 })
    // `a` is there first and takes all; the others are fresh.
    for (let round = 0; round < 40; round += 1) {
      look()
      if (round < 10) while (land('a', false));
      else for (const id of ids()) land(id, false)
    }
    for (let round = 0; round < 200; round += 1) {
      for (const id of ids()) land(id, false)
      look()
    }
    const shares = ids().map(inFlight)
    expect(shares.reduce((a, b) => a + b, 0)).toBe(33)
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
  })

  it('[D62] a failing target gives its extra slots to the others', () => {
    const { target, look, land, inFlight } = house(6)
    for (const id of ['a', 'b']) target(id, 10_000)
    for (let round = 0; round < 50; round += 1) {
      look()
      for (const id of ['a', 'b']) land(id, false)
    }
    look()
    expect([inFlight('a'), inFlight('b')]).toEqual([4, 4])
    while (land('a', true));
    look()
    for (let round = 0; round < 10; round += 1) {
      land('b', false)
      look()
    }
    expect([inFlight('a'), inFlight('b')]).toEqual([1, 7])
  })

  it('forgets a target that was owed nothing for ten minutes, and reads it anew', () => {
    const { lanes, target, look, land } = house()
    target('a', 1)
    look()
    land('a', false)
    look()
    lanes.tidy(at + SECOND)
    lanes.tidy(at + 601 * SECOND)
    lanes.hear('a', 1, at + 602 * SECOND)
    expect(lanes.strangers(at + 602 * SECOND)).toHaveLength(1)
  })

  it('says when to look again: what is due, a token, the end of a breaker; and never when it is full', () => {
    const { lanes, target, look, land } = house()
    target('slow', 5, { ratePerSecond: 2 })
    look()
    expect(lanes.nextAt(at), 'one is on its way').toBe(Number.POSITIVE_INFINITY)
    land('slow', false)
    look()
    expect(lanes.nextAt(at)).toBe(at + 500)
    target('open', 5, {
      state: { ...aTarget().state, openUntil: at + 300 },
    })
    look()
    expect(lanes.nextAt(at)).toBe(at + 300)
    lanes.hear('later', 1, at + 100)
    expect(lanes.nextAt(at)).toBe(at + 100)
  })
})

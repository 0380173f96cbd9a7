import { describe, expect, it } from 'vitest'
import { createSequentialIds } from '../../memory/ids.ts'
import { house, rule } from '../../testing/match-house.ts'
import { aTarget } from '../../testing/push-given.ts'
import { settle } from '../../testing/push-house.ts'
import { createMatcher } from './matcher.ts'

describe('matcher', () => {
  it('[D5] [D7] writes one delivery per target of each matching rule, in the order of the log', async () => {
    const { parts, owed, pushStore, shown } = house({ count: 1_300 })
    await pushStore.createRule(
      rule('all', { targets: [aTarget({ id: 'a' }), aTarget({ id: 'b', order: 'meeting' })] }),
    )
    await pushStore.createRule(rule('one', { pattern: '{"type":["t700"]}' }))
    await pushStore.createRule(rule('off', { enabled: false }))
    await pushStore.createRule(rule('elsewhere', { bus: 'parley' }))
    await pushStore.createRule(rule('nobody', { targets: [] }))
    const matcher = createMatcher(parts)
    await matcher.run()
    const events = (await shown()).map(({ id }) => id)
    for (const [target, orderKey] of [
      ['a', null],
      ['b', 'm1'],
    ]) {
      const all = (await owed()).filter(({ targetId }) => targetId === target)
      expect(all.map(({ eventId }) => eventId)).toEqual(events)
      expect(new Set(all.map((delivery) => delivery.orderKey))).toEqual(new Set([orderKey]))
    }
    const others = (await owed()).filter(({ ruleId }) => ruleId !== 'all')
    expect(others).toMatchObject([
      {
        bus: 'default',
        ruleId: 'one',
        targetId: 'to-one',
        ruleName: 'one',
        url: 'https://one.test/',
        eventType: 't700',
        eventSource: 's',
        position: 700,
        replayId: null,
        status: 'pending',
        attempts: 0,
      },
    ])
    expect(await pushStore.cursor()).toBe(1_300)
    await matcher.stop()
  })

  it('[D8] makes the bytes once per event and way of encoding, whatever the number of targets', async () => {
    const { parts, owed, pushStore, encodings } = house({ count: 4 })
    for (let at = 0; at < 100; at += 1) await pushStore.createRule(rule(`r${at}`))
    for (let at = 0; at < 50; at += 1)
      await pushStore.createRule(
        rule(`c${at}`, { targets: [aTarget({ id: `c${at}`, dialect: 'cloudevents' })] }),
      )
    const matcher = createMatcher(parts)
    await matcher.run()
    expect(await owed()).toHaveLength(3 * 150)
    expect(encodings()).toBe(3 * 2)
    expect(new Set((await owed()).map(({ body }) => body)).size).toBe(3 * 2)
    await matcher.stop()
  })

  it('tells the worker which targets are owed something, with the version that was matched with', async () => {
    const { parts, happen, hints, pushStore } = house()
    await pushStore.createRule(rule('all'))
    await pushStore.updateTarget('to-all', { url: 'https://new.test/' }, 0)
    await pushStore.createRule(rule('other', { pattern: '{"type":["no"]}' }))
    happen()
    const matcher = createMatcher(parts)
    await matcher.run()
    expect(hints).toEqual([{ targetId: 'to-all', version: 2 }])
    await matcher.stop()
  })

  it('[D71] extended events are for targets that asked for them', async () => {
    const { parts, happen, owed, pushStore, event } = house()
    const both = [aTarget({ id: 'plain' }), aTarget({ id: 'extended', extended: true })]
    await pushStore.createRule(rule('all', { targets: both }))
    happen()
    happen()
    const matcher = createMatcher({
      ...parts,
      tell: [(entry) => [{ bus: 'default', event: { ...event(entry), extendedOnly: entry.position === 1 } }]],
    })
    await matcher.run()
    expect((await owed()).map(({ position, targetId }) => [position, targetId])).toEqual([
      [1, 'extended'],
      [2, 'plain'],
      [2, 'extended'],
    ])
    await matcher.stop()
  })

  it('[D75] a rule with a scope gets what is of its meeting and its key alone', async () => {
    const { parts, happen, owed, pushStore } = house()
    await pushStore.createRule(rule('meeting', { scope: { conferenceId: '2' as never } }))
    await pushStore.createRule(rule('key', { scope: { keyId: 'k2' } }))
    happen()
    happen({ conferenceId: '2' as never })
    happen()
    happen({ actor: { is: 'key', id: 'k2', name: '' } })
    happen({ actor: { is: 'user', id: 'k2' as never, name: '' } })
    const matcher = createMatcher(parts)
    await matcher.run()
    expect((await owed()).map(({ ruleId, position }) => [ruleId, position])).toEqual([
      ['meeting', 2],
      ['key', 4],
    ])
    await matcher.stop()
  })

  it('[D76] nothing is matched on a bus that is switched off, then or later', async () => {
    const { parts, happen, owed, pushStore } = house()
    await pushStore.createRule(rule('all'))
    await pushStore.updateBus('default', { enabled: false })
    happen()
    const matcher = createMatcher(parts)
    await matcher.run()
    await pushStore.updateBus('default', { enabled: true })
    happen()
    await matcher.run()
    expect((await owed()).map(({ position }) => position)).toEqual([2])
    await matcher.stop()
  })

  it('[D6] several matchers over one store write each delivery once', async () => {
    const { parts, owed, pushStore, happen, shown } = house({ count: 2_000 })
    await pushStore.createRule(rule('all'))
    const ids = createSequentialIds(2)
    const matchers = [
      createMatcher(parts),
      createMatcher({ ...parts, ids }),
      createMatcher({ ...parts, ids }),
    ]
    for (let at = 0; at < 500; at += 1) {
      happen()
      if (at % 50 === 0) await Promise.all(matchers.map((matcher) => matcher.run()))
    }
    await Promise.all(matchers.map((matcher) => matcher.run()))
    expect((await owed()).map(({ eventId }) => eventId)).toEqual((await shown()).map(({ id }) => id))
    await Promise.all(matchers.map((matcher) => matcher.stop()))
  })

  it('[D6] goes on from where another matcher stopped, though it had read further itself', async () => {
    const { parts, owed, pushStore } = house({ count: 5 })
    await pushStore.createRule(rule('all'))
    let first = true
    const advance: typeof pushStore.advance = async (...asked) => {
      // Somebody else is faster, and dies behind the first entry.
      if (first) await pushStore.advance(0, 1, [])
      first = false
      return pushStore.advance(...asked)
    }
    const matcher = createMatcher({ ...parts, pushStore: { ...pushStore, advance } })
    await matcher.run()
    expect((await owed()).map(({ position }) => position)).toEqual([2, 4, 5])
    expect(await pushStore.cursor()).toBe(5)
    await matcher.stop()
  })

  it('[D6] a large fan-out is written in parts, each with its place in the log', async () => {
    const { parts, owed, pushStore } = house({ count: 60 })
    for (let at = 0; at < 300; at += 1) await pushStore.createRule(rule(`r${at}`))
    const sizes: number[] = []
    const advance: typeof pushStore.advance = (from, to, deliveries) => {
      sizes.push(deliveries.length)
      return pushStore.advance(from, to, deliveries)
    }
    const matcher = createMatcher({ ...parts, pushStore: { ...pushStore, advance } })
    await matcher.run()
    expect(await owed()).toHaveLength(40 * 300)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2_000 + 300)
    await matcher.stop()
  })

  it('[D5] a rule gets every event after its creation, though it was created while a batch was being read', async () => {
    const { parts, owed, pushStore, happen, log } = house()
    const matcher = createMatcher({
      ...parts,
      log: {
        record: (events) => log.record(events),
        entries: async (range) => {
          if (log.last === 0) {
            await pushStore.createRule(rule('late'))
            happen()
          }
          return log.entries(range)
        },
      },
    })
    await matcher.run()
    expect(await owed()).toMatchObject([{ ruleId: 'late', position: 1 }])
    await matcher.stop()
  })

  it('is woken by news, and looks by itself when there are none', async () => {
    const { parts, owed, pushStore, happen, publish, clock } = house()
    await pushStore.createRule(rule('all'))
    const matcher = createMatcher(parts)
    await settle()
    happen()
    publish()
    await settle()
    expect(await owed()).toHaveLength(1)
    happen()
    clock.advance(1_000)
    await settle()
    expect(await owed()).toHaveLength(2)
    await matcher.stop()
  })

  it('leaves the cursor alone at news while there are no rules, and knows a new rule after a run', async () => {
    const { parts, owed, pushStore, happen, publish, clock } = house()
    const matcher = createMatcher(parts)
    await settle()
    happen()
    publish()
    await settle()
    expect(await pushStore.cursor()).toBe(0)
    clock.advance(1_000)
    await settle()
    expect(await pushStore.cursor()).toBe(1)
    await pushStore.createRule(rule('all'))
    await matcher.run()
    const id = happen()
    publish()
    await settle()
    expect(await owed()).toMatchObject([{ eventId: id }])
    await matcher.stop()
  })

  it('[D6] died before the cursor moved: nothing was written; the next one writes it once', async () => {
    const { parts, owed, pushStore } = house({ count: 5 })
    await pushStore.createRule(rule('all'))
    const dying = createMatcher({
      ...parts,
      pushStore: { ...pushStore, advance: () => new Promise(() => {}) },
    })
    await settle()
    expect(await owed()).toHaveLength(0)
    const next = createMatcher(parts)
    await next.run()
    expect(await owed()).toHaveLength(4)
    void dying
    await next.stop()
  })

  it('goes on after the store has failed', async () => {
    const { parts, owed, pushStore, errors, clock, log } = house({ count: 2 })
    await pushStore.createRule(rule('all'))
    let failures = 1
    const entries: typeof log.entries = async (range) => {
      if (failures-- > 0) throw new Error('store down')
      return log.entries(range)
    }
    const matcher = createMatcher({ ...parts, log: { entries, record: (events) => log.record(events) } })
    await settle()
    expect(errors).toHaveLength(1)
    clock.advance(1_000)
    await settle()
    expect(await owed()).toHaveLength(2)
    await matcher.stop()
  })
})

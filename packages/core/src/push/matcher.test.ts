import { describe, expect, it } from 'vitest'
import type { Recorded } from '../conference/events.ts'
import { createMemoryBus } from '../memory/bus.ts'
import { FakeClock } from '../memory/clock.ts'
import { createSequentialIds } from '../memory/ids.ts'
import { MemoryLog } from '../memory/log.ts'
import { createMemoryPushStore } from '../memory/push-store.ts'
import type { NewRule } from '../ports/push-store.ts'
import type { LogEntry } from '../site/log-entry.ts'
import { aRule, aTarget } from '../testing/push-given.ts'
import { settle } from '../testing/push-house.ts'
import type { PushEvent } from './event.ts'
import { createMatcher, type MatcherParts } from './matcher.ts'
import { parsePattern } from './pattern/parse-pattern.ts'
import { siteRecord } from './site-record.ts'
import { whyUntold } from './untold.ts'
import type { DueHint } from './worker.ts'

const rule = (id: string, wish: Partial<NewRule> & { pattern?: string } = {}): NewRule =>
  aRule({ id, name: id, target: { id: `to-${id}`, url: `https://${id}.test/` }, ...wish })

/** A log of `count` events; every third is not shown outside. */
function house({ count = 0 }: { count?: number } = {}) {
  const log = new MemoryLog()
  const pushStore = createMemoryPushStore({ log })
  const errors: unknown[] = []
  const eventIds = createSequentialIds(7)
  const happen = (wish: Partial<Recorded> = {}): string => {
    const id = eventIds.eventId()
    const actor = { is: 'key', id: 'k1', name: '' }
    const entry = {
      id,
      position: log.last + 1,
      time: 1_000 + log.last,
      conferenceId: '1',
      tenantId: '1001',
      actor,
    }
    log.append({ type: 'RunOccupied', data: {}, ...entry, ...wish } as unknown as LogEntry)
    return id
  }
  for (let at = 0; at < count; at += 1) happen()
  const bus = createMemoryBus((error) => errors.push(error))
  const clock = new FakeClock()
  const ids = createSequentialIds()
  let encoded = 0
  let news = 0
  const hints: DueHint[] = []
  const event = ({ id, position, time }: LogEntry): PushEvent => ({
    id,
    time,
    source: 's',
    type: `t${position}`,
    data: {},
    orderKey: 'm1',
  })
  const parts: MatcherParts = {
    log,
    pushStore,
    bus,
    clock,
    ids,
    tell: [(entry) => (entry.position % 3 === 0 ? [] : [{ bus: 'default', event: event(entry) }])],
    readPattern: (text) => parsePattern(text).pattern,
    encode: (event, { dialect }) => {
      encoded += 1
      return { body: `${dialect} ${event.id}`, headers: { 'content-type': 'application/json' } }
    },
    onDeliveries: (targets) => hints.push(...targets),
    onError: (error) => errors.push(error),
  }
  const owed = async () => {
    const pages = await pushStore.deliveries({ limit: 500 })
    while (pages.length % 500 === 0 && pages.length > 0) {
      const more = await pushStore.deliveries({ limit: 500, belowSeq: pages.at(-1)?.seq ?? 0 })
      if (more.length === 0) break
      pages.push(...more)
    }
    return pages.reverse()
  }
  const publish = () => {
    news += 1
    bus.publish({ conferenceId: '1' as never, revision: news, position: log.last, events: [] })
  }
  const shown = async () =>
    (await log.entries({ after: 0, limit: 10_000 })).filter(({ position }) => position % 3 !== 0)
  return {
    parts,
    log,
    happen,
    publish,
    clock,
    errors,
    owed,
    pushStore,
    shown,
    event,
    hints,
    encodings: () => encoded,
  }
}

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

describe('faults of ours', () => {
  it('[D70] an entry that cannot be told leaves a trace in the log, once, and holds back nothing', async () => {
    const { parts, owed, pushStore, errors, log, event } = house({ count: 3 })
    await pushStore.createRule(rule('all'))
    await pushStore.createRule(rule('own', { bus: 'parley' }))
    const broken: MatcherParts = {
      ...parts,
      tell: [
        (entry) => {
          if (entry.position === 2) throw new Error('no such field')
          return [{ bus: 'default', event: event(entry) }]
        },
        (entry) => [{ bus: 'parley', event: event(entry) }],
      ],
    }
    // The first of them dies with the trace recorded and the cursor where it was.
    const dying = createMatcher({
      ...broken,
      pushStore: { ...pushStore, advance: () => new Promise(() => {}) },
    })
    await settle()
    const matcher = createMatcher(broken)
    await matcher.run()
    const traces = (await log.entries({ after: 3, limit: 10 })).map(({ type, data }) => ({ type, data }))
    const [, second] = await log.entries({ after: 0, limit: 10 })
    expect(traces).toEqual([
      {
        type: 'EventUntold',
        data: { position: 2, eventId: second?.id, eventType: 'RunOccupied', error: 'no such field' },
      },
    ])
    expect((await owed()).map(({ ruleId, position }) => `${ruleId} ${position}`)).toEqual([
      'all 1',
      'own 1',
      'own 2',
      'all 3',
      'own 3',
      'all 4',
      'own 4',
    ])
    expect(errors).toHaveLength(2)
    void dying
    await matcher.stop()
  })

  it('[D70] a trace that cannot be told leaves none', async () => {
    const { parts, pushStore, log } = house({ count: 1 })
    await pushStore.createRule(rule('all'))
    const tell = (): never => {
      throw new Error('nothing works')
    }
    const matcher = createMatcher({ ...parts, tell: [tell] })
    await matcher.run()
    await matcher.run()
    expect(log.last).toBe(2)
    await matcher.stop()
  })

  it('[D70] a statistic, whose id is no time, leaves its own trace', async () => {
    const { parts, pushStore, log } = house()
    await pushStore.createRule(rule('all'))
    const data = { day: '2027-01-01', startsAt: 0, meetings: 0, minutes: 0, joins: 0, peak: 0 }
    const record = siteRecord(parts.ids, 1, 'StatisticTaken', data)
    await log.record([{ ...record, id: '01234567-89ab-8def-8123-456789abcdef' as never }])
    const matcher = createMatcher({
      ...parts,
      tell: [
        ({ type }) => {
          if (type === 'StatisticTaken') throw new Error('broken')
          return []
        },
      ],
    })
    await matcher.run()
    expect((await log.entry(2))?.id).toBe('01234567-89ab-8def-8123-456789abcdee')
    await matcher.stop()
  })

  it('[D70] what cannot be encoded for a target is owed to it all the same', async () => {
    const { parts, happen, owed, pushStore, errors } = house()
    const both = [aTarget({ id: 'broken' }), aTarget({ id: 'fine', dialect: 'cloudevents' })]
    await pushStore.createRule(rule('all', { targets: both }))
    happen()
    const matcher = createMatcher({
      ...parts,
      encode: (event, target) => {
        if (target.dialect === 'seed') throw new Error('no such path')
        return parts.encode(event, target)
      },
    })
    await matcher.run()
    expect((await owed()).map((one) => [one.targetId, whyUntold(one)])).toEqual([
      ['broken', 'no such path'],
      ['fine', null],
    ])
    expect(errors).toHaveLength(1)
    await matcher.stop()
  })

  it('[D77] a rule that cannot be read harms no other', async () => {
    const { parts, happen, owed, pushStore, errors } = house()
    await pushStore.createRule(rule('broken', { pattern: '{"type":' }))
    await pushStore.createRule(rule('fine'))
    happen()
    const matcher = createMatcher(parts)
    await matcher.run()
    expect((await owed()).map(({ ruleId }) => ruleId)).toEqual(['fine'])
    expect(errors).toHaveLength(1)
    await matcher.stop()
  })
})

import { describe, expect, it } from 'vitest'
import type { Recorded } from '../conference/events.ts'
import { createMemoryBus } from '../memory/bus.ts'
import { FakeClock } from '../memory/clock.ts'
import { createSequentialIds } from '../memory/ids.ts'
import { createMemoryPushStore } from '../memory/push-store.ts'
import type { PushStore } from '../ports/push-store.ts'
import { settle } from '../testing/push-house.ts'
import { createMatcher, type MatcherParts } from './matcher.ts'
import type { Pattern } from './pattern/pattern.ts'
import type { Rule } from './rule.ts'

function rule(id: string, pattern: Pattern = {}, enabled = true): Rule {
  const target = {
    type: 'http',
    url: `https://${id}.test/`,
    retry: 'BACKOFF_RETRY',
    sealedSecret: '',
  } as const
  return { id, name: id, enabled, pattern, target, createdAt: 0 }
}

/** A log of `count` events; every third is not shown outside. */
function house({
  count = 0,
  pushStore = createMemoryPushStore(),
}: {
  count?: number
  pushStore?: PushStore
} = {}) {
  const log: Recorded[] = []
  const errors: unknown[] = []
  const happen = (): void => {
    const position = log.length + 1
    log.push({ id: `event-${position}`, position, time: position } as unknown as Recorded)
  }
  for (let at = 0; at < count; at += 1) happen()
  const bus = createMemoryBus((error) => errors.push(error))
  const clock = new FakeClock()
  const ids = createSequentialIds()
  let encoded = 0
  const parts: MatcherParts = {
    store: {
      events: async ({ after, limit }) => log.slice(after, after + limit),
    },
    pushStore,
    bus,
    clock,
    ids,
    present: ({ id, position, time }) =>
      position % 3 === 0 ? null : { id, time, source: 's', type: `t${position}`, subject: 'x', data: {} },
    encode: (event) => {
      encoded += 1
      return JSON.stringify(event)
    },
    onError: (error) => errors.push(error),
  }
  const owed = async () => (await pushStore.deliveries({ limit: 100_000 })).reverse()
  const news = () =>
    bus.publish({ conferenceId: '1' as never, revision: 1, position: log.length, events: [] })
  return { parts, log, happen, news, clock, errors, owed, pushStore, encodings: () => encoded }
}

describe('matcher', () => {
  it('[D5] [D7] writes one delivery per matching rule and event, in the order of the log', async () => {
    const { parts, owed, pushStore, encodings } = house({ count: 1_300 })
    await pushStore.createRule(rule('all'))
    await pushStore.createRule(rule('one', { type: ['t700'] }))
    await pushStore.createRule(rule('off', {}, false))
    const matcher = createMatcher(parts)
    await matcher.run()
    const all = (await owed()).filter(({ ruleId }) => ruleId === 'all')
    const shown = Array.from({ length: 1_300 }, (_, at) => at + 1).filter((position) => position % 3 !== 0)
    expect(all.map(({ eventId }) => eventId)).toEqual(shown.map((position) => `event-${position}`))
    expect((await owed()).filter(({ ruleId }) => ruleId !== 'all')).toMatchObject([
      { ruleId: 'one', eventId: 'event-700', status: 'pending', attempts: 0 },
    ])
    expect(await pushStore.cursor()).toBe(1_300)
    expect(encodings(), '[D8] once per event, not per rule').toBe(shown.length)
    await matcher.stop()
  })

  it('[D6] several matchers over one store write each delivery once', async () => {
    const { parts, owed, pushStore, happen, log } = house({ count: 2_000 })
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
    const eventIds = (await owed()).map(({ eventId }) => eventId)
    expect(eventIds).toEqual(log.filter(({ position }) => position % 3 !== 0).map(({ id }) => id))
    await Promise.all(matchers.map((matcher) => matcher.stop()))
  })

  it('[D5] a rule gets every event after its creation, though it was created while a batch was being read', async () => {
    const { parts, owed, pushStore, happen, log } = house()
    const matcher = createMatcher({
      ...parts,
      store: {
        events: async ({ after, limit }) => {
          if (log.length === 0) {
            await pushStore.createRule(rule('late'))
            happen()
          }
          return log.slice(after, after + limit)
        },
      },
    })
    await matcher.run()
    expect(await owed()).toMatchObject([{ ruleId: 'late', eventId: 'event-1' }])
    await matcher.stop()
  })

  it('is woken by news, and looks by itself when there are none', async () => {
    const { parts, owed, pushStore, happen, news, clock } = house()
    await pushStore.createRule(rule('all'))
    const matcher = createMatcher(parts)
    await settle()
    happen()
    news()
    await settle()
    expect(await owed()).toHaveLength(1)
    happen()
    clock.advance(1_000)
    await settle()
    expect(await owed()).toHaveLength(2)
    await matcher.stop()
  })

  it('leaves the cursor alone at news while there are no rules, and knows a new rule after a run', async () => {
    const { parts, owed, pushStore, happen, news, clock } = house()
    const matcher = createMatcher(parts)
    await settle()
    happen()
    news()
    await settle()
    expect(await pushStore.cursor()).toBe(0)
    clock.advance(1_000)
    await settle()
    expect(await pushStore.cursor()).toBe(1)
    await pushStore.createRule(rule('all'))
    await matcher.run()
    happen()
    news()
    await settle()
    expect(await owed()).toMatchObject([{ eventId: 'event-2' }])
    await matcher.stop()
  })

  it('[D6] died before the cursor moved: nothing was written; the next one writes it once', async () => {
    const pushStore = createMemoryPushStore()
    const { parts, owed } = house({ count: 5, pushStore })
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

  it('goes on after the store has failed, and past an event that cannot be presented', async () => {
    const { parts, owed, pushStore, errors, clock, log } = house({ count: 3 })
    await pushStore.createRule(rule('all'))
    let failures = 1
    const matcher = createMatcher({
      ...parts,
      store: {
        events: async ({ after, limit }) => {
          if (failures-- > 0) throw new Error('store down')
          return log.slice(after, after + limit)
        },
      },
      present: (recorded) => {
        if (recorded.position === 1) throw new Error('cannot present')
        return parts.present(recorded)
      },
    })
    await settle()
    expect(errors).toHaveLength(1)
    clock.advance(1_000)
    await settle()
    expect(errors).toHaveLength(2)
    expect((await owed()).map(({ eventId }) => eventId)).toEqual(['event-2'])
    await matcher.stop()
  })
})

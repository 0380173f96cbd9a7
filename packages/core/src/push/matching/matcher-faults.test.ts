import { describe, expect, it } from 'vitest'
import { house, rule } from '../../testing/match-house.ts'
import { aTarget } from '../../testing/push-given.ts'
import { settle } from '../../testing/push-house.ts'
import { siteRecord } from '../site-record.ts'
import { whyUntold } from '../untold.ts'
import { createMatcher, type MatcherParts } from './matcher.ts'

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

import { createMemoryConferenceStore, createMemoryPushStore, FakeClock } from '@parley/core/memory'
import { aDelivery, aRule, aSiteEvent, aTarget } from '@parley/core/testing'
import { describe, expect, it } from 'vitest'
import { createMetrics } from '#telemetry/metrics.ts'
import { watchPush } from './watch-push.ts'

async function watched() {
  const log = createMemoryConferenceStore()
  const pushStore = createMemoryPushStore({ log })
  const clock = new FakeClock()
  const metrics = createMetrics()
  const { attempt } = watchPush(metrics, { pushStore, log, clock })
  /** What a scrape says of event push, by name with labels, buckets left out. */
  async function scraped(): Promise<Record<string, number>> {
    const lines = (await metrics.registry.metrics()).split('\n')
    return Object.fromEntries(
      lines
        .filter((line) => /^parley_(push|log)_/.test(line) && !line.includes('_bucket'))
        .map((line) => {
          const [, name = '', value] = /^(.*) (\S+)$/.exec(line) ?? []
          return [name, Number(value)]
        }),
    )
  }
  return { log, pushStore, clock, attempt, scraped }
}

describe('metrics of event push', () => {
  it('say how far the matcher lags, what is owed and for how long, and how targets are', async () => {
    const { log, pushStore, clock, scraped } = await watched()
    const now = clock.now()
    const running = aTarget({ id: 't1' })
    const state = { ...running.state, failingSince: now }
    await pushStore.createRule(
      aRule({
        targets: [
          running,
          aTarget({ id: 't2', state: { ...state, openUntil: now + 30_000 } }),
          aTarget({ id: 't3', state: { ...state, is: 'paused', why: 'gone', note: '' } }),
        ],
      }),
    )
    await log.record([aSiteEvent({ id: 'e1' }), aSiteEvent({ id: 'e2' }), aSiteEvent({ id: 'e3' })])
    await pushStore.advance(0, 1, [
      aDelivery({ id: 'd1', targetId: 't1', createdAt: now, dueAt: now }),
      aDelivery({ id: 'd2', targetId: 't2', createdAt: now + 1_000, dueAt: now }),
    ])
    clock.advance(4_000)
    expect(await scraped()).toMatchObject({
      parley_log_position: 3,
      parley_push_cursor: 1,
      parley_push_lag: 2,
      parley_push_pending: 2,
      parley_push_dead_letters: 0,
      parley_push_oldest_pending_seconds: 4,
      parley_push_targets: 3,
      parley_push_targets_paused: 1,
      parley_push_targets_failing: 2,
      parley_push_breakers_open: 1,
    })
  })

  it('ask the store once in a scrape for what several figures need, and anew in the next', async () => {
    const { pushStore, scraped } = await watched()
    const asked = { rules: 0, counts: 0 }
    const { rules, counts } = pushStore
    pushStore.rules = async (filter) => {
      asked.rules += 1
      return rules(filter)
    }
    pushStore.counts = async () => {
      asked.counts += 1
      return counts()
    }
    await scraped()
    expect(asked).toEqual({ rules: 1, counts: 1 })
    await pushStore.createRule(aRule({ targets: [aTarget({ id: 't1' })] }))
    expect(await scraped()).toMatchObject({ parley_push_targets: 1 })
    expect(asked).toEqual({ rules: 2, counts: 2 })
  })

  it('say nothing waits when nothing does', async () => {
    const { scraped } = await watched()
    expect(await scraped()).toMatchObject({ parley_push_lag: 0, parley_push_oldest_pending_seconds: 0 })
  })

  it('count attempts by how they ended, and deliveries by their end', async () => {
    const { attempt, scraped } = await watched()
    const again = { status: 'pending', dueAt: 1 } as const
    const told = { targetId: 't', durationMs: 20 }
    attempt({ ...told, status: 503, next: again })
    attempt({ ...told, status: null, next: again })
    attempt({ ...told, status: 302, next: { status: 'exhausted', dueAt: null } })
    attempt({ ...told, status: 204, next: { status: 'delivered', dueAt: null } })
    attempt({ ...told, status: 200, next: { status: 'delivered', dueAt: null } })
    const said = await scraped()
    expect(said).toMatchObject({
      'parley_push_attempts_total{outcome="2xx"}': 2,
      'parley_push_attempts_total{outcome="3xx"}': 1,
      'parley_push_attempts_total{outcome="5xx"}': 1,
      'parley_push_attempts_total{outcome="none"}': 1,
      'parley_push_ended_total{status="delivered"}': 2,
      'parley_push_ended_total{status="exhausted"}': 1,
      parley_push_attempt_seconds_count: 5,
    })
    expect(said.parley_push_attempt_seconds_sum).toBeCloseTo(0.1)
    expect(said['parley_push_ended_total{status="pending"}']).toBeUndefined()
  })
})

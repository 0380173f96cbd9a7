import type { Clock, DeliveryWorkerParts, Log, PushStore } from '@parley/core'
import { Counter, Histogram } from 'prom-client'
import type { Metrics } from '#telemetry/metrics.ts'

type Attempt = Parameters<NonNullable<DeliveryWorkerParts['onAttempt']>>[0]

type Parts = {
  pushStore: Pick<PushStore, 'counts' | 'cursor' | 'rules' | 'targetCounts'>
  log: Pick<Log, 'lastPosition'>
  clock: Pick<Clock, 'now'>
}

/** What an operator of event push looks at; labels are closed lists, so their number is bounded. */
export function watchPush(
  metrics: Metrics,
  { pushStore, log, clock }: Parts,
): { attempt: (attempt: Attempt) => void } {
  const registers = [metrics.registry]
  const attempts = new Counter({
    name: 'parley_push_attempts_total',
    help: 'Attempts by outcome: 2xx, 3xx, 4xx, 5xx, or none for no answer',
    labelNames: ['outcome'] as const,
    registers,
  })
  const ended = new Counter({
    name: 'parley_push_ended_total',
    help: 'Deliveries that came to their end, by status',
    labelNames: ['status'] as const,
    registers,
  })
  const seconds = new Histogram({
    name: 'parley_push_attempt_seconds',
    help: 'From the beginning of an attempt to its answer',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  })

  // Asked for by several figures of one scrape.
  const counts = together(() => pushStore.counts())
  const states = together(() => statesOf(pushStore))

  metrics.gauge('parley_log_position', 'Position of the last recorded event', () => log.lastPosition())
  metrics.gauge('parley_push_cursor', 'Position up to which events were matched with the rules', () =>
    pushStore.cursor(),
  )
  metrics.gauge('parley_push_lag', 'Recorded events that were not matched yet', async () => {
    const cursor = await pushStore.cursor()
    return Math.max(0, (await log.lastPosition()) - cursor)
  })
  metrics.gauge('parley_push_pending', 'Deliveries that are owed', async () => (await counts()).pending)
  metrics.gauge(
    'parley_push_dead_letters',
    'Deliveries whose last attempt failed, kept for resending',
    async () => (await counts()).exhausted,
  )
  metrics.gauge('parley_push_oldest_pending_seconds', 'Age of the longest waiting delivery', async () => {
    const oldest = (await pushStore.targetCounts()).flatMap(({ oldestPending }) => oldestPending ?? [])
    return oldest.length === 0 ? 0 : Math.max(0, (clock.now() - Math.min(...oldest)) / 1_000)
  })
  metrics.gauge('parley_push_targets', 'Targets', async () => {
    const { running, paused } = await states()
    return running + paused
  })
  metrics.gauge(
    'parley_push_targets_paused',
    'Targets to which nothing is sent',
    async () => (await states()).paused,
  )
  metrics.gauge(
    'parley_push_breakers_open',
    'Targets whose breaker is open: one attempt each half minute',
    async () => (await states()).open,
  )
  metrics.gauge(
    'parley_push_targets_failing',
    'Targets without a success since a failure',
    async () => (await states()).failing,
  )

  return {
    attempt({ status, durationMs, next }) {
      attempts.inc({ outcome: status === null ? 'none' : `${Math.floor(status / 100)}xx` })
      seconds.observe(durationMs / 1_000)
      if (next.status !== 'pending') ended.inc({ status: next.status })
    },
  }
}

/** Calls that come while one is under way share its answer. */
function together<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null
  return () => {
    reading ??= read().finally(() => {
      reading = null
    })
    return reading
  }
}

async function statesOf(
  pushStore: Pick<PushStore, 'rules'>,
): Promise<Record<'running' | 'paused' | 'open' | 'failing', number>> {
  const found = { running: 0, paused: 0, open: 0, failing: 0 }
  for (const { targets } of await pushStore.rules()) {
    for (const { state } of targets) {
      found[state.is] += 1
      if (state.openUntil !== null) found.open += 1
      if (state.failingSince !== null) found.failing += 1
    }
  }
  return found
}

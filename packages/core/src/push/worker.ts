import { type Instant, SECOND } from '../instant.ts'
import type { Clock } from '../ports/clock.ts'
import type { Courier, Receipt } from '../ports/courier.ts'
import type { Ids } from '../ports/ids.ts'
import type { PushStore } from '../ports/push-store.ts'
import type { Secrets } from '../ports/secrets.ts'
import { afterAttempt, type Delivery, type NextStep, succeeded } from './delivery.ts'
import { type LaneLimits, Lanes, type Leased } from './lanes.ts'
import type { Probe } from './probe.ts'
import type { Chance } from './retry.ts'
import type { Rule } from './rule.ts'

export type DeliveryWorkerParts = {
  /** Unique per process: leases are told apart by it. */
  name: string
  pushStore: Pick<PushStore, 'claim' | 'release' | 'settle' | 'nextDue' | 'rule'>
  courier: Pick<Courier, 'send'>
  clock: Clock
  ids: Pick<Ids, 'eventId'>
  secrets: Pick<Secrets, 'open'>
  /** The headers of an attempt made at `now`; `secret` as its owner knows it. */
  sign: (parcel: { id: string; body: string }, secret: string, now: Instant) => Record<string, string>
  chance: Chance
  onError: (error: unknown, context: { stage: string }) => void
  /** Every attempt that was kept, for metrics. */
  onAttempt?: (attempt: { status: number | null; durationMs: number; next: NextStep }) => void
  probe?: Probe
  limits?: Partial<WorkerLimits>
}

export type WorkerLimits = LaneLimits & {
  /** Attempts at once, over all targets. */
  attempts: number
  /** For one attempt, answer included. */
  timeoutMs: number
  /** Longer than an attempt can take: after a kill, the time until somebody else takes over. */
  leaseMs: number
  /** How long stopping waits for attempts under way. */
  stopMs: number
}

export type DeliveryWorker = {
  /** There may be something due. */
  wake(): void
  /**
   * Claims nothing more, gives back what has not begun, and resolves when every attempt under way is kept. One that
   * takes longer than `stopMs` is given back too: it is sent again by whoever comes next.
   */
  stop(): Promise<void>
}

export const DEFAULT_WORKER_LIMITS: WorkerLimits = {
  attempts: 256,
  perOrigin: 16,
  perFailingOrigin: 1,
  timeoutMs: 10 * SECOND,
  leaseMs: 16 * SECOND,
  stopMs: 5 * SECOND,
}

const CLAIMED_AT_ONCE = 32
/** What another node left due is found after this at the latest. */
const POLL_MS = SECOND
/** Between the end of an attempt and the end of its lease there must be time to keep it. */
const KEEPING_MS = 2 * SECOND

/**
 * Sends what is due. Wherever the process dies, the delivery stays owed and is sent again under the same event id: it is
 * leased before it is sent, and it is done only when the attempt is kept.
 */
export function createDeliveryWorker(parts: DeliveryWorkerParts): DeliveryWorker {
  const { name, pushStore, courier, clock, ids, secrets, sign, chance, onError, onAttempt, probe } = parts
  const limits = { ...DEFAULT_WORKER_LIMITS, ...parts.limits }
  if (limits.leaseMs <= limits.timeoutMs + KEEPING_MS)
    throw new RangeError('a lease must outlive its attempt')
  const lanes = new Lanes(limits)
  const underway = new Map<Promise<void>, Delivery>()
  let stopped = false
  /** Stopped, and what is still under way is nobody's business any more. */
  let abandoned = false
  let working: Promise<void> | null = null
  let again = false
  let callOff = (): void => {}

  function wake(): void {
    if (stopped) return
    again = true
    working ??= work().finally(() => {
      working = null
      // Woken between the last look and here.
      if (again) wake()
    })
  }

  async function work(): Promise<void> {
    callOff()
    let next = clock.now() + POLL_MS
    try {
      while (again && !stopped) {
        again = false
        while (!stopped && (await claim())) {}
        // Others may have room for what would wait long here.
        await giveBack(lanes.takeWaiting('failing'))
      }
      const due = stopped ? null : await pushStore.nextDue(lanes.fullRules())
      if (due !== null && lanes.size < limits.attempts) next = Math.min(next, Math.max(due, clock.now()))
    } catch (error) {
      onError(error, { stage: 'push.claim' })
    }
    if (!stopped) callOff = clock.wakeAt(next, wake)
  }

  /** Leases a batch and begins what may begin. True when there may be more that has room. */
  async function claim(): Promise<boolean> {
    const limit = Math.min(CLAIMED_AT_ONCE, limits.attempts - lanes.size)
    if (limit <= 0) return false
    const now = clock.now()
    const claimed = await pushStore.claim(name, now, limits.leaseMs, limit, lanes.fullRules())
    if (claimed.length === 0) return false
    await probe?.('delivery.claimed')
    for (const delivery of claimed) lanes.add({ delivery, until: now + limits.leaseMs })
    begin()
    return true
  }

  function begin(): void {
    if (stopped) return
    for (const leased of lanes.begin()) {
      const attempt = attend(leased)
        .catch((error: unknown) => onError(error, { stage: 'push.attempt' }))
        .finally(() => {
          underway.delete(attempt)
          begin()
          wake()
        })
      underway.set(attempt, leased.delivery)
    }
  }

  async function attend({ delivery, until }: Leased): Promise<void> {
    let failed: boolean | null = null
    try {
      // It has waited for its turn for so long that the lease might end before the attempt does.
      if (until < clock.now() + limits.timeoutMs + KEEPING_MS) return await giveBack([delivery])
      failed = await attempt(delivery)
    } finally {
      lanes.done(delivery, failed)
    }
  }

  /** Whether the target failed; null when nothing was sent. */
  async function attempt(delivery: Delivery): Promise<boolean | null> {
    const rule = await pushStore.rule(delivery.ruleId)
    const startedAt = clock.now()
    const record = { id: ids.eventId(), deliveryId: delivery.id, startedAt }
    if (!rule) {
      // Deleted while its event was being matched.
      const none = { durationMs: 0, status: null, error: 'not sent: its rule was deleted', response: '' }
      await pushStore.settle(name, { ...record, ...none }, { status: 'cancelled', dueAt: null })
      return null
    }
    const receipt = await send(delivery, rule, startedAt)
    if (abandoned) return null
    await probe?.('delivery.answered')
    const outcome = outcomeOf(receipt)
    const chain = { attempts: delivery.attempts + 1, retry: rule.target.retry }
    const next = afterAttempt(chain, outcome, clock.now(), chance)
    const { status, error, response } = outcome
    const { durationMs } = receipt
    const kept = await pushStore.settle(name, { ...record, durationMs, status, error, response }, next)
    if (kept) onAttempt?.({ status, durationMs, next })
    return !succeeded(outcome)
  }

  async function send({ eventId, url, body }: Delivery, rule: Rule, now: Instant): Promise<Receipt> {
    let headers: Record<string, string>
    try {
      headers = sign({ id: eventId, body }, secrets.open(rule.target.sealedSecret), now)
    } catch (error) {
      // Never unsigned; and kept as an attempt, so that it is seen and comes to an end.
      onError(error, { stage: 'push.sign' })
      return { is: 'failed', error: 'not sent: its secret cannot be opened', durationMs: 0 }
    }
    return courier.send({ url, body, headers, timeoutMs: limits.timeoutMs })
  }

  async function giveBack(deliveries: readonly Delivery[]): Promise<void> {
    if (deliveries.length === 0) return
    await pushStore.release(
      name,
      deliveries.map(({ id }) => id),
    )
  }

  async function endOfAttempts(): Promise<void> {
    while (underway.size > 0) await Promise.all(underway.keys())
  }

  function patience(): Promise<void> {
    return new Promise((resolve) => clock.wakeAt(clock.now() + limits.stopMs, resolve))
  }

  wake()

  return {
    wake,
    async stop() {
      stopped = true
      callOff()
      await working
      await giveBack(lanes.takeWaiting('all'))
      await Promise.race([endOfAttempts(), patience()])
      abandoned = true
      await giveBack([...underway.values()])
    },
  }
}

function outcomeOf(receipt: Receipt) {
  if (receipt.is !== 'answered')
    return { status: null, error: receipt.error, response: '', retryAfterMs: null }
  const { status, response, retryAfterMs } = receipt
  const error = succeeded(receipt) ? null : `the target answered ${status}`
  return { status, error, response, retryAfterMs }
}

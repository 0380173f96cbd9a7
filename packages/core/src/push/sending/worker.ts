import { type Instant, SECOND } from '../../instant.ts'
import type { Delivery } from '../delivery.ts'
import { tryOnce } from './attempt.ts'
import { PROBE_MS } from './health.ts'
import type { Lane, Leased } from './lane.ts'
import { Lanes } from './lanes.ts'
import { batchesOf, type ClaimBatch, grouped, KEEPING_MS } from './leases.ts'
import { createSettler } from './settle-attempt.ts'
import type { DeliveryWorkerParts, WorkerLimits } from './worker-parts.ts'

/** Something of this target is due; its settings have this version or a later one. */
export type DueHint = { targetId: string; version: number }

export type DeliveryWorker = {
  /** Something may be due: at these targets, or at any. */
  wake(hints?: Iterable<DueHint>): void
  /**
   * Claims nothing more, gives back what has not begun, and resolves when every attempt under way is kept. One that
   * takes longer than `stopMs` is given back too: it is sent again by whoever comes next.
   */
  stop(): Promise<void>
}

export const DEFAULT_WORKER_LIMITS: WorkerLimits = { extras: 256, stopMs: 5 * SECOND }

/** What is due again, or was left due by another node, is found after this at the latest. */
const POLL_MS = SECOND

/**
 * Sends what is due. Wherever the process dies, the delivery stays owed and is sent again under the same event id: it is
 * leased before it is sent, and it is done only when the attempt is kept.
 */
export function createDeliveryWorker(parts: DeliveryWorkerParts): DeliveryWorker {
  const { name, pushStore, clock, onError, probe } = parts
  const { extras, stopMs } = { ...DEFAULT_WORKER_LIMITS, ...parts.limits }
  const lanes = new Lanes({ extras })
  const settler = createSettler(parts)
  const underway = new Map<Promise<void>, Delivery>()
  let stopped = false
  /** Stopped, and what is still under way is nobody's business any more. */
  let abandoned = false
  let working: Promise<void> | null = null
  let again = false
  let pollAt: Instant = 0
  let callOff = (): void => {}

  function wake(hints?: Iterable<DueHint>): void {
    if (stopped) return
    const now = clock.now()
    if (hints) for (const { targetId, version } of hints) lanes.hear(targetId, version, now)
    else pollAt = now
    look()
  }

  function look(): void {
    if (stopped) return
    again = true
    working ??= work().finally(() => {
      working = null
      // Woken between the last look and here.
      if (again) look()
    })
  }

  async function work(): Promise<void> {
    callOff()
    let next: Instant
    try {
      while (!stopped && (again || lanes.mayClaim(clock.now()))) {
        // What comes in meanwhile is looked at together.
        await parts.breathe?.()
        again = false
        await round()
      }
      const now = clock.now()
      next = Math.max(now, Math.min(pollAt, lanes.nextAt(now)))
    } catch (error) {
      onError(error, { stage: 'push.claim' })
      next = clock.now() + POLL_MS
    }
    if (!stopped) callOff = clock.wakeAt(next, look)
  }

  async function round(): Promise<void> {
    if (clock.now() >= pollAt) await poll()
    begin()
    await giveBack(lanes.takeBack('failing', clock.now()))
    await Promise.all(lanes.strangers(clock.now()).map(learn))
    await Promise.all(lanes.toProbe(clock.now()).map(takeProbe))
    const batches = stopped ? [] : batchesOf(lanes.wishes(clock.now()))
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      try {
        await claim(batch)
      } catch (error) {
        for (const { wishes } of [batch, ...batches])
          for (const wish of wishes) lanes.missed(wish, clock.now())
        throw error
      }
      begin()
      if (batches.length > 0) await parts.breathe?.()
      if (stopped) return
    }
  }

  async function poll(): Promise<void> {
    pollAt = clock.now() + POLL_MS
    const due = await pushStore.dueTargets()
    for (const { targetId, version, dueAt } of due) lanes.hear(targetId, version, dueAt)
    lanes.doubtOthers(new Set(due.map(({ targetId }) => targetId)))
    lanes.tidy(clock.now())
  }

  async function learn(lane: Lane): Promise<void> {
    lanes.learn(lane, await pushStore.target(lane.targetId), clock.now())
  }

  /** Of all nodes, the one that moves its time on makes the one attempt that an open breaker lets pass. */
  async function takeProbe(lane: Lane): Promise<void> {
    if (!lane.known) return
    const { rule, target } = lane.known
    const to = { ...target.state, openUntil: clock.now() + PROBE_MS }
    const change = { targetId: target.id, from: target.version, to, record: [] }
    if (!(await pushStore.changeTargetState(change))) return lane.doubt()
    lane.learn({ rule, target: { ...target, state: to, version: target.version + 1 } }, clock.now())
    lane.probing = true
  }

  async function claim({ leaseMs, wishes }: ClaimBatch): Promise<void> {
    const now = clock.now()
    const asked = wishes.map(({ lane: { targetId }, limit }) => ({ targetId, limit }))
    const claimed = await pushStore.claim(name, now, leaseMs, asked)
    if (claimed.length > 0) await probe?.('delivery.claimed')
    const byTarget = grouped(claimed, ({ targetId }) => targetId)
    for (const wish of wishes)
      lanes.claimed(wish, byTarget.get(wish.lane.targetId) ?? [], now + leaseMs, clock.now())
  }

  function begin(): void {
    if (stopped) return
    for (const leased of lanes.begin(clock.now())) {
      const attempt = attend(leased)
        .catch((error: unknown) => {
          // What is known of the target may have been told ahead of a write that failed.
          leased.lane.doubt()
          onError(error, { stage: 'push.attempt' })
        })
        .finally(() => {
          underway.delete(attempt)
          begin()
          look()
        })
      underway.set(attempt, leased.delivery)
    }
  }

  async function attend({ lane, delivery, until }: Leased): Promise<void> {
    const known = lane.known
    let isAnswered = false
    let nextAt: Instant | null = null
    const answered = (failed: boolean | null): void => {
      isAnswered = true
      lanes.answered(lane, failed)
    }
    try {
      // It has waited for its turn for so long that the lease might end before the attempt does.
      if (!known || until < clock.now() + known.target.timeoutMs + KEEPING_MS) {
        await giveBack([delivery])
        nextAt = clock.now()
        return
      }
      const tried = await tryOnce(parts, delivery, known.target)
      if (abandoned) return
      answered(tried.error !== null)
      // Its place is free while the attempt is being kept.
      begin()
      look()
      await probe?.('delivery.answered')
      nextAt = (await settler.keep(lane, delivery, tried))?.dueAt ?? null
    } finally {
      if (!isAnswered) answered(null)
      lanes.settled(lane, delivery, nextAt, clock.now())
    }
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
    return new Promise((resolve) => clock.wakeAt(clock.now() + stopMs, resolve))
  }

  look()

  return {
    wake,
    async stop() {
      stopped = true
      callOff()
      await working
      await giveBack(lanes.takeBack('all', clock.now()))
      await Promise.race([endOfAttempts(), patience()])
      abandoned = true
      await giveBack([...underway.values()])
    },
  }
}

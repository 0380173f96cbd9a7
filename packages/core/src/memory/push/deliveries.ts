import type { Instant } from '../../instant.ts'
import type { DeliveryFilter, DueTarget, PushStore, TargetCounts } from '../../ports/push-store.ts'
import type { Delivery, DeliveryStatus } from '../../push/delivery.ts'
import type { MemoryLog } from '../log.ts'
import type { Owed, PushState } from './state.ts'

type Deliveries = Pick<
  PushStore,
  | 'cursor'
  | 'advance'
  | 'dueTargets'
  | 'claim'
  | 'release'
  | 'settle'
  | 'delivery'
  | 'deliveries'
  | 'attempts'
  | 'resend'
  | 'resendDeadLetters'
  | 'purgeDeadLetters'
  | 'counts'
  | 'targetCounts'
  | 'prune'
>

const MOST_LISTED = 500

export function memoryDeliveries(
  state: PushState,
  log: Pick<MemoryLog, 'record'>,
  changeTargetState: PushStore['changeTargetState'],
): Deliveries {
  const { owed } = state

  function targets() {
    return [...state.rules.values()].flatMap((rule) => rule.targets)
  }

  function listed(filter: Omit<DeliveryFilter, 'limit'>): Owed[] {
    return [...owed.values()].filter(({ delivery }) => matches(delivery, filter))
  }

  function mayBeResent({ status, erased, targetId }: Delivery): boolean {
    return status !== 'pending' && !erased && state.find(targetId) !== null
  }

  return {
    async cursor() {
      return state.cursor
    },
    async advance(from, to, deliveries) {
      if (state.cursor !== from) return false
      state.cursor = to
      for (const delivery of deliveries) state.add(delivery)
      return true
    },
    async dueTargets() {
      return targets().flatMap(({ id, version, state: { is, openUntil } }): DueTarget[] => {
        const moments = state.pendingOf(id).flatMap(({ freeAt }) => (freeAt === null ? [] : [freeAt]))
        if (is === 'paused' || moments.length === 0) return []
        const earliest = moments.reduce((a, b) => Math.min(a, b))
        return [{ targetId: id, version, dueAt: Math.max(earliest, openUntil ?? 0) }]
      })
    },
    async claim(worker, now, leaseMs, wishes) {
      return wishes.flatMap(({ targetId, limit }) => {
        if (state.find(targetId)?.target.state.is !== 'running') return []
        return state
          .pendingOf(targetId)
          .filter(({ freeAt }) => freeAt !== null && freeAt <= now)
          .sort((a, b) => (a.freeAt ?? 0) - (b.freeAt ?? 0))
          .slice(0, limit)
          .map((one) => state.lease(one, worker, now + leaseMs))
      })
    },
    async release(worker, deliveryIds) {
      for (const id of deliveryIds) {
        const one = owed.get(id)
        if (one?.worker === worker) state.later(one, one.delivery.dueAt)
      }
    },
    async settle(worker, attempt, next, along = {}) {
      const one = owed.get(attempt.deliveryId)
      if (!one || one.worker !== worker) return { kept: false, changed: false }
      one.attempts.push({ ...attempt, no: one.attempts.length + 1 })
      one.delivery = { ...one.delivery, attempts: one.delivery.attempts + 1 }
      if (next.status === 'pending') state.later(one, next.dueAt)
      else state.end(one, next.status, attempt.startedAt + attempt.durationMs)
      // Both begun before either is waited for: nobody sees one without the other.
      const recorded = log.record(along.record ?? [])
      const changed = along.state ? changeTargetState(along.state) : false
      await recorded
      return { kept: true, changed: await changed }
    },
    async delivery(id) {
      return owed.get(id)?.delivery ?? null
    },
    async deliveries({ limit, ...filter }) {
      return listed(filter)
        .map(({ delivery }) => delivery)
        .reverse()
        .slice(0, Math.min(limit, MOST_LISTED))
    },
    async attempts(deliveryId) {
      return [...(owed.get(deliveryId)?.attempts ?? [])]
    },
    async resend(id, now) {
      const one = owed.get(id)
      if (!one || !mayBeResent(one.delivery)) return false
      state.again(one, now)
      return true
    },
    async resendDeadLetters({ limit, ...filter }, now) {
      const some = listed({ ...filter, status: 'exhausted' })
        .filter(({ delivery }) => mayBeResent(delivery))
        .slice(0, limit)
      for (const one of some) state.again(one, now)
      return some.length
    },
    async purgeDeadLetters({ limit, ...filter }, record) {
      const some = listed({ ...filter, status: 'exhausted' }).slice(0, limit)
      for (const { delivery } of some) owed.delete(delivery.id)
      if (some.length > 0) await log.record(record(some.length))
      return some.length
    },
    async counts() {
      const counts: Record<DeliveryStatus, number> = { pending: 0, delivered: 0, exhausted: 0, cancelled: 0 }
      for (const { delivery } of owed.values()) counts[delivery.status] += 1
      return counts
    },
    async targetCounts() {
      return targets().map(({ id }): TargetCounts => {
        const waiting = state.pendingOf(id).map(({ delivery }) => delivery.createdAt)
        return {
          targetId: id,
          pending: waiting.length,
          exhausted: listed({ targetId: id, status: 'exhausted' }).length,
          oldestPending: waiting.length === 0 ? null : waiting.reduce((a, b) => Math.min(a, b)),
        }
      })
    },
    async prune(older, limit, record) {
      const count = { delivered: 0, exhausted: 0 }
      const over = [...owed.values()].filter(({ delivery }) => isOver(delivery, older)).slice(0, limit)
      for (const { delivery } of over) {
        owed.delete(delivery.id)
        count[delivery.status === 'exhausted' ? 'exhausted' : 'delivered'] += 1
      }
      state.deleted = state.deleted.filter(({ at }) => at >= older.delivered)
      if (count.exhausted > 0) await log.record(record(count.exhausted))
      return count
    },
  }
}

function isOver(
  { status, settledAt }: Delivery,
  { delivered, exhausted }: { delivered: Instant; exhausted: Instant },
) {
  return settledAt !== null && settledAt < (status === 'exhausted' ? exhausted : delivered)
}

function matches(delivery: Delivery, filter: Omit<DeliveryFilter, 'limit'>): boolean {
  const { from, before, belowSeq, ...exact } = filter
  if (from !== undefined && delivery.createdAt < from) return false
  if (before !== undefined && delivery.createdAt >= before) return false
  if (belowSeq !== undefined && delivery.seq >= belowSeq) return false
  return (Object.keys(exact) as (keyof typeof exact)[]).every(
    (key) => exact[key] === undefined || exact[key] === delivery[key],
  )
}

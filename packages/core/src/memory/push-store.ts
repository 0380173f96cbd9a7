import type { Instant } from '../instant.ts'
import type { DeliveryFilter, PushStore } from '../ports/push-store.ts'
import type { Attempt, Delivery, DeliveryStatus } from '../push/delivery.ts'
import type { Rule } from '../push/rule.ts'
import { refuse } from '../refusal.ts'

type Owed = { delivery: Delivery; lease: { worker: string; until: Instant } | null; attempts: Attempt[] }

export function createMemoryPushStore(): PushStore {
  const rules = new Map<string, Rule>()
  /** In the order of `seq`. */
  const owed = new Map<string, Owed>()
  let version = 0
  let cursor = 0
  let seq = 0

  /** When a worker may take it. */
  function freeAt({ delivery, lease }: Owed): Instant | null {
    return delivery.status === 'pending' && delivery.dueAt !== null ? (lease?.until ?? delivery.dueAt) : null
  }

  return {
    async createRule(rule) {
      if ([...rules.values()].some(({ name }) => name === rule.name)) refuse('exists', 'the name is taken')
      rules.set(rule.id, rule)
      version += 1
    },
    async rules() {
      return [...rules.values()]
    },
    async rule(id) {
      return rules.get(id) ?? null
    },
    async deleteRule(id) {
      if (!rules.delete(id)) return false
      version += 1
      for (const one of owed.values()) {
        if (one.delivery.ruleId !== id || one.delivery.status !== 'pending') continue
        one.delivery = { ...one.delivery, status: 'cancelled', dueAt: null }
        one.lease = null
      }
      return true
    },
    async rulesVersion() {
      return version
    },
    async cursor() {
      return cursor
    },
    async advance(from, to, deliveries) {
      if (cursor !== from) return false
      cursor = to
      for (const delivery of deliveries) {
        seq += 1
        const ended = rules.has(delivery.ruleId) ? {} : ({ status: 'cancelled', dueAt: null } as const)
        owed.set(delivery.id, { delivery: { ...delivery, ...ended, seq }, lease: null, attempts: [] })
      }
      return true
    },
    async claim(worker, now, leaseMs, limit, except = []) {
      const free = [...owed.values()].flatMap((one) => {
        const at = except.includes(one.delivery.ruleId) ? null : freeAt(one)
        return at !== null && at <= now ? [{ one, at }] : []
      })
      free.sort((a, b) => a.at - b.at)
      return free.slice(0, limit).map(({ one }) => {
        one.lease = { worker, until: now + leaseMs }
        return one.delivery
      })
    },
    async release(worker, deliveryIds) {
      for (const id of deliveryIds) {
        const one = owed.get(id)
        if (one?.lease?.worker === worker) one.lease = null
      }
    },
    async settle(worker, attempt, next) {
      const one = owed.get(attempt.deliveryId)
      if (!one?.lease || one.lease.worker !== worker) return false
      one.attempts.push({ ...attempt, no: one.attempts.length + 1 })
      one.delivery = { ...one.delivery, ...next, attempts: one.delivery.attempts + 1 }
      one.lease = null
      return true
    },
    async nextDue(except = []) {
      const moments = [...owed.values()]
        .filter(({ delivery }) => !except.includes(delivery.ruleId))
        .map(freeAt)
        .filter((at) => at !== null)
      return moments.length === 0 ? null : moments.reduce((a, b) => Math.min(a, b))
    },
    async delivery(id) {
      return owed.get(id)?.delivery ?? null
    },
    async deliveries(filter) {
      return [...owed.values()]
        .map(({ delivery }) => delivery)
        .filter((delivery) => matches(delivery, filter))
        .reverse()
        .slice(0, filter.limit)
    },
    async attempts(deliveryId) {
      return [...(owed.get(deliveryId)?.attempts ?? [])]
    },
    async resend(id, now) {
      const one = owed.get(id)
      if (!one || one.delivery.status === 'pending') return false
      one.delivery = { ...one.delivery, status: 'pending', attempts: 0, dueAt: now }
      return true
    },
    async counts() {
      const counts: Record<DeliveryStatus, number> = { pending: 0, delivered: 0, exhausted: 0, cancelled: 0 }
      for (const { delivery } of owed.values()) counts[delivery.status] += 1
      return counts
    },
  }
}

function matches(delivery: Delivery, { status, ruleId, eventId, before }: DeliveryFilter): boolean {
  return (
    (status === undefined || delivery.status === status) &&
    (ruleId === undefined || delivery.ruleId === ruleId) &&
    (eventId === undefined || delivery.eventId === eventId) &&
    (before === undefined || delivery.seq < before)
  )
}

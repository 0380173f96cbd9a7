import { SECOND } from '../instant.ts'
import type { Wish } from './lanes.ts'

/** Between the end of an attempt and the end of its lease there must be time to keep it… */
export const KEEPING_MS = 2 * SECOND
/** …and before it begins some time to wait for its turn. */
const WAITING_MS = 4 * SECOND
/** Leases come in few lengths, so that most targets share one claim. */
const LEASE_STEP_MS = 10 * SECOND

/** Wishes with leases of the same length together; each lease outlives its attempt. */
export function byLease(wishes: readonly Wish[]): [leaseMs: number, wishes: Wish[]][] {
  const step = ({ lane }: Wish): number =>
    Math.ceil((lane.known?.target.timeoutMs ?? LEASE_STEP_MS) / LEASE_STEP_MS) * LEASE_STEP_MS
  return [...grouped(wishes, step)].map(([ms, together]) => [ms + WAITING_MS + KEEPING_MS, together])
}

/** In the order in which each group was met. */
export function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

import { SECOND } from '../../instant.ts'
import type { Wish } from './lanes.ts'

/** Between the end of an attempt and the end of its lease there must be time to keep it… */
export const KEEPING_MS = 2 * SECOND
/** …and before it begins some time to wait for its turn. */
const WAITING_MS = 4 * SECOND
/** Leases come in few lengths, so that most targets share one claim. */
const LEASE_STEP_MS = 10 * SECOND

/** Deliveries in one claim, but for a single target that wants more: others want to use the store in between. */
const CLAIMED_AT_ONCE = 64

/** One question to the store: leases of the same length. */
export type ClaimBatch = { leaseMs: number; wishes: Wish[] }

/** Each lease outlives its attempt. */
export function batchesOf(wishes: readonly Wish[]): ClaimBatch[] {
  const step = ({ lane }: Wish): number =>
    Math.ceil((lane.known?.target.timeoutMs ?? LEASE_STEP_MS) / LEASE_STEP_MS) * LEASE_STEP_MS
  return [...grouped(wishes, step)].flatMap(([ms, together]) => {
    const batches: ClaimBatch[] = []
    let room = 0
    for (const wish of together) {
      const last = batches.at(-1)
      if (last && wish.limit <= room) last.wishes.push(wish)
      else batches.push({ leaseMs: ms + WAITING_MS + KEEPING_MS, wishes: [wish] })
      room = (last && wish.limit <= room ? room : CLAIMED_AT_ONCE) - wish.limit
    }
    return batches
  })
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

import { completeState } from '../conference/complete.ts'
import type { Unpositioned } from '../conference/events.ts'
import { evolve } from '../conference/evolve.ts'
import type { Conference } from '../conference/state.ts'

/** Folds a log, from a snapshot if there is one, also one that an older version kept. */
export function fold(snapshot: Conference | null, events: readonly Unpositioned[]): Conference | null {
  const from = snapshot && completeState(snapshot)
  return events.reduce<Conference | null>((state, event) => evolve(state, event), from)
}

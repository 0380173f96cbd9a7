import type { LogEntry } from '../site/log-entry.ts'
import type { BusEvent } from './event.ts'

/** The outside forms of a log entry on one or several buses; none when the outside is not told of it. Pure. */
export type Tell = (entry: LogEntry) => readonly BusEvent[]

/** The outside forms of all, each asked by itself: a fault of one takes nothing from the others. */
export function tellAll(tellers: readonly Tell[], entry: LogEntry): { told: BusEvent[]; faults: unknown[] } {
  const told: BusEvent[] = []
  const faults: unknown[] = []
  for (const tell of tellers) {
    try {
      told.push(...tell(entry))
    } catch (error) {
      faults.push(error)
    }
  }
  return { told, faults }
}

export function wordsOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault)
}

import type { Day } from './calendar.ts'
import type { Inside } from './day-count.ts'

/** Where the statistics stand: the next day is counted from here and reads nothing older. */
export type Checkpoint = {
  /** Zone in which `day` was cut. */
  timeZone: string
  /** The last day that was counted. */
  day: Day
  /** Every entry up to this position happened before the end of `day`. */
  after: number
  /** Every entry of `day` up to this position is counted. */
  seen: number
  inside: Inside
}

/** Null: there is none that can be used, so everything is counted from the beginning of the log. */
export function readCheckpoint(text: string | null, timeZone: string): Checkpoint | null {
  if (text === null) return null
  const checkpoint = JSON.parse(text) as Checkpoint
  return checkpoint.timeZone === timeZone ? checkpoint : null
}

export function writeCheckpoint(checkpoint: Checkpoint): string {
  return JSON.stringify(checkpoint)
}

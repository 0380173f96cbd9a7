import type { DoorState } from './door.ts'
import type { Over } from './inside.ts'
import type { LeftWhy } from './tab.ts'

type Closed = Extract<DoorState['is'], 'ended' | 'unknown' | 'locked' | 'full' | 'banned'>

/** What a refused join means at the door ([WC] 4.10); anything else is told as "not at the moment". */
const closed: ReadonlyMap<number, Closed> = new Map([
  [731, 'ended'],
  [732, 'unknown'],
  [733, 'locked'],
  [734, 'full'],
  [735, 'banned'],
  [742, 'full'],
] as const)

export const closedBy = (code: number): Closed | null => closed.get(code) ?? null

/** The ticket was used or ran out: a new look brings a new one. */
export const ticketSpent = 615

/** Which words of the leave page an end has; null: it leads back to the door, which asks anew. */
export function leftWhy(phase: Over, endedByMe: boolean, waiting: boolean): LeftWhy | null {
  switch (phase.why) {
    case 'left':
      return waiting ? 'leftWaiting' : 'self'
    case 'removed':
      return closed.get(phase.code ?? 0) === 'banned' ? 'banned' : 'removed'
    case 'ended':
      return waiting ? 'waitOver' : endedByMe ? 'endedByYou' : 'ended'
    case 'replaced':
      return 'elsewhere'
    case 'unreachable':
      return 'lost'
    case 'refused-entry':
      return 'refused'
    case 'lobby-expired':
      return 'expired'
    case 'refused':
    case 'signed-out':
      return null
    default:
      return phase.why satisfies never
  }
}

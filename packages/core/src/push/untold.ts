import type { Delivery } from './delivery.ts'
import { wordsOf } from './tell.ts'

/** What every attempt sends, and the headers that belong to it. */
export type Encoded = { body: string; headers: Readonly<Record<string, string>> }

/** No header of HTTP: it never leaves the house. */
const MARK = ':untold'

/**
 * Stands for the bytes that could not be made. The delivery is owed all the same: its first attempt sends nothing, keeps
 * why, and makes a dead letter of it. A replay makes the bytes anew.
 */
export function untold(fault: unknown): Encoded {
  return { body: '', headers: { [MARK]: wordsOf(fault) } }
}

/** Why there are no bytes to send; null when there are. */
export function whyUntold({ headers }: Pick<Delivery, 'headers'>): string | null {
  return headers[MARK] ?? null
}

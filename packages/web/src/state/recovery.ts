import type { SocketState } from '@parley/client'

export type Connection =
  | { is: 'entering' }
  | { is: 'online' }
  /** `until`: when the next try is made; null while one is under way. */
  | { is: 'reconnecting'; since: number; until: number | null }

/** Short losses mend themselves; the button appears when it takes longer. */
const patienceMs = 5_000
/** By then it is worth trying something else. */
const helpMs = 30_000

export type Trouble = { stage: 'short' | 'long' | 'help'; tryInSeconds: number | null }

/** What to say of a lost connection at this moment. */
export function recovery(
  { since, until }: Extract<Connection, { is: 'reconnecting' }>,
  now: number,
): Trouble {
  const lasts = now - since
  return {
    stage: lasts >= helpMs ? 'help' : lasts >= patienceMs ? 'long' : 'short',
    tryInSeconds: until === null || until <= now ? null : Math.ceil((until - now) / 1000),
  }
}

export function lostConnection(before: Connection, socket: SocketState, now: number): Connection {
  const since = before.is === 'reconnecting' ? before.since : now
  return { is: 'reconnecting', since, until: socket.is === 'waiting' ? socket.until : null }
}

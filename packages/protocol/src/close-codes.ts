/** Close codes of [WC] 4.8: what each means and what a client does then. */

/**
 * - `stop`: stay closed and say why; `offer` what the person may do about it.
 * - `reconnect`: `at-once` = after a small random delay, `back-off` = 0.5 s × 2ⁿ with full jitter, or not before `afterMs`.
 * - `refresh`: renew the access token, then reconnect. `login`: log in again, then reconnect.
 */
export type CloseReaction =
  | { do: 'stop'; offer?: 'take-back' }
  | { do: 'reconnect'; when: 'at-once' | 'back-off' | { afterMs: number } }
  | { do: 'refresh' }
  | { do: 'login' }

type Close = { name: string; sentence: string; reaction: CloseReaction }

const stop = { do: 'stop' } as const
const backOff = { do: 'reconnect', when: 'back-off' } as const
const atOnce = { do: 'reconnect', when: 'at-once' } as const

export const closeCodes = {
  1000: { name: 'normal', sentence: 'The connection was closed as agreed.', reaction: stop },
  1001: { name: 'going-away', sentence: 'The server is going away.', reaction: atOnce },
  1003: { name: 'binary', sentence: 'A binary frame was sent; only text is spoken here.', reaction: stop },
  1009: { name: 'too-big', sentence: 'A frame was too big.', reaction: stop },
  1011: { name: 'internal', sentence: 'The server failed.', reaction: backOff },
  1012: { name: 'restart', sentence: 'The server restarts.', reaction: atOnce },
  1013: {
    name: 'overloaded',
    sentence: 'The server has too much to do.',
    reaction: { do: 'reconnect', when: { afterMs: 10_000 } },
  },
  4001: { name: 'token-invalid', sentence: 'The token is not valid.', reaction: { do: 'login' } },
  4002: { name: 'token-expired', sentence: 'The token has expired.', reaction: { do: 'refresh' } },
  4003: { name: 'refused', sentence: 'This origin or subject may not connect.', reaction: stop },
  4004: {
    name: 'replaced',
    sentence: 'A newer connection of the same person took over.',
    reaction: { do: 'stop', offer: 'take-back' },
  },
  4005: {
    name: 'removed',
    sentence: 'Removed from the conference, or the account was deleted.',
    reaction: stop,
  },
  4008: { name: 'slow', sentence: 'The connection could not keep up.', reaction: backOff },
  4009: { name: 'heartbeat-lost', sentence: 'Nothing was heard for too long.', reaction: backOff },
  4010: { name: 'draining', sentence: 'This node is being taken out of service.', reaction: atOnce },
  4012: { name: 'protocol-error', sentence: 'Too many frames were not JSON-RPC.', reaction: stop },
  4029: {
    name: 'rate-limited',
    sentence: 'Too many requests on this connection.',
    reaction: { do: 'reconnect', when: { afterMs: 30_000 } },
  },
} as const satisfies Record<number, Close>

export type CloseCode = keyof typeof closeCodes

/** Reaction to any code; those not in the table (1005, 1006: the network went away) are met with back-off. */
export const reactionTo = (code: number): CloseReaction => {
  if (!Object.hasOwn(closeCodes, code)) return backOff
  return closeCodes[code as CloseCode].reaction
}

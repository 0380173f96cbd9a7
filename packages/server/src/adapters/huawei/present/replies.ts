import type { Instant } from '@parley/core'

type Sequence = string | number

/** Return codes of our choice; the document only knows 0 ([HW] 2.2). */
export const RETURN = {
  ok: [0, 'SUCCESS'],
  badFrame: [1, 'BAD_FRAME'],
  badToken: [2, 'BAD_TOKEN'],
  nothingToSubscribe: [3, 'NOTHING_TO_SUBSCRIBE'],
  notSupported: [111072010, 'NOT_SUPPORTED'],
} as const

export type Return = keyof typeof RETURN

export function subscribeReply(sequence: Sequence, outcome: Return): string {
  return JSON.stringify({ action: 'Subscribe', sequence, data: result(outcome) })
}

/** The identical frame back, without `data`. */
export function heartBeatReply(sequence: Sequence): string {
  return JSON.stringify({ action: 'HeartBeat', sequence })
}

export function confControlReply(
  sequence: Sequence,
  type: string,
  outcome: Return,
  token?: { confToken: string; expireTime: Instant },
): string {
  return JSON.stringify({ action: 'ConfControl', sequence, type, data: { ...result(outcome), ...token } })
}

function result(outcome: Return) {
  const [returnCode, returnDesc] = RETURN[outcome]
  return { returnCode, returnDesc }
}

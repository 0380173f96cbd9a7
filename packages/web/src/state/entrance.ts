import type { LinkAnswer } from '@parley/protocol'
import type { Entrance, Look } from './door.ts'

/** The part of `fetch` that is used. */
export type Ask = (
  path: string,
  init: { method: string; headers: Record<string, string>; body: string },
) => Promise<{ status: number; headers: { get(name: string): string | null }; json(): Promise<unknown> }>

/** Where an entrance is asked about and with what; the host key goes into the body, never into the address. */
export function requestOf(entrance: Entrance, language: string): { path: string; body: object } {
  const common = { want: ['ticket'], lang: language }
  if (entrance.by === 'number')
    return {
      path: '/gzbwclient/enter',
      body: { ...common, confId: entrance.confId, password: entrance.password },
    }
  return {
    path: `/gzbwclient/conference/${entrance.segment}`,
    body: entrance.hostKey === undefined ? common : { ...common, hostKey: entrance.hostKey },
  }
}

/**
 * Asks the server about an entrance ([WC] 2.2) and says its answer in the door's words. Never throws.
 * This one call is made without `@parley/client`, so that a guest's phone shows the meeting before the code of the room,
 * the sockets and the schemas is there; the few members that are read are checked here.
 */
export async function lookThrough(ask: Ask, entrance: Entrance, language: string): Promise<Look> {
  const { path, body } = requestOf(entrance, language)
  try {
    const answer = await ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (answer.status === 429)
      return { is: 'tooMany', retryAfterMs: retryAfterHeader(answer.headers.get('retry-after')) }
    const value = await answer.json()
    return isLinkAnswer(value) ? lookOf(value) : { is: 'unreachable' }
  } catch {
    return { is: 'unreachable' }
  }
}

const maybe = (value: unknown, type: 'string' | 'number' | 'boolean') =>
  value == null || typeof value === type

function isLinkAnswer(value: unknown): value is LinkAnswer {
  if (typeof value !== 'object' || value === null) return false
  const it = value as Partial<Record<keyof LinkAnswer, unknown>>
  return (
    typeof it.confId === 'string' &&
    typeof it.confName === 'string' &&
    typeof it.code === 'number' &&
    (it.state === 0 || it.state === 30 || it.state === 31 || it.state === 32) &&
    maybe(it.startTime, 'number') &&
    maybe(it.serverTime, 'number') &&
    maybe(it.hostName, 'string') &&
    maybe(it.locked, 'boolean') &&
    maybe(it.full, 'boolean') &&
    maybe(it.waitingRoom, 'boolean') &&
    maybe(it.clientId, 'string') &&
    maybe(it.ticket, 'string') &&
    maybe(it.ticketDeadline, 'number')
  )
}

/** `serverTime` absent (an old server): the page's own clock is as good. */
export function lookOf(answer: LinkAnswer, now = Date.now()): Look {
  if (answer.code === 429) return { is: 'tooMany', retryAfterMs: 30_000 }
  if (answer.code === 503) return { is: 'unreachable' }
  const meeting = {
    confId: answer.confId,
    title: answer.confName,
    startTime: answer.startTime ?? null,
    hostName: answer.hostName ?? null,
    ...(answer.waitingRoom ? { waitingRoom: true } : {}),
  }
  const serverTime = answer.serverTime ?? now
  switch (answer.state) {
    case 31:
      return { is: 'ended' }
    case 32:
      return { is: 'unknown' }
    case 30:
      return { is: 'early', meeting, serverTime }
    case 0: {
      // Both are about this caller: who proves to be the host is let in all the same.
      if (answer.locked) return { is: 'locked', meeting }
      if (answer.full) return { is: 'full', meeting }
      const { clientId, ticket, ticketDeadline } = answer
      if (clientId == null || ticket == null) return { is: 'unreachable' }
      const deadline = ticketDeadline ?? serverTime + 120_000
      return { is: 'open', meeting, serverTime, ticket: { clientId, ticket, deadline } }
    }
    default:
      return answer.state satisfies never
  }
}

const seconds = (value: unknown): number => {
  const number = Number(value)
  return Number.isFinite(number) && number > 0 ? number * 1000 : 30_000
}

/** HTTP's `Retry-After` in seconds, or as a date; 30 s when there is none. */
export function retryAfterHeader(value: string | null, now = Date.now()): number {
  const date = value === null ? Number.NaN : Date.parse(value)
  if (value !== null && !/^\d+$/u.test(value) && Number.isFinite(date)) return Math.max(1_000, date - now)
  return seconds(value)
}

/** How long the server asks to wait ([WC] 4.10: 419 and 429 carry `retryAfter` in seconds); null for other refusals. */
export function retryAfterOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  if (error.code !== 429 && error.code !== 419) return null
  const data = 'data' in error ? error.data : null
  return seconds(typeof data === 'object' && data !== null && 'retryAfter' in data ? data.retryAfter : null)
}

/** The opaque words of this wire: join tickets, refresh tokens, socket tickets. Only hashes are kept. */
import { randomBytes } from 'node:crypto'
import {
  type Clock,
  DAY,
  type Instant,
  SECOND,
  type Secrets,
  type Ticket,
  type TicketKind,
  type Tickets,
} from '@parley/core'
import { ACCESS_LIFE_MS, SKEW_MS } from './access-tokens.ts'

export const JOIN_LIFE_MS = 120 * SECOND
export const SOCKET_LIFE_MS = 30 * SECOND
export const REFRESH_LIFE_MS = DAY

const WORD_BYTES = 32

export type OpaqueTickets = {
  put(kind: TicketKind, fresh: Pick<Ticket, 'family' | 'subject' | 'data' | 'expiresAt'>): Promise<string>
  /** Single use. */
  take(kind: TicketKind, word: string): Promise<Ticket | null>
  find(kind: TicketKind, word: string): Promise<Ticket | null>
  /** Using `ticket` ends what was given out before it; its successor starts to count when it is used itself. */
  rotate(ticket: Ticket, expiresAt: Instant): Promise<string>
  /** Ends a login: its refresh tokens at once, its access tokens by a mark kept until the last of them is over. */
  revokeLogin(family: string): Promise<void>
  isRevoked(family: string): Promise<boolean>
  newFamily(): string
}

export function createOpaqueTickets({
  tickets,
  secrets,
  clock,
}: {
  tickets: Tickets
  secrets: Pick<Secrets, 'digest'>
  clock: Clock
}): OpaqueTickets {
  const draw = (): string => randomBytes(WORD_BYTES).toString('base64url')
  const revokedHash = (family: string): string => secrets.digest(`revoked ${family}`)

  return {
    async put(kind, fresh) {
      const word = draw()
      await tickets.put({ ...fresh, kind, hash: secrets.digest(word), createdAt: clock.now() })
      return word
    },
    take: (kind, word) => tickets.take(kind, secrets.digest(word), clock.now()),
    find: (kind, word) => tickets.find(kind, secrets.digest(word), clock.now()),
    async rotate(ticket, expiresAt) {
      await tickets.settle(ticket)
      const word = draw()
      await tickets.succeed(ticket.hash, {
        ...ticket,
        hash: secrets.digest(word),
        createdAt: clock.now(),
        expiresAt,
      })
      return word
    },
    async revokeLogin(family) {
      await tickets.revokeFamily(family)
      if (await tickets.find('wc.revoked', revokedHash(family), clock.now())) return
      await tickets.put({
        kind: 'wc.revoked',
        hash: revokedHash(family),
        family: `revoked ${family}`,
        subject: family,
        data: {},
        createdAt: clock.now(),
        expiresAt: clock.now() + ACCESS_LIFE_MS + 2 * SKEW_MS,
      })
    },
    isRevoked: async (family) =>
      (await tickets.find('wc.revoked', revokedHash(family), clock.now())) !== null,
    newFamily: draw,
  }
}

import type { Ticket, Tickets } from '../ports/tickets.ts'
import { refuse } from '../refusal.ts'

export function createMemoryTickets(): Tickets {
  /** In the order in which they were put. */
  const tickets = new Map<string, Ticket>()

  function valid(kind: Ticket['kind'], hash: string, now: number): Ticket | null {
    const ticket = tickets.get(hash)
    return ticket && ticket.kind === kind && ticket.expiresAt > now ? ticket : null
  }

  function put(ticket: Ticket): void {
    if (tickets.has(ticket.hash)) throw new Error('this ticket was put before')
    tickets.set(ticket.hash, ticket)
  }

  function dropIf(condition: (ticket: Ticket) => boolean): void {
    for (const ticket of tickets.values()) if (condition(ticket)) tickets.delete(ticket.hash)
  }

  return {
    async put(ticket) {
      put(ticket)
    },
    async find(kind, hash, now) {
      return valid(kind, hash, now)
    },
    async take(kind, hash, now) {
      const ticket = valid(kind, hash, now)
      if (ticket) tickets.delete(hash)
      return ticket
    },
    async succeed(previousHash, next) {
      const previous =
        tickets.get(previousHash) ?? refuse('wrong-credentials', 'the ticket is no longer good')
      put({ ...next, family: previous.family })
    },
    async settle({ hash, family, kind }) {
      dropIf((other) => other.family === family && other.kind === kind && other.hash !== hash)
    },
    async extend(hash, expiresAt) {
      const ticket = tickets.get(hash)
      if (ticket) tickets.set(hash, { ...ticket, expiresAt })
    },
    async revoke(hash) {
      tickets.delete(hash)
    },
    async revokeFamily(family) {
      dropIf((ticket) => ticket.family === family)
    },
    async revokeSubject(kind, subject) {
      dropIf((ticket) => ticket.kind === kind && ticket.subject === subject)
    },
    async keepNewest(kind, subject, count) {
      const own = [...tickets.values()].filter((ticket) => ticket.kind === kind && ticket.subject === subject)
      own.reverse().sort((a, b) => b.createdAt - a.createdAt)
      for (const { hash } of own.slice(count)) tickets.delete(hash)
    },
    async prune(now) {
      dropIf(({ expiresAt }) => expiresAt <= now)
    },
  }
}

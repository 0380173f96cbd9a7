import type { ConferenceId, RunId, Ticket, UserId } from '@parley/core'
import { MINUTE, SECOND } from '@parley/core'
import type { HuaweiParts } from './parts.ts'

/** Lives of [HW] 1.2. */
export const ACCESS_LIFE_MS = 57_600 * SECOND
export const REFRESH_LIFE_MS = 2_592_000 * SECOND
export const CONTROL_LIFE_MS = 30 * MINUTE
export const WS_LIFE_MS = MINUTE

/** Programs (`clientType` 72) may be logged in this often at once; everybody else once per type. */
const CLIENT_TYPE_API = 72
const CONCURRENT_API_LOGINS = 64

export type ControlLevel = 'host' | 'general'

/** What a control token and a ws token prove: one run of one conference, at a level, perhaps for a person. */
export type Grant = { conferenceId: ConferenceId; runId: RunId; level: ControlLevel; userId: UserId | null }

export type Login = { userId: UserId; clientType: number }

export type Pair = { access: Issued; refresh: Issued }
export type Issued = { token: string; createdAt: number; expiresAt: number }

type Parts = Pick<HuaweiParts, 'tickets' | 'secrets' | 'ids' | 'clock'>

/** Issues and reads the opaque tokens of this wire; the store keeps only their hashes. */
export function createTokens({ tickets, secrets, ids, clock }: Parts) {
  const draw = (): string => `stb${ids.random(48, '0123456789abcdef')}`

  function ticketFor(
    token: string,
    lifeMs: number,
    rest: Pick<Ticket, 'kind' | 'family' | 'subject' | 'data'>,
  ): Ticket {
    const createdAt = clock.now()
    return { ...rest, hash: secrets.digest(token), createdAt, expiresAt: createdAt + lifeMs }
  }

  async function issue(
    lifeMs: number,
    rest: Pick<Ticket, 'kind' | 'family' | 'subject' | 'data'>,
  ): Promise<Issued> {
    const token = draw()
    const ticket = ticketFor(token, lifeMs, rest)
    await tickets.put(ticket)
    return { token, createdAt: ticket.createdAt, expiresAt: ticket.expiresAt }
  }

  async function issuePair(
    { userId, clientType }: Login,
    family: string,
    refreshFrom?: string,
  ): Promise<Pair> {
    const subject = clientType === CLIENT_TYPE_API ? userId : `${userId}/${clientType}`
    const rest = { family, subject, data: { userId, clientType } }
    const token = draw()
    const ticket = ticketFor(token, REFRESH_LIFE_MS, { kind: 'hw.refresh', ...rest })
    // The old refresh token works until the new one is first used: an answer lost on its way locks nobody out.
    // It comes first: where the login is gone meanwhile, it is refused, and no access token is made.
    if (refreshFrom === undefined) await tickets.put(ticket)
    else await tickets.succeed(refreshFrom, ticket)
    const access = await issue(ACCESS_LIFE_MS, { kind: 'hw.access', ...rest })
    const most = clientType === CLIENT_TYPE_API ? CONCURRENT_API_LOGINS : 1
    await tickets.keepNewest('hw.access', subject, most)
    // One more of these: the predecessor that still works.
    await tickets.keepNewest('hw.refresh', subject, refreshFrom === undefined ? most : most + 1)
    return { access, refresh: { token, createdAt: ticket.createdAt, expiresAt: ticket.expiresAt } }
  }

  const find = (kind: Ticket['kind'], token: string): Promise<Ticket | null> =>
    tickets.find(kind, secrets.digest(token), clock.now())

  return {
    login: (login: Login): Promise<Pair> => issuePair(login, draw()),

    /** A new pair for a refresh token, or for the access token that older texts show; null when it is neither. */
    async renew(token: string): Promise<(Login & { pair: Pair }) | null> {
      const refresh = await find('hw.refresh', token)
      const known = refresh ?? (await find('hw.access', token))
      if (!known) return null
      if (refresh) await tickets.settle(refresh)
      const login = loginOf(known)
      return { ...login, pair: await issuePair(login, known.family, refresh?.hash) }
    },

    async readAccess(token: string): Promise<(Login & Issued) | null> {
      const ticket = await find('hw.access', token)
      return ticket && { ...loginOf(ticket), token, createdAt: ticket.createdAt, expiresAt: ticket.expiresAt }
    },

    /** Ends the login the token belongs to, its refresh token included. False when there is none. */
    async drop(token: string): Promise<boolean> {
      const ticket = await find('hw.access', token)
      if (ticket) await tickets.revokeFamily(ticket.family)
      return ticket !== null
    },

    issueControl: (grant: Grant): Promise<Issued> =>
      issue(CONTROL_LIFE_MS, {
        kind: 'hw.control',
        family: grant.runId,
        subject: grant.conferenceId,
        data: grant,
      }),

    issueWs: (grant: Grant): Promise<Issued> =>
      issue(WS_LIFE_MS, { kind: 'hw.ws', family: grant.runId, subject: grant.conferenceId, data: grant }),

    /** A control token in any of its spellings ([HW] 1.2): raw, `Basic` and base64, bare base64. */
    async readControl(shown: string): Promise<(Grant & { token: string }) | null> {
      for (const token of spellings(shown)) {
        const ticket = await find('hw.control', token)
        if (ticket) return { ...grantOf(ticket), token }
      }
      return null
    },

    async extendControl(token: string): Promise<Issued> {
      const createdAt = clock.now()
      const expiresAt = createdAt + CONTROL_LIFE_MS
      await tickets.extend(secrets.digest(token), expiresAt)
      return { token, createdAt, expiresAt }
    },

    /** Reads a ws token and uses it up. */
    async takeWs(token: string): Promise<Grant | null> {
      const ticket = await tickets.take('hw.ws', secrets.digest(token), clock.now())
      return ticket && grantOf(ticket)
    },
  }
}

export type Tokens = ReturnType<typeof createTokens>

function spellings(shown: string): string[] {
  const bare = shown.trim().replace(/^basic\s+/i, '')
  const decoded = Buffer.from(bare, 'base64').toString('utf8')
  return [bare, decoded].filter((token) => /^stb[0-9a-f]{48}$/.test(token))
}

function loginOf({ data }: Ticket): Login {
  return { userId: data.userId as UserId, clientType: Number(data.clientType) }
}

function grantOf({ data }: Ticket): Grant {
  return {
    conferenceId: data.conferenceId as ConferenceId,
    runId: data.runId as RunId,
    level: data.level === 'host' ? 'host' : 'general',
    userId: data.userId as UserId | null,
  }
}

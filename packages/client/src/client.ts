import type { EnterRequest, LinkAnswer, LinkRequest } from '@parley/protocol'
import { type Conference, createConference } from './conference/conference.ts'
import { createInvites, type Invites } from './invites.ts'
import { enterByNumber, resolveLink } from './link.ts'
import type { Platform } from './platform.ts'
import { createRpc, type Rpc } from './rpc.ts'
import { createSession, type Session, withSession } from './session/session.ts'
import { memoryStorage, type SessionStorage } from './session/storage.ts'
import { createSocket, type Socket } from './socket/socket.ts'

/** Everything one person needs of one server. */
export type Client = {
  /** With the session's token, renewed once on 401. */
  rpc: Rpc
  session: Session
  socket: Socket
  /** The same object for the same confId until it is closed. */
  conference(confId: string): Conference
  /** What rings for this account, while the socket is open. */
  invites: Invites
  /** What a join link leads to; a host link's `#h=…` is sent along. */
  resolveLink(link: string, request?: LinkRequest): Promise<LinkAnswer>
  enter(request: EnterRequest): Promise<LinkAnswer>
  close(): void
}

/** Which server, and what of the runtime is used for it. */
export type ClientOptions = {
  /** `https://meet.example.org` */
  origin: string
  platform: Platform
  /** Default: memory, so that nobody comes back after a reload. */
  storage?: SessionStorage
  rpcUrl?: string
  wsUrl?: string
}

/** Shorter than other calls: nothing is lost by asking again, and a network that just came back drops the first try. */
const ticketTimeoutMs = 6_000

const socketUrlOf = (origin: string): string => {
  const url = new URL('/gzbwclient/websck', origin)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}

/** Connects to nothing yet: `session` signs in, `socket.open` connects, `conference` follows. */
export const createClient = ({
  origin,
  platform,
  storage = memoryStorage(),
  ...urls
}: ClientOptions): Client => {
  const bare = createRpc({ url: urls.rpcUrl ?? new URL('/gzbwclient/jsonrpc', origin).href, platform })
  const session = createSession({ rpc: bare, clock: platform, storage })
  const rpc = withSession(bare, session)
  const socket = createSocket({
    url: urls.wsUrl ?? socketUrlOf(origin),
    platform,
    ticket: async (renew) => {
      if (renew) await session.refresh()
      return (await rpc.call('auth.ws.ticket', {}, { timeoutMs: ticketTimeoutMs })).token
    },
    freshToken: session.refresh,
  })
  const invites = createInvites({ socket, clock: platform })
  const conferences = new Map<string, Conference>()
  return {
    rpc,
    session,
    socket,
    invites,
    conference: (confId) => {
      const known = conferences.get(confId)
      if (known) return known
      const conference = createConference({ socket, rpc, confId, clock: platform })
      const listed: Conference = {
        ...conference,
        close: () => {
          conferences.delete(confId)
          conference.close()
        },
      }
      conferences.set(confId, listed)
      return listed
    },
    resolveLink: (link, request) => resolveLink(platform, link, request),
    enter: (request) => enterByNumber(platform, origin, request),
    close: () => {
      for (const conference of [...conferences.values()]) conference.close()
      invites.close()
      socket.close()
    },
  }
}

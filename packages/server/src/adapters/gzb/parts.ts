import type {
  Access,
  Bus,
  Clock,
  ConferenceStore,
  Conferences,
  Directory,
  Feed,
  Guests,
  Ids,
  Keyring,
  Networks,
  Policies,
  Secrets,
  Speakers,
  TenantId,
  Tickets,
} from '@parley/core'
import type { IceServer } from '@parley/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Throttles } from '#http/throttles.ts'
import type { Log } from '#telemetry/log.ts'

/** What this adapter stands on; made by `app.ts`, the same object for the routes and for the socket. */
export type GzbParts = {
  conferences: Conferences
  store: Pick<ConferenceStore, 'find' | 'eventsOf'>
  feed: Feed
  speakers: Speakers
  networks: Networks
  /** News of every conference: an invitation finds its account wherever that is. */
  bus: Pick<Bus, 'onNews'>
  access: Access
  directory: Directory
  guests: Guests
  tickets: Tickets
  keyring: Keyring
  secrets: Secrets
  ids: Ids
  clock: Clock
  throttles: Throttles
  log: Log
  policies: Pick<Policies, 'meshPeople' | 'meshWatchers' | 'maxParticipants'>
  tenantId: TenantId
  /** Without a trailing slash; scheme and host of every address that is told. */
  publicUrl: string
  /** Origins beside our own whose pages may use the wire. */
  allowedOrigins: readonly string[]
  /** [WC] 2.3: whether a link's last segment may also be the bare password. */
  acceptPlainLinks: boolean
  iceServers: readonly IceServer[]
  serverVersion: string
  nodeId: string
  /** The key an `Authorization: Bearer` names, or null when it is none of ours. */
  verifyApiKey(token: string): Promise<{ keyId: string; name: string } | null>
  /** Answers with the shell of the pages, with its headers. */
  servePage(request: FastifyRequest, reply: FastifyReply): FastifyReply
  /** Multiplies the limits on requests and signals of one connection; 1 unless a test or load generator says otherwise. */
  rateFactor: number
}

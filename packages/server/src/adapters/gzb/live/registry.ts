/** The connections of this node, and what is remembered of those that were lost ([WC] 3.6). */
import { type Clock, type ConferenceId, type ParticipantId, SECOND, type UserId } from '@parley/core'
import type { CloseCode, Topic } from '@parley/protocol'
import type { Frame } from '#sockets/frame.ts'
import { type Caller, userIdentity } from '../auth/caller.ts'

/** One conference as a connection followed it. */
export type Followed = {
  confId: ConferenceId
  topics: ReadonlySet<Topic>
  version: number
  /** Unsubscribed, though somebody is inside. */
  silent: boolean
  /** Whose presence hung on it. */
  member: { participantId: ParticipantId; generation: number } | null
  /** Several events share a notification. */
  batch: boolean
  /** Not inside: the member waits to be let in. */
  waits: boolean
}

/** `replaced`: another page took over, and this one never heard of it. */
export type Memory = { followed: readonly Followed[]; replaced: boolean }

/** What is needed of a connection to keep it in order. */
export type Registered = {
  readonly id: string
  readonly identity: string
  readonly caller: Pick<Caller, 'is'>
  /** Somebody's presence hangs on it. */
  readonly isInside: boolean
  send(frame: Frame): void
  /** What to remember for a resume. */
  followed(): Followed[]
  /** Sends what waits and closes; not before calls under way were answered. */
  close(code: CloseCode): void
  /** Cut off, and the conferences are not told: another connection carries on. */
  abandon(): void
}

export type Registry = {
  /** Makes room: a guest has one connection, a user five; those that give way are closed with 4004. */
  admit(connection: Registered): void
  dismiss(connection: Registered, memory: Memory | null): void
  /**
   * What the connection `connId` of `identity` followed: of one that was lost, or of one whose loss nobody has noticed yet,
   * which is cut off then without telling the conference. Given once.
   */
  recall(connId: string, identity: string): Memory | null
  /** Notes on which connection a participant's presence hangs. */
  bind(confId: ConferenceId, participantId: ParticipantId, connection: Registered): void
  unbind(confId: ConferenceId, participantId: ParticipantId, connection: Registered): void
  connectionOf(confId: ConferenceId, participantId: ParticipantId): Registered | null
  /** Every connection of an account. */
  ofUser(userId: UserId): Iterable<Registered>
}

/** [WC] 3.6: a lost connection's subscriptions are remembered for so long. */
export const SUBSCRIPTION_GRACE_MS = 120 * SECOND
const MOST_PER_USER = 5

export function createRegistry(clock: Clock): Registry {
  const connections = new Map<string, Registered>()
  const byIdentity = new Map<string, Set<Registered>>()
  const byParticipant = new Map<string, Registered>()
  const lost = new Map<string, { identity: string; memory: Memory; forget(): void }>()

  return {
    admit(connection) {
      const siblings = byIdentity.get(connection.identity) ?? new Set()
      byIdentity.set(connection.identity, siblings)
      // Oldest first, but a page with which somebody is in a conference only when there is no other.
      const order = [...siblings].sort((a, b) => Number(a.isInside) - Number(b.isInside))
      for (const one of order.slice(0, Math.max(0, siblings.size + 1 - limitOf(connection)))) {
        siblings.delete(one)
        one.close(4004)
      }
      siblings.add(connection)
      connections.set(connection.id, connection)
    },
    dismiss(connection, memory) {
      connections.delete(connection.id)
      const siblings = byIdentity.get(connection.identity)
      siblings?.delete(connection)
      if (siblings?.size === 0) byIdentity.delete(connection.identity)
      if (!memory || memory.followed.length === 0) return
      const forget = clock.wakeAt(clock.now() + SUBSCRIPTION_GRACE_MS, () => lost.delete(connection.id))
      lost.set(connection.id, { identity: connection.identity, memory, forget })
    },
    recall(connId, identity) {
      const live = connections.get(connId)
      if (live?.identity === identity) {
        const followed = live.followed()
        live.abandon()
        return { followed, replaced: false }
      }
      const one = lost.get(connId)
      if (one?.identity !== identity) return null
      lost.delete(connId)
      one.forget()
      return one.memory
    },
    bind: (confId, participantId, connection) =>
      void byParticipant.set(`${confId} ${participantId}`, connection),
    unbind(confId, participantId, connection) {
      const key = `${confId} ${participantId}`
      if (byParticipant.get(key) === connection) byParticipant.delete(key)
    },
    connectionOf: (confId, participantId) => byParticipant.get(`${confId} ${participantId}`) ?? null,
    ofUser: (userId) => byIdentity.get(userIdentity(userId)) ?? [],
  }
}

function limitOf({ caller }: Registered): number {
  if (caller.is === 'guest') return 1
  return caller.is === 'user' ? MOST_PER_USER : Number.POSITIVE_INFINITY
}

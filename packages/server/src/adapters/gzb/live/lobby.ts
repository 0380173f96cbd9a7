/** One connection in the waiting room of one conference: nothing of the meeting is told, only how the waiting goes. */
import {
  type Conference,
  type ConferenceId,
  type Feed,
  isInside,
  type ParticipantId,
  type Recorded,
  waitingPeople,
} from '@parley/core'
import type { LobbyChanged } from '@parley/protocol'
import type { Frame } from '#sockets/frame.ts'
import { notice } from './piece.ts'

export type Lobby = {
  readonly conference: Conference
  /** How it stands; null when the person is inside. */
  readonly stand: LobbyChanged | null
  /** Another page of the same person waits or is inside. */
  readonly isReplaced: boolean
  /** Tells changes from now on; before, an answer says how it stands. `first`: says it once itself. */
  release(options?: { first: boolean }): void
  close(): void
}

type Options = {
  confId: ConferenceId
  participantId: ParticipantId
  /** Of the page on this connection. */
  generation: number
  /** The last version heard of on a line that was lost; null: there was none. */
  after: number | null
  feed: Feed
  send(frame: Frame): void
  /** `isReplaced` has come true. */
  onReplaced(): void
  /** Waits no more, and was told why. */
  onOver(): void
}

/** What can change a place in the queue, or end it: also with the run, or off the list, one leaves the lobby first. */
const HEEDED: ReadonlySet<Recorded['type']> = new Set(['LobbyEntered', 'LobbyLeft', 'ParticipantJoined'])

/** Refuses with `no-conference`. */
export async function createLobby(options: Options): Promise<Lobby> {
  const { confId, participantId, generation, after: heard, feed, send, onReplaced, onOver } = options
  let conference: Conference | null = null
  let stand: LobbyChanged | null = null
  let isHeld = true
  let isClosed = false

  function isReplaced(): boolean {
    return (conference?.people[participantId]?.generation ?? 0) > generation
  }

  function tell(): void {
    if (isHeld || isClosed || !stand) return
    send(notice('lobby.changed', stand))
    if (stand.state !== 'waiting' && stand.state !== 'admitted') onOver()
  }

  const detach = await feed.open(confId, heard, {
    onOpen(opening) {
      conference = opening.conference
      stand = standOf(conference, participantId, opening.replay ?? [])
    },
    onEvents(events, after) {
      conference = after
      if (isClosed || !events.some(({ type }) => HEEDED.has(type))) return
      if (isReplaced()) {
        onReplaced()
        return
      }
      const before = stand
      stand = standOf(after, participantId, events)
      if (!isSame(before, stand)) tell()
    },
  })

  return {
    get conference() {
      if (!conference) throw new Error('an open lobby has a state')
      return conference
    },
    get stand() {
      return stand
    },
    get isReplaced() {
      return isReplaced()
    },
    release({ first } = { first: false }) {
      isHeld = false
      // What changed while the answer was on its way is told as well.
      if (first || stand?.state !== 'waiting') tell()
    },
    close() {
      isClosed = true
      detach()
    },
  }
}

function standOf(
  conference: Conference,
  memberId: ParticipantId,
  events: readonly Recorded[],
): LobbyChanged | null {
  const person = conference.people[memberId]
  if (person && isInside(person)) return null
  const common = { confId: conference.id, memberId }
  if (person?.presence.is === 'waiting') {
    const position = waitingPeople(conference).findIndex(({ id }) => id === memberId) + 1
    return { ...common, state: 'waiting', position, until: person.presence.until }
  }
  if (person?.presence.is === 'joining')
    return { ...common, state: 'admitted', position: null, until: person.presence.until }
  return { ...common, state: endOf(conference, memberId, events), position: null, until: null }
}

function endOf(
  conference: Conference,
  memberId: ParticipantId,
  events: readonly Recorded[],
): 'refused' | 'expired' | 'ended' {
  if (conference.state !== 'running') return 'ended'
  const left = events.findLast(
    (event) => event.type === 'LobbyLeft' && event.data.participantId === memberId,
  ) as Recorded<'LobbyLeft'> | undefined
  return left?.data.outcome === 'refused' ? 'refused' : 'expired'
}

function isSame(one: LobbyChanged | null, other: LobbyChanged | null): boolean {
  return one?.state === other?.state && one?.position === other?.position && one?.until === other?.until
}

import type { Client, Conference, ConferencePhase, Invites } from '@parley/client'
import type { IceServer } from '@parley/protocol'
import type { Ticket } from './door.ts'
import type { Room } from './room.ts'
import { createStore, type Store } from './store.ts'
import { createWaiting, type Waiting } from './waiting.ts'

/**
 * How one shows who one is: the door's one-time ticket, what this tab kept from before a reload, or the account that is
 * signed in here.
 */
export type Proof = { by: 'ticket'; ticket: Ticket } | { by: 'resume' } | { by: 'account' }

export type Over = Extract<ConferencePhase, { is: 'over' }>

export type GoIn = {
  proof: Proof
  confId: string
  name: string
  /** Called once before joining by anything but a ticket: takes up the devices that were on. */
  prepare?: () => Promise<void>
  /** `waiting`: it ended in the waiting room. */
  onOver: (phase: Over, endedByMe: boolean, waiting: boolean) => void
}

/** Where one is in the meeting; it changes by what the host does. */
export type Stage = { is: 'waiting'; waiting: Waiting } | { is: 'room'; room: Room }

export type Inside = {
  stage: Store<Stage>
  /** Invitations to other meetings that ring meanwhile; only an account gets any. */
  invites: Invites
  closing: () => void
  network: (network: 'online' | 'offline') => void
  leave: () => Promise<void>
  /** The relays of the meeting, for trying the connection. */
  iceServers: () => IceServer[]
  /** Everything stops; says nothing to the server. */
  close: () => void
}

export type Entry =
  | { is: 'inside'; inside: Inside }
  /** The server said no, with a code of [WC] 4.10. */
  | { is: 'refused'; code: number }
  /** Nothing that could come back: the resume ticket is not taken any more. */
  | { is: 'stranger' }
  | { is: 'unanswered' }

/** A room with its media. `stop` ends both. */
export type OpenRoom = { room: Room; networkChanged?: () => void; stop: () => void }

export type OpenRooms = (
  client: Client,
  conference: Conference,
  onOver: (phase: Over, endedByMe: boolean) => void,
) => OpenRoom

/** Follows the host's will between waiting room and room until it is over. */
export function settle(
  client: Client,
  conference: Conference,
  openRoom: OpenRooms,
  onOver: GoIn['onOver'],
): Inside {
  let open: OpenRoom | null = null
  let waiting: Waiting | null = null

  const wait = (): Stage => {
    const returned = open !== null
    open?.stop()
    open = null
    waiting ??= createWaiting({ conference, socket: client.socket, returned })
    return { is: 'waiting', waiting }
  }
  const enter = (): Stage => {
    waiting?.stop()
    waiting = null
    open ??= openRoom(client, conference, (phase, endedByMe) => onOver(phase, endedByMe, false))
    return { is: 'room', room: open.room }
  }
  const stage = createStore<Stage>(conference.getState().is === 'waiting' ? wait() : enter())
  const off = conference.subscribe(() => {
    const phase = conference.getState()
    const at = stage.get()
    if (phase.is === 'waiting' && at.is === 'room') stage.set(wait())
    else if (phase.is === 'inside' && at.is === 'waiting') stage.set(enter())
    // A room tells by itself that it is over, and by whom.
    else if (phase.is === 'over' && at.is === 'waiting') onOver(phase, false, true)
  })

  return {
    stage,
    invites: client.invites,
    closing: () => client.socket.closing(),
    network: (network) => {
      client.socket.hint(network)
      if (network === 'online') open?.networkChanged?.()
    },
    leave: () => conference.leave(),
    iceServers: () => {
      const phase = conference.getState()
      return phase.is === 'inside' && phase.media.driver === 'mesh' ? phase.media.iceServers : []
    },
    close: () => {
      off()
      waiting?.stop()
      open?.stop()
      client.close()
    },
  }
}

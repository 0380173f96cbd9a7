import { type Client, ConnectionError, RpcError } from '@parley/client'
import type { Devices } from './devices.ts'
import type { Ticket } from './door.ts'
import { type Entry, type GoIn, type OpenRooms, type Proof, settle } from './inside.ts'
import { ticketSpent } from './refusals.ts'

export type WayIn = {
  /** Signs in with the ticket and connects, once; joins nothing. What goes wrong shows only when one goes in. */
  prepare: (ticket: Ticket) => void
  /** `prepare` with this ticket has not failed, and its connection stands or is being made. */
  isPrepared: (ticket: Ticket) => boolean
  /** Never throws; leaves nothing open when it did not get in. */
  goIn: (way: GoIn) => Promise<Entry>
}

export type WayInParts = {
  createClient: (proof: Proof) => Client
  openRoom: OpenRooms
  devices: Devices
}

/** `client` null: it came to nothing, and the ticket is spent. */
type Prepared = {
  ticket: string
  client: Promise<Client | null>
  alive: boolean
  /** It is in use now, and no loss of the connection ends it any more. */
  keep: () => void
  drop: () => void
}

/** From a proof to the pictures: session, socket, join, waiting room, media. */
export function createWayIn({ createClient, openRoom, devices }: WayInParts): WayIn {
  let prepared: Prepared | null = null

  const dropPrepared = () => {
    prepared?.drop()
    prepared = null
  }

  const prepare = (ticket: Ticket) => {
    if (prepared?.ticket === ticket.ticket) return
    dropPrepared()
    const client = createClient({ by: 'ticket', ticket })
    const it: Prepared = {
      ticket: ticket.ticket,
      alive: true,
      client: Promise.resolve(null),
      keep: () => off(),
      drop: () => {
        it.alive = false
        off()
        client.close()
      },
    }
    // The server lets go of who does not join for a while. Coming back again and again would be worth nothing.
    let open = false
    const off = client.socket.subscribe(() => {
      const { is } = client.socket.getState()
      if (is === 'open') open = true
      else if (open || is === 'closed') it.drop()
    })
    const connect = async () => {
      try {
        await client.session.redeem(ticket)
        await client.socket.open()
        return it.alive ? client : null
      } catch {
        it.drop()
        return null
      }
    }
    it.client = connect()
    prepared = it
  }

  /** The client that was made ready with this ticket: null = it died, undefined = there was none. */
  const take = async (ticket: Ticket): Promise<Client | null | undefined> => {
    const it = prepared
    if (it?.ticket !== ticket.ticket) {
      dropPrepared()
      return undefined
    }
    const client = await it.client
    const alive = it.alive
    it.keep()
    if (prepared === it) prepared = null
    return alive ? client : null
  }

  const connected = async (way: GoIn): Promise<Client | 'stranger' | 'spent'> => {
    if (way.proof.by === 'ticket') {
      const ready = await take(way.proof.ticket)
      if (ready === null) return 'spent'
      if (ready) return ready
    } else dropPrepared()
    const client = createClient(way.proof)
    try {
      if (way.proof.by === 'ticket') await client.session.redeem(way.proof.ticket)
      else if (!(await client.session.restore())) {
        client.close()
        return 'stranger'
      }
      await way.prepare?.()
      await client.socket.open()
      return client
    } catch (error) {
      client.close()
      throw error
    }
  }

  const devicesNow = () => {
    const { audio, video } = devices.store.get()
    // With no device at all one only watches, which costs the others nothing.
    const sends = audio.track !== null || video.track !== null
    return { media: { audio: sends, video: sends }, muted: !audio.on, cameraOff: !video.on }
  }

  const goIn = async (way: GoIn): Promise<Entry> => {
    let client: Client | null = null
    try {
      const got = await connected(way)
      if (got === 'stranger') return { is: 'stranger' }
      if (got === 'spent') return { is: 'refused', code: ticketSpent }
      client = got
      const conference = client.conference(way.confId)
      await conference.join({ displayName: way.name, orWatch: true, ...devicesNow(), now: devicesNow })
      return { is: 'inside', inside: settle(client, conference, openRoom, way.onOver) }
    } catch (error) {
      client?.close()
      if (error instanceof RpcError) return { is: 'refused', code: error.code }
      if (error instanceof ConnectionError) return { is: 'unanswered' }
      throw error
    }
  }

  return {
    prepare,
    isPrepared: (ticket) => prepared?.ticket === ticket.ticket && prepared.alive,
    goIn,
  }
}

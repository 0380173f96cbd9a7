import {
  type Client,
  type Conference,
  type ConferencePhase,
  ConnectionError,
  type Mesh,
  RpcError,
} from '@parley/client'
import { createAnnouncer } from './announcer.ts'
import type { Clock } from './clock.ts'
import type { Devices } from './devices.ts'
import type { Ticket } from './door.ts'
import { createRoom, type Room } from './room.ts'
import { createToasts } from './toasts.ts'

/** How one shows who one is: the door's one-time ticket, or what this tab kept from before a reload. */
export type Proof = { by: 'ticket'; ticket: Ticket } | { by: 'resume' }

export type Over = Extract<ConferencePhase, { is: 'over' }>

export type GoIn = {
  proof: Proof
  confId: string
  name: string
  /** Called once before joining by `resume`: takes up the devices that were on. */
  prepare?: () => Promise<void>
  onOver: (phase: Over, endedByMe: boolean) => void
}

export type Inside = {
  room: Room
  closing: () => void
  network: (network: 'online' | 'offline') => void
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

export type MeetingMedia = { mesh: Mesh; stop: () => void }

export type InsideParts = {
  createClient: () => Client
  createMedia: (conference: Conference, devices: Devices) => MeetingMedia
  devices: Devices
  clock: Clock
}

/** From a proof to the pictures: session, socket, join, media. Never throws; leaves nothing open when it did not get in. */
export async function goIn(
  { createClient, createMedia, devices, clock }: InsideParts,
  way: GoIn,
): Promise<Entry> {
  const client = createClient()
  try {
    if (way.proof.by === 'ticket') await client.session.redeem(way.proof.ticket)
    else if (!(await client.session.restore())) {
      client.close()
      return { is: 'stranger' }
    }
    await way.prepare?.()
    await client.socket.open()
    const conference = client.conference(way.confId)
    const { audio, video } = devices.store.get()
    // With no device at all one only watches, which costs the others nothing.
    const sends = audio.track !== null || video.track !== null
    await conference.join({
      displayName: way.name,
      media: { audio: sends, video: sends },
      muted: !audio.on,
      cameraOff: !video.on,
      orWatch: true,
    })
    const media = createMedia(conference, devices)
    const room = createRoom({
      client,
      conference,
      mesh: media.mesh,
      devices,
      toasts: createToasts(clock),
      announcer: createAnnouncer(clock),
      clock,
      onOver: way.onOver,
    })
    const close = () => {
      room.stop()
      media.stop()
      client.close()
    }
    return {
      is: 'inside',
      inside: {
        room,
        close,
        closing: () => client.socket.closing(),
        network: (network) => client.socket.hint(network),
      },
    }
  } catch (error) {
    client.close()
    if (error instanceof RpcError) return { is: 'refused', code: error.code }
    if (error instanceof ConnectionError) return { is: 'unanswered' }
    throw error
  }
}

import type { Conference, RunId } from '@parley/core'
import { SECOND } from '@parley/core'
import type { WebSocket } from 'ws'
import type { SocketDoor } from '#sockets/door.ts'
import { createPace } from '#sockets/pace.ts'
import type { HuaweiParts } from '../parts.ts'
import { createTokens, type Grant } from '../tokens.ts'
import { Channel } from './channel.ts'
import { Reader } from './reader.ts'

export const SOCKET_PATH = '/cms/open/websocket/confctl/increment/conn'

/** Frames of this protocol are small: a Subscribe with every type and a token is under 2 KiB. */
const MAX_PAYLOAD = 64 * 1024
const LOOK_EVERY_MS = SECOND
/** After which sockets that do not answer a close are cut. */
const CLOSING_MS = 2 * SECOND

export type HuaweiSocketParts = Pick<
  HuaweiParts,
  'feed' | 'access' | 'tickets' | 'clock' | 'ids' | 'secrets' | 'log'
>

/** The push channel of [HW] 1.4 and 2. */
export function createHuaweiSocket(parts: HuaweiSocketParts): SocketDoor {
  const { feed, access, clock, secrets, log } = parts
  const tokens = createTokens(parts)
  const readers = new Map<WebSocket, Reader>()
  const channels = new Map<RunId, Promise<Channel | null>>()
  // Fan-out and single answers at different paces: an answer must not make the next change wait.
  const shared = createPace()
  const single = createPace({ gatherMs: 0 })
  let looking = false

  const encoding = {
    digest: (text: string) => secrets.digest(text),
    surroundings: (conference: Conference) => ({
      passwords: access.passwords(conference),
      links: access.links(conference),
    }),
  }

  function channelFor({ conferenceId, runId }: Grant): Promise<Channel | null> {
    const known = channels.get(runId)
    if (known) return known
    const forget = (): void => {
      if (channels.get(runId) === opening) channels.delete(runId)
    }
    const channel = new Channel(conferenceId, runId, { feed, clock, pace: shared, encoding }, forget)
    const opening = channel.open().then(
      (open) => {
        if (!open) forget()
        return open ? channel : null
      },
      (error: unknown) => {
        forget()
        throw error
      },
    )
    channels.set(runId, opening)
    return opening
  }

  function look(): void {
    looking = readers.size > 0
    if (!looking) return
    clock.wakeAt(clock.now() + LOOK_EVERY_MS, look)
    const now = clock.now()
    for (const reader of readers.values()) reader.look(now)
  }

  const readerParts = {
    clock,
    tokens,
    pace: single,
    channelFor,
    onError: (error: unknown) => log.error({ err: error }, 'a socket of the push channel failed'),
  }

  return {
    path: SOCKET_PATH,
    maxPayload: MAX_PAYLOAD,
    accept(socket, request) {
      const query = new URLSearchParams((request.url ?? '').split('?')[1] ?? '')
      const knock = { conferenceId: query.get('confID') ?? '', wsToken: query.get('tmpToken') ?? '' }
      const reader = new Reader(socket, readerParts, knock)
      readers.set(socket, reader)
      socket.on('close', () => {
        readers.delete(socket)
        reader.onGone()
      })
      if (!looking) look()
    },
    async closeAll(code, reason) {
      const all = [...readers.entries()]
      if (all.length === 0) return
      const gone = Promise.all(
        all.map(([socket]) => new Promise<void>((resolve) => socket.once('close', () => resolve()))),
      )
      for (const [, reader] of all) reader.outlet.close(code, reason)
      const callOff = clock.wakeAt(clock.now() + CLOSING_MS, () => {
        for (const [socket] of all) socket.terminate()
      })
      await gone
      callOff()
    },
  }
}

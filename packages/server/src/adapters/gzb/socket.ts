/** `/gzbwclient/websck` ([WC] 4.8): one session per socket. */
import type { IncomingMessage } from 'node:http'
import { SECOND } from '@parley/core'
import { type CloseCode, rpcLimits } from '@parley/protocol'
import type { RawData, WebSocket } from 'ws'
import type { SocketDoor } from '#sockets/door.ts'
import { createOutlet } from '#sockets/outlet.ts'
import { createPace, type Pace } from '#sockets/pace.ts'
import { createHouse } from './house.ts'
import { createCadences } from './live/cadence.ts'
import { createEncoder } from './live/encoder.ts'
import { createRegistry } from './live/registry.ts'
import { readWish } from './live/resume.ts'
import { createRinging } from './live/ringing.ts'
import { createSession, MOST_QUEUED, type Session, type Shared } from './live/session.ts'
import { isAllowedOrigin } from './origins.ts'
import type { GzbParts } from './parts.ts'
import { deviceOf } from './receive.ts'

/** Behind by more than this a connection is cut; the page resumes and is healed. */
const WAITING = { maxBytes: rpcLimits.outboundFrameBytes, maxFrames: 1_000 }
const CLOSE_WITHIN_MS = 2 * SECOND

type Door = Shared & {
  pace: Pace
  draining: boolean
  sockets: Set<WebSocket>
}

export function createGzbSocket(parts: GzbParts): SocketDoor {
  const registry = createRegistry(parts.clock)
  const door: Door = {
    house: createHouse(parts),
    registry,
    encoder: createEncoder(parts.ids),
    cadences: createCadences(parts.clock),
    ringing: createRinging({
      ...parts,
      registry,
      onError: (error, { stage }) => parts.log.error({ err: error, stage }, 'an invitation did not ring'),
    }),
    pace: createPace(),
    draining: false,
    sockets: new Set(),
  }
  return {
    path: '/gzbwclient/websck',
    maxPayload: rpcLimits.inboundFrameBytes,
    accept(socket, request, address) {
      door.sockets.add(socket)
      socket.once('close', () => door.sockets.delete(socket))
      serve(door, socket, request, address)
    },
    async closeAll(code, reason) {
      door.draining = true
      door.ringing.stop()
      const open = [...door.sockets]
      for (const socket of open) socket.close(code, reason)
      await Promise.all(open.map((socket) => gone(socket)))
    },
  }
}

/** Everything is listened to at once; what arrives before the token was looked at waits. */
function serve(door: Door, socket: WebSocket, request: IncomingMessage, address: string): void {
  const { house, pace } = door
  const { parts } = house
  const query = new URLSearchParams(request.url?.split('?')[1] ?? '')
  const device = deviceOf(request.headers['user-agent'])
  const mayConnect = isAllowedOrigin(parts, request.headers)
  /** What came before the greeting was sent. */
  let early: string[] | null = []
  let session: Session | null = null

  // Refused after the upgrade: a browser cannot read the status of a refused one.
  const refuse = (code: CloseCode): void => socket.close(code)
  const outlet = createOutlet(socket, { ...WAITING, pace, onOverflow: () => outlet.close(4008, '') })

  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (isBinary) {
      socket.close(1003)
      return
    }
    const text = data.toString()
    if (early === null) session?.receive(text)
    else if (early.length < MOST_QUEUED) early.push(text)
  })
  socket.on('pong', () => session?.pong())
  socket.on('close', (code: number) => session?.ended(code))

  const open = async (): Promise<void> => {
    if (!mayConnect) return refuse(4003)
    if (door.draining) return refuse(4010)
    const proof = await house.auth.socket(query.get('token') ?? '')
    if (!proof.ok) return refuse(proof.why === 'expired' ? 4002 : proof.why === 'gone' ? 4005 : 4001)
    if (socket.readyState !== socket.OPEN) return
    const made = createSession(door, { socket, outlet, caller: proof.caller, address, device })
    session = made
    await made.start(readWish(query))
    const waiting = early ?? []
    early = null
    for (const text of waiting) made.receive(text)
  }
  open().catch((error: unknown) => {
    parts.log.error({ err: error }, 'a socket could not be opened')
    socket.close(1011)
  })
}

async function gone(socket: WebSocket): Promise<void> {
  if (socket.readyState === socket.CLOSED) return
  await new Promise<void>((resolve) => {
    const force = setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS)
    socket.once('close', () => {
      clearTimeout(force)
      resolve()
    })
  })
}

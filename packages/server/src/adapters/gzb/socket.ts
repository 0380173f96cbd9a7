/** `/gzbwclient/websck` ([WC] 4.8): one session per socket. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { SECOND } from '@parley/core'
import { type CloseCode, rpcLimits } from '@parley/protocol'
import type { RawData, WebSocket } from 'ws'
import type { SocketDoor } from '#sockets/door.ts'
import { frame } from '#sockets/frame.ts'
import { createOutlet, type Outlet } from '#sockets/outlet.ts'
import { createPace, type Pace } from '#sockets/pace.ts'
import { type Caller, subjectOf } from './auth/caller.ts'
import { createHouse, type House } from './house.ts'
import { type Connection, createConnection } from './live/connection.ts'
import { createEncoder, type Encoder, notice } from './live/encoder.ts'
import { createHeartbeat, HEARTBEAT } from './live/heartbeat.ts'
import { createRate } from './live/rate.ts'
import { createRegistry, type Registry } from './live/registry.ts'
import { planResume, readWish, resume, type Wish } from './live/resume.ts'
import { createTokenWatch } from './live/token-watch.ts'
import { isAllowedOrigin } from './origins.ts'
import type { GzbParts } from './parts.ts'
import { deviceOf } from './receive.ts'
import { dispatch } from './rpc/dispatch.ts'

/** Behind by more than this a connection is cut; the page resumes and is healed. */
const WAITING = { maxBytes: rpcLimits.outboundFrameBytes, maxFrames: 1_000 }
const REQUESTS = { limit: 60, windowMs: 10 * SECOND }
/** Signals between pages have a limit of their own: beyond the 100 that are relayed and the refusals that tell so. */
const SIGNALS = { limit: 200, windowMs: 10 * SECOND }
const MOST_MALFORMED = 3
/** Frames that may wait while the one before is worked on; more come only from a page out of bounds. */
const MOST_QUEUED = 1_000
const CLOSE_WITHIN_MS = 2 * SECOND

type Door = {
  house: House
  registry: Registry
  encoder: Encoder
  pace: Pace
  draining: boolean
  sockets: Set<WebSocket>
}

export function createGzbSocket(parts: GzbParts): SocketDoor {
  const door: Door = {
    house: createHouse(parts),
    registry: createRegistry(parts.clock),
    encoder: createEncoder(parts.ids),
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

type Session = {
  start(wish: Wish): Promise<void>
  receive(text: string): void
  pong(): void
  ended(code: number): void
}

function createSession(
  door: Door,
  options: {
    socket: WebSocket
    outlet: Outlet
    caller: Caller
    address: string
    device: Connection['device']
  },
): Session {
  const { house, registry, encoder } = door
  const { parts } = house
  const { clock, log } = parts
  const { socket, outlet, address } = options
  const onError = (error: unknown, { stage }: { stage: string }): void =>
    log.error({ err: error, stage }, 'a live connection failed')
  const connection = createConnection({
    id: randomBytes(12).toString('base64url'),
    house,
    registry,
    encoder,
    caller: options.caller,
    device: options.device,
    outlet,
    onError,
  })
  const mayCall = createRate(clock, REQUESTS.limit * parts.rateFactor, REQUESTS.windowMs)
  const maySignal = createRate(clock, SIGNALS.limit * parts.rateFactor, SIGNALS.windowMs)
  let malformed = 0
  let queued = 0
  let work: Promise<void> = Promise.resolve()
  let deadline = options.caller.deadline

  const tokenWatch = createTokenWatch({
    clock,
    onExpiring: (at) => connection.send(notice('session.tokenExpiring', { deadline: at })),
    onExpired: () => connection.close(4002),
  })
  const heartbeat = createHeartbeat({
    clock,
    ping: () => {
      if (socket.readyState === socket.OPEN) socket.ping()
    },
    onDown: () => connection.note('down'),
    // The browser answers pings of a page that is already on its way out; only the page itself says it stays.
    onUp: (byPage) => connection.comeBack(byPage),
    onSilent() {
      connection.close(4009)
      // Nobody is there to agree to it.
      outlet.terminate()
    },
    onBeat() {
      house.auth
        .stands(connection.caller)
        .then((stands) => stands || connection.close(connection.caller.is === 'guest' ? 4005 : 4001))
        .catch((error: unknown) => onError(error, { stage: 'gzb.stands' }))
    },
  })

  async function handle(text: string): Promise<void> {
    const done = connection.busy()
    try {
      const answer = await dispatch(
        house,
        { transport: 'ws', address, connection, caller: async () => connection.caller },
        text,
      )
      if (answer.text !== null) connection.send(frame(answer.text))
      answer.after()
      // The frame itself was counted when it came.
      for (let more = 1; more < answer.calls; more++) if (!mayCall()) connection.close(4029)
      if (answer.malformed && ++malformed >= MOST_MALFORMED) connection.close(4012)
      if (connection.caller.deadline !== deadline) {
        deadline = connection.caller.deadline
        tokenWatch.start(deadline)
      }
    } finally {
      queued -= 1
      done()
    }
  }

  return {
    async start(wish) {
      const memory = wish.connId === null ? null : registry.recall(wish.connId, connection.identity)
      registry.admit(connection)
      const plan = await planResume(house, connection, wish, memory)
      connection.send(
        notice('session.hello', {
          connId: connection.id,
          nodeId: parts.nodeId,
          serverTime: clock.now(),
          subject: subjectOf(connection.caller),
          guest: connection.caller.is === 'guest',
          heartbeat: HEARTBEAT,
          limits: {
            inboundFrameBytes: rpcLimits.inboundFrameBytes,
            requests: REQUESTS.limit,
            perSeconds: REQUESTS.windowMs / SECOND,
          },
          resumed: plan.followed.length > 0,
        }),
      )
      if (plan.replaced) return connection.close(4004)
      tokenWatch.start(deadline)
      if (wish.connId !== null) await resume(connection, plan)
    },
    receive(text) {
      heartbeat.heard(!isFarewell(text))
      const within = text.includes('"media.signal"') ? maySignal() : mayCall()
      if (queued >= MOST_QUEUED || !within) {
        connection.close(4029)
        return
      }
      queued += 1
      work = work.then(() => handle(text)).catch((error: unknown) => onError(error, { stage: 'gzb.receive' }))
    },
    pong: () => heartbeat.heard(false),
    ended(code) {
      heartbeat.stop()
      tokenWatch.stop()
      // A server that goes down leaves it to the next start to find everybody interrupted.
      connection.ended({ tell: !door.draining, heardOfReplacement: code !== 1006 })
    },
  }
}

function isFarewell(text: string): boolean {
  return text.includes('"session.closing"')
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

/** One socket's life: greeting, calls in their order, limits, signs of life, its token's end ([WC] 4.8). */
import { randomBytes } from 'node:crypto'
import { SECOND } from '@parley/core'
import { rpcLimits } from '@parley/protocol'
import type { WebSocket } from 'ws'
import { frame } from '#sockets/frame.ts'
import type { Outlet } from '#sockets/outlet.ts'
import { type Caller, subjectOf } from '../auth/caller.ts'
import type { House } from '../house.ts'
import { dispatch, REQUESTS } from '../rpc/dispatch.ts'
import type { Cadences } from './cadence.ts'
import { type Connection, createConnection } from './connection.ts'
import type { Encoder } from './encoder.ts'
import { createHeartbeat, HEARTBEAT } from './heartbeat.ts'
import { notice } from './piece.ts'
import { createRate } from './rate.ts'
import type { Registry } from './registry.ts'
import { planResume, resume, type Wish } from './resume.ts'
import type { Ringing } from './ringing.ts'
import { createTokenWatch } from './token-watch.ts'

/** Signals between pages have a limit of their own: beyond the 100 that are relayed and the refusals that tell so. */
const SIGNALS = { limit: 200, windowMs: 10 * SECOND }
const MOST_MALFORMED = 3
/** Frames that may wait while the one before is worked on; more come only from a page out of bounds. */
export const MOST_QUEUED = 1_000

export type Session = {
  start(wish: Wish): Promise<void>
  receive(text: string): void
  pong(): void
  ended(code: number): void
}

/** What the connections of a door share. */
export type Shared = {
  house: House
  registry: Registry
  encoder: Encoder
  cadences: Cadences
  ringing: Ringing
  /** The server goes down: lost lines are not told, the next start finds everybody interrupted. */
  readonly draining: boolean
}

export function createSession(
  shared: Shared,
  options: {
    socket: WebSocket
    outlet: Outlet
    caller: Caller
    address: string
    device: Connection['device']
  },
): Session {
  const { house, registry, encoder, cadences, ringing } = shared
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
    cadences,
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
      await ringing.greet(connection)
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
      connection.ended({ tell: !shared.draining, heardOfReplacement: code !== 1006 })
    },
  }
}

function isFarewell(text: string): boolean {
  return text.includes('"session.closing"')
}

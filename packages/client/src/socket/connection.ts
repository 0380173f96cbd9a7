import { readAnswer, type SessionHello, sessionHello } from '@parley/protocol'
import type { Platform, SocketLike } from '../platform.ts'
import { type Calls, createCalls } from './calls.ts'

/** A ping unanswered for so long, with no other frame either, means the network is gone ([WC] 4.8 pings each 30 s). */
export const pingTimeoutMs = 10_000
/** The same when there is reason to doubt: the network just changed or came back. */
export const doubtTimeoutMs = 2_000
const helloTimeoutMs = 10_000
/** Same meaning as the server's: heartbeat lost. */
const heartbeatLost = 4009

/** One WebSocket from opening to close. `onClose` is called exactly once, whoever ended it. */
export type Connection = {
  calls: Calls
  transmit(text: string): void
  /** Asks for a sign of life now instead of at the next beat, and waits for it so long. */
  probe(timeoutMs: number): void
  /** Silent: no `onClose`. */
  discard(code?: number): void
}

type Handlers = {
  onHello(hello: SessionHello): void
  onNotification(method: string, params: unknown): void
  onClose(code: number): void
}

const framesOf = (data: unknown): unknown[] => {
  if (typeof data !== 'string') return []
  try {
    const value: unknown = JSON.parse(data)
    return Array.isArray(value) ? value : [value]
  } catch {
    return []
  }
}

export const connect = (platform: Platform, url: string, handlers: Handlers): Connection => {
  const socket: SocketLike = new platform.WebSocket(url)
  let ended = false
  let frames = 0
  /** When the probe under way gives up. */
  let probingUntil: number | null = null
  let cancelTimer = platform.after(helloTimeoutMs, () => give(heartbeatLost))

  const transmit = (text: string) => {
    if (socket.readyState === 1) socket.send(text)
  }
  const calls = createCalls(platform, transmit)

  const end = () => {
    ended = true
    cancelTimer()
    calls.abandon()
  }
  /** Ends it without waiting for the close handshake, which a dead network never finishes. */
  const give = (code: number) => {
    if (ended) return
    end()
    socket.close(code)
    handlers.onClose(code)
  }

  const probe = (timeoutMs: number) => {
    const until = platform.now() + timeoutMs
    // A slower one is under way at most; an impatient one need not wait for it.
    if (ended || (probingUntil !== null && probingUntil <= until)) return
    probingUntil = until
    const before = frames
    calls
      .send('session.ping', {}, timeoutMs)
      .catch(() => {
        if (frames === before) give(heartbeatLost)
      })
      .finally(() => {
        if (probingUntil === until) probingUntil = null
      })
  }
  const beat = (everyMs: number) => {
    cancelTimer = platform.after(everyMs, () => {
      probe(pingTimeoutMs)
      beat(everyMs)
    })
  }

  const receive = (frame: unknown) => {
    if (typeof frame !== 'object' || frame === null) return
    if (!('method' in frame)) {
      const answer = readAnswer(frame)
      if (answer) calls.answered(answer)
      return
    }
    const { method } = frame
    const params = 'params' in frame ? frame.params : {}
    if (method === 'session.hello') {
      const hello = sessionHello.safeParse(params)
      if (!hello.success) return
      cancelTimer()
      beat(hello.data.heartbeat.interval * 1000)
      handlers.onHello(hello.data)
    }
    if (typeof method === 'string') handlers.onNotification(method, params)
  }

  socket.addEventListener('message', ({ data }) => {
    if (ended) return
    frames += 1
    for (const frame of framesOf(data)) if (!ended) receive(frame)
  })
  // Always followed by `close`; `ws` throws when nobody listens.
  socket.addEventListener('error', () => undefined)
  socket.addEventListener('close', ({ code }) => {
    if (ended) return
    end()
    handlers.onClose(code)
  })

  return {
    calls,
    transmit,
    probe,
    discard: (code = 1000) => {
      if (ended) return
      end()
      socket.close(code)
    },
  }
}

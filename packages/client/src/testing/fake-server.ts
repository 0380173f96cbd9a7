import type { FetchAnswer, Platform, SocketLike } from '../platform.ts'
import type { FakeClock } from './fake-clock.ts'

type Frame = { id?: number; method: string; params: Record<string, unknown> }
type Listener = (event: never) => void

/** One accepted WebSocket, seen from the server. */
export class FakeSocket implements SocketLike {
  readyState = 0
  readonly url: URL
  readonly sent: Frame[] = []
  closedWith: number | undefined
  readonly #listeners = new Map<string, Listener[]>()

  constructor(url: string) {
    this.url = new URL(url)
  }
  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener])
  }
  #emit(type: string, event: unknown): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event as never)
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }
  close(code?: number): void {
    this.readyState = 3
    this.closedWith = code
  }

  hello(over: Record<string, unknown> = {}): void {
    this.readyState = 1
    this.#emit('open', {})
    this.tell('session.hello', {
      connId: 'conn-1',
      nodeId: 'n1',
      serverTime: 1,
      subject: 'u1',
      guest: false,
      heartbeat: { interval: 30, timeout: 75 },
      resumed: false,
      ...over,
    })
  }
  tell(method: string, params: unknown): void {
    this.raw(JSON.stringify({ jsonrpc: '2.0', method, params }))
  }
  raw(data: unknown): void {
    this.#emit('message', { data })
  }
  /** Answers the oldest call of that method that is still open. */
  answer(method: string, result: unknown): void {
    this.raw(JSON.stringify({ jsonrpc: '2.0', id: this.#take(method).id, result }))
  }
  refuse(method: string, code: number): void {
    this.raw(JSON.stringify({ jsonrpc: '2.0', id: this.#take(method).id, error: { code, message: 'no' } }))
  }
  calls(method: string): Frame[] {
    return this.sent.filter((frame) => frame.method === method)
  }
  #take(method: string): Frame {
    const at = this.sent.findIndex((frame) => frame.method === method && frame.id !== undefined)
    const [frame] = at < 0 ? [] : this.sent.splice(at, 1)
    if (!frame) throw new Error(`no call of ${method}`)
    return frame
  }
  drop(code: number): void {
    this.readyState = 3
    this.#emit('close', { code })
  }
}

export type FakeServer = {
  platform: Platform
  sockets: FakeSocket[]
  last(): FakeSocket
  /** Bodies of the HTTP calls so far. */
  posts: Frame[]
}

/** `answer` handles HTTP calls: a result, an error object, or a throw for no network. */
export const createFakeServer = (
  clock: FakeClock,
  answer: (
    call: Frame,
    bearer: string | undefined,
  ) => { result: unknown } | { error: { code: number; data?: unknown } },
  random: () => number = () => 0.5,
): FakeServer => {
  const sockets: FakeSocket[] = []
  const posts: Frame[] = []
  return {
    sockets,
    posts,
    last: () => {
      const socket = sockets.at(-1)
      if (!socket) throw new Error('no connection yet')
      return socket
    },
    platform: {
      now: clock.now,
      after: clock.after,
      random,
      WebSocket: class extends FakeSocket {
        constructor(url: string) {
          super(url)
          sockets.push(this)
        }
      },
      fetch: async (_url, { body, headers }): Promise<FetchAnswer> => {
        const call: Frame = JSON.parse(body)
        posts.push(call)
        const reply = answer(call, headers.authorization?.slice('Bearer '.length))
        const text = JSON.stringify({
          jsonrpc: '2.0',
          id: call.id,
          ...('error' in reply ? { error: { message: 'no', ...reply.error } } : reply),
        })
        return { status: 200, text: async () => text }
      },
    },
  }
}

import type { EventsPlatform, StreamAnswer } from '../events/platform.ts'

/** One connection as the test plays the server's side of it. */
export type FakeConnection = {
  readonly url: URL
  readonly headers: Record<string, string>
  /** Resolved when the client has let go of it. */
  readonly closed: Promise<void>
  /** The client has taken everything and waits for more. */
  readonly asked: boolean
  accept(): void
  refuse(status: number, body: unknown, headers?: Record<string, string>): void
  fail(): void
  send(text: string): void
  end(): void
  cut(): void
}

/** A server of streams, a clock and a die, all in the test's hand. */
export function createFakeStreams() {
  const connections: FakeConnection[] = []
  const waiting: ((connection: FakeConnection) => void)[] = []
  const timers = new Set<{ at: number; run: () => void }>()
  let now = 0
  let chance = 0.5

  const platform: EventsPlatform = {
    random: () => chance,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    fetch(url, { headers, signal }) {
      return new Promise<StreamAnswer>((resolve, reject) => {
        let letGo = (): void => {}
        let asked = false
        let source: ReadableStreamDefaultController<Uint8Array> | undefined
        const closed = new Promise<void>((done) => {
          letGo = done
        })
        const body = new ReadableStream<Uint8Array>(
          {
            start(controller) {
              source = controller
            },
            pull() {
              asked = true
            },
            cancel: letGo,
          },
          { highWaterMark: 0 },
        )
        signal.addEventListener('abort', () => {
          letGo()
          reject(signal.reason)
          try {
            source?.error(signal.reason)
          } catch {
            // It had ended before.
          }
        })
        const answer = (status: number, text: string, more: Record<string, string>): void =>
          resolve({
            status,
            headers: new Headers(more),
            body: status === 200 ? body : null,
            text: async () => text,
          })
        const connection: FakeConnection = {
          url: new URL(url),
          headers,
          closed,
          get asked() {
            return asked
          },
          accept: () => answer(200, '', { 'content-type': 'text/event-stream; charset=utf-8' }),
          refuse: (status, problem, more = {}) => answer(status, JSON.stringify(problem), more),
          fail: () => reject(new TypeError('fetch failed')),
          send(text) {
            asked = false
            source?.enqueue(new TextEncoder().encode(text))
          },
          end: () => source?.close(),
          cut: () => source?.error(new TypeError('terminated')),
        }
        const first = waiting.shift()
        if (first) first(connection)
        else connections.push(connection)
      })
    },
  }

  return {
    platform,
    /** The next connection that the client opens. */
    next: (): Promise<FakeConnection> =>
      new Promise((resolve) => {
        const first = connections.shift()
        if (first) resolve(first)
        else waiting.push(resolve)
      }),
    /** What time is being waited for, from now; ms. */
    waits: () => [...timers].map(({ at }) => at - now).sort((a, b) => a - b),
    advance(ms: number) {
      now += ms
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        timers.delete(timer)
        timer.run()
      }
    },
    chance(value: number) {
      chance = value
    },
  }
}

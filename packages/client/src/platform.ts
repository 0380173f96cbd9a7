/** What the runtime gives us. Everything else here is plain code, so that tests need no network and no waiting. */

/** The part of a WebSocket that is used; the browser's and that of `ws` both fit. */
export type SocketLike = {
  readonly readyState: number
  send(text: string): void
  close(code?: number, reason?: string): void
  addEventListener(type: 'open' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: { code: number }) => void): void
}

export type FetchInit = {
  method: string
  headers: Record<string, string>
  body: string
  signal?: AbortSignal
}
/** The part of a Response that is used. */
export type FetchAnswer = { status: number; text(): Promise<string> }

export type Clock = {
  /** Epoch milliseconds. */
  now(): number
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void
}

export type Platform = Clock & {
  fetch(url: string, init: FetchInit): Promise<FetchAnswer>
  WebSocket: new (url: string) => SocketLike
  /** 0 ≤ r < 1 */
  random(): number
}

type Runtime = {
  fetch(url: string, init: FetchInit): Promise<FetchAnswer>
  WebSocket: new (url: string) => SocketLike
}

/** `globalThis` of a page, or in Node `{ fetch, WebSocket }` with the WebSocket of `ws`. */
export const platformOf = (runtime: Runtime): Platform => ({
  fetch: (url, init) => runtime.fetch(url, init),
  WebSocket: runtime.WebSocket,
  now: () => Date.now(),
  random: () => Math.random(),
  after: (ms, run) => {
    const id = setTimeout(run, ms)
    return () => clearTimeout(id)
  },
})

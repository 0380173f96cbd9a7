/** What following events needs of the runtime. Everything else is plain code. */
export type EventsPlatform = {
  fetch(
    url: string,
    init: { headers: Record<string, string>; signal: AbortSignal; cache: 'no-store' },
  ): Promise<StreamAnswer>
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void
  /** 0 ≤ r < 1 */
  random(): number
}

/** The part of a Response that is used. */
export type StreamAnswer = {
  status: number
  headers: { get(name: string): string | null }
  body: ReadableStream<Uint8Array> | null
  text(): Promise<string>
}

export const eventsPlatform = (): EventsPlatform => ({
  fetch: (url, init) => fetch(url, init),
  random: Math.random,
  after(ms, run) {
    const id = setTimeout(run, ms)
    return () => clearTimeout(id)
  },
})

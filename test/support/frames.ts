import type { Page } from 'playwright-core'

/** One JSON-RPC message on a page's socket. */
export type SocketFrame = {
  at: number
  sent: boolean
  bytes: number
  id?: unknown
  method?: string
  params: Record<string, unknown>
  result?: unknown
  error?: { code: number }
}

/** What of one conference came: alone or in a batch. */
type Told = { type: string; version?: number; fromVersion?: number; data: Record<string, unknown> }

/** Keeps everything that this page's sockets say from here on. */
export function framesOf(page: Page) {
  const all: SocketFrame[] = []
  const keep = (sent: boolean, payload: string | Buffer) => {
    const text = String(payload)
    const { id, method, params = {}, result, error } = JSON.parse(text)
    all.push({ at: Date.now(), sent, bytes: Buffer.byteLength(text), id, method, params, result, error })
  }
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => keep(true, payload))
    socket.on('framereceived', ({ payload }) => keep(false, payload))
  })

  const told = (): Told[] =>
    all
      .filter(({ sent }) => !sent)
      .flatMap(({ method, params }) => {
        if (method === 'conference.event') return [params as unknown as Told]
        return method === 'conference.events' ? (params.events as Told[]) : []
      })
  return {
    all,
    told,
    /** Answers that refuse a call of the page. */
    refusals: (method: string): number[] =>
      all
        .filter(({ sent, id, error }) => !sent && error && id !== undefined)
        .filter(({ id }) => all.some((call) => call.sent && call.id === id && call.method === method))
        .map(({ error }) => error?.code ?? 0),
    /** Versions of which nothing was told, not even that they hold nothing for this reader, between the first and the last. */
    gaps: (): number[] => {
      const known = new Set<number>()
      let first = Number.POSITIVE_INFINITY
      let last = 0
      for (const { version, fromVersion = version } of told()) {
        if (version === undefined || fromVersion === undefined) continue
        for (let one = fromVersion; one <= version; one += 1) known.add(one)
        first = Math.min(first, fromVersion)
        last = Math.max(last, version)
      }
      return Array.from({ length: Math.max(0, last - first) }, (_, n) => first + n).filter(
        (one) => !known.has(one),
      )
    },
  }
}

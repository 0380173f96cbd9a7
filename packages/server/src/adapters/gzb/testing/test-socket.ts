import type { MethodName, ParamsOf, ResultOf } from '@parley/protocol'
import { WebSocket } from 'ws'

/** A line of frames as they came, parsed. */
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
type Frame = any

export type TestSocket = ReturnType<typeof connect>

const PATIENCE_MS = 3_000

/** A page's side of the wire, by hand. */
export function connect(url: string, headers: Record<string, string> = {}, { autoPong = true } = {}) {
  const socket = new WebSocket(url, { headers, autoPong })
  const frames: Frame[] = []
  const listeners = new Set<() => void>()
  let lastId = 0
  let closeCode: number | null = null

  const changed = (): void => {
    for (const listener of [...listeners]) listener()
  }
  socket.on('message', (data) => {
    frames.push(JSON.parse(data.toString()))
    changed()
  })
  socket.on('close', (code) => {
    closeCode = code
    changed()
  })
  socket.on('error', () => {})

  /** The first thing that `find` sees, now or later. */
  async function until<T>(find: () => T | undefined | null, what: string): Promise<T> {
    return await new Promise((resolve, reject) => {
      const settle = (): void => {
        const found = find()
        if (found === undefined || found === null) return
        listeners.delete(settle)
        clearTimeout(patience)
        resolve(found)
      }
      const patience = setTimeout(() => {
        listeners.delete(settle)
        reject(
          new Error(
            `waited for ${what}; closed: ${closeCode}; frames: ${JSON.stringify(frames).slice(0, 2000)}`,
          ),
        )
      }, PATIENCE_MS)
      listeners.add(settle)
      settle()
    })
  }

  return {
    frames,
    socket,
    opened: new Promise<void>((resolve) => {
      socket.once('open', () => resolve())
      socket.once('error', () => resolve())
    }),
    send: (text: string | Buffer) => socket.send(text),
    notify: (method: string, params: object) =>
      socket.send(JSON.stringify({ jsonrpc: '2.0', method, params })),
    /** Rejects with the error object of the answer. */
    async call<M extends MethodName>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
      lastId += 1
      const id = lastId
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
      const answer: Frame = await until(
        () =>
          frames.find((frame) => frame.id === id) ??
          (closeCode === null ? undefined : { error: { closeCode } }),
        `the answer to ${method}`,
      )
      if (answer.error) throw answer.error
      return answer.result
    },
    until,
    notice: (method: string): Promise<Frame> =>
      until(() => frames.find((frame) => frame.method === method)?.params, method),
    /** The stored or live event of this type. */
    event: (type: string, matches: (params: Frame) => boolean = () => true): Promise<Frame> =>
      until(
        () =>
          frames.find(
            ({ method, params }) => method === 'conference.event' && params.type === type && matches(params),
          )?.params,
        type,
      ),
    /** Params of every event frame so far. */
    events: (): Frame[] =>
      frames.filter(({ method }) => method === 'conference.event').map(({ params }) => params),
    closed: (): Promise<number> => until(() => closeCode, 'the close'),
    get closeCode() {
      return closeCode
    },
    close: (code = 1000) => socket.close(code),
    terminate: () => socket.terminate(),
  }
}

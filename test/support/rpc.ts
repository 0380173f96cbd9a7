import { WebSocket } from 'ws'
import { eventually } from './eventually.ts'
import { type Answer, send } from './http.ts'
import type { TestServer } from './server.ts'

export type RpcAnswer<T = Record<string, unknown>> = {
  id: unknown
  jsonrpc: '2.0'
  result?: T
  error?: { code: number; message: string; data?: Record<string, unknown> }
}

/** Plain JSON-RPC over HTTP: what `@parley/client` would hide, a story about the wire needs to see. */
export function callRpc<T = Record<string, unknown>>(
  { url }: Pick<TestServer, 'url'>,
  method: string,
  params: object = {},
  token?: string,
): Promise<Answer<RpcAnswer<T>>> {
  return send<RpcAnswer<T>>(`${url}/gzbwclient/jsonrpc`, {
    method: 'POST',
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    body: { jsonrpc: '2.0', id: 1, method, params },
  })
}

export type Frame = { method?: string; params?: Record<string, unknown>; id?: unknown } & Partial<RpcAnswer>

/** A bare socket on `/gzbwclient/websck`. */
export async function openRpcSocket({ url }: Pick<TestServer, 'url'>, query: Record<string, string>) {
  const address = new URL('/gzbwclient/websck', url.replace(/^http/, 'ws'))
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
  const socket = new WebSocket(address, { rejectUnauthorized: false })
  const frames: Frame[] = []
  let closed: { code: number } | null = null
  let nextId = 0
  socket.on('message', (raw) => frames.push(JSON.parse(String(raw))))
  socket.on('close', (code) => {
    closed = { code }
  })
  socket.on('error', () => {})
  await eventually(() => socket.readyState === socket.OPEN || closed, { what: 'the socket' })

  return {
    frames,
    get closed() {
      return closed
    },
    say: (frame: unknown): void => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    sayBinary: (bytes: Buffer): void => socket.send(bytes, { binary: true }),
    async call<T = Record<string, unknown>>(method: string, params: object = {}): Promise<RpcAnswer<T>> {
      nextId += 1
      const id = nextId
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
      return (await eventually(() => frames.find((frame) => frame.id === id), {
        what: `the answer to ${method}`,
        seen: () => ({ closed, frames: frames.slice(-5) }),
      })) as RpcAnswer<T>
    },
    notice: (method: string) =>
      eventually(() => frames.find((frame) => frame.method === method), {
        what: method,
        seen: () => ({ closed, frames: frames.slice(-5) }),
      }),
    untilClosed: (withinMs = 5_000) => eventually(() => closed, { what: 'the close', withinMs }),
    cut: (): void => socket.terminate(),
  }
}

import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { RpcAnswer } from '../support/rpc.ts'

/** A page's socket that answers as soon as the answer is there: there are thousands of calls to make. */
export type Line = {
  call<T = Record<string, unknown>>(method: string, params: object): Promise<RpcAnswer<T>>
  readonly isOpen: boolean
  close(): void
}

/** A desktop browser, as far as the house can tell. */
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64)'

export async function openLine(url: string, token: string): Promise<Line> {
  const address = new URL('/gzbwclient/websck', url.replace(/^http/, 'ws'))
  address.searchParams.set('token', token)
  const socket = new WebSocket(address, { headers: { 'user-agent': USER_AGENT } })
  const waiting = new Map<number, { answer: (one: RpcAnswer<never>) => void; fail: (error: Error) => void }>()
  let nextId = 0
  socket.on('message', (raw) => {
    const frame = JSON.parse(String(raw))
    waiting.get(frame.id)?.answer(frame)
    waiting.delete(frame.id)
  })
  socket.on('close', (code) => {
    for (const { fail } of waiting.values()) fail(new Error(`the socket was closed with ${code}`))
    waiting.clear()
  })
  await once(socket, 'open')
  return {
    call<T>(method: string, params: object) {
      nextId += 1
      const id = nextId
      return new Promise<RpcAnswer<T>>((answer, fail) => {
        if (socket.readyState !== socket.OPEN) return fail(new Error('the socket is closed'))
        waiting.set(id, { answer, fail })
        socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
      })
    },
    get isOpen() {
      return socket.readyState === socket.OPEN
    },
    close: () => socket.terminate(),
  }
}

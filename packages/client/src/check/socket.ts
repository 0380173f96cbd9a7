import type { CheckLine } from './line.ts'

export type SocketClass = new (
  url: string,
) => {
  close(): void
  addEventListener(type: 'open' | 'error' | 'close', listener: () => void): void
}

type Timer = { now(): number; after(ms: number, run: () => void): () => void }

const waitMs = 6_000

/** Whether a WebSocket opens at all. The server closes one without a token right afterwards, which is no failure here. */
export const socketLine = (
  { WebSocket, now, after }: Timer & { WebSocket: SocketClass },
  url: string,
): Promise<CheckLine> =>
  new Promise((resolve) => {
    const began = now()
    let cancel = (): void => undefined
    const done = (ok: boolean, detail: string) => {
      cancel()
      const ms = now() - began
      resolve({ what: 'socket', ok, detail, ms })
    }
    try {
      const socket = new WebSocket(url)
      cancel = after(waitMs, () => {
        done(false, `no answer in ${waitMs / 1000} s`)
        socket.close()
      })
      socket.addEventListener('open', () => {
        done(true, 'reached')
        socket.close()
      })
      socket.addEventListener('error', () => done(false, 'refused or blocked on the way'))
      socket.addEventListener('close', () => done(false, 'closed before it opened'))
    } catch (error) {
      done(false, String(error))
    }
  })

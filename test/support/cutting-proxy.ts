import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A line to a server that breaks now and then. Closed when the test ends. */
export type CuttingProxy = {
  readonly url: string
  readonly cuts: number
  /** What the server has said so far. */
  readonly heard: string
  /** Cuts every connection, and lets no new one through. */
  cut(): void
  /** No more cuts. */
  heal(): void
}

/**
 * Cuts each connection after a random number of bytes from the server, at most so many, in the middle of whatever it is
 * saying.
 */
export async function cuttingProxy(
  server: { readonly port: number },
  { mostBytes = Number.POSITIVE_INFINITY }: { mostBytes?: number } = {},
): Promise<CuttingProxy> {
  const open = new Set<Socket>()
  let cuts = 0
  let heard = ''
  let state: 'cutting' | 'down' | 'healed' = 'cutting'
  const proxy = createServer((near) => {
    if (state === 'down') {
      near.destroy()
      return
    }
    const far = connect(server.port, 'localhost')
    let left = Math.ceil(Math.random() * mostBytes)
    const end = (): void => {
      for (const socket of [near, far]) {
        open.delete(socket)
        socket.destroy()
      }
    }
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', end).on('close', end)
    }
    near.on('data', (bytes) => far.write(bytes))
    far.on('data', (bytes) => {
      heard += bytes
      if (state === 'healed' || bytes.length < left) {
        left -= bytes.length
        near.write(bytes)
        return
      }
      cuts += 1
      // What came before the cut arrives: an event in half.
      near.write(bytes.subarray(0, left), end)
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    proxy.close()
  })
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    get cuts() {
      return cuts
    },
    get heard() {
      return heard
    },
    cut() {
      state = 'down'
      for (const socket of open) socket.destroy()
    },
    heal() {
      state = 'healed'
    },
  }
}

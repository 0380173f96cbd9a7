import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket, Server as TcpServer } from 'node:net'
import type { Courier, Parcel } from '@parley/core'
import { afterEach } from 'vitest'
import { type CourierConfig, createCourier } from '../courier.ts'

/** Couriers and receivers on loopback, closed after each test of the file that calls this. */
export function createReceivers() {
  const cleanups: (() => Promise<unknown> | unknown)[] = []
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup()
  })

  function courierWith(config: Omit<CourierConfig, 'origin'>): Courier {
    const courier = createCourier({ origin: 'meet.example.com', ...config })
    cleanups.push(() => courier.close())
    return courier
  }

  async function listen<S extends Server | TcpServer>(
    server: S,
    port = 0,
    host = '127.0.0.1',
  ): Promise<number> {
    const sockets = new Set<Socket>()
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('error', () => {})
    })
    await new Promise<void>((done) => server.listen(port, host, done))
    cleanups.push(() => {
      for (const socket of sockets) socket.destroy()
      return new Promise((done) => server.close(done))
    })
    return (server.address() as AddressInfo).port
  }

  const http = (listener: RequestListener): Promise<number> => listen(createServer(listener))
  return { cleanups, courierWith, listen, http }
}

export const parcel = (url: string, timeoutMs = 2_000): Parcel => ({
  method: 'POST',
  url,
  body: '{"a":"周"}',
  headers: { 'content-type': 'application/json; charset=utf-8', 'webhook-id': 'e1' },
  timeoutMs,
})

export const LOCAL = { allow: ['127.0.0.0/8'] }

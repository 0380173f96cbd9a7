import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { SocketDoor } from './door.ts'
import { routeUpgrades } from './upgrade.ts'

describe('upgrades', () => {
  let server: Server
  let port: number
  let stop: () => void
  const errors: unknown[] = []
  const accepted: string[] = []

  const door = (path: string, accept: SocketDoor['accept'], maxPayload?: number): SocketDoor => ({
    path,
    accept,
    closeAll: async () => {},
    ...(maxPayload === undefined ? {} : { maxPayload }),
  })

  beforeEach(async () => {
    errors.length = 0
    accepted.length = 0
    server = createServer()
    const doors = [
      door('/one', (socket, request, address) => {
        accepted.push(`${request.url} ${address}`)
        socket.on('message', (data) => socket.send(String(data)))
      }),
      door('/small', () => {}, 10),
      door('/broken', () => {
        throw new Error('cannot')
      }),
    ]
    stop = routeUpgrades(server, doors, {
      onError: (error) => errors.push(error),
      addressOf: () => 'somebody',
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterEach(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  const client = (path: string): WebSocket => new WebSocket(`ws://127.0.0.1:${port}${path}`)
  const closeOf = (socket: WebSocket): Promise<number> =>
    new Promise((resolve) => socket.on('close', resolve))

  /** Raw bytes in, all that comes back out. */
  const raw = (text: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text))
      let answer = ''
      socket.on('data', (data) => {
        answer += data
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(answer))
      socket.on('end', () => socket.end())
    })
  const handshake = (path: string, lines: string[]): string =>
    `${[`GET ${path} HTTP/1.1`, 'Host: x', 'Connection: Upgrade', ...lines].join('\r\n')}\r\n\r\n`

  it('lead to the door with the path, whatever the query, with the caller’s address', async () => {
    const socket = client('/one?token=x')
    const echo = new Promise((resolve) => socket.on('message', (data) => resolve(String(data))))
    socket.on('open', () => socket.send('hello'))
    expect(await echo).toBe('hello')
    expect(accepted).toEqual(['/one?token=x somebody'])
    socket.terminate()
  })

  it.each(['/', '/one/', '/two', '//', '/one%2F', '*'])('find nobody at %s', async (path) => {
    const lines = [
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ]
    const answer = await raw(handshake(path, lines))
    expect(answer).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/)
    expect(answer).toMatch(/\r\n\r\nNot Found\n$/)
  })

  it.each([
    ['no key', ['Upgrade: websocket', 'Sec-WebSocket-Version: 13']],
    ['a bad key', ['Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: x']],
    [
      'another version',
      ['Upgrade: websocket', 'Sec-WebSocket-Version: 7', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='],
    ],
    [
      'another protocol',
      ['Upgrade: h2c', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='],
    ],
  ])('with %s are refused', async (_what, lines) => {
    expect(await raw(handshake('/one', lines))).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(accepted).toEqual([])
  })

  it('may break off at any byte', async () => {
    const lines = [
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ]
    const text = handshake('/one', lines)
    for (let length = 1; length <= text.length; length += 13) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.write(text.slice(0, length), () => socket.resetAndDestroy())
        })
        socket.on('error', () => {})
        socket.on('close', () => resolve())
      })
    }
    expect(errors).toEqual([])
    const still = client('/one')
    await new Promise((resolve) => still.on('open', resolve))
    still.terminate()
  })

  it('offer no compression: frames are shared', async () => {
    const socket = client('/one')
    await new Promise((resolve) => socket.on('open', resolve))
    expect(socket.extensions).toBe('')
    socket.terminate()
  })

  it('hold a door’s messages to its size', async () => {
    const socket = client('/small')
    socket.on('open', () => socket.send('x'.repeat(11)))
    expect(await closeOf(socket)).toBe(1009)
  })

  it('close when the door fails, and report it', async () => {
    expect(await closeOf(client('/broken'))).toBe(1011)
    expect(errors).toHaveLength(1)
  })

  it('are over once stopped', async () => {
    stop()
    const lines = [
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ]
    expect(await raw(handshake('/one', lines))).toMatch(/^HTTP\/1\.1 503 /)
  })
})

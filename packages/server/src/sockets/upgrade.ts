import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { SocketDoor } from './door.ts'

const DEFAULT_MAX_PAYLOAD = 64 * 1024

/** What is needed of an `http.Server` or `https.Server`. */
type UpgradingServer = {
  on(event: 'upgrade', listener: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): unknown
  off(event: 'upgrade', listener: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): unknown
}

type Options = {
  /** A fault while a door took a socket over. */
  onError: (error: unknown, context: { stage: string; path: string }) => void
  /** The caller's address, as the proxies we trust report it. */
  addressOf: (request: IncomingMessage) => string
}

/**
 * Hands upgraded sockets to the door with the URL's path. No door there: a plain HTTP 404. A malformed handshake is
 * answered by `ws` with a 4xx. Returns the way to take no more sockets (503), for shutting down.
 */
export function routeUpgrades(
  server: UpgradingServer,
  doors: readonly SocketDoor[],
  { onError, addressOf }: Options,
): () => void {
  const entrances = new Map(
    doors.map((door) => [
      door.path,
      {
        door,
        // Frames are shared between sockets, so none may be deflated with a socket's own window.
        handshake: new WebSocketServer({
          noServer: true,
          clientTracking: false,
          perMessageDeflate: false,
          maxPayload: door.maxPayload ?? DEFAULT_MAX_PAYLOAD,
        }),
      },
    ]),
  )
  let open = true

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Between HTTP and `ws` nobody listens: a reset in that moment must not end the process.
    const ignore = (): void => {}
    socket.on('error', ignore)
    const path = pathOf(request.url ?? '')
    const entrance = entrances.get(path)
    if (!open || !entrance) {
      refuse(socket, open ? 404 : 503)
      return
    }
    try {
      entrance.handshake.handleUpgrade(request, socket, head, (webSocket: WebSocket) => {
        socket.off('error', ignore)
        // A protocol error (a bad frame, an oversize message) makes `ws` close the socket; there is nothing to add.
        webSocket.on('error', ignore)
        try {
          entrance.door.accept(webSocket, request, addressOf(request))
        } catch (error) {
          onError(error, { stage: 'socket.accept', path })
          webSocket.close(1011, 'internal error')
        }
      })
    } catch (error) {
      onError(error, { stage: 'socket.upgrade', path })
      socket.destroy()
    }
  }

  server.on('upgrade', onUpgrade)
  return () => {
    open = false
  }
}

function pathOf(url: string): string {
  const query = url.indexOf('?')
  return query < 0 ? url : url.slice(0, query)
}

function refuse(socket: Duplex, status: 404 | 503): void {
  const body = `${STATUS_CODES[status]}\n`
  socket.once('finish', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body}`,
  )
}

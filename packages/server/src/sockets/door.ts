import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'

/** A place where sockets come in: one path, one protocol. */
export type SocketDoor = {
  /** Compared with the URL's path as it stands, without the query. */
  path: string
  /** Bytes of the largest message taken; a larger one closes the socket with 1009. Default 64 KiB. */
  maxPayload?: number
  /**
   * Takes over a socket that was just upgraded. `address` is the caller's as the proxies we trust report it.
   * Keep what is needed of `request`, not `request` itself: sockets live long.
   */
  accept(socket: WebSocket, request: IncomingMessage, address: string): void
  /** Closes every socket of the door; resolves when all are gone, by force if need be. */
  closeAll(code: number, reason: string): Promise<void>
}

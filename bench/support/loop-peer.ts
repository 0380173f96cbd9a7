import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

/**
 * What one writes without thinking about fan-out: a change comes in by HTTP, and a loop sends one prepared Buffer to every
 * socket. Prints its port.
 */
export function runLoopPeer(): void {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const frame = Buffer.concat(parts)
      for (const socket of sockets.clients) socket.send(frame, { binary: false })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"returnCode":0}')
    })
  })
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    console.log(typeof address === 'object' && address ? address.port : 0)
  })
}

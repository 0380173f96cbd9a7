import { createServer } from 'node:http'
import { Server } from 'socket.io'

/**
 * What one writes with Socket.IO rooms and no further thought: who joins is put into the room, is given the list, and
 * everybody in the room is told of them. Prints its port.
 */
export function runSocketIoPeer(): void {
  const server = createServer()
  // However late it is: a peer that throws its readers out has nothing to compare.
  const io = new Server(server, {
    transports: ['websocket'],
    perMessageDeflate: false,
    pingInterval: 300_000,
    pingTimeout: 300_000,
  })
  const people = new Map<string, object>()
  io.on('connection', (socket) => {
    socket.on('watch', (done: (list: object[]) => void) => {
      void socket.join('room')
      done([...people.values()])
    })
    socket.on('join', (person: { memberId: string }, done: (list: object[]) => void) => {
      void socket.join('room')
      people.set(socket.id, person)
      io.to('room').emit('joined', person)
      done([...people.values()])
    })
    socket.on('disconnect', () => people.delete(socket.id))
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    console.log(typeof address === 'object' && address ? address.port : 0)
  })
}

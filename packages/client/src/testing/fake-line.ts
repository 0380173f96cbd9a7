import { createSocket } from '../socket/socket.ts'
import { createFakeClock, settle } from './fake-clock.ts'
import { createFakeServer } from './fake-server.ts'

/** A socket on a server in the test's hand. */
export const createLine = (random = 0.5) => {
  const clock = createFakeClock()
  const server = createFakeServer(
    clock,
    () => ({ result: {} }),
    () => random,
  )
  const asked: boolean[] = []
  let ticket = async () => 'tick'
  let freshToken = async () => 'fresh'
  const socket = createSocket({
    url: 'wss://meet.example.org/gzbwclient/websck',
    platform: server.platform,
    ticket: (renew) => {
      asked.push(renew)
      return ticket()
    },
    freshToken: () => freshToken(),
  })
  return {
    clock,
    server,
    socket,
    asked,
    ticketIs: (next: () => Promise<string>) => {
      ticket = next
    },
    freshTokenIs: (next: () => Promise<string>) => {
      freshToken = next
    },
    opened: async () => {
      const hello = socket.open()
      await settle()
      server.last().hello()
      await hello
      await clock.advance(12_000)
      return server.last()
    },
  }
}

/** The line after its first connection was closed with `code`. */
export const lineAfter = async (code: number) => {
  const s = createLine()
  const first = await s.opened()
  first.drop(code)
  return s
}

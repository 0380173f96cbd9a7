import type { JoinResult } from '@parley/protocol'
import { createClient } from '../client.ts'
import type { JoinOptions } from '../conference/options.ts'
import { memoryStorage } from '../session/storage.ts'
import { createFakeClock, settle } from './fake-clock.ts'
import { createFakeServer, type FakeSocket } from './fake-server.ts'
import { aJoin, anEvent } from './views.ts'

const confId = '123456789'
const media = { audio: true, video: true }

/** A client of one guest and one conference, on a server in the test's hand. */
export const createHall = () => {
  const clock = createFakeClock()
  let http: (method: string) => { result: unknown } | { error: { code: number } } = () => ({
    result: { version: 1 },
  })
  const server = createFakeServer(clock, ({ method }) => {
    if (method === 'auth.http.login')
      return {
        result: {
          clientType: 'client_credentials',
          corpId: null,
          name: 'Li',
          accessToken: 'a',
          deadline: clock.now() + 3_600_000,
          userId: 'w1',
          refreshToken: 'r',
        },
      }
    if (method === 'auth.ws.ticket') return { result: { token: 'tick', deadline: clock.now() + 30_000 } }
    return http(method)
  })
  const client = createClient({
    origin: 'https://meet.example.org',
    platform: server.platform,
    storage: memoryStorage(),
  })
  const conference = client.conference(confId)
  const connect = async (): Promise<FakeSocket> => {
    await client.session.redeem({ clientId: 'w1', ticket: 't' })
    void client.socket.open()
    await settle()
    server.last().hello()
    await settle()
    return server.last()
  }
  const joined = async (options: Partial<JoinOptions> = {}, answer: Partial<JoinResult> = {}) => {
    const wire = await connect()
    const joining = conference.join({ displayName: 'Li', media, ...options })
    await settle()
    wire.answer('conference.join', aJoin(answer))
    await joining
    await clock.advance(12_000)
    return wire
  }
  /** The network is away for a moment; the new connection, after its hello. */
  const reconnected = async (): Promise<FakeSocket> => {
    server.last().drop(1006)
    await clock.advance(500)
    server.last().hello({ connId: 'conn-2', resumed: true })
    await settle()
    return server.last()
  }
  return {
    clock,
    server,
    client,
    conference,
    eventOf: anEvent,
    connect,
    joined,
    reconnected,
    answersHttp: (next: typeof http) => {
      http = next
    },
  }
}

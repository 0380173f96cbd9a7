import { createServer, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import { receiverForTest } from '../support/receiver.ts'
import { serverForTest } from '../support/server.ts'

const BUS = 'isolation'
const EVENTS = 30
const EACH = 50

const anEvent = (no: number) => ({
  specversion: '1.0',
  id: `e${no}`,
  source: 'story',
  type: 'story',
  data: { no },
})

/** Takes connections and never says a word. */
async function silentPort(): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** Nobody listens there. */
async function closedPort(): Promise<number> {
  const port = await silentPort()
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
}

describe('[D16] every target has a slot of its own', () => {
  test('a hundred dead and hanging targets that want everything keep nothing from a healthy one', {
    timeout: 60_000,
  }, async () => {
    const server = await serverForTest({ env: { PARLEY_PUSH_ALLOW: '127.0.0.0/8' } })
    const receiver = await receiverForTest()
    const api = createApi(server)
    expect((await api.call('POST', '/buses', { body: { name: BUS } })).status).toBe(201)
    const ports = { hanging: await silentPort(), dead: await closedPort() }
    for (const [kind, port] of Object.entries(ports))
      for (let no = 0; no < EACH; no += 1)
        await api.rule(`${kind}-${no}`, `http://127.0.0.1:${port}/${no}`, {}, { bus: BUS, timeoutMs: 30_000 })
    const publish = async (from: number, count: number) => {
      const body = Array.from({ length: count }, (_, at) => anEvent(from + at))
      expect((await api.call('POST', `/events?bus=${BUS}`, { body })).status).toBe(202)
    }
    // A backlog at each of them, before the healthy one is there.
    for (let from = 0; from < EVENTS; from += 10) await publish(from, 10)
    await eventually(
      async () => (await api.deliveries({ bus: BUS, status: 'pending', limit: '500' })).length === 500,
      { withinMs: 20_000, what: 'a backlog' },
    )
    await api.rule('healthy', `${receiver.url}/healthy`, {}, { bus: BUS })
    await publish(1_000, 10)
    // Every one of the hanging holds a request for half a minute; none of them has come back yet.
    const pushes = await receiver.atLeast(10, { withinMs: 20_000 })
    expect(new Set(pushes.map(({ body }) => JSON.parse(JSON.parse(body).data).no)).size).toBe(10)
    const hanging = await api.call<{ data: { id: string }[] }>('GET', '/rules', {
      query: { bus: BUS, name: 'hanging-0' },
    })
    const [stuck] = await api.deliveries({ rule: hanging.json.data[0]!.id, status: 'pending' })
    expect((await api.delivery(stuck!.id)).attempts).toEqual([])
  })
})

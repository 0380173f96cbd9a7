import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createReceivers, LOCAL, parcel } from './testing/receivers.ts'

const { cleanups, courierWith, listen, http } = createReceivers()

describe('a post', () => {
  it('carries body and headers byte for byte, names in lower case, and gives the answer back', async () => {
    let got: { request: IncomingMessage; body: string } | null = null
    const port = await http(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      got = { request, body }
      response.writeHead(202, { 'retry-after': '7' }).end('thanks')
    })
    const receipt = await courierWith(LOCAL).send(parcel(`http://127.0.0.1:${port}/hook?x=1`))
    expect(receipt).toMatchObject({ is: 'answered', status: 202, response: 'thanks', retryAfterMs: 7_000 })
    const { request, body } = got as unknown as { request: IncomingMessage; body: string }
    expect([request.method, request.url, body]).toEqual(['POST', '/hook?x=1', '{"a":"周"}'])
    expect(request.headers['content-length']).toBe('11')
    const names = request.rawHeaders.filter((_, at) => at % 2 === 0)
    expect(names).toEqual(names.map((name) => name.toLowerCase()))
  })

  it.each(['PUT', 'PATCH'] as const)('goes by %s where the target says so', async (method) => {
    let got: string | undefined
    const port = await http((request, response) => {
      got = request.method
      response.end()
    })
    await courierWith(LOCAL).send({ ...parcel(`http://127.0.0.1:${port}/`), method })
    expect(got).toBe(method)
  })

  it('shows the headers of the answer, cut, and no cookies', async () => {
    const port = await http((_request, response) => {
      for (let no = 0; no < 50; no += 1) response.setHeader(`x-${no}`, 'y')
      response
        .writeHead(200, { 'set-cookie': 'session=secret', 'a-Long': 'z'.repeat(2_000), server: 'test' })
        .end()
    })
    const receipt = await courierWith(LOCAL).send(parcel(`http://127.0.0.1:${port}/`))
    if (receipt.is !== 'answered') throw new Error(receipt.error)
    expect(Object.keys(receipt.headers)).toHaveLength(32)
    expect(receipt.headers).not.toHaveProperty('set-cookie')
    expect(Object.values(receipt.headers).every((value) => value.length <= 256)).toBe(true)
  })

  it('[D42] is not kept waiting by another target of the same origin that hangs', async () => {
    const port = await http((request, response) => {
      if (request.url === '/healthy') response.end('ok')
    })
    const courier = courierWith(LOCAL)
    // More than a pool has connections.
    const hanging = Array.from({ length: 100 }, () =>
      courier.send({ ...parcel(`http://127.0.0.1:${port}/hangs`, 1_500), lane: 'a' }),
    )
    const healthy = await courier.send({ ...parcel(`http://127.0.0.1:${port}/healthy`, 1_500), lane: 'b' })
    expect(healthy).toMatchObject({ is: 'answered', response: 'ok' })
    expect((await Promise.all(hanging)).every(({ is }) => is === 'failed')).toBe(true)
  })

  it('keeps the connections of one target bounded', async () => {
    let open = 0
    let most = 0
    const server = createServer(() => {})
    server.on('connection', (socket) => {
      open += 1
      most = Math.max(most, open)
      socket.on('close', () => {
        open -= 1
      })
    })
    const port = await listen(server)
    const courier = courierWith(LOCAL)
    await Promise.all(
      Array.from({ length: 150 }, () => courier.send(parcel(`http://127.0.0.1:${port}/`, 700))),
    )
    expect(most).toBe(64)
  })

  it('keeps connections for the next ones', async () => {
    const ports = new Set<number | undefined>()
    const port = await http((request, response) => {
      ports.add(request.socket.remotePort)
      response.end('ok')
    })
    const courier = courierWith(LOCAL)
    for (let no = 0; no < 20; no += 1) await courier.send(parcel(`http://127.0.0.1:${port}/`))
    // The next one may come before the last one's connection has been put back.
    expect(ports.size).toBeLessThanOrEqual(2)
  })

  it('[D41] does not follow a redirect', async () => {
    let hits = 0
    const port = await http((request, response) => {
      hits += 1
      response.writeHead(302, { location: `http://127.0.0.1:${request.socket.localPort}/other` }).end()
    })
    const receipt = await courierWith(LOCAL).send(parcel(`http://127.0.0.1:${port}/`))
    expect(receipt).toMatchObject({ is: 'answered', status: 302 })
    expect(hits).toBe(1)
  })

  it('[D41] ignores proxies of the environment', async () => {
    let proxied = 0
    const proxy = await http((_request, response) => {
      proxied += 1
      response.end()
    })
    const port = await http((_request, response) => void response.end('direct'))
    const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']
    const before = names.map((name) => [name, process.env[name]] as const)
    cleanups.push(() => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
    })
    for (const name of names) process.env[name] = `http://127.0.0.1:${proxy}`
    expect(await courierWith(LOCAL).send(parcel(`http://127.0.0.1:${port}/`))).toMatchObject({
      response: 'direct',
    })
    expect(proxied).toBe(0)
  })
})

describe('[D41] an attempt ends', () => {
  it('when the target never answers', async () => {
    const port = await http(() => {})
    const receipt = await courierWith(LOCAL).send(parcel(`http://127.0.0.1:${port}/`, 200))
    expect(receipt).toMatchObject({ is: 'failed', error: 'no answer within 0.2 s' })
    expect(receipt.durationMs).toBeLessThan(1_500)
  })

  it('when the target does not even speak HTTP', async () => {
    const port = await listen(createTcpServer((socket) => socket.end('what?\r\n\r\n')))
    expect(await courierWith(LOCAL).send(parcel(`http://127.0.0.1:${port}/`))).toMatchObject({ is: 'failed' })
  })

  it('when nobody listens', async () => {
    const port = await http(() => {})
    await cleanups.pop()?.()
    expect(await courierWith(LOCAL).send(parcel(`http://127.0.0.1:${port}/`))).toMatchObject({
      is: 'failed',
      error: 'the connection was refused (ECONNREFUSED)',
    })
  })

  it('when the resolver hangs', async () => {
    const courier = courierWith({ allow: [], resolve: () => new Promise(() => {}) })
    expect(await courier.send(parcel('http://hang.test/', 100))).toMatchObject({
      is: 'failed',
      error: 'no answer within 0.1 s',
    })
  })

  it('after 16 KiB of an endless body, and the connection with it', async () => {
    let closed: () => void
    const gone = new Promise<void>((done) => {
      closed = done
    })
    const port = await http((_request, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('x'.repeat(4_096)), 1)
      response.on('close', () => {
        clearInterval(timer)
        closed()
      })
    })
    const receipt = await courierWith(LOCAL).send(parcel(`http://127.0.0.1:${port}/`, 5_000))
    expect(receipt).toMatchObject({ is: 'answered', status: 200, response: 'x'.repeat(16_384) })
    await gone
  })

  it('in time when the body trickles; the status counts', async () => {
    const port = await http((_request, response) => {
      response.writeHead(200)
      response.write('begun')
    })
    const receipt = await courierWith(LOCAL).send(parcel(`http://127.0.0.1:${port}/`, 300))
    expect(receipt).toMatchObject({ is: 'answered', status: 200, response: 'begun' })
    expect(receipt.durationMs).toBeLessThan(2_000)
  })

  it('with a failure when the headers of the answer are endless', async () => {
    const port = await listen(
      createTcpServer((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n')
        const timer = setInterval(() => socket.write(`x-${Math.random()}: ${'y'.repeat(4_000)}\r\n`), 1)
        socket.on('close', () => clearInterval(timer))
      }),
    )
    expect(await courierWith(LOCAL).send(parcel(`http://127.0.0.1:${port}/`))).toMatchObject({ is: 'failed' })
  })
})

import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net'
import { type Parcel, Refusal } from '@parley/core'
import { afterEach, describe, expect, it } from 'vitest'
import { type CourierConfig, createCourier } from './courier.ts'
import type { Resolve } from './resolve-target.ts'

const cleanups: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

function courierWith(config: Omit<CourierConfig, 'origin'>) {
  const courier = createCourier({ origin: 'meet.example.com', ...config })
  cleanups.push(() => courier.close())
  return courier
}

async function listen<S extends Server | TcpServer>(server: S): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((done) => server.close(done))
  })
  return (server.address() as AddressInfo).port
}

const http = (listener: RequestListener): Promise<number> => listen(createServer(listener))
const parcel = (url: string, timeoutMs = 2_000): Parcel => ({
  method: 'POST',
  url,
  body: '{"a":"周"}',
  headers: { 'content-type': 'application/json; charset=utf-8', 'webhook-id': 'e1' },
  timeoutMs,
})
const local = { allow: ['127.0.0.0/8'] }

describe('a post', () => {
  it('carries body and headers byte for byte, names in lower case, and gives the answer back', async () => {
    let got: { request: IncomingMessage; body: string } | null = null
    const port = await http(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      got = { request, body }
      response.writeHead(202, { 'retry-after': '7' }).end('thanks')
    })
    const receipt = await courierWith(local).send(parcel(`http://127.0.0.1:${port}/hook?x=1`))
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
    await courierWith(local).send({ ...parcel(`http://127.0.0.1:${port}/`), method })
    expect(got).toBe(method)
  })

  it('shows the headers of the answer, cut, and no cookies', async () => {
    const port = await http((_request, response) => {
      for (let no = 0; no < 50; no += 1) response.setHeader(`x-${no}`, 'y')
      response
        .writeHead(200, { 'set-cookie': 'session=secret', 'a-Long': 'z'.repeat(2_000), server: 'test' })
        .end()
    })
    const receipt = await courierWith(local).send(parcel(`http://127.0.0.1:${port}/`))
    if (receipt.is !== 'answered') throw new Error(receipt.error)
    expect(Object.keys(receipt.headers)).toHaveLength(32)
    expect(receipt.headers).not.toHaveProperty('set-cookie')
    expect(Object.values(receipt.headers).every((value) => value.length <= 256)).toBe(true)
  })

  it('[D42] is not kept waiting by another target of the same origin that hangs', async () => {
    const port = await http((request, response) => {
      if (request.url === '/healthy') response.end('ok')
    })
    const courier = courierWith(local)
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
    const courier = courierWith(local)
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
    const courier = courierWith(local)
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
    const receipt = await courierWith(local).send(parcel(`http://127.0.0.1:${port}/`))
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
    expect(await courierWith(local).send(parcel(`http://127.0.0.1:${port}/`))).toMatchObject({
      response: 'direct',
    })
    expect(proxied).toBe(0)
  })
})

describe('[D41] an attempt ends', () => {
  it('when the target never answers', async () => {
    const port = await http(() => {})
    const receipt = await courierWith(local).send(parcel(`http://127.0.0.1:${port}/`, 200))
    expect(receipt).toMatchObject({ is: 'failed', error: 'no answer within 0.2 s' })
    expect(receipt.durationMs).toBeLessThan(1_500)
  })

  it('when the target does not even speak HTTP', async () => {
    const port = await listen(createTcpServer((socket) => socket.end('what?\r\n\r\n')))
    expect(await courierWith(local).send(parcel(`http://127.0.0.1:${port}/`))).toMatchObject({ is: 'failed' })
  })

  it('when nobody listens', async () => {
    const port = await http(() => {})
    await cleanups.pop()?.()
    expect(await courierWith(local).send(parcel(`http://127.0.0.1:${port}/`))).toMatchObject({
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
    const receipt = await courierWith(local).send(parcel(`http://127.0.0.1:${port}/`, 5_000))
    expect(receipt).toMatchObject({ is: 'answered', status: 200, response: 'x'.repeat(16_384) })
    await gone
  })

  it('in time when the body trickles; the status counts', async () => {
    const port = await http((_request, response) => {
      response.writeHead(200)
      response.write('begun')
    })
    const receipt = await courierWith(local).send(parcel(`http://127.0.0.1:${port}/`, 300))
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
    expect(await courierWith(local).send(parcel(`http://127.0.0.1:${port}/`))).toMatchObject({ is: 'failed' })
  })
})

describe('the guard', () => {
  const literals = [
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://127.0.0.1./',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::127.0.0.1]/',
    'http://[2002:7f00:1::]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fe80::1]/',
    'http://①②⑦.⓪.⓪.①/',
    'HTTP://127.0.0.1/',
  ]
  it.each(literals)('refuses %s, names the setting, sends nothing', async (url) => {
    const courier = courierWith({ allow: [], resolve: () => Promise.reject(new Error('asked the resolver')) })
    const receipt = await courier.send(parcel(url))
    expect(receipt).toMatchObject({ is: 'refused', error: expect.stringContaining('PARLEY_PUSH_ALLOW') })
    await expect(courier.check(url)).rejects.toMatchObject({ code: 'invalid' })
  })

  it.each(['localhost', 'localhost.', 'LOCALHOST', 'ip6-localhost'])(
    'refuses %s by what it resolves to',
    async (host) => {
      const resolve: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]
      expect(await courierWith({ allow: [], resolve }).send(parcel(`http://${host}:8080/`))).toMatchObject({
        is: 'refused',
      })
    },
  )

  it('refuses the system’s own localhost', async () => {
    await expect(courierWith({ allow: [] }).check('http://localhost:8080/')).rejects.toMatchObject({
      code: 'invalid',
    })
  })

  const shapes: [string, string][] = [
    ['ftp://example.com/', 'http://'],
    ['file:///etc/passwd', 'http://'],
    ['javascript:alert(1)', 'http://'],
    ['unix:///var/run/docker.sock', 'http://'],
    ['example.com', 'not a URL'],
    ['', 'not a URL'],
    ['http://user@example.com/', 'user name'],
    ['http://user:pass@example.com/', 'user name'],
    ['http://example.com@127.0.0.1/', 'user name'],
    ['http://example.com:22/', 'port'],
    ['https://example.com:1023/', 'port'],
    ['http://example.com:0/', 'port'],
    ['https://example.com/#x', 'fragment'],
  ]
  it.each(shapes)('refuses %s: %s', async (url, word) => {
    const courier = courierWith({
      allow: ['0.0.0.0/0'],
      resolve: async () => [{ address: '8.8.8.8', family: 4 }],
    })
    expect(await courier.send(parcel(url))).toMatchObject({
      is: 'refused',
      error: expect.stringContaining(word),
    })
    const refusal = await courier.check(url).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(Refusal)
    expect((refusal as Refusal).details.path).toBe('/target/url')
  })

  it.each(['http://a.test/', 'https://a.test/', 'http://a.test:443/', 'https://a.test:1024/x?y=z'])(
    'lets %s pass',
    async (url) => {
      const resolve: Resolve = async () => [{ address: '8.8.8.8', family: 4 }]
      expect(await courierWith({ allow: [], resolve }).check(url)).toEqual([])
    },
  )

  it('[D40] refuses the whole when one of several addresses is special', async () => {
    const resolve: Resolve = async () => [
      { address: '2606:4700:4700::1111', family: 6 },
      { address: '1.1.1.1', family: 4 },
      { address: '10.0.0.5', family: 4 },
    ]
    expect(await courierWith({ allow: [], resolve }).send(parcel('https://mixed.test/'))).toMatchObject({
      is: 'refused',
      error: expect.stringContaining('10.0.0.5'),
    })
  })

  it('[D40] connects to the address it has checked, though the name means another one by then', async () => {
    let victim = 0
    let intended = 0
    const good = await http((_request, response) => {
      intended += 1
      response.end()
    })
    // The same port on another loopback address stands for the private victim.
    const server = createServer((_request, response) => {
      victim += 1
      response.end()
    })
    await new Promise<void>((done) => server.listen(good, '127.0.0.2', done))
    cleanups.push(() => new Promise((done) => server.close(done)))
    let asked = 0
    const resolve: Resolve = async () => {
      asked += 1
      return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
    }
    const courier = courierWith({ allow: ['127.0.0.1/32'], resolve })
    const url = `http://rebinding.test:${good}/`
    expect(await courier.send(parcel(url))).toMatchObject({ is: 'answered', status: 200 })
    expect(asked).toBe(1)
    // Asked anew at the next attempt, kept connection or not.
    expect(await courier.send(parcel(url))).toMatchObject({ is: 'refused' })
    expect([intended, victim, asked]).toEqual([1, 0, 2])
  })

  it('sends the name, not the address, as Host', async () => {
    let host: string | undefined
    const port = await http((request, response) => {
      host = request.headers.host
      response.end()
    })
    const resolve: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]
    await courierWith({ ...local, resolve }).send(parcel(`http://Receiver.Test:${port}/`))
    expect(host).toBe(`receiver.test:${port}`)
  })

  it('warns of a host that cannot be found now, and fails the attempt', async () => {
    const resolve: Resolve = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))
    const courier = courierWith({ allow: [], resolve })
    expect(await courier.check('https://typo.test/')).toEqual([expect.stringContaining('ENOTFOUND')])
    expect(await courier.send(parcel('https://typo.test/'))).toMatchObject({
      is: 'failed',
      error: 'the host is not known (ENOTFOUND)',
    })
  })
})

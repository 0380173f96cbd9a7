import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import type { Parcel } from '@parley/core'
import fc from 'fast-check'
import { generate } from 'selfsigned'
import { afterEach, describe, expect, it } from 'vitest'
import { createCourier } from './courier.ts'
import type { Resolve, ResolvedAddress } from './resolve-target.ts'

const cleanups: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

const parcel = (url: string): Parcel => ({ method: 'POST', url, body: '', headers: {}, timeoutMs: 2_000 })

function guarded(resolve: Resolve, allow: string[] = []) {
  const courier = createCourier({ allow, origin: 'meet.example.com', resolve })
  cleanups.push(() => courier.close())
  return courier
}

/** Answers on loopback and counts who comes. */
async function receiver(host = '127.0.0.1', port = 0) {
  let hits = 0
  const server = createServer((_request, response) => {
    hits += 1
    response.end('here')
  })
  await new Promise<void>((done) => server.listen(port, host, done))
  cleanups.push(
    () => server.closeAllConnections(),
    () => server.close(),
  )
  return { port: (server.address() as AddressInfo).port, hits: () => hits }
}

/** First and last addresses of special-purpose blocks, as numbers. */
const BLOCKS: [number, number][] = [
  [0x00000000, 0x00ffffff],
  [0x0a000000, 0x0affffff],
  [0x64400000, 0x647fffff],
  [0x7f000000, 0x7fffffff],
  [0xa9fe0000, 0xa9feffff],
  [0xac100000, 0xac1fffff],
  [0xc0000000, 0xc00000ff],
  [0xc0000200, 0xc00002ff],
  [0xc0a80000, 0xc0a8ffff],
  [0xc6120000, 0xc613ffff],
  [0xc6336400, 0xc63364ff],
  [0xcb007100, 0xcb0071ff],
  [0xe0000000, 0xffffffff],
]
const special = fc.oneof(...BLOCKS.map(([min, max]) => fc.integer({ min, max })))
const bytesOf = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255)
const dotted = (value: number): string => bytesOf(value).join('.')
const hex = (value: number): string => value.toString(16)
const words = (value: number): string => `${hex(value >>> 16)}:${hex(value & 0xffff)}`

/** How one address may be written in a URL. */
const SPELLINGS: ((value: number) => string)[] = [
  dotted,
  (value) => `${dotted(value)}.`,
  (value) => String(value),
  (value) => `0x${hex(value)}`,
  (value) => `0X${hex(value).toUpperCase()}`,
  (value) => `0${value.toString(8)}`,
  (value) =>
    bytesOf(value)
      .map((byte) => `0x${hex(byte)}`)
      .join('.'),
  (value) =>
    bytesOf(value)
      .map((byte) => `0${byte.toString(8)}`)
      .join('.'),
  (value) =>
    bytesOf(value)
      .map((byte, at) => (at % 2 ? `0x${hex(byte)}` : String(byte)))
      .join('.'),
  (value) => `${value >>> 24}.${value & 0xffffff}`,
  (value) => `${value >>> 24}.${(value >>> 16) & 255}.${value & 0xffff}`,
  (value) => dotted(value).replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  (value) => dotted(value).replaceAll('.', '。'),
  (value) => dotted(value).replace(/\d/g, (digit) => `%3${digit}`),
  (value) => `[::ffff:${dotted(value)}]`,
  (value) => `[::FFFF:${words(value)}]`,
  (value) => `[0:0:0:0:0:ffff:${words(value)}]`,
  (value) => `[::${dotted(value)}]`,
  (value) => `[64:ff9b::${dotted(value)}]`,
  (value) => `[64:ff9b:1::${dotted(value)}]`,
  (value) => `[2002:${words(value)}::]`,
  (value) => `[2001::${words(~value >>> 0)}]`,
]

describe('no request leaves for a special-purpose address', () => {
  it('[D40] however it is written in the URL; the resolver is not even asked', async () => {
    const asked: string[] = []
    const courier = guarded(async (host) => {
      asked.push(host)
      return [{ address: '8.8.8.8', family: 4 }]
    })
    await fc.assert(
      fc.asyncProperty(
        special,
        fc.constantFrom(...SPELLINGS),
        fc.constantFrom('http', 'https', 'HTTP'),
        async (value, spell, scheme) => {
          const url = `${scheme}://${spell(value)}:8080/x`
          const receipt = await courier.send(parcel(url))
          expect(receipt.is, url).toBe('refused')
          expect(asked, url).toEqual([])
          await expect(courier.check(url), url).rejects.toMatchObject({ code: 'invalid' })
        },
      ),
      { numRuns: 1_500 },
    )
  })

  it('[D40] when a name leads there by A or AAAA, alone or among public ones, wherever it stands', async () => {
    let answer: ResolvedAddress[] = []
    const courier = guarded(async () => answer)
    const bad = fc.tuple(special, fc.nat(5)).map(([value, form]): ResolvedAddress => {
      const address = [
        dotted(value),
        `::ffff:${dotted(value)}`,
        `::${dotted(value)}`,
        `64:ff9b::${words(value)}`,
        `2002:${words(value)}::1`,
        'fd12::1',
      ][form]!
      return { address, family: form === 0 ? 4 : 6 }
    })
    const good = fc.constantFrom<ResolvedAddress>(
      { address: '1.1.1.1', family: 4 },
      { address: '9.9.9.9', family: 4 },
      { address: '2606:4700:4700::1111', family: 6 },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(good, { maxLength: 4 }), bad, fc.nat(4), async (others, one, at) => {
        answer = others.toSpliced(at, 0, one)
        const receipt = await courier.send(parcel('https://mixed.test/'))
        expect(receipt, JSON.stringify(answer)).toMatchObject({ is: 'refused' })
      }),
      { numRuns: 1_000 },
    )
  })

  it('[D40] nor for what a resolver gives that is no address', async () => {
    for (const address of [
      '',
      'localhost',
      '127.1',
      '0x7f000001',
      '2130706433',
      '1.1.1.1/0',
      '::ffff:127.0.0.1%lo',
    ]) {
      const courier = guarded(async () => [{ address, family: 4 }])
      expect(await courier.send(parcel('http://odd.test/')), address).toMatchObject({ is: 'refused' })
    }
    expect(await guarded(async () => []).send(parcel('http://empty.test/'))).toMatchObject({ is: 'refused' })
  })
})

describe('with real sockets', () => {
  it('[D40] an allowed address is reached in any spelling, its neighbour in none', async () => {
    const { port, hits } = await receiver()
    const courier = guarded(() => Promise.reject(new Error('asked')), ['127.0.0.1/32'])
    const reachable = SPELLINGS.slice(0, 14)
    for (const spell of reachable)
      expect(
        await courier.send(parcel(`http://${spell(0x7f000001)}:${port}/`)),
        spell(0x7f000001),
      ).toMatchObject({
        is: 'answered',
        response: 'here',
      })
    expect(hits()).toBe(reachable.length)
    for (const spell of SPELLINGS)
      expect(await courier.send(parcel(`http://${spell(0x7f000002)}:${port}/`))).toMatchObject({
        is: 'refused',
      })
    expect(hits()).toBe(reachable.length)
  })

  it('[D40] a kept connection is not used once the name leads elsewhere', async () => {
    const first = await receiver('127.0.0.1')
    const second = await receiver('127.0.0.3', first.port)
    let address = '127.0.0.1'
    const courier = guarded(async () => [{ address, family: 4 }], ['127.0.0.0/8'])
    const url = `http://moving.test:${first.port}/`
    for (let no = 0; no < 3; no += 1) await courier.send(parcel(url))
    address = '127.0.0.3'
    await courier.send(parcel(url))
    expect([first.hits(), second.hits()]).toEqual([3, 1])
    address = '10.0.0.1'
    expect(await courier.send(parcel(url))).toMatchObject({ is: 'refused' })
    expect([first.hits(), second.hits()]).toEqual([3, 1])
  })

  it('[D40] a name that changes between its check and the connection changes nothing', async () => {
    const intended = await receiver('127.0.0.1')
    const victim = await receiver('127.0.0.2', intended.port)
    // Each look at the answer gives another address: what was checked must be what is connected to.
    let looks = 0
    const courier = guarded(
      async () => [
        {
          get address() {
            looks += 1
            return looks === 1 ? '127.0.0.1' : '127.0.0.2'
          },
          family: 4,
        },
      ],
      ['127.0.0.1/32'],
    )
    const receipt = await courier.send(parcel(`http://rebinding.test:${intended.port}/`))
    expect(receipt).toMatchObject({ is: 'answered', response: 'here' })
    expect([intended.hits(), victim.hits()]).toEqual([1, 0])
  })

  it('a certificate that nobody vouches for ends the attempt before anything is sent', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'receiver.test' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'receiver.test' }] }],
    })
    let served = 0
    const server = createTlsServer({ cert, key }, (_request, response) => {
      served += 1
      response.end('here')
    })
    server.on('tlsClientError', () => {})
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    cleanups.push(
      () => server.closeAllConnections(),
      () => server.close(),
    )
    const courier = guarded(async () => [{ address: '127.0.0.1', family: 4 }], ['127.0.0.1/32'])
    const url = `https://receiver.test:${(server.address() as AddressInfo).port}/`
    expect(await courier.send(parcel(url))).toMatchObject({
      is: 'failed',
      error: 'the certificate is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)',
    })
    expect(served).toBe(0)
  })

  it.each([
    ['https', 'no TLS at all\r\n\r\n', 'TLS failed: wrong version number (ERR_SSL_WRONG_VERSION_NUMBER)'],
    ['http', 'HTTP/1.1 000 X\r\ncontent-length: 0\r\n\r\n', 'the answer is no HTTP'],
  ])('what is no %s is told in one line of words', async (scheme, answer, error) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(answer))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    cleanups.push(() => server.close())
    const courier = guarded(() => Promise.reject(new Error('asked')), ['127.0.0.0/8'])
    const url = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/`
    expect(await courier.send(parcel(url))).toMatchObject({ is: 'failed', error })
  })

  it('[D41] a redirect to a special-purpose address leads nowhere', async () => {
    const victim = await receiver('127.0.0.2')
    const server = createServer((_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.2:${victim.port}/` }).end()
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    cleanups.push(() => server.close())
    const courier = guarded(() => Promise.reject(new Error('asked')), ['127.0.0.0/8'])
    const receipt = await courier.send(parcel(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`))
    expect(receipt).toMatchObject({ is: 'answered', status: 307 })
    expect(victim.hits()).toBe(0)
  })
})

import { createServer } from 'node:http'
import { Refusal } from '@parley/core'
import { describe, expect, it } from 'vitest'
import type { Resolve } from './resolve-target.ts'
import { createReceivers, LOCAL, parcel } from './testing/receivers.ts'

const { cleanups, courierWith, http } = createReceivers()

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
    ['https://example.com/a\r\nHost: b', 'blanks'],
    ['https://example.com/\u0000', 'blanks'],
    [' https://example.com/?a=b', 'blanks'],
    ['https://example.com/?a=b c', 'blanks'],
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
    await courierWith({ ...LOCAL, resolve }).send(parcel(`http://Receiver.Test:${port}/`))
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

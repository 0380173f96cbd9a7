import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createCourier } from './courier.ts'

const cleanups: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function asked(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const courier = createCourier({ allow: ['127.0.0.0/8'], origin: 'meet.example.com' })
  cleanups.push(
    () => courier.close(),
    () => server.close(),
  )
  return courier.verify(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?x=1`)
}

describe('the handshake', () => {
  it('asks by OPTIONS, and says who wants to send', async () => {
    let got: unknown[] = []
    await asked((request, response) => {
      got = [request.method, request.url, request.headers['webhook-request-origin']]
      response.end()
    })
    expect(got).toEqual(['OPTIONS', '/hook?x=1', 'meet.example.com'])
  })

  const answers: [number, Record<string, string>, boolean, number | null][] = [
    [200, { 'WebHook-Allowed-Origin': 'meet.example.com', 'WebHook-Allowed-Rate': '120' }, true, 120],
    [200, { 'WebHook-Allowed-Origin': '*', 'WebHook-Allowed-Rate': '*' }, true, null],
    [405, { 'WebHook-Allowed-Origin': ' MEET.example.com ' }, true, null],
    [500, { 'WebHook-Allowed-Origin': '*' }, true, null],
    [200, { 'WebHook-Allowed-Origin': 'other.example.com' }, false, null],
    [200, { 'WebHook-Allowed-Origin': 'evil-meet.example.com' }, false, null],
    [200, { 'WebHook-Allowed-Rate': '120' }, false, null],
    [204, {}, false, null],
    [200, { 'WebHook-Allowed-Origin': '*', 'WebHook-Allowed-Rate': '0' }, true, null],
  ]
  it.each(answers)(
    '[D44] %i %j: allowed %j, at most %j a minute',
    async (status, headers, allowed, ratePerMinute) => {
      const consent = await asked((_request, response) => void response.writeHead(status, headers).end('x'))
      expect(consent).toMatchObject({ allowed, ratePerMinute, status })
      expect(consent.why === null).toBe(allowed)
    },
  )

  it('[D44] does not take a redirect for a word', async () => {
    let hits = 0
    const consent = await asked((_request, response) => {
      hits += 1
      response.writeHead(302, { location: '/other' }).end()
    })
    expect([consent.allowed, consent.status, hits]).toEqual([false, 302, 1])
  })

  it('is as guarded as every request, and tells why it failed', async () => {
    const courier = createCourier({ allow: [], origin: 'meet.example.com' })
    cleanups.push(() => courier.close())
    expect(await courier.verify('http://127.0.0.1:8080/')).toEqual({
      allowed: false,
      ratePerMinute: null,
      status: null,
      why: expect.stringContaining('PARLEY_PUSH_ALLOW'),
    })
    const allowed = createCourier({ allow: ['127.0.0.0/8'], origin: 'meet.example.com' })
    cleanups.push(() => allowed.close())
    expect(await allowed.verify('http://127.0.0.1:1024/')).toMatchObject({
      allowed: false,
      why: expect.stringContaining('ECONNREFUSED'),
    })
  })
})

import { DAY, MINUTE, SECOND } from '@parley/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Created, createKit, type Kit } from './testing/kit.ts'

let kit: Kit
let created: Created
let owner: string

beforeEach(async () => {
  kit = await createKit()
  const made = await kit.create()
  created = made.created
  owner = made.owner.accessToken
})
afterEach(async () => {
  await kit.close()
  expect(kit.faults).toEqual([])
})

const unknown = { confId: '', confName: '', state: 32, code: 200 }
const pathOf = (url: string): string => new URL(url).pathname
const scheduled = async (startTime: number, more: object = {}) =>
  await kit.rpc('conference.create', { confName: 'Later', startTime, duration: 60, ...more }, owner)

describe('[WC] 2.2 GET of a link', () => {
  it('is the same page for every link and touches nothing', async () => {
    const before = (await kit.state(created.confId)).revision
    const [known, other] = await Promise.all(
      [pathOf(created.joinUrl), '/gzbwclient/conference/nothing'].map((url) =>
        kit.app.inject({ url, headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } }),
      ),
    )
    expect(known?.statusCode).toBe(200)
    expect(known?.body).toBe(other?.body)
    expect(known?.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    })
    expect((await kit.state(created.confId)).revision).toBe(before)
  })

  it('is refused to programs, which post', async () => {
    const answer = await kit.app.inject({
      url: pathOf(created.joinUrl),
      headers: { accept: 'application/json' },
    })
    expect([answer.statusCode, answer.headers.allow, answer.json()]).toEqual([
      405,
      'POST',
      { ...unknown, code: 405 },
    ])
    const put = await kit.app.inject({ method: 'PUT', url: pathOf(created.joinUrl) })
    expect([put.statusCode, put.json().code]).toEqual([405, 405])
  })
})

describe('[WC] 2.2 POST of a link', () => {
  it('tells what it leads to', async () => {
    expect(await kit.link(created.joinUrl)).toEqual({
      confId: created.confId,
      confName: 'Weekly',
      state: 0,
      code: 200,
      startTime: kit.clock.now(),
      serverTime: kit.clock.now(),
      hostName: 'ANN',
      locked: false,
      full: false,
      needName: true,
      wsUrl: 'wss://meet.example.org/gzbwclient/websck',
      rpcUrl: 'https://meet.example.org/gzbwclient/jsonrpc',
    })
  })

  it('takes an empty body with and without a JSON type', async () => {
    for (const headers of [{}, { 'content-type': 'application/json' }]) {
      const answer = await kit.app.inject({ method: 'POST', url: pathOf(created.joinUrl), headers })
      expect(answer.json().state).toBe(0)
    }
  })

  it('refuses forms, oversize and malformed bodies in its own shape', async () => {
    const send = (payload: string, type: string) =>
      kit.app.inject({
        method: 'POST',
        url: pathOf(created.joinUrl),
        payload,
        headers: { 'content-type': type },
      })
    expect((await send('a=1', 'application/x-www-form-urlencoded')).json()).toEqual({ ...unknown, code: 415 })
    expect((await send('a', 'text/plain')).statusCode).toBe(415)
    expect((await send('{', 'application/json')).json()).toEqual({ ...unknown, code: 400 })
    expect((await send('{"want":7}', 'application/json')).statusCode).toBe(400)
    expect((await send(`"${'x'.repeat(1024 * 1024)}"`, 'application/json')).json()).toEqual({
      ...unknown,
      code: 413,
    })
  })

  it.each(['aB3xMTIzNDV', '123456', 'aB3x', 'aB3xMTI%2FMDU2', 'aB3x%00%00', `${'A'.repeat(500)}`])(
    'does not tell %s from an unknown one',
    async (segment) => {
      const answer = await kit.post(`/gzbwclient/conference/${segment}`, {})
      expect([answer.statusCode, answer.json()]).toEqual([200, unknown])
    },
  )

  it('refuses a right password behind a wrong prefix', async () => {
    const segment = pathOf(created.joinUrl).split('/').at(-1) ?? ''
    expect(await kit.link(`https://x/gzbwclient/conference/0000${segment.slice(4)}`)).toEqual(unknown)
  })

  it('takes the bare password, but gives no ticket for it', async () => {
    const answer = await kit.link(`https://x/gzbwclient/conference/${created.password}`, { want: ['ticket'] })
    expect(answer).toMatchObject({ state: 0, confId: created.confId })
    expect(answer).not.toHaveProperty('ticket')
  })

  it('gives a ticket when asked, with the name and the host’s proof', async () => {
    const answer = await kit.link(created.hostUrl ?? '', { want: ['ticket'], displayName: ' Li ' })
    expect(answer).toMatchObject({
      clientId: expect.stringMatching(/^w[0-9a-hjkmnp-tv-z]{11}$/),
      ticketDeadline: kit.clock.now() + 120 * SECOND,
    })
    const login = await kit.rpc('auth.http.login', {
      clientId: answer.clientId,
      grantType: 'client_credentials',
      clientSecret: answer.ticket,
    })
    expect(login.name).toBe('Li')
    expect((await kit.inside(login.accessToken, created.confId)).joined.role).toBe('chair')
  })

  it('refuses a wrong host key and counts it', async () => {
    for (let tries = 0; tries < 10; tries++) {
      const answer = await kit.post(pathOf(created.joinUrl), { hostKey: 'wrong' })
      expect([answer.statusCode, answer.json()]).toEqual([403, { ...unknown, code: 403 }])
    }
    expect((await kit.post(pathOf(created.joinUrl), {})).statusCode).toBe(429)
  })

  it('lets an address fail ten times a minute', async () => {
    for (let tries = 0; tries < 10; tries++)
      expect(await kit.link('https://x/gzbwclient/conference/nope')).toEqual(unknown)
    const answer = await kit.post(pathOf(created.joinUrl), {})
    expect([answer.statusCode, answer.json()]).toEqual([429, { ...unknown, code: 429 }])
    expect(Number(answer.headers['retry-after'])).toBe(60)
    kit.clock.advance(MINUTE)
    expect((await kit.link(created.joinUrl)).state).toBe(0)
  })

  it('hands out three tickets per place and hour', async () => {
    const small = await kit.rpc('conference.create', { confName: 'Small' }, owner)
    const conference = await kit.state(small.confId)
    for (let count = 0; count < 3 * conference.settings.maxParticipants; count++) {
      kit.parts.throttles.spend('tickets', small.confId, 1_000, 3_600_000)
    }
    const answer = await kit.post(pathOf(small.joinUrl), { want: ['ticket'] })
    expect([answer.statusCode, answer.json().state]).toEqual([429, 32])
    expect((await kit.link(small.joinUrl)).state).toBe(0)
  })

  it('tells too early (30), unless the caller could begin it', async () => {
    const later = await scheduled(kit.clock.now() + 60 * MINUTE)
    expect(await kit.link(later.joinUrl, { want: ['ticket'] })).toEqual({
      confId: later.confId,
      confName: 'Later',
      state: 30,
      code: 200,
      startTime: kit.clock.now() + 60 * MINUTE,
      serverTime: kit.clock.now(),
      hostName: 'ANN',
    })
    expect((await kit.link(later.hostUrl ?? '')).state).toBe(0)
    kit.clock.advance(45 * MINUTE)
    expect((await kit.link(later.joinUrl)).state).toBe(0)
    const guarded = await scheduled(kit.clock.now() + MINUTE, { settings: { guestMayStart: false } })
    expect((await kit.link(guarded.joinUrl)).state).toBe(30)
  })

  it('tells ended (31) for seven days and cancelled never', async () => {
    const later = await scheduled(kit.clock.now() + 60 * MINUTE)
    await kit.rpc('conference.cancel', { confId: later.confId }, owner)
    expect(await kit.link(later.joinUrl)).toEqual(unknown)
    await kit.rpc('conference.end', { confId: created.confId }, owner)
    expect(await kit.link(created.joinUrl)).toEqual({ ...unknown, state: 31 })
    kit.clock.advance(7 * DAY)
    expect(await kit.link(created.joinUrl)).toEqual(unknown)
  })

  it('tells locked and full before one tries', async () => {
    await kit.rpc('conference.lock', { confId: created.confId }, owner)
    expect(await kit.link(created.joinUrl)).toMatchObject({ state: 0, locked: true })
    expect(await kit.link(created.hostUrl ?? '')).toMatchObject({ locked: false })
  })
})

describe('entering by number and password', () => {
  const enter = async (confId: string, password: string, more: object = {}) =>
    (await kit.post('/gzbwclient/enter', { confId, password, ...more })).json()

  it('answers as the link does; the host’s password carries the host’s proof', async () => {
    expect(await enter(created.confId, created.guestPassword ?? '')).toEqual(await kit.link(created.joinUrl))
    const { clientId, ticket } = await enter(created.confId, created.hostPassword ?? '', { want: ['ticket'] })
    const login = await kit.rpc('auth.http.login', {
      clientId,
      grantType: 'client_credentials',
      clientSecret: ticket,
    })
    const { joined } = await kit.inside(login.accessToken, created.confId, { displayName: 'Chair' })
    expect(joined.role).toBe('chair')
  })

  it('does not tell a wrong password from an unknown number, and counts both', async () => {
    expect(await enter('100000000', '123456')).toEqual(unknown)
    for (let tries = 0; tries < 5; tries++) expect(await enter(created.confId, '0')).toEqual(unknown)
    expect(await enter(created.confId, created.guestPassword ?? '')).toEqual({ ...unknown, code: 429 })
    expect(await enter(created.confId, '')).toEqual({ ...unknown, code: 429 })
  })

  it('refuses what is no entrance', async () => {
    const answer = await kit.post('/gzbwclient/enter', { confId: 7 })
    expect([answer.statusCode, answer.json()]).toEqual([400, { ...unknown, code: 400 }])
    expect((await kit.app.inject({ url: '/gzbwclient/enter' })).statusCode).toBe(405)
  })
})

describe('[WC] 4.1 JSON-RPC over HTTP', () => {
  const send = async (body: string, headers: Record<string, string> = {}) =>
    await kit.app.inject({
      method: 'POST',
      url: '/gzbwclient/jsonrpc',
      payload: body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  const props = { method: 'config.getProperties', params: { keys: ['apiVersion'] } }
  const ok = (id: unknown) => ({ jsonrpc: '2.0', id, result: { apiVersion: '1' } })

  it.each(['x', 7, null, ''])('echoes the id %j', async (id) => {
    expect((await send(JSON.stringify({ id, ...props }))).json()).toEqual(ok(id))
  })

  it('answers batches without their notifications, and nothing with 204', async () => {
    const batch = await send(
      JSON.stringify([{ id: 1, ...props }, props, 7, { jsonrpc: '1.0', id: 2, ...props }]),
    )
    expect(batch.json()).toEqual([
      ok(1),
      expect.objectContaining({ id: null, error: expect.objectContaining({ code: -32600 }) }),
      expect.objectContaining({ id: 2, error: expect.objectContaining({ code: -32600 }) }),
    ])
    for (const body of [JSON.stringify(props), JSON.stringify([props, props])]) {
      const answer = await send(body)
      expect([answer.statusCode, answer.body]).toEqual([204, ''])
    }
  })

  it.each([
    ['{', -32700],
    ['', -32700],
    ['[]', -32600],
    ['42', -32600],
    [JSON.stringify({ id: 1, method: 'config.getProperties', params: ['apiVersion'] }), -32602],
    [JSON.stringify({ id: 1, method: 'config.getProperties', params: { keys: 7 } }), -32602],
    [JSON.stringify({ id: 1, method: 'config.getProperties', params: {} }), 601],
    [JSON.stringify({ id: 1, method: 'no.such.method' }), -32601],
    [JSON.stringify({ id: 1, method: 'rpc.discover' }), -32601],
    [JSON.stringify({ id: 1, method: '__proto__' }), -32601],
    [JSON.stringify({ id: 1, method: 'conference.startRecord', params: {} }), 501],
    [JSON.stringify({ id: 1, method: 'conference.update', params: { confId: '1' } }), 401],
    [JSON.stringify({ id: 1, method: 'conference.get', params: { confId: '1' } }), 401],
    [JSON.stringify(Array.from({ length: 21 }, () => props)), -32600],
    [`{"id":1,"method":"x","params":${'['.repeat(40)}${']'.repeat(40)}}`, -32600],
  ])('answers %s with %i, status 200', async (body, code) => {
    const answer = await send(body)
    expect([answer.statusCode, answer.json().error.code]).toEqual([200, code])
  })

  it('says 413, 415 and 405 only of what it did not read', async () => {
    const big = await send(`"${'x'.repeat(256 * 1024)}"`)
    expect([big.statusCode, big.json()]).toEqual([
      413,
      { jsonrpc: '2.0', id: null, error: { code: 413, message: expect.any(String) } },
    ])
    expect((await send('{}', { 'content-type': 'text/plain' })).statusCode).toBe(415)
    for (const type of [
      'application/json-rpc',
      'application/jsonrequest',
      'application/json; charset=utf-8',
    ]) {
      expect((await send(JSON.stringify({ id: 1, ...props }), { 'content-type': type })).json()).toEqual(
        ok(1),
      )
    }
    expect((await kit.app.inject({ url: '/gzbwclient/jsonrpc' })).statusCode).toBe(405)
  })

  it('answers configured origins only', async () => {
    const headers = { origin: 'https://friend.example.org', 'access-control-request-method': 'POST' }
    const preflight = await kit.app.inject({ method: 'OPTIONS', url: '/gzbwclient/jsonrpc', headers })
    expect(preflight.statusCode).toBe(204)
    expect(preflight.headers).toMatchObject({ 'access-control-allow-origin': headers.origin, vary: 'Origin' })
    expect(preflight.headers).not.toHaveProperty('access-control-allow-credentials')
    const foreign = await send(JSON.stringify({ id: 1, ...props }), { origin: 'https://evil.example.org' })
    expect(foreign.headers).not.toHaveProperty('access-control-allow-origin')
  })

  it('gives the first answer again for the same idemKey, and refuses another use of it', async () => {
    const params = { confId: created.confId, idemKey: 'k' }
    const first = await kit.rpc('conference.lock', params, owner)
    await kit.rpc('conference.unlock', { confId: created.confId }, owner)
    expect(await kit.rpc('conference.lock', params, owner)).toEqual(first)
    await expect(kit.rpc('conference.end', params, owner)).rejects.toMatchObject({ code: 409 })
    const again = { confName: 'Once', idemKey: 'c' }
    const one = await kit.rpc('conference.create', again, owner)
    expect(await kit.rpc('conference.create', again, owner)).toEqual(one)
  })

  it('takes the token of a beacon as a parameter, for leaving only', async () => {
    const li = await kit.guest(created.joinUrl)
    const { line } = await kit.inside(li.accessToken, created.confId, { displayName: 'Li' })
    const params = { confId: created.confId, token: li.accessToken }
    await expect(kit.rpc('conference.mute', params as never)).rejects.toMatchObject({ code: 401 })
    expect(await kit.rpc('conference.leave', params)).toHaveProperty('version')
    expect(await line.closed()).toBe(1000)
  })
})

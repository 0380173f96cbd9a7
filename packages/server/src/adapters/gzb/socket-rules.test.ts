import { type ConferenceId, type GuestId, MINUTE, SECOND } from '@parley/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { API_KEY, createKit, type Kit } from './testing/kit.ts'

const WATCHER = { audio: false, video: false }

let kit: Kit
let token: string

beforeEach(async () => {
  kit = await createKit()
  await kit.user('ann')
  token = (await kit.signIn('ann')).accessToken
})
afterEach(async () => {
  await kit.close()
  expect(kit.faults).toEqual([])
})

describe('[WC] 4.8 handshake', () => {
  it('greets first', async () => {
    const line = await kit.socket(token)
    line.send('{"id":1,"method":"session.ping","params":{}}')
    await line.until(() => line.frames[1], 'the answer')
    expect(line.frames[0]).toEqual({
      jsonrpc: '2.0',
      method: 'session.hello',
      params: {
        connId: expect.stringMatching(/^[\w-]{16}$/),
        nodeId: 'n1',
        serverTime: kit.clock.now(),
        subject: 'ann',
        guest: false,
        heartbeat: { interval: 30, timeout: 75 },
        limits: { inboundFrameBytes: 65_536, requests: 60, perSeconds: 10 },
        resumed: false,
      },
    })
  })

  it('takes an access token or a ticket, which is good once and for 30 s', async () => {
    const ticket = await kit.rpc('auth.ws.ticket', {}, token)
    expect(ticket.deadline).toBe(kit.clock.now() + 30 * SECOND)
    await (await kit.socket(ticket.token)).notice('session.hello')
    expect(await (await kit.socket(ticket.token)).closed()).toBe(4001)
    const late = await kit.rpc('auth.ws.ticket', {}, token)
    kit.clock.advance(31 * SECOND)
    expect(await (await kit.socket(late.token)).closed()).toBe(4001)
  })

  it('takes the ticket of an API key', async () => {
    const ticket = await kit.rpc('auth.ws.ticket', {}, 'an-api-key')
    const line = await kit.socket(ticket.token)
    expect(await line.notice('session.hello')).toMatchObject({ subject: 'k1', guest: false })
  })

  it.each([
    ['', 4001],
    ['nonsense', 4001],
    ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.', 4001],
  ])('refuses the token %j with %i', async (word, code) => {
    expect(await (await kit.socket(word)).closed()).toBe(code)
  })

  it('refuses an expired token with 4002', async () => {
    kit.clock.advance(60 * MINUTE + 31 * SECOND)
    expect(await (await kit.socket(token)).closed()).toBe(4002)
  })

  it('checks the origin of browsers', async () => {
    expect(await (await kit.socket(token, {}, { origin: 'https://evil.example.org' })).closed()).toBe(4003)
    for (const origin of [
      'https://meet.example.org',
      'https://friend.example.org',
      kit.base.replace(/^ws(.*?\d)\/.*/, 'http$1'),
    ]) {
      await (await kit.socket(token, {}, { origin })).notice('session.hello')
    }
  })

  it('refuses when the server goes down, and closes what is open', async () => {
    const line = await kit.socket(token)
    await line.notice('session.hello')
    await kit.door.closeAll(4010, 'draining')
    expect(await line.closed()).toBe(4010)
    expect(await (await kit.socket(token)).closed()).toBe(4010)
  })
})

describe('[WC] 4.8 frames', () => {
  it('closes a binary frame with 1003 and one over 64 KiB with 1009', async () => {
    const binary = await kit.socket(token)
    binary.send(Buffer.from([1, 2, 3]))
    expect(await binary.closed()).toBe(1003)
    const big = await kit.socket(token)
    big.send('x'.repeat(65_537))
    expect(await big.closed()).toBe(1009)
  })

  it('answers what is no JSON-RPC, three times', async () => {
    const line = await kit.socket(token)
    for (const text of ['{', '[]', '42']) line.send(text)
    expect(await line.closed()).toBe(4012)
    expect(line.frames.slice(1).map(({ id, error }) => [id, error.code])).toEqual([
      [null, -32700],
      [null, -32600],
      [null, -32600],
    ])
  })

  it('answers requests in their order and notifications never', async () => {
    const line = await kit.socket(token)
    for (const id of ['a', 7, null]) line.send(JSON.stringify({ id, method: 'session.ping' }))
    line.notify('session.ping', {})
    line.send('[{"id":1,"method":"session.ping"},{"method":"session.ping"},{"id":2,"method":"nobody.knows"}]')
    await line.until(() => line.frames[4], 'four answers')
    expect(line.frames.slice(1, 4).map(({ id }) => id)).toEqual(['a', 7, null])
    expect(line.frames[4]).toEqual([
      { jsonrpc: '2.0', id: 1, result: { serverTime: kit.clock.now() } },
      { jsonrpc: '2.0', id: 2, error: { code: -32601, message: expect.any(String) } },
    ])
  })

  it('refuses what belongs on HTTP', async () => {
    const line = await kit.socket(token)
    await expect(line.call('auth.http.login', { grantType: 'client_credentials' })).rejects.toMatchObject({
      code: 603,
    })
  })

  it('closes after 60 requests in 10 s, those in batches counted', async () => {
    const line = await kit.socket(token)
    for (let count = 0; count < 60; count++) line.notify('session.ping', {})
    await line.call('session.ping', {}).catch(() => null)
    expect(await line.closed()).toBe(4029)
    const batches = await kit.socket(token)
    const batch = JSON.stringify(Array.from({ length: 20 }, (_, id) => ({ id, method: 'session.ping' })))
    for (let count = 0; count < 4; count++) batches.send(batch)
    expect(await batches.closed()).toBe(4029)
    const calm = await kit.socket(token)
    for (let count = 0; count < 55; count++) calm.notify('session.ping', {})
    await calm.call('session.ping', {})
    kit.clock.advance(10 * SECOND)
    for (let count = 0; count < 55; count++) calm.notify('session.ping', {})
    await calm.call('session.ping', {})
  })
})

describe('[WC] 4.8 back-pressure', () => {
  it('cuts a connection that does not read, and tells what it missed when it is back', async () => {
    const { owner, created } = await kit.create()
    const slow = await kit.socket(owner.accessToken)
    const { connId } = await slow.notice('session.hello')
    const { version } = await slow.call('conference.subscribe', { confId: created.confId })
    for (let count = 0; count < 90; count++) {
      await kit.parts.conferences.execute({
        type: 'Join',
        params: {
          proof: 'guest',
          name: `Guest ${count}`,
          device: 'other',
          media: WATCHER,
          micOff: false,
          cameraOff: true,
        },
        id: kit.parts.ids.commandId(),
        conferenceId: created.confId as ConferenceId,
        actor: { is: 'guest', guestId: `w${count}` as GuestId, name: '', number: '' },
        via: 'page',
      })
    }
    slow.socket.pause()
    // Each changes 90 people: more than every buffer between us holds.
    for (let count = 0; count < 200; count++) {
      await kit.rpc('conference.muteAll', { confId: created.confId }, owner.accessToken)
      await kit.rpc('conference.unmuteAll', { confId: created.confId }, owner.accessToken)
    }
    slow.socket.resume()
    expect(await slow.closed()).toBe(4008)
    await kit.rpc('conference.lock', { confId: created.confId }, owner.accessToken)
    const back = await kit.socket(owner.accessToken, { resume: connId, v: `${created.confId}:${version}` })
    // Far more than a replay holds: the state instead.
    expect(await back.notice('conference.snapshot')).toMatchObject({ conference: { locked: true } })
    expect(version).toBeGreaterThan(0)
  }, 20_000)
})

describe('[WC] 4.8 life', () => {
  it('closes 4009 after 75 s without a sign of life, and not before', async () => {
    const line = await kit.socket(token, {}, {}, { autoPong: false })
    await line.notice('session.hello')
    kit.clock.advance(74 * SECOND)
    await line.call('session.ping', {})
    kit.clock.advance(74 * SECOND)
    expect(line.closeCode).toBeNull()
    kit.clock.advance(SECOND)
    expect([4009, 1006]).toContain(await line.closed())
  })

  it('warns before the token ends, takes another, and else closes 4002', async () => {
    const line = await kit.socket(token)
    await line.notice('session.hello')
    const advance = async (minutes: number) => {
      for (let count = 0; count < minutes; count++) {
        kit.clock.advance(MINUTE)
        await line.call('session.ping', {}).catch(() => null)
      }
    }
    await advance(55)
    const { deadline } = await line.notice('session.tokenExpiring')
    expect(deadline - kit.clock.now()).toBe(5 * MINUTE)
    const fresh = await kit.signIn('ann')
    expect(await line.call('session.renew', { token: fresh.accessToken })).toEqual({
      deadline: fresh.deadline,
    })
    await kit.user('bob')
    const bob = await kit.signIn('bob')
    await expect(line.call('session.renew', { token: bob.accessToken })).rejects.toMatchObject({ code: 403 })
    await advance(59)
    expect(line.closeCode).toBeNull()
    await advance(2)
    expect(await line.closed()).toBe(4002)
  })

  it('notices with its next ping that the login was ended elsewhere', async () => {
    const line = await kit.socket(token)
    await line.notice('session.hello')
    await kit.rpc('auth.http.logout', {}, token)
    kit.clock.advance(25 * SECOND)
    expect(await line.closed()).toBe(4001)
  })
})

describe('a large meeting', () => {
  it('shows the first two hundred and oneself, and sends the whole list behind the answer', async () => {
    const { created } = await kit.create()
    const { confId } = created
    const people = Array.from({ length: 95 }, (_, at) => ({ name: `P${at}`, number: `1340000${1000 + at}` }))
    for (const prefix of ['', '86', '0086']) {
      const targets = people.map(({ name, number }) => ({ name, mobile: prefix + number }))
      await kit.rpc('conference.invite', { confId, targets }, API_KEY)
    }
    const { line, joined, memberId } = await kit.guestInside(created, 'Li')
    expect(joined.members).toHaveLength(201)
    expect(joined.members.at(-1)).toMatchObject({ memberId })
    const parts = await line.until(() => {
      const come = line.frames.filter(({ method }) => method === 'conference.snapshot')
      return come.length === 2 ? come : null
    }, 'both parts')
    expect(parts.map(({ params }) => [params.version, params.members.length])).toEqual([
      [joined.version, 200],
      [joined.version, 86],
    ])
  })
})

import { closeCodes } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { ConnectionError, RpcError, SignedOutError } from '../errors.ts'
import { settle } from '../testing/fake-clock.ts'
import { lineAfter as after, createLine as setup } from '../testing/fake-line.ts'
import { backOff } from './back-off.ts'

describe('socket', () => {
  it('is open with the hello, not with the handshake', async () => {
    const { socket, server } = setup()
    const opened = socket.open()
    await settle()
    expect(server.last().url.searchParams.get('token')).toBe('tick')
    expect(server.last().url.searchParams.has('resume')).toBe(false)
    expect(socket.getState().is).toBe('connecting')
    server.last().hello({ connId: 'c9' })
    expect((await opened).connId).toBe('c9')
    expect(socket.getState()).toMatchObject({ is: 'open' })
  })

  it('waits 0.5 s × 2ⁿ with full jitter, at most 15 s, and gives up after 10 minutes', async () => {
    const { socket, server, clock, opened } = setup(0.999_999)
    await opened()
    const delays: number[] = []
    server.last().drop(1006)
    const began = clock.now()
    for (;;) {
      const state = socket.getState()
      if (state.is !== 'waiting') break
      delays.push(Math.round(state.until - clock.now()))
      await clock.advance(state.until - clock.now())
      server.last().drop(1006)
    }
    expect(delays.slice(0, 7)).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000])
    expect(Math.max(...delays)).toBe(backOff.capMs)
    expect(socket.getState()).toMatchObject({ is: 'closed', code: 1006 })
    expect(clock.now() - began).toBeGreaterThanOrEqual(backOff.giveUpMs)
    expect(clock.now() - began).toBeLessThan(backOff.giveUpMs + backOff.capMs)
    expect(clock.pending()).toBe(0)
  })

  it('starts the schedule anew only after a connection that held', async () => {
    const { socket, server, clock, opened } = setup(0.999_999)
    await opened()
    const waits = () => {
      const state = socket.getState()
      return state.is === 'waiting' ? Math.round(state.until - clock.now()) : null
    }
    server.last().drop(1011)
    expect(waits()).toBe(500)
    await clock.advance(500)
    server.last().hello()
    await clock.advance(1_000)
    server.last().drop(1011)
    expect(waits()).toBe(1000)
    await clock.advance(1_000)
    server.last().hello()
    await clock.advance(10_000)
    server.last().drop(1011)
    expect(waits()).toBe(500)
  })

  it('passes its connection and the last versions when it comes back', async () => {
    const { socket, server, clock, opened } = setup()
    const unfollow = socket.follow('111', () => 44)
    socket.follow('222', () => 7)
    socket.follow('333', () => null)
    await opened()
    server.last().drop(1006)
    await clock.advance(15_000)
    expect(server.last().url.searchParams.get('resume')).toBe('conn-1')
    expect(server.last().url.searchParams.get('v')).toBe('111:44,222:7')
    unfollow()
    server.last().hello({ connId: 'conn-2' })
    server.last().drop(1006)
    await clock.advance(15_000)
    expect(server.last().url.searchParams.get('resume')).toBe('conn-2')
    expect(server.last().url.searchParams.get('v')).toBe('222:7')
  })

  describe('reaction by close code ([WC] 4.8)', () => {
    for (const code of [1000, 1003, 1009, 4003, 4004, 4005, 4012] as const)
      it(`${code}: stays closed and says why`, async () => {
        const { socket, server, clock } = await after(code)
        expect(socket.getState()).toMatchObject({ is: 'closed', code, sentence: closeCodes[code].sentence })
        await clock.advance(backOff.giveUpMs)
        expect(server.sockets).toHaveLength(1)
      })
    it('4004 offers to take the place back', async () => {
      const { socket } = await after(4004)
      expect(socket.getState()).toMatchObject({ offer: 'take-back' })
    })
    for (const code of [1001, 1012, 4010])
      it(`${code}: comes back at once, with jitter`, async () => {
        const { server, clock } = await after(code)
        await clock.advance(backOff.firstMs)
        expect(server.sockets).toHaveLength(2)
      })
    for (const code of [1005, 1006, 1011, 4008, 4009, 4999])
      it(`${code}: comes back with back-off`, async () => {
        const { socket, server, clock, asked } = await after(code)
        expect(socket.getState()).toMatchObject({ is: 'waiting', code })
        await clock.advance(backOff.firstMs)
        expect(server.sockets).toHaveLength(2)
        expect(asked).toEqual([false, false])
      })
    for (const [code, ms] of [
      [1013, 10_000],
      [4029, 30_000],
    ] as const)
      it(`${code}: not before ${ms} ms, whatever the network says`, async () => {
        const { socket, server, clock } = await after(code)
        await clock.advance(ms - 1)
        socket.hint('online')
        await settle()
        expect(server.sockets).toHaveLength(1)
        await clock.advance(1_000)
        expect(server.sockets).toHaveLength(2)
      })
    for (const code of [4001, 4002])
      it(`${code}: with a fresh access token`, async () => {
        const { server, clock, asked } = await after(code)
        await clock.advance(backOff.firstMs)
        expect(server.sockets).toHaveLength(2)
        expect(asked).toEqual([false, true])
      })
    it('a token refused again and again is asked for ever more slowly', async () => {
      const { server, clock } = await after(4001)
      for (let i = 0; i < 8; i += 1) {
        await clock.advance(15_000)
        server.last().drop(4001)
      }
      const before = server.sockets.length
      await clock.advance(7_000)
      expect(server.sockets.length - before).toBe(0)
    })
  })

  it('stops and asks to sign in when no ticket can be had any more', async () => {
    const { socket, ticketIs } = setup()
    ticketIs(() => Promise.reject(new SignedOutError()))
    await expect(socket.open()).rejects.toBeInstanceOf(ConnectionError)
    expect(socket.getState()).toMatchObject({ is: 'closed', code: 4001, offer: 'sign-in' })
  })

  it('goes on trying while the ticket cannot be fetched', async () => {
    const { socket, server, clock, ticketIs } = setup()
    ticketIs(() => Promise.reject(new ConnectionError('offline', true)))
    const opened = socket.open()
    await clock.advance(40_000)
    expect(socket.getState().is).toBe('waiting')
    ticketIs(async () => 'tock')
    await clock.advance(15_000)
    server.last().hello()
    await expect(opened).resolves.toMatchObject({ nodeId: 'n1' })
  })

  it('answers calls by id, in any order', async () => {
    const { socket, opened } = setup()
    const wire = await opened()
    const ping = socket.call('session.ping', {})
    const lock = socket.call('conference.lock', { confId: '1' })
    const open = socket.call('conference.unlock', { confId: '1' })
    wire.refuse('conference.unlock', 736)
    wire.answer('conference.lock', { version: 9, extra: true })
    wire.answer('session.ping', { serverTime: 5 })
    await expect(open).rejects.toMatchObject({ name: 'RpcError', code: 736 })
    await expect(lock).resolves.toEqual({ version: 9 })
    await expect(ping).resolves.toEqual({ serverTime: 5 })
  })

  it('says of an unanswered call whether it may have happened', async () => {
    const { socket, clock, opened } = setup()
    await expect(socket.call('session.ping', {})).rejects.toMatchObject({ reason: 'offline', unknown: false })
    const wire = await opened()
    const late = expect(
      socket.call('conference.lock', { confId: '1' }, { timeoutMs: 500 }),
    ).rejects.toMatchObject({
      reason: 'timeout',
      unknown: true,
    })
    await clock.advance(500)
    await late
    const cut = expect(socket.call('conference.lock', { confId: '1' })).rejects.toMatchObject({
      reason: 'closed',
      unknown: true,
    })
    wire.drop(1006)
    await cut
    expect(new RpcError(738).message).toContain('chair')
  })

  it('pings each 30 s and takes 10 s of silence after a ping for a dead network', async () => {
    const { socket, server, clock } = setup()
    void socket.open()
    await settle()
    const wire = server.last()
    wire.hello()
    await clock.advance(30_000)
    wire.answer('session.ping', { serverTime: 1 })
    await clock.advance(30_000)
    expect(wire.calls('session.ping')).toHaveLength(1)
    await clock.advance(9_000)
    wire.tell('conference.snapshot', {})
    await clock.advance(2_000)
    expect(socket.getState().is).toBe('open')
    await clock.advance(30_000)
    expect(wire.closedWith).toBe(4009)
    expect(server.sockets).toHaveLength(2)
  })

  it('renews the token of the open connection, and again when the first try finds no network', async () => {
    const { clock, opened, freshTokenIs } = setup()
    const wire = await opened()
    freshTokenIs(() => Promise.reject(new ConnectionError('offline', true)))
    wire.tell('session.tokenExpiring', { deadline: clock.now() + 300_000 })
    await settle()
    freshTokenIs(async () => 'fresh')
    await clock.advance(15_000)
    expect(wire.calls('session.renew')).toMatchObject([{ params: { token: 'fresh' } }])
  })

  it('tells of a closing page without an id, so that no answer is awaited', async () => {
    const { socket, opened } = setup()
    const wire = await opened()
    socket.closing()
    expect(wire.sent.at(-1)).toEqual({ jsonrpc: '2.0', method: 'session.closing', params: {} })
  })

  it('ignores what is no frame, and goes on', async () => {
    const { socket, opened } = setup()
    const wire = await opened()
    const heard: unknown[] = []
    socket.on('session.draining', (params) => heard.push(params))
    for (const junk of ['{', 'null', '7', '[]', '{"method":5}', '{"id":99,"result":1}', new ArrayBuffer(2)])
      wire.raw(junk)
    wire.tell('session.unheard', {})
    wire.tell('session.draining', { inMs: 'soon' })
    wire.tell('session.draining', { inMs: 5 })
    expect(heard).toEqual([{ inMs: 5 }])
  })

  it('is quiet after close', async () => {
    const { socket, server, clock, opened } = setup()
    const wire = await opened()
    socket.close()
    wire.drop(1006)
    await clock.advance(backOff.giveUpMs)
    expect(server.sockets).toHaveLength(1)
    expect(socket.getState()).toMatchObject({ is: 'closed', code: 1000 })
    expect(clock.pending()).toBe(0)
  })
})

import { describe, expect, it } from 'vitest'
import { settle } from '../testing/fake-clock.ts'
import { lineAfter as after, createLine as setup } from '../testing/fake-line.ts'
import { backOff } from './back-off.ts'

describe('socket on a network that comes and goes', () => {
  it('gives up a dead connection 2 s after the network changed, and comes back at once', async () => {
    const { socket, opened, server, clock } = setup()
    await opened()
    await clock.advance(12_000)
    socket.hint('online')
    await clock.advance(1_900)
    expect(server.sockets).toHaveLength(1)
    await clock.advance(700)
    expect(server.sockets).toHaveLength(2)
  })

  it('does not wait for a beat that was sent before the network changed', async () => {
    const { socket, opened, server, clock } = setup()
    const wire = await opened()
    await clock.advance(20_000)
    expect(wire.calls('session.ping')).toHaveLength(1)
    socket.hint('online')
    expect(wire.calls('session.ping')).toHaveLength(2)
    await clock.advance(2_600)
    expect(server.sockets).toHaveLength(2)
  })

  it('makes an attempt anew that was begun while there was no network', async () => {
    const { socket, server, clock } = await after(1006)
    await clock.advance(backOff.firstMs)
    expect(server.sockets).toHaveLength(2)
    socket.hint('online')
    await settle()
    // Just begun: it may be on the network that came back.
    expect(server.sockets).toHaveLength(2)
    await clock.advance(600)
    socket.hint('online')
    await settle()
    expect(server.sockets).toHaveLength(3)
    server.sockets[1]?.hello()
    await settle()
    expect(socket.getState().is).toBe('connecting')
    server.sockets[2]?.hello()
    expect(socket.getState().is).toBe('open')
  })

  it('fetches a fresh token again where the one before was refused', async () => {
    const { socket, clock, asked } = await after(4001)
    await clock.advance(2_000)
    expect(asked).toEqual([false, true])
    socket.hint('online')
    await settle()
    expect(asked).toEqual([false, true, true])
  })

  it('stays closed when it is closed on hearing of the loss', async () => {
    const { socket, opened, server, clock } = setup()
    const wire = await opened()
    socket.subscribe(() => {
      if (socket.getState().is === 'waiting') socket.close()
    })
    wire.drop(1006)
    await clock.advance(60_000)
    expect([socket.getState().is, server.sockets.length]).toEqual(['closed', 1])
  })

  it('asks for a sign of life when the network is said to have changed', async () => {
    const { socket, opened } = setup()
    const wire = await opened()
    socket.hint('offline')
    socket.hint('online')
    expect(wire.calls('session.ping')).toHaveLength(1)
  })

  it('does not wait for the timer once the network is back', async () => {
    const { socket, server } = await after(1006)
    socket.hint('online')
    await settle()
    expect(server.sockets).toHaveLength(2)
  })
})

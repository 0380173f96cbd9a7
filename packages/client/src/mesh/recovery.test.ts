import { describe, expect, it } from 'vitest'
import { settle } from '../testing/fake-clock.ts'
import { createRoom, type Page } from '../testing/fake-room.ts'
import { idOf } from '../testing/views.ts'

const link = (page: Page, other: number) => page.mesh.getState().peers.get(idOf(other))?.link
const offersOf = (page: Page) => page.sent.filter(({ signal }) => signal.kind === 'offer')

const two = async () => {
  const room = createRoom()
  const low = room.enter(1)
  const high = room.enter(2)
  await settle()
  const both = () => [link(low, 2), link(high, 1)]
  expect(both()).toEqual(['connected', 'connected'])
  return { room, low, high, both }
}

const insideOf = (page: Page) => {
  const now = page.phase.getState()
  if (now.is !== 'inside' && now.is !== 'returning') throw new Error('not inside')
  return now
}
const loseSocket = (page: Page) => page.phase.set({ ...insideOf(page), is: 'returning' })
const regainSocket = (page: Page) => page.phase.set({ ...insideOf(page), is: 'inside', resumed: true })

describe('recovery after a disturbance', () => {
  it('restarts ICE at once when a connection is interrupted; one restart does for both sides', async () => {
    const { room, low, high, both } = await two()
    const before = offersOf(low).length
    for (const page of [low, high]) page.open()[0]?.become('disconnected')
    expect(both()).toEqual(['interrupted', 'interrupted'])
    await room.clock.advance(10)
    expect(both()).toEqual(['connected', 'connected'])
    expect([low.open()[0]?.restarts, high.open()[0]?.restarts]).toEqual([1, 0])
    expect(offersOf(low).slice(before)[0]?.signal.payload).toMatchObject({ restart: true })
    expect([low.made().length, high.made().length]).toEqual([1, 1])
  })

  it('restarts from the polite side too when only it has noticed', async () => {
    const { room, high, both } = await two()
    high.open()[0]?.become('disconnected')
    await room.clock.advance(1_100)
    expect(high.open()[0]?.restarts).toBe(1)
    expect(both()).toEqual(['connected', 'connected'])
  })

  it('restarts at once after a failure', async () => {
    const { low, high } = await two()
    high.open()[0]?.become('failed')
    expect(link(high, 1)).toBe('failed')
    await settle()
    expect(link(high, 1)).toBe('connected')
    expect([low.made().length, high.made().length]).toEqual([1, 1])
  })

  for (const ms of [1_000, 4_000])
    it(`a cut of ${ms / 1000} s is over when it is over: nothing is negotiated or built`, async () => {
      const { room, low, high, both } = await two()
      room.cut(low)
      await room.clock.advance(ms)
      room.mend(low)
      await room.clock.advance(60_000)
      expect(both()).toEqual(['connected', 'connected'])
      expect([...offersOf(low), ...offersOf(high)]).toHaveLength(1)
      expect([low.made().length, high.made().length]).toEqual([1, 1])
    })

  // Who is cut off, the one that offers first or the polite one, and what the server makes of it.
  for (const cutOff of ['low', 'high'] as const) {
    it(`10 s, ${cutOff} cut off, its socket lives through it: media are back in half a second`, async () => {
      const { room, both, ...pages } = await two()
      const page = pages[cutOff]
      room.cut(page)
      await room.clock.advance(10_000)
      room.mend(page)
      await room.clock.advance(500)
      expect([link(pages.low, 2), link(pages.high, 1)]).toEqual(['connected', 'connected'])
      await room.clock.advance(60_000)
      expect(both()).toEqual(['connected', 'connected'])
      expect(pages.low.open()[0]?.other()).toBe(pages.high.open()[0])
    })

    it(`10 s, ${cutOff} cut off, its socket comes back and the server knew: media are back in half a second`, async () => {
      const { room, both, ...pages } = await two()
      const page = pages[cutOff]
      room.cut(page)
      await room.clock.advance(2_000)
      loseSocket(page)
      room.update(page.n, { state: 'reconnecting' })
      await room.clock.advance(8_000)
      room.mend(page)
      await room.clock.advance(200)
      room.update(page.n, { state: 'online', joinCount: 2 })
      regainSocket(page)
      await room.clock.advance(500)
      expect([link(pages.low, 2), link(pages.high, 1)]).toEqual(['connected', 'connected'])
      await room.clock.advance(60_000)
      expect(both()).toEqual(['connected', 'connected'])
    })

    it(`20 s, ${cutOff} cut off until ICE has failed, and the server noticed nothing: half a second after the socket`, async () => {
      const { room, ...pages } = await two()
      const page = pages[cutOff]
      room.cut(page)
      await room.clock.advance(6_000)
      loseSocket(page)
      await room.clock.advance(14_000)
      expect([link(pages.low, 2), link(pages.high, 1)]).not.toContain('connected')
      room.mend(page)
      await room.clock.advance(200)
      regainSocket(page)
      room.update(page.n, { joinCount: 2 })
      await room.clock.advance(500)
      expect([link(pages.low, 2), link(pages.high, 1)]).toEqual(['connected', 'connected'])
    })

    it(`10 s with a grace of 6 s, ${cutOff} cut off: it was out and enters again, media half a second later`, async () => {
      const { room, ...pages } = await two()
      const page = pages[cutOff]
      room.cut(page)
      await room.clock.advance(1_000)
      loseSocket(page)
      room.update(page.n, { state: 'reconnecting' })
      await room.clock.advance(6_000)
      room.update(page.n, { state: 'left', leaveReason: 'lost' })
      await room.clock.advance(3_000)
      room.mend(page)
      await room.clock.advance(500)
      // Told that it was out, it joins again; the others see it come in.
      room.update(page.n, { state: 'online', joinCount: 2 })
      regainSocket(page)
      await room.clock.advance(500)
      expect([link(pages.low, 2), link(pages.high, 1)]).toEqual(['connected', 'connected'])
      expect(pages.low.open()[0]?.other()).toBe(pages.high.open()[0])
      expect([pages.low.open().length, pages.high.open().length]).toEqual([1, 1])
    })
  }

  for (const cutOff of ['low', 'high'] as const)
    it(`${cutOff} comes in again and never heard that it was out: the others ask at once, media half a second later`, async () => {
      const { room, ...pages } = await two()
      const page = pages[cutOff]
      room.cut(page)
      await room.clock.advance(1_000)
      loseSocket(page)
      await room.clock.advance(9_000)
      room.update(page.n, { state: 'left', leaveReason: 'lost' })
      room.update(page.n, { state: 'online', joinCount: 2 })
      room.mend(page)
      regainSocket(page)
      await room.clock.advance(500)
      expect([link(pages.low, 2), link(pages.high, 1)]).toEqual(['connected', 'connected'])
      expect(pages.low.open()[0]?.other()).toBe(pages.high.open()[0])
    })

  it('builds nothing into the void: while the socket is away it waits', async () => {
    const { room, low } = await two()
    loseSocket(low)
    low.open()[0]?.become('failed')
    await room.clock.advance(60_000)
    expect(low.made()).toHaveLength(1)
    expect(low.open()[0]?.restarts).toBe(0)
    regainSocket(low)
    await settle()
    expect(low.open()[0]?.restarts).toBe(1)
    expect(link(low, 2)).toBe('connected')
  })

  it('sends an offer again whose answer was lost with the socket', async () => {
    const { room, low, high } = await two()
    room.losing((from) => from === idOf(2))
    low.open()[0]?.become('disconnected')
    await room.clock.advance(100)
    expect(low.open()[0]?.signalingState).toBe('have-local-offer')
    room.losing(() => false)
    loseSocket(low)
    await room.clock.advance(100)
    regainSocket(low)
    await settle()
    expect(low.open()[0]?.signalingState).toBe('stable')
    expect(link(low, 2)).toBe('connected')
    expect([low.made().length, high.made().length]).toEqual([1, 1])
  })

  it('a change of network restarts only what is dead', async () => {
    const room = createRoom()
    const page = room.enter(1)
    room.enter(2)
    room.enter(3)
    await settle()
    page.mesh.networkChanged()
    await settle()
    const [dead, alive] = page.open()
    if (alive) alive.received = 100
    await room.clock.advance(3_100)
    expect([dead?.restarts, alive?.restarts]).toEqual([1, 0])
    // What is known to be broken does not wait to be looked at.
    const count = dead?.restarts ?? 0
    page.mesh.networkChanged()
    alive?.become('failed')
    await settle()
    expect(alive?.restarts).toBe(1)
    expect(dead?.restarts).toBe(count)
  })

  it('goes through TURN only when told so', async () => {
    const room = createRoom()
    const hidden = room.enter(1, { policy: 'relay' })
    const open = room.enter(2)
    await settle()
    expect(hidden.made()[0]?.configuration.iceTransportPolicy).toBe('relay')
    expect(open.made()[0]?.configuration.iceTransportPolicy).toBe('all')
  })
})

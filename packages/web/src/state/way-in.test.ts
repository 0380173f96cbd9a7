import { type Client, type ConferencePhase, ConnectionError, RpcError } from '@parley/client'
import { describe, expect, it } from 'vitest'
import { createDevices } from './devices.ts'
import type { GoIn, Inside } from './inside.ts'
import type { Room } from './room.ts'
import { createWayIn } from './way-in.ts'

const ticket = (name: string) => ({ clientId: 'w', ticket: name, deadline: 1 })

/** A client whose server does as told, and that writes down what is done with it. */
function fakeClient(
  name: string,
  log: string[],
  faults: Partial<Record<'redeem' | 'open' | 'join' | 'restore', Error>>,
) {
  const listeners = new Set<() => void>()
  const conferenceListeners = new Set<() => void>()
  let socketState: { is: string } = { is: 'idle' }
  let phase: ConferencePhase = { is: 'outside' }
  const step = async (what: keyof typeof faults) => {
    log.push(`${name} ${what}`)
    if (faults[what]) throw faults[what]
  }
  const turn = (next: ConferencePhase) => {
    phase = next
    for (const listener of [...conferenceListeners]) listener()
  }
  const say = (is: string) => {
    socketState = { is }
    for (const listener of [...listeners]) listener()
  }
  const conference = {
    getState: () => phase,
    subscribe: (listener: () => void) => {
      conferenceListeners.add(listener)
      return () => conferenceListeners.delete(listener)
    },
    join: async () => {
      await step('join')
      if (phase.is === 'outside') phase = { is: 'inside' } as ConferencePhase
    },
    leave: async () => undefined,
  }
  const client = {
    session: {
      redeem: () => step('redeem'),
      restore: async () => {
        await step('restore')
        return true
      },
    },
    socket: {
      open: async () => {
        await step('open')
        say('open')
      },
      getState: () => socketState,
      subscribe: (listener: () => void) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    conference: () => conference,
    invites: { getState: () => [] },
    close: () => log.push(`${name} close`),
  }
  return { client: client as unknown as Client, say, turn }
}

function setUp(faults: Parameters<typeof fakeClient>[2] = {}) {
  const log: string[] = []
  const made: ReturnType<typeof fakeClient>[] = []
  const overs: [string, boolean, boolean][] = []
  let rooms = 0
  const way = createWayIn({
    createClient: () => {
      const one = fakeClient(`client ${made.length + 1}`, log, faults)
      made.push(one)
      return one.client
    },
    openRoom: () => {
      rooms += 1
      const name = `room ${rooms}`
      log.push(`${name} opens`)
      return { room: { name } as unknown as Room, stop: () => log.push(`${name} stops`) }
    },
    devices: createDevices({ mediaDevices: undefined, granted: async () => false }),
  })
  const goIn = (by: GoIn['proof']) =>
    way.goIn({
      proof: by,
      confId: '1',
      name: 'Ann',
      onOver: (phase, mine, waiting) => overs.push([phase.why, mine, waiting]),
    })
  return {
    way,
    log,
    made,
    overs,
    goIn,
    byTicket: (name: string) => goIn({ by: 'ticket', ticket: ticket(name) }),
  }
}

const settle = async () => {
  for (let turns = 0; turns < 10; turns += 1) await Promise.resolve()
}

describe('making ready', () => {
  it('signs in and connects, once; going in then only joins', async () => {
    const { way, log, byTicket } = setUp()
    way.prepare(ticket('a'))
    way.prepare(ticket('a'))
    await settle()
    expect(log).toEqual(['client 1 redeem', 'client 1 open'])
    expect(way.isPrepared(ticket('a'))).toBe(true)
    expect((await byTicket('a')).is).toBe('inside')
    expect(log.slice(2)).toEqual(['client 1 join', 'room 1 opens'])
  })

  it('is over once one is in: a line that breaks then comes back by itself', async () => {
    const { way, log, made, byTicket } = setUp()
    way.prepare(ticket('a'))
    await settle()
    await byTicket('a')
    made[0]!.say('waiting')
    made[0]!.say('open')
    way.prepare(ticket('b'))
    await settle()
    expect(log).not.toContain('client 1 close')
  })

  it('still under way is waited for', async () => {
    const { way, log, byTicket } = setUp()
    way.prepare(ticket('a'))
    expect((await byTicket('a')).is).toBe('inside')
    expect(log.filter((line) => line.endsWith('redeem'))).toHaveLength(1)
  })

  it('that died leaves a spent ticket, which the door exchanges', async () => {
    const { way, made, byTicket } = setUp()
    way.prepare(ticket('a'))
    await settle()
    made[0]!.say('waiting')
    expect(way.isPrepared(ticket('a'))).toBe(false)
    expect(await byTicket('a')).toEqual({ is: 'refused', code: 615 })
    expect((await byTicket('b')).is).toBe('inside')
  })

  it('that failed says nothing before one goes in', async () => {
    const { way, log, byTicket } = setUp({ open: new ConnectionError('offline', true) })
    way.prepare(ticket('a'))
    await settle()
    expect(way.isPrepared(ticket('a'))).toBe(false)
    expect(log.at(-1)).toBe('client 1 close')
    expect(await byTicket('a')).toEqual({ is: 'refused', code: 615 })
  })

  it('with another ticket gives the first connection back', async () => {
    const { way, log, byTicket } = setUp()
    way.prepare(ticket('a'))
    await settle()
    expect((await byTicket('b')).is).toBe('inside')
    expect(log).toContain('client 1 close')
    expect(log.filter((line) => line.endsWith('join'))).toEqual(['client 2 join'])
  })

  it('for a guest is given back by who comes back as somebody else', async () => {
    const { way, log, goIn } = setUp()
    way.prepare(ticket('a'))
    await settle()
    expect((await goIn({ by: 'resume' })).is).toBe('inside')
    expect(log).toContain('client 1 close')
  })
})

describe('going in', () => {
  it.each([
    [new RpcError(733), { is: 'refused', code: 733 }],
    [new ConnectionError('offline', true), { is: 'unanswered' }],
  ])('that fails with %s leaves nothing open', async (fault, expected) => {
    const { log, byTicket } = setUp({ join: fault })
    expect(await byTicket('a')).toEqual(expected)
    expect(log.at(-1)).toBe('client 1 close')
  })

  const inside = async (faults = {}) => {
    const world = setUp(faults)
    const entry = await world.byTicket('a')
    if (entry.is !== 'inside') throw new Error(entry.is)
    return { ...world, inside: entry.inside as Inside, client: world.made[0]! }
  }
  const waiting: ConferencePhase = {
    is: 'waiting',
    memberId: 'm',
    confName: 'Weekly',
    position: 2,
    until: 7,
    admitted: false,
  }
  const back = { is: 'inside' } as ConferencePhase

  it('the room is given up for the waiting room, and made anew after it', async () => {
    const world = await inside()
    world.client.turn(waiting)
    const stage = world.inside.stage.get()
    expect(stage.is === 'waiting' && stage.waiting.store.get()).toEqual({
      position: 2,
      until: 7,
      admitted: false,
      returned: true,
      away: false,
    })
    world.client.turn({ ...waiting, position: 1, admitted: true })
    expect(stage.is === 'waiting' && stage.waiting.store.get()).toMatchObject({ position: 1, admitted: true })
    world.client.say('waiting')
    expect(stage.is === 'waiting' && stage.waiting.store.get().away).toBe(true)
    world.client.turn(back)
    expect(world.inside.stage.get().is).toBe('room')
    expect(world.log.slice(-3)).toEqual(['room 1 opens', 'room 1 stops', 'room 2 opens'])
  })

  it('what ends in the waiting room is told from there; the room tells for itself', async () => {
    const world = await inside()
    world.client.turn({ is: 'over', why: 'ended' })
    expect(world.overs).toEqual([])
    const other = await inside()
    other.client.turn(waiting)
    other.client.turn({ is: 'over', why: 'refused-entry' })
    expect(other.overs).toEqual([['refused-entry', false, true]])
  })

  it('closing stops room and connection', async () => {
    const world = await inside()
    world.inside.close()
    expect(world.log.slice(-2)).toEqual(['room 1 stops', 'client 1 close'])
    world.client.turn(waiting)
    expect(world.inside.stage.get().is).toBe('room')
  })
})

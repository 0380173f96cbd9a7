import { describe, expect, it } from 'vitest'
import { settle } from '../testing/fake-clock.ts'
import { createHall } from '../testing/fake-hall.ts'
import { aJoin, aMember, idOf } from '../testing/views.ts'
import type { JoinOptions } from './options.ts'

const confId = '123456789'
const media = { audio: true, video: true }
const heartbeat = { interval: 30, timeout: 75 }
const place = {
  waiting: true,
  memberId: idOf(1),
  version: 3,
  confName: 'Weekly',
  position: 2,
  until: 99,
  heartbeat,
}

const waiting = async (more: Partial<JoinOptions> = {}) => {
  const hall = createHall()
  const wire = await hall.connect()
  const joining = hall.conference.join({
    displayName: 'Li',
    media,
    muted: true,
    password: 'secret',
    ...more,
  })
  await settle()
  wire.answer('conference.join', place)
  const outcome = await joining
  await hall.clock.advance(12_000)
  const lobby = (state: string, over: object = {}) =>
    hall.server.last().tell('lobby.changed', {
      confId,
      memberId: idOf(1),
      state,
      position: null,
      until: null,
      ...over,
    })
  return { ...hall, wire, outcome, lobby }
}

describe('the waiting room', () => {
  it('is told as a phase of its own, and how it moves on', async () => {
    const { conference, outcome, lobby } = await waiting()
    expect(outcome).toMatchObject({ waiting: true, position: 2 })
    expect(conference.getState()).toEqual({
      is: 'waiting',
      memberId: idOf(1),
      confName: 'Weekly',
      position: 2,
      until: 99,
      admitted: false,
    })
    lobby('waiting', { position: 1, until: 99 })
    expect(conference.getState()).toMatchObject({ is: 'waiting', position: 1 })
    expect(conference.self()).toBeNull()
  })

  it('ends by entering with the same wishes when somebody lets us in', async () => {
    const { conference, wire, lobby } = await waiting()
    wire.sent.length = 0
    lobby('admitted', { until: 100 })
    expect(conference.getState()).toMatchObject({ is: 'waiting', admitted: true })
    await settle()
    expect(wire.calls('conference.join').map(({ params }) => params)).toMatchObject([
      { displayName: 'Li', media, muted: true, password: 'secret', batch: true },
    ])
    wire.answer('conference.join', aJoin({ version: 20 }))
    await settle()
    expect(conference.getState()).toMatchObject({ is: 'inside', memberId: idOf(1) })
    expect(conference.mirror.getState()).toMatchObject({ version: 20, fresh: true })
  })

  it('ends by entering with the devices as they are by then', async () => {
    const { conference, wire, lobby } = await waiting({
      now: () => ({ media, muted: false, cameraOff: true }),
    })
    wire.sent.length = 0
    lobby('admitted', { until: 100 })
    await settle()
    const [entering] = wire.calls('conference.join')
    expect(entering?.params).toMatchObject({ displayName: 'Li', media, muted: false, cameraOff: true })
    expect(entering?.params).not.toHaveProperty('now')
    wire.answer('conference.join', aJoin({ version: 20 }))
    await settle()
    expect(conference.getState().is).toBe('inside')
  })

  for (const [state, why] of [
    ['refused', 'refused-entry'],
    ['expired', 'lobby-expired'],
    ['ended', 'ended'],
  ] as const)
    it(`${state}: over as ${why}, and it does not come back`, async () => {
      const { conference, clock, wire, lobby } = await waiting()
      lobby(state)
      expect(conference.getState()).toEqual({ is: 'over', why })
      await clock.advance(60_000)
      expect(wire.calls('conference.join')).toEqual([])
    })

  it('a full meeting refuses even who was let in', async () => {
    const { conference, wire, lobby } = await waiting()
    lobby('admitted')
    await settle()
    wire.refuse('conference.join', 734)
    await settle()
    expect(conference.getState()).toEqual({ is: 'over', why: 'refused', code: 734 })
  })

  it('goes on over a loss of the network: the server tells how it stands', async () => {
    const { conference, reconnected, clock } = await waiting()
    const wire = await reconnected()
    // Nothing of the meeting is known here, so nothing is asked to be replayed.
    expect(wire.url.searchParams.get('v')).toBeNull()
    wire.tell('session.resumed', { confs: [] })
    const frame = { confId, memberId: idOf(1), state: 'waiting', position: 1, until: 99 }
    wire.tell('lobby.changed', frame)
    await clock.advance(20_000)
    expect(conference.getState()).toMatchObject({ is: 'waiting', position: 1 })
    expect(wire.calls('conference.join')).toEqual([])
  })

  it('asks to enter again when the server does not tell, or has forgotten the connection', async () => {
    for (const resumed of [true, false]) {
      const { clock, server } = await waiting()
      server.last().drop(1006)
      await clock.advance(500)
      server.last().hello({ connId: 'conn-2', resumed })
      await clock.advance(resumed ? 5_000 : 1)
      expect(server.last().calls('conference.join')).toHaveLength(1)
    }
  })

  it('a reloaded page finds itself waiting again', async () => {
    const hall = createHall()
    const wire = await hall.connect()
    const joining = hall.conference.join({ media })
    await settle()
    wire.answer('conference.join', { ...place, position: 1 })
    await joining
    expect(hall.conference.getState()).toMatchObject({ is: 'waiting', position: 1 })
  })

  it('can be left, which the server is told', async () => {
    const { conference, wire } = await waiting()
    const leaving = conference.leave()
    await settle()
    wire.answer('conference.leave', { version: 4 })
    await leaving
    expect(conference.getState()).toEqual({ is: 'over', why: 'left' })
  })

  for (const order of ['event first', 'lobby first'] as const)
    it(`takes back who was inside (${order}), and brings it in again as it was`, async () => {
      const hall = createHall()
      const wire = await hall.joined()
      const left = () =>
        wire.tell('conference.event', hall.eventOf(11, 'member.left', { memberId: idOf(1), reason: 'moved' }))
      const lobby = (state: string) =>
        wire.tell('lobby.changed', { confId, memberId: idOf(1), state, position: 1, until: 99 })
      if (order === 'event first') {
        left()
        await settle()
        wire.answer('conference.join', { ...place, position: 1 })
        await settle()
      }
      lobby('waiting')
      if (order === 'lobby first') left()
      expect(hall.conference.getState()).toMatchObject({ is: 'waiting', confName: 'Weekly', admitted: false })
      wire.sent.length = 0
      lobby('admitted')
      await settle()
      expect(wire.calls('conference.join')[0]?.params).toMatchObject({ displayName: 'person 1', media })
      wire.answer('conference.join', aJoin({ version: 15, members: [aMember(1, { joinCount: 2 })] }))
      await settle()
      expect(hall.conference.getState().is).toBe('inside')
    })

  for (const [code, why] of [
    [4004, 'replaced'],
    [4005, 'removed'],
  ] as const)
    it(`close ${code} while waiting: over as ${why}`, async () => {
      const { conference, wire } = await waiting()
      wire.drop(code)
      expect(conference.getState()).toEqual({ is: 'over', why })
    })
})

describe('leaving while entering', () => {
  it('stays left when the answer comes after all', async () => {
    const hall = createHall()
    const wire = await hall.connect()
    const joining = hall.conference.join({ media })
    await settle()
    const leaving = hall.conference.leave()
    await settle()
    wire.answer('conference.join', aJoin())
    await expect(joining).rejects.toMatchObject({ reason: 'closed' })
    wire.answer('conference.leave', { version: 12 })
    await leaving
    expect(hall.conference.getState()).toEqual({ is: 'over', why: 'left' })
  })
})

import { describe, expect, it } from 'vitest'
import { settle } from '../testing/fake-clock.ts'
import { createHall } from '../testing/fake-hall.ts'
import { aConference, aJoin, aMember, idOf } from '../testing/views.ts'

const confId = '123456789'
const media = { audio: true, video: true }
const place = {
  waiting: true,
  memberId: idOf(1),
  version: 3,
  confName: 'Weekly',
  position: 1,
  until: 99,
  heartbeat: { interval: 30, timeout: 75 },
}
const lobby = (state: string) => ({ confId, memberId: idOf(1), state, position: 1, until: 99 })

describe('coming in', () => {
  it('watches only where all places are taken and that was wished: no other refusal is tried again', async () => {
    for (const [orWatch, code] of [
      [true, 733],
      [false, 739],
    ] as const) {
      const { conference, connect } = createHall()
      const wire = await connect()
      const joining = conference.join({ media, orWatch })
      await settle()
      wire.refuse('conference.join', code)
      await expect(joining).rejects.toMatchObject({ code })
      expect(wire.calls('conference.join')).toEqual([])
    }
  })

  it('knows that it watches where the server lets nothing be sent', async () => {
    const { conference, joined } = createHall()
    await joined({}, { media: { ...aJoin().media, publish: null } as never })
    expect(conference.getState()).toMatchObject({ is: 'inside', watching: true })
  })

  it('asks for nothing when events came faster than the answer', async () => {
    const { conference, joined, eventOf } = createHall()
    const wire = await joined()
    const again = conference.join({ media })
    await settle()
    wire.tell('conference.event', eventOf(11, 'conference.lockChanged', { locked: true }))
    wire.answer('conference.join', aJoin({ version: 10 }))
    await again
    expect(wire.calls('conference.subscribe')).toEqual([])
    expect(conference.mirror.getState()).toMatchObject({ version: 11, fresh: true })
  })

  it('any refusal of the meeting ends entering again by itself', async () => {
    const { conference, joined, reconnected } = createHall()
    await joined()
    const wire = await reconnected()
    wire.tell('session.resumed', { confs: [] })
    await settle()
    wire.refuse('conference.join', 615)
    await settle()
    expect(conference.getState()).toEqual({ is: 'over', why: 'refused', code: 615 })
  })

  it('a meeting that knows us no more is entered anew', async () => {
    const { conference, joined } = createHall()
    const wire = await joined()
    wire.sent.length = 0
    wire.tell('conference.snapshot', {
      confId,
      version: 20,
      conference: aConference({ version: 20 }),
      members: [aMember(2)],
    })
    await settle()
    expect(wire.calls('conference.join')).toHaveLength(1)
    expect(conference.getState().is).toBe('returning')
  })

  it('the end of a run is the end, also for the invited, whom the next run expects', async () => {
    const { conference, joined, eventOf } = createHall()
    const wire = await joined()
    wire.sent.length = 0
    const members = [aMember(1, { state: 'invited' })]
    const ended = { reason: 'chair', actualEnd: 11, state: 'scheduled', members }
    wire.tell('conference.event', eventOf(11, 'conference.ended', ended))
    await settle()
    expect(conference.getState()).toEqual({ is: 'over', why: 'ended' })
    expect(wire.calls('conference.join')).toEqual([])
  })
})

describe('waiting', () => {
  it('asks again when the server restored the connection and then says nothing, not before', async () => {
    for (const says of [true, false]) {
      const { conference, clock, connect, reconnected } = createHall()
      const wire = await connect()
      const joining = conference.join({ media })
      await settle()
      wire.answer('conference.join', place)
      await joining
      await clock.advance(12_000)
      const next = await reconnected()
      if (says) next.tell('session.resumed', { confs: [] })
      await clock.advance(4_900)
      expect(next.calls('conference.join')).toEqual([])
      await clock.advance(200)
      expect(next.calls('conference.join')).toHaveLength(1)
    }
  })

  it('who was sent back shows nothing as fresh, and asks for no replay over a loss', async () => {
    const { conference, joined, reconnected } = createHall()
    const wire = await joined()
    wire.tell('lobby.changed', lobby('waiting'))
    expect(conference.mirror.getState()).toMatchObject({ version: 10, fresh: false })
    expect((await reconnected()).url.searchParams.get('v')).toBeNull()
  })
})

describe('leaving', () => {
  it('is done when the server says that we were out already', async () => {
    const { conference, joined } = createHall()
    const wire = await joined()
    const leaving = conference.leave()
    await settle()
    wire.refuse('conference.leave', 737)
    await expect(leaving).resolves.toBeUndefined()
  })

  it('says nothing where one never was', async () => {
    const { conference, connect, server } = createHall()
    const wire = await connect()
    await conference.leave()
    await conference.leave()
    expect(wire.calls('conference.leave')).toEqual([])
    expect(server.posts.map(({ method }) => method)).not.toContain('conference.leave')
  })

  it('who came in again after a leave that failed is not made to leave later', async () => {
    const { conference, clock, joined, reconnected, server, answersHttp } = createHall()
    await joined()
    server.last().drop(1006)
    answersHttp(() => {
      throw new Error('no network')
    })
    await expect(conference.leave()).rejects.toMatchObject({ reason: 'offline' })
    await clock.advance(500)
    const wire = server.last()
    wire.hello({ connId: 'conn-2', resumed: true })
    await settle()
    expect(wire.calls('conference.leave')).toHaveLength(1)
    const again = conference.join({ media })
    await settle()
    wire.answer('conference.join', aJoin())
    await again
    expect((await reconnected()).calls('conference.leave')).toEqual([])
    expect(conference.getState().is).toBe('returning')
  })

  it('a closed conference is told of no more, and followed no more', async () => {
    const { conference, joined, reconnected, eventOf } = createHall()
    const wire = await joined()
    conference.close()
    wire.tell('conference.event', eventOf(11, 'conference.lockChanged', { locked: true }))
    expect(conference.mirror.getState().version).toBe(10)
    expect((await reconnected()).url.searchParams.get('v')).toBeNull()
  })
})

describe('signals before anybody listens', () => {
  it('are kept up to a bound, and handed over once', async () => {
    const { conference, joined } = createHall()
    const wire = await joined()
    for (let n = 0; n < 201; n += 1)
      wire.tell('media.signal', { confId, from: idOf(n), epoch: 1, kind: 'bye' })
    const heard: string[] = []
    conference.onSignal(({ from }) => heard.push(from))
    expect([heard.length, heard.at(-1)]).toEqual([200, idOf(199)])
    conference.onSignal(({ from }) => heard.push(from))
    expect(heard).toHaveLength(200)
  })
})

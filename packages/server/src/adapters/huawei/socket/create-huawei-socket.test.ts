import { type ConferenceId, MINUTE, SECOND, type User } from '@parley/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { House } from '../testing/house.ts'
import type { Line } from '../testing/line.ts'
import { openMeeting } from '../testing/meeting.ts'

const ALL = [
  'ConfBasicInfoNotify',
  'ConfDynamicInfoNotify',
  'ParticipantsNotify',
  'AttendeesNotify',
  'SpeakerChangeNotify',
  'OperationResultNotify',
]

describe('the push channel', () => {
  let house: House
  let alice: User
  let bob: User
  let id: ConferenceId
  let host: string
  let guest: string
  beforeEach(async () => {
    ;({ house, alice, bob, id, host, guest } = await openMeeting())
  })
  afterEach(async () => {
    expect(house.errors).toEqual([])
    await house.close()
  })

  /** Time passes in the steps in which real time would: every look of the door and what it causes. */
  const wait = (ms: number): void => house.clock.advance(ms)
  const open = async (token = host): Promise<Line> => house.connect(id, await house.wsToken(id, token))
  const subscribe = (token: string, types: readonly string[] = ALL, extra: object = {}) => ({
    action: 'Subscribe',
    sequence: '000000000000000001790000000001',
    data: JSON.stringify({ subscribeType: types, confToken: token, ...extra }),
  })

  describe('after Subscribe', () => {
    it('sends a full of every type, attendees first, then increments', async () => {
      const line = await house.follow(id, host, ALL)
      const fulls = await line.take(5)
      expect(fulls.map(({ action }) => action)).toEqual([
        'AttendeesNotify',
        'ConfBasicInfoNotify',
        'ConfDynamicInfoNotify',
        'ParticipantsNotify',
        'SpeakerChangeNotify',
      ])
      expect(fulls.every(({ msgMode, confID }) => msgMode === 0 && confID === id)).toBe(true)
      expect(fulls[1].pwds).toHaveLength(2)
      const pid = await house.join(id, bob)
      const [attendees, people] = await line.take(2)
      expect(attendees).toMatchObject({ action: 'AttendeesNotify', msgMode: 1, version: 1 })
      expect(people).toMatchObject({
        action: 'ParticipantsNotify',
        msgMode: 1,
        version: 1,
        data: [{ pid, mode: 0 }],
      })
      await house.execute(id, bob, 'Mute', {})
      expect(await line.next()).toMatchObject({ version: 2, data: [{ pid, pinfoMap: { MUTE: '1' } }] })
      await house.execute(id, alice, 'ChangeSettings', { changes: { locked: true } })
      expect(await line.next()).toMatchObject({ action: 'ConfDynamicInfoNotify', msgMode: 0, lock: 1 })
    })

    it('takes `data` as a text and as an object, tokens in every spelling, and types it does not know', async () => {
      const line = await open()
      const data = {
        subscribeType: ['ParticipantsNotify', 'NoSuchNotify'],
        confToken: host,
        conferenceID: id,
      }
      line.send({ action: 'Subscribe', sequence: 'a', data })
      expect(await line.take(2)).toMatchObject([
        { action: 'Subscribe', sequence: 'a', data: { returnCode: 0, returnDesc: 'SUCCESS' } },
        { action: 'ParticipantsNotify' },
      ])
      const encoded = `Basic ${Buffer.from(host).toString('base64')}`
      line.send(subscribe(encoded, ['ConfDynamicInfoNotify']))
      expect(await line.take(2)).toMatchObject([{ action: 'Subscribe' }, { action: 'ConfDynamicInfoNotify' }])
      expect(line.rest()).toEqual([])
    })

    it('replaces the set at a second Subscribe', async () => {
      const line = await house.follow(id, host, ['ParticipantsNotify'])
      await line.next()
      line.send(subscribe(host, ['ChannelAndParticipantsNotify', 'AttendeesNotify']))
      expect((await line.take(3)).map(({ action }) => action)).toEqual([
        'Subscribe',
        'AttendeesNotify',
        'ChannelAndParticipantsNotify',
      ])
      await house.join(id, alice)
      expect((await line.settled()).map(({ action, msgMode }) => [action, msgMode])).toEqual([
        ['ChannelAndParticipantsNotify', 1],
      ])
    })

    it('has nothing for a set without any known type, and stays', async () => {
      const line = await open()
      line.send(subscribe(host, ['NoSuchNotify']))
      expect((await line.next()).data.returnCode).toBe(3)
      line.send(subscribe(host, ['OperationResultNotify']))
      expect((await line.next()).data.returnCode).toBe(0)
      await house.join(id, bob)
      expect(await line.settled()).toEqual([])
    })

    it('shows passwords to hosts only, at the same time', async () => {
      const hosts = await house.follow(id, host, ['ConfBasicInfoNotify', 'ParticipantsNotify'])
      const guests = await house.follow(id, guest, ['ConfBasicInfoNotify', 'ParticipantsNotify'])
      expect((await hosts.take(2))[0].pwds).toHaveLength(2)
      expect((await guests.take(2))[0]).not.toHaveProperty('pwds')
      await house.join(id, bob)
      expect((await hosts.next()).data[0].pinfoMap.TEL).toBe(bob.number)
      expect((await guests.next()).data[0].pinfoMap).toMatchObject({
        NAME: 'Bob',
        ACCOUNT: '',
        ACCOUNT_ID: '',
      })
    })

    it('sends the same bytes to all readers, in one order with their own answers', async () => {
      const lines = await Promise.all([1, 2, 3].map(() => house.follow(id, host, ['ParticipantsNotify'])))
      for (const line of lines) await line.next()
      const before = lines[0] as Line
      const done = [house.join(id, alice), house.join(id, bob), house.join(id, 'wendy')]
      before.send({ action: 'HeartBeat', sequence: 'between' })
      await Promise.all(done)
      const pushes = await Promise.all(lines.map((line) => line.settled()))
      const [first, ...others] = pushes.map((all) =>
        all.filter(({ action }) => action === 'ParticipantsNotify'),
      )
      for (const other of others) expect(other).toEqual(first)
      expect(first?.length).toBeGreaterThan(0)
      expect(first?.map(({ version }) => version)).toEqual(first?.map((_one, at) => at + 1))
    })
  })

  describe('with a cursor', () => {
    it('tells only what changed since, removals included, and goes on from there', async () => {
      const pid = await house.join(id, bob)
      const first = await house.follow(id, host, ALL)
      const cursor = (await first.take(5)).at(-1).revision
      first.socket.terminate()
      await first.closed
      const wendy = await house.join(id, 'wendy')
      await house.execute(id, bob, 'Leave', {})
      const second = await house.follow(id, host, ALL, { cursor })
      const [attendees, , , people] = await second.take(5)
      expect(attendees).toMatchObject({ msgMode: 1, data: [{ participantID: '', name: 'Bob' }] })
      expect(people.msgMode).toBe(1)
      expect(people.data.map(({ pid, mode }: { pid: string; mode: number }) => [pid, mode])).toEqual([
        [wendy, 0],
        [pid, 1],
      ])
      await house.execute(id, 'wendy', 'Mute', {})
      expect((await second.next()).version).toBe(people.version + 1)
    })

    it('says `reset` where the cursor leads nowhere', async () => {
      for (const cursor of [0, 999_999]) {
        const line = await house.follow(id, host, ['ParticipantsNotify', 'AttendeesNotify'], { cursor })
        expect(await line.take(2)).toMatchObject([
          { msgMode: 0, reset: true },
          { msgMode: 0, reset: true },
        ])
      }
      const { id: other, passwords } = await house.meeting()
      const control = await house.controlToken(other, passwords.host)
      const cursor = (await house.state(other)).revision
      await house.execute(other, alice, 'EndRun', {})
      await house.execute(other, alice, 'StartRun', { proof: 'none' })
      const line = await house.connect(other, await house.wsToken(other, control))
      // The old run's tokens lead nowhere either.
      expect(await line.closed).toMatchObject({ code: 1008 })
      const fresh = await house.controlToken(other, passwords.host)
      const again = await house.follow(other, fresh, ['ParticipantsNotify'], { cursor })
      expect(await again.next()).toMatchObject({ msgMode: 0, reset: true })
    })
  })

  describe('who speaks', () => {
    it('at most once a second, the last word last, and an empty list in silence', async () => {
      const pid = await house.join(id, bob)
      const line = await house.follow(id, host, ['SpeakerChangeNotify'])
      expect((await line.next()).data).toEqual([])
      for (let at = 0; at < 6; at++) {
        house.speakers.report(id, pid, 50 + at)
        wait(500)
        await line.settled().then((all) => line.seen.push(...all))
      }
      const spoken = line.seen.filter(({ action }) => action === 'SpeakerChangeNotify').slice(1)
      const unique = [...new Map(spoken.map((one) => [one.msgID, one])).values()]
      expect(unique[0].data).toMatchObject([{ pid, name: 'Bob' }])
      const times = unique.map(({ createTime }) => createTime)
      for (let at = 1; at < times.length; at++) expect(times[at] - times[at - 1]).toBeGreaterThanOrEqual(1000)
      // Everything becomes silent.
      for (let at = 0; at < 20; at++) {
        wait(500)
        line.seen.push(...(await line.settled()))
      }
      expect(line.seen.filter(({ action }) => action === 'SpeakerChangeNotify').at(-1).data).toEqual([])
    })
  })

  describe('closes', () => {
    it('1008 for a ws token that is wrong, used, late or of another conference', async () => {
      const other = await house.meeting()
      const used = await house.wsToken(id, host)
      const line = await house.connect(id, used)
      line.send({ action: 'HeartBeat', sequence: '1' })
      await line.next()
      const late = await house.wsToken(id, host)
      const elsewhere = await house.wsToken(id, host)
      for (const [conference, token] of [
        [id, 'stb00'],
        [id, ''],
        [id, used],
        [other.id, elsewhere],
      ] as const) {
        expect(await (await house.connect(conference, token)).closed).toMatchObject({ code: 1008 })
      }
      wait(61 * SECOND)
      expect(await (await house.connect(id, late)).closed).toMatchObject({ code: 1008 })
    })

    it('1008 after the answer to a Subscribe with a bad control token', async () => {
      const line = await open()
      line.send(subscribe('stb00'))
      expect(await line.next()).toMatchObject({ action: 'Subscribe', data: { returnCode: 2 } })
      expect(await line.closed).toMatchObject({ code: 1008 })
    })

    it('1008 without a Subscribe for 30 s, heartbeats or not', async () => {
      const line = await open()
      line.send({ action: 'HeartBeat', sequence: '1' })
      expect(await line.next()).toEqual({ action: 'HeartBeat', sequence: '1' })
      wait(29 * SECOND)
      await line.settled()
      wait(1_500)
      expect(await line.closed).toMatchObject({ code: 1008 })
    })

    it('1001 after 180 s of silence; heartbeats keep it', async () => {
      const line = await house.follow(id, host, ALL)
      wait(170 * SECOND)
      expect((await line.settled()).filter(({ action }) => action === 'HeartBeat')).toEqual([])
      wait(170 * SECOND)
      await line.settled()
      wait(181 * SECOND)
      expect(await line.closed).toMatchObject({ code: 1001 })
    })

    it('1007 after ten frames in a row that are none; nine do no harm', async () => {
      const junk = [
        '{',
        '[]',
        '7',
        'null',
        '{"action":"Dance","sequence":"1"}',
        '{"action":"HeartBeat"}',
        '""',
      ]
      const line = await house.follow(id, host, ['ParticipantsNotify'])
      await line.next()
      const send = (count: number): void => {
        for (let at = 0; at < count; at++) line.send(junk[at % junk.length])
      }
      send(9)
      expect(await line.settled()).toEqual([])
      line.socket.send(Buffer.from([1, 2, 3]))
      send(8)
      expect(await line.settled()).toEqual([])
      line.socket.send(Buffer.from('{"action":"HeartBeat","sequence":"binary"}'), { binary: true })
      send(9)
      expect(await line.closed).toMatchObject({ code: 1007 })
    })

    it('1009 at a message larger than any of this protocol', async () => {
      const line = await house.follow(id, host, ['ParticipantsNotify'])
      line.send('x'.repeat(70_000))
      expect(await line.closed).toMatchObject({ code: 1009 })
    })

    it('1008 when frames come faster than they are worked off', async () => {
      const line = await house.follow(id, host, ['ParticipantsNotify'])
      for (let at = 0; at < 500; at++) line.send(subscribe(host))
      expect(await line.closed).toMatchObject({ code: 1008 })
    })

    it('1000 at the end of the run, after `Destroyed`', async () => {
      await house.join(id, bob)
      const line = await house.follow(id, host, ALL)
      await line.take(5)
      await house.execute(id, alice, 'EndRun', {})
      const last = await line.take(3)
      expect(last.map(({ action }) => action)).toEqual([
        'AttendeesNotify',
        'ConfDynamicInfoNotify',
        'ParticipantsNotify',
      ])
      expect(last[1].state).toBe('Destroyed')
      expect(last[2].data).toMatchObject([{ mode: 1 }])
      expect(await line.closed).toEqual({ code: 1000, reason: 'the meeting is over' })
    })

    it('as the house closes, with its code', async () => {
      const line = await house.follow(id, host, ALL)
      await house.door.closeAll(1001, 'going away')
      expect(await line.closed).toEqual({ code: 1001, reason: 'going away' })
    })
  })

  it('keeps the channel when the control token expires, and renews it on the socket', async () => {
    const line = await house.follow(id, host, ['ParticipantsNotify'])
    await line.next()
    for (let minutes = 0; minutes < 28; minutes += 2) {
      wait(2 * MINUTE)
      await line.settled()
    }
    line.send({
      action: 'ConfControl',
      sequence: 'r',
      type: 'REFRESHTOKEN',
      data: JSON.stringify({ confToken: host }),
    })
    expect(await line.next()).toEqual({
      action: 'ConfControl',
      sequence: 'r',
      type: 'REFRESHTOKEN',
      data: {
        returnCode: 0,
        returnDesc: 'SUCCESS',
        confToken: host,
        expireTime: house.clock.now() + 30 * MINUTE,
      },
    })
    line.send({ action: 'ConfControl', sequence: 's', type: 'REALTIMESUBTITLE', data: '{"isSubtitle":"1"}' })
    expect((await line.next()).data.returnDesc).toBe('NOT_SUPPORTED')
    line.send({ action: 'ConfControl', sequence: 't', type: 'REFRESHTOKEN', data: '{"confToken":"stb00"}' })
    expect((await line.next()).data.returnCode).toBe(2)
    await house.join(id, bob)
    expect(await line.next()).toMatchObject({ action: 'ParticipantsNotify' })
  })

  it('gathers, then sends fulls with `reset`, to somebody who does not read', async () => {
    const slow = await house.follow(id, host, ['ParticipantsNotify', 'ConfDynamicInfoNotify'])
    await slow.take(2)
    const quick = await house.follow(id, host, ['ConfDynamicInfoNotify'])
    await quick.next()
    slow.socket.pause()
    const people = Array.from({ length: 60 }, (_, at) => `guest-${at}-${'x'.repeat(60)}`)
    for (const name of people) await house.join(id, name, { audio: false, video: false })
    // The crowd is over.
    wait(5 * SECOND)
    await quick.settled()
    let told = 0
    for (let turn = 0; turn < 200; turn++) {
      // Each renames everybody there is to rename: large increments of all of them.
      await house.execute(id, alice, 'MuteAll', { mayUnmute: turn % 2 === 0 })
      await house.execute(id, alice, 'UnmuteAll', {})
      wait(200)
      told += (await quick.settled()).length
    }
    expect(told).toBe(400)
    slow.socket.resume()
    for (;;) {
      const message = await slow.next()
      if (message.reset) break
    }
    await house.execute(id, alice, 'ChangeSettings', { changes: { locked: true } })
    const rest = await slow.settled()
    expect(rest.at(-1)).toMatchObject({ action: 'ConfDynamicInfoNotify', lock: 1 })
  }, 30_000)
})

import type { ConferenceId, NetworkSample, ParticipantId, RunSettings, User } from '@parley/core'
import { SECOND } from '@parley/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SENT_TYPES } from '../present/envelope.ts'
import type { House } from '../testing/house.ts'
import type { Line } from '../testing/line.ts'
import { openMeeting } from '../testing/meeting.ts'

const WATCHER = { audio: false, video: false }
const FULLS = SENT_TYPES.filter((type) => type !== 'RealTimeSubtitleNotify')

describe('what the push channel tells', () => {
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

  const change = (changes: Partial<RunSettings>) => house.execute(id, alice, 'ChangeSettings', { changes })
  const follow = async (token: string, types: readonly string[]): Promise<Line> => {
    const line = await house.follow(id, token, types)
    await line.settled()
    return line
  }
  const invitee = ({ id: userId, account, tenantId, number, name }: User) =>
    ({ who: { is: 'user', userId, account, tenantId, number }, name, role: 'participant' }) as const

  it('begins with a full of every type in one order; who waits and captions that nobody heard are left out', async () => {
    const hosts = await house.follow(id, host, [...SENT_TYPES].reverse())
    expect((await hosts.settled()).map(({ action, msgMode }) => [action, msgMode])).toEqual(
      FULLS.map((type) => [type, 0]),
    )
    const guests = await house.follow(id, guest, SENT_TYPES)
    expect((await guests.settled()).map(({ action }) => action)).toEqual(
      FULLS.filter((type) => type !== 'WaitingListNotify'),
    )
    const nothing = await house.follow(id, guest, ['WaitingListNotify', 'RealTimeSubtitleNotify'])
    expect(await nothing.settled()).toEqual([])
  })

  it('the waiting room: to role 1 only, on the way in and out, and to a cursor', async () => {
    await change({ waitingRoom: true })
    const types = ['WaitingListNotify', 'ParticipantsNotify', 'ConfDynamicInfoNotify']
    const hosts = await house.follow(id, host, types)
    const [dynamic, , waiting] = await hosts.take(3)
    expect(dynamic.waitingRoomState).toBe(1)
    expect(waiting).toMatchObject({ action: 'WaitingListNotify', msgMode: 0, data: [] })
    const guests = await follow(guest, types)
    const wendy = await house.join(id, 'wendy', WATCHER)
    const [came] = await hosts.settled()
    expect(came).toMatchObject({
      action: 'WaitingListNotify',
      msgMode: 1,
      data: [{ pid: wendy, mode: 0, delType: 0, pinfoMap: { NAME: 'wendy', WAITINGSTATE: '0' } }],
    })
    expect(await guests.settled()).toEqual([])
    const cursor = came.revision
    hosts.socket.terminate()
    await hosts.closed
    await house.execute(id, alice, 'Admit', { ids: [wendy] })
    const again = await house.follow(id, host, types, { cursor })
    const [, , left] = await again.take(3)
    expect(left).toMatchObject({
      msgMode: 1,
      version: came.version + 1,
      data: [{ pid: wendy, mode: 1, pinfoMap: { WAITINGSTATE: '1' } }],
    })
    await house.join(id, 'wendy', WATCHER)
    const entered = { pid: wendy, mode: 0, pinfoMap: { NAME: 'wendy', STATE: '0' } }
    expect(await again.settled()).toMatchObject([{ action: 'ParticipantsNotify', data: [entered] }])
    expect(await guests.settled()).toMatchObject([{ action: 'ParticipantsNotify', data: [{ pid: wendy }] }])
    await house.execute(id, alice, 'ReturnToLobby', { ids: [wendy] })
    expect((await again.settled()).map(({ action, data }) => [action, data[0].mode])).toEqual([
      ['ParticipantsNotify', 1],
      ['WaitingListNotify', 0],
    ])
  })

  it('an invitation: on the list, ringing, and how it ended', async () => {
    const line = await follow(host, ['AttendeesNotify', 'ParticipantsNotify', 'InviteResultNotify'])
    const answer = await house.execute(id, alice, 'Invite', { people: [invitee(bob)] })
    const [attendees, ringing] = await line.settled()
    expect(attendees).toMatchObject({ action: 'AttendeesNotify', data: [{ mode: 0, name: 'Bob' }] })
    expect(ringing).toMatchObject({ data: [{ mode: 0, pinfoMap: { NAME: 'Bob', STATE: '1' } }] })
    const [invitation] = answer.invitations ?? []
    if (invitation?.state !== 'calling') throw new Error('it does not ring')
    const { invitationId } = invitation
    await house.execute(id, bob, 'AnswerInvitation', { invitationId, answer: 'decline' })
    const [gone, result] = await line.settled()
    expect(gone).toMatchObject({ data: [{ mode: 1, pinfoMap: { TEL: bob.number } }] })
    expect(result).toMatchObject({
      action: 'InviteResultNotify',
      msgMode: 1,
      version: 1,
      data: [{ callNumber: bob.number, errorCode: '111076009', resultCode: '111076009' }],
    })
    // A number nobody holds: never shown as ringing.
    const who = { is: 'phone', number: '13800138000' } as const
    await house.execute(id, alice, 'Invite', { people: [{ who, name: 'Erin', role: 'participant' }] })
    expect(
      (await line.settled()).map(({ action, data }) => [action, data[0].type ?? data[0].resultCode]),
    ).toEqual([
      ['AttendeesNotify', 'mobile'],
      ['InviteResultNotify', '111076007'],
    ])
  })

  it('how lines are: changed people only, gone with them; everybody once in five seconds', async () => {
    const pid = await house.join(id, bob, WATCHER)
    const wendy = await house.join(id, 'wendy', WATCHER)
    const line = await follow(guest, ['NetConditionNotify', 'NetworkQualityNotify'])
    const sample = (participantId: ParticipantId, level: number): NetworkSample => {
      const unknown = { rttMs: null, jitterMs: null, lossUp: null, lossDown: null }
      return { participantId, up: level, down: level, kbpsUp: 100, kbpsDown: 200, ...unknown }
    }
    const measure = (...samples: NetworkSample[]) =>
      house.bus.signal({ type: 'Network', conferenceId: id, at: house.clock.now(), samples })
    measure(sample(pid, 5), sample(wendy, 3))
    const [condition, quality] = await line.settled()
    expect(condition).toMatchObject({
      msgMode: 1,
      version: 1,
      data: [
        { participantID: pid, netInfo: 'good' },
        { participantID: wendy, netInfo: 'normal' },
      ],
    })
    expect(quality).toMatchObject({ msgMode: 0, data: [{ netRate: '5' }, { netRate: '3' }] })
    house.clock.advance(SECOND)
    measure(sample(wendy, 1))
    const [worse, ...more] = await line.settled()
    expect(worse).toMatchObject({ version: 2, data: [{ participantID: wendy, netInfo: 'bad' }] })
    expect(more).toEqual([])
    await house.execute(id, 'wendy', 'Leave', {})
    expect(await line.settled()).toMatchObject([{ version: 3, data: [{ participantID: wendy, mode: 1 }] }])
    // Measured before and heard after: of nobody.
    measure(sample(wendy, 4))
    expect(await line.settled()).toEqual([])
    house.clock.advance(4 * SECOND)
    expect(await line.settled()).toMatchObject([{ action: 'NetworkQualityNotify', data: [{ netRate: '5' }] }])
    const late = await house.follow(id, host, ['NetConditionNotify'])
    expect(await late.next()).toMatchObject({ msgMode: 0, data: [{ participantID: pid, netInfo: 'good' }] })
  })

  it('captions as they are heard, versions as texts', async () => {
    const pid = await house.join(id, bob, WATCHER)
    await house.execute(id, alice, 'SetCaptions', { captions: { is: 'on', languages: ['en'] } })
    const line = await follow(guest, ['RealTimeSubtitleNotify'])
    const says = (text: string, final: boolean) => {
      const texts = [{ language: 'en', text }]
      const spoken = { lineId: 'l1', participantId: pid, texts, final, beginMs: 0, endMs: 900 }
      return house.execute(id, alice, 'PostCaption', spoken)
    }
    await says('good', false)
    await says('good mor', false)
    await says('good morning', true)
    const heard = await line.settled()
    expect(heard.map(({ data }) => [data.isFinal, data.msgs[0].translateText])).toEqual([
      [false, 'good'],
      [true, 'good morning'],
    ])
    for (const { version, createTime, msgMode } of heard)
      expect([typeof version, typeof createTime, msgMode]).toEqual(['string', 'string', 0])
  })

  it('spotlights, hands, shares and cohosts where the document has them', async () => {
    const pid = await house.join(id, bob)
    await house.join(id, alice)
    const line = await follow(host, ['ConfDynamicInfoNotify', 'ParticipantsNotify', 'CustomMultiPicNotify'])
    const last = async () => {
      const told = await line.settled()
      const people = told.filter(({ action }) => action === 'ParticipantsNotify').flatMap(({ data }) => data)
      return { told, bob: people.filter((one: { pid: string }) => one.pid === pid).at(-1)?.pinfoMap }
    }
    await house.execute(id, bob, 'RaiseHand', {})
    expect((await last()).bob).toMatchObject({ HAND: '1' })
    await house.execute(id, alice, 'SetCohost', { id: pid, on: true })
    expect((await last()).bob).toMatchObject({ IS_COHOST: '1', ROLE: '0' })
    await house.execute(id, alice, 'InviteToShare', { id: pid, on: true })
    expect((await last()).bob).toMatchObject({ INVITE_SHARE_STATE: '1' })
    await house.execute(id, bob, 'StartShare', {})
    expect((await last()).bob).toMatchObject({ SHARE: '1' })
    await house.execute(id, alice, 'Spotlight', { spotlight: { on: 'rollCall', participantId: pid } })
    const called = await last()
    expect(called.told[0]).toMatchObject({ action: 'ConfDynamicInfoNotify', mode: 'ROLLCALL' })
    expect(called.bob).toMatchObject({ ROLLCALL: '1' })
    const pictures = [{ index: 1, participantIds: [pid], share: false }]
    const layout = { imageType: 'Single', pictures, switchSeconds: 10 }
    await house.execute(id, alice, 'Spotlight', { spotlight: { on: 'layout', layout } })
    const { told, bob: shown } = await last()
    expect(shown).toMatchObject({ ROLLCALL: '0' })
    expect(told.at(-1)).toMatchObject({ action: 'CustomMultiPicNotify', msgMode: 0, picNum: 1 })
  })

  describe('of a crowd', () => {
    /** What one reader gets while people enter at an even pace. */
    async function storm(joins: number, seconds: number) {
      const line = await follow(host, SENT_TYPES)
      const gap = (seconds * SECOND) / joins
      for (let at = 0, time = 0; at < joins; at++) {
        await house.join(id, `w${String(at).padStart(5, '0')}`, WATCHER)
        const next = Math.floor((at + 1) * gap)
        house.clock.advance(next - time)
        time = next
      }
      house.clock.advance(SECOND)
      const told = await line.settled()
      const bytes = told.reduce((sum, one) => sum + JSON.stringify(one).length, 0)
      await house.execute(id, alice, 'EndRun', {})
      await line.closed
      return { told, bytes }
    }

    it('tells nobody who comes amid it of a revision before what they were given', async () => {
      const cursor = (await house.state(id)).revision
      await follow(host, SENT_TYPES)
      // Held back, as nobody's time passes.
      for (let at = 0; at < 12; at++) await house.join(id, `h${at}`, WATCHER)
      const line = await house.follow(id, host, SENT_TYPES, { cursor })
      await house.execute(id, alice, 'ChangeSettings', { changes: { locked: true } })
      house.clock.advance(SECOND)
      const revisions = (await line.settled()).flatMap(({ revision }) => revision ?? [])
      expect(revisions.length).toBeGreaterThan(1)
      expect(revisions).toEqual([...revisions].sort((a, b) => a - b))
    })

    it('at most ten messages of a type a second, and bytes linear in those who come', {
      timeout: 60_000,
    }, async () => {
      const perJoin: number[] = []
      for (const [joins, seconds] of [
        [250, 10],
        [1_000, 5],
      ] as const) {
        const { told, bytes } = await storm(joins, seconds)
        for (const type of SENT_TYPES) {
          const times = told.filter(({ action }) => action === type).map(({ createTime }) => createTime)
          for (const at of times)
            expect(times.filter((one) => one >= at && one < at + SECOND).length).toBeLessThanOrEqual(10)
        }
        const people = told.filter(({ action }) => action === 'ParticipantsNotify')
        expect(people.flatMap(({ data }) => data)).toHaveLength(joins)
        expect(people.map(({ version }) => version)).toEqual(people.map((_one, at) => at + people[0].version))
        perJoin.push(bytes / joins)
        await house.execute(id, alice, 'StartRun', { proof: 'none' })
        host = await house.controlToken(id, house.access.passwords(await house.state(id)).host)
      }
      expect(perJoin[1]).toBeLessThan((perJoin[0] as number) * 1.05)
    })
  })
})

import { SECOND } from '@parley/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Created, createKit, eventually, type Kit, presenceOf } from './testing/kit.ts'

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

const guestInside = (name: string, query: Record<string, string> = {}) =>
  kit.guestInside(created, name, query)

describe('[WC] 3.2 joining', () => {
  it('answers with the state at a version and tells everything after it, in order', async () => {
    const li = await guestInside('Li')
    expect(li.joined).toMatchObject({
      role: 'guest',
      resumed: false,
      conference: { confId: created.confId, state: 'ongoing', version: li.joined.version },
      media: { driver: 'mesh', epoch: 1, publish: { maxBitrate: 1_000_000 }, maxPublishers: 4 },
      heartbeat: { interval: 30, timeout: 75 },
    })
    expect(li.joined.media).toMatchObject({ feedId: `${li.memberId}-1` })
    const wang = await guestInside('Wang')
    await kit.rpc('conference.mute', { confId: created.confId }, wang.login.accessToken)
    await li.line.event('member.audioChanged')
    const versions = li.line.events().map(({ version }) => version)
    expect(versions).toEqual(versions.map((_, at) => li.joined.version + 1 + at))
    expect(wang.joined.members.map(({ displayName }) => displayName)).toEqual(['Li', 'Wang'])
  })

  it('makes the bearer of the host link the chair, and shows guests no account', async () => {
    const login = await kit.guest(created.hostUrl ?? '')
    const { line, joined } = await kit.inside(login.accessToken, created.confId, { displayName: 'Chair' })
    expect(joined.role).toBe('chair')
    const { line: page } = await kit.inside(owner, created.confId)
    const toGuest = await line.event('member.joined')
    expect(toGuest.data.member).not.toHaveProperty('userId')
    expect(joined.conference).not.toHaveProperty('createdBy')
    const seen = await kit.rpc('conference.get', { confId: created.confId, withMembers: true }, owner)
    expect(seen.createdBy).toBe('ann')
    expect(seen.members?.find(({ role }) => role === 'cohost')).toMatchObject({ userId: 'ann' })
    expect(page.closeCode).toBeNull()
  })

  it('lets a signed-in stranger in with a password, and counts wrong ones', async () => {
    await kit.user('bob')
    const bob = (await kit.signIn('bob')).accessToken
    const line = await kit.socket(bob)
    const join = (password?: string) =>
      line.call('conference.join', {
        confId: created.confId,
        media: { audio: false, video: false },
        ...(password === undefined ? {} : { password }),
      })
    await expect(join()).rejects.toMatchObject({ code: 601, data: { field: 'password' } })
    for (let tries = 0; tries < 5; tries++) await expect(join('000')).rejects.toMatchObject({ code: 615 })
    await expect(join(created.password)).rejects.toMatchObject({ code: 429 })
    kit.clock.advance(60 * SECOND)
    await line.call('session.ping', {})
    kit.clock.advance(60 * SECOND)
    await line.call('session.ping', {})
    for (let minutes = 0; minutes < 4; minutes++) {
      kit.clock.advance(60 * SECOND)
      await line.call('session.ping', {})
    }
    expect(await join(created.password)).toMatchObject({ role: 'member', media: { publish: null } })
  })

  it('is the same member when asked twice, and again after a reload', async () => {
    const li = await guestInside('Li')
    const again = await li.line.call('conference.join', {
      confId: created.confId,
      media: { audio: true, video: true },
    })
    expect(again).toMatchObject({ memberId: li.memberId, resumed: true, version: li.joined.version })
    const renewed = await kit.rpc('auth.http.login', {
      grantType: 'refresh_token',
      refreshToken: li.login.refreshToken,
    })
    expect(renewed.name).toBe('Li')
    const { joined } = await kit.inside(renewed.accessToken, created.confId, { displayName: 'Somebody else' })
    expect(joined).toMatchObject({ memberId: li.memberId, resumed: true })
    expect(joined.members.find(({ memberId }) => memberId === li.memberId)).toMatchObject({
      displayName: 'Li',
      joinCount: 2,
    })
    expect(await li.line.closed()).toBe(4004)
    await eventually(async () => presenceOf(await kit.state(created.confId), li.memberId) === 'present')
  })
})

describe('[WC] 3.3 presence', () => {
  it('is interrupted by a closed socket, and lost after the grace', async () => {
    const { line } = await kit.inside(owner, created.confId)
    const li = await guestInside('Li')
    li.line.terminate()
    const told = await line.event('member.updated', ({ data }) => data.memberId === li.memberId)
    expect(told.data).toMatchObject({ state: 'reconnecting' })
    kit.clock.advance(61 * SECOND)
    expect(await line.event('member.left')).toMatchObject({
      actor: 'system',
      data: { memberId: li.memberId, reason: 'lost' },
    })
  })

  it('is interrupted by a ping that stays unanswered, and comes back with the next sign of life', async () => {
    const { line: watcher } = await kit.inside(owner, created.confId)
    const login = await kit.guest(created.joinUrl)
    const line = await kit.socket(login.accessToken, {}, {}, { autoPong: false })
    const { memberId } = await line.call('conference.join', {
      confId: created.confId,
      displayName: 'Li',
      media: { audio: false, video: false },
    })
    kit.clock.advance(25 * SECOND)
    kit.clock.advance(10 * SECOND)
    await watcher.event(
      'member.updated',
      ({ data }) => data.memberId === memberId && data.state === 'reconnecting',
    )
    await line.call('session.ping', {})
    await watcher.event('member.updated', ({ data }) => data.memberId === memberId && data.state === 'online')
  })

  it('has a short grace when the page said that it is being closed', async () => {
    const { line } = await kit.inside(owner, created.confId)
    const li = await guestInside('Li')
    li.line.notify('session.closing', {})
    await line.event('member.updated', ({ data }) => data.state === 'reconnecting')
    li.line.close()
    await li.line.closed()
    kit.clock.advance(11 * SECOND)
    await line.event('member.left', ({ data }) => data.reason === 'lost')
  })

  it('ends by leaving: the answer comes, then the guest’s socket closes', async () => {
    const { line } = await kit.inside(owner, created.confId)
    const li = await guestInside('Li')
    const { version } = await li.line.call('conference.leave', { confId: created.confId })
    expect(await line.event('member.left')).toMatchObject({ version, data: { reason: 'self' } })
    expect(await li.line.closed()).toBe(1000)
  })

  it('ends by removal: the event, then 4005; nothing of the guest works any more', async () => {
    const { line } = await kit.inside(owner, created.confId)
    const li = await guestInside('Li')
    const { results } = await line.call('conference.kick', {
      confId: created.confId,
      memberIds: [li.memberId],
    })
    expect(results).toEqual([{ memberId: li.memberId, code: 200 }])
    expect(await li.line.closed()).toBe(4005)
    const { type, data } = li.line.events().at(-1)!
    expect({ type, data }).toMatchObject({ type: 'member.left', data: { reason: 'kicked' } })
    expect(data).not.toHaveProperty('banned')
    await expect(kit.rpc('auth.ws.ticket', {}, li.login.accessToken)).rejects.toMatchObject({ code: 403 })
    await expect(
      kit.rpc('auth.http.login', { grantType: 'refresh_token', refreshToken: li.login.refreshToken }),
    ).rejects.toMatchObject({ code: 401 })
    const back = await kit.socket(li.login.accessToken)
    expect(await back.closed()).toBe(4005)
  })

  it('tells who is kept out for good that it is so', async () => {
    const { line } = await kit.inside(owner, created.confId)
    const li = await guestInside('Li')
    await line.call('conference.kick', { confId: created.confId, memberIds: [li.memberId], ban: true })
    expect(await li.line.closed()).toBe(4005)
    const told = { type: 'member.left', data: { memberId: li.memberId, reason: 'kicked', banned: true } }
    expect(li.line.events().at(-1)).toMatchObject(told)
  })

  it('ends with the conference: every frame, then 1000 for guests; users stay connected', async () => {
    const { line } = await kit.inside(owner, created.confId)
    const li = await guestInside('Li')
    const { version } = await line.call('conference.end', { confId: created.confId })
    expect(await li.line.closed()).toBe(1000)
    expect(li.line.events().map(({ type }) => type)).toContain('conference.ended')
    expect(li.line.events().at(-1)).toMatchObject({ type: 'conference.closed', version })
    expect(await line.call('session.ping', {})).toEqual({ serverTime: kit.clock.now() })
  })

  it('answers a guest in the chair before the end closes the socket', async () => {
    const login = await kit.guest(created.hostUrl ?? '')
    const { line } = await kit.inside(login.accessToken, created.confId, { displayName: 'Chair' })
    expect(await line.call('conference.end', { confId: created.confId })).toHaveProperty('version')
    expect(await line.closed()).toBe(1000)
  })
})

describe('[WC] 4.6 following', () => {
  it('gives a snapshot, or what is missing, after the answer', async () => {
    const watcher = await kit.socket(owner)
    const answer = await watcher.call('conference.subscribe', { confId: created.confId })
    expect(answer).toMatchObject({ complete: false, replayed: 0 })
    expect(await watcher.notice('conference.snapshot')).toMatchObject({ version: answer.version })
    await guestInside('Li')
    const { version } = await watcher.event('member.joined')
    const other = await kit.socket(owner)
    expect(
      await other.call('conference.subscribe', { confId: created.confId, lastVersion: 1 }),
    ).toMatchObject({
      complete: true,
    })
    await other.event('member.joined')
    expect(other.events().map((event) => event.version)).toEqual(
      Array.from({ length: version - 1 }, (_, at) => at + 2),
    )
    const [first, second] = [
      other.frames.findIndex(({ id }) => id === 1),
      other.frames.findIndex(({ method }) => method === 'conference.event'),
    ]
    expect(first).toBeLessThan(second)
  })

  it('tells filtered events as merged skips, before the next frame or after 5 s', async () => {
    const watcher = await kit.socket(owner)
    const { version } = await watcher.call('conference.subscribe', {
      confId: created.confId,
      topics: ['conference'],
    })
    const li = await guestInside('Li')
    await kit.rpc('conference.mute', { confId: created.confId }, li.login.accessToken)
    await kit.rpc('conference.lock', { confId: created.confId }, owner)
    await watcher.event('conference.lockChanged')
    const seen = watcher.events()
    expect(seen.map(({ type }) => type)).toEqual(['conference.occupied', 'skip', 'conference.lockChanged'])
    expect(seen[1]).toMatchObject({ fromVersion: version + 2, version: version + 3 })
    await kit.rpc('conference.unmute', { confId: created.confId }, li.login.accessToken)
    kit.clock.advance(5 * SECOND)
    await watcher.event('skip', (params) => params.version === version + 5)
  })

  it('stops frames of a member without losing it, and still hears of its removal', async () => {
    const { line } = await kit.inside(owner, created.confId)
    const li = await guestInside('Li')
    await li.line.call('conference.unsubscribe', { confId: created.confId })
    await line.call('conference.lock', { confId: created.confId })
    await line.call('conference.kick', { confId: created.confId, memberIds: [li.memberId] })
    expect(await li.line.closed()).toBe(4005)
    expect(li.line.events()).toEqual([])
  })

  it('is refused on HTTP, to strangers and on foreign conferences', async () => {
    await expect(kit.rpc('conference.subscribe', { confId: created.confId }, owner)).rejects.toMatchObject({
      code: 603,
    })
    await kit.user('eve')
    const eve = await kit.socket((await kit.signIn('eve')).accessToken)
    await expect(eve.call('conference.subscribe', { confId: created.confId })).rejects.toMatchObject({
      code: 732,
    })
    const li = await guestInside('Li')
    const other = await kit.rpc('conference.create', { confName: 'Other' }, owner)
    await expect(li.line.call('conference.subscribe', { confId: other.confId })).rejects.toMatchObject({
      code: 403,
    })
  })

  it('tells who speaks, live only', async () => {
    const { line } = await kit.inside(owner, created.confId)
    const li = await guestInside('Li')
    for (let reports = 0; reports < 3; reports++) {
      li.line.notify('conference.reportMedia', { confId: created.confId, epoch: 1, level: 60 })
      await li.line.call('session.ping', {})
      kit.clock.advance(500)
    }
    const told = await line.event('speaker.changed', ({ data }) => data.active === li.memberId)
    expect(told).toMatchObject({
      ephemeral: true,
      actor: null,
      data: { speakers: [{ memberId: li.memberId, level: 60 }], reported: true },
    })
    expect(told.version).toBe((await kit.state(created.confId)).revision)
  })

  it('notes reported media at most once a second, and the last word counts', async () => {
    const { line } = await kit.inside(owner, created.confId)
    const li = await guestInside('Li')
    for (const mediaState of ['connecting', 'stalled', 'up']) {
      li.line.notify('conference.reportMedia', { confId: created.confId, epoch: 1, mediaState })
    }
    await li.line.call('session.ping', {})
    await line.event('member.mediaChanged', ({ data }) => data.mediaState === 'connecting')
    kit.clock.advance(SECOND)
    await line.event('member.mediaChanged', ({ data }) => data.mediaState === 'up')
    expect(line.events().filter(({ type }) => type === 'member.mediaChanged')).toHaveLength(2)
  })
})

describe('[WC] 8.10 media.signal', () => {
  const offer = { kind: 'offer', payload: { sdp: 'v=0\r\n' } } as const

  it('reaches the page of the other, with the sender as we know it', async () => {
    const li = await guestInside('Li')
    const wang = await guestInside('Wang')
    const params = { confId: created.confId, to: wang.memberId, epoch: 1, ...offer }
    expect(await li.line.call('media.signal', params)).toEqual({ delivered: true })
    expect(await wang.line.notice('media.signal')).toEqual({
      confId: created.confId,
      from: li.memberId,
      epoch: 1,
      ...offer,
    })
    wang.line.terminate()
    await eventually(async () => presenceOf(await kit.state(created.confId), wang.memberId) === 'interrupted')
    expect(await li.line.call('media.signal', params)).toEqual({ delivered: false })
  })

  it('is refused for another epoch, to nobody, from outside, ill-formed, and in masses', async () => {
    const li = await guestInside('Li')
    const wang = await guestInside('Wang')
    const to = { confId: created.confId, to: wang.memberId, epoch: 1 }
    await expect(li.line.call('media.signal', { ...to, epoch: 2, ...offer })).rejects.toMatchObject({
      code: 741,
      data: { epoch: 1 },
    })
    await expect(li.line.call('media.signal', { ...to, to: 'nobody', ...offer })).rejects.toMatchObject({
      code: 612,
    })
    const outside = await kit.socket(owner)
    await expect(outside.call('media.signal', { ...to, ...offer })).rejects.toMatchObject({ code: 737 })
    await expect(
      li.line.call('media.signal', { ...to, kind: 'offer', payload: { sdp: 'x=0' } }),
    ).rejects.toMatchObject({ code: -32602 })
    for (let count = 0; count < 100; count++) await li.line.call('media.signal', { ...to, ...offer })
    await expect(li.line.call('media.signal', { ...to, ...offer })).rejects.toMatchObject({ code: 429 })
  })
})

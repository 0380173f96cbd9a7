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

describe('[WC] 4.8 coming back', () => {
  it('restores presence and replays what was missed, without being asked', async () => {
    const { line } = await kit.inside(owner, created.confId)
    const li = await guestInside('Li')
    li.line.terminate()
    await line.event('member.updated', ({ data }) => data.state === 'reconnecting')
    await line.call('conference.lock', { confId: created.confId })
    const back = await kit.socket(li.login.accessToken, {
      resume: li.connId,
      v: `${created.confId}:${li.joined.version}`,
    })
    expect(await back.notice('session.hello')).toMatchObject({
      resumed: true,
      guest: true,
      subject: li.login.userId,
    })
    const { confs } = await back.notice('session.resumed')
    await line.event('member.updated', ({ data }) => data.memberId === li.memberId && data.state === 'online')
    expect(confs).toEqual([{ confId: created.confId, version: expect.any(Number) }])
    await back.event('member.updated', ({ data }) => data.state === 'online')
    const versions = back.events().map(({ version }) => version)
    expect(versions).toEqual(versions.map((_, at) => li.joined.version + 1 + at))
    const conference = await kit.state(created.confId)
    expect(Object.values(conference.people).find(({ id }) => id === li.memberId)).toMatchObject({
      generation: 1,
    })
  })

  it('restores a page whose old socket nobody has missed yet, and says nothing to anybody', async () => {
    const li = await guestInside('Li')
    const before = (await kit.state(created.confId)).revision
    const back = await kit.socket(li.login.accessToken, { resume: li.connId })
    await back.notice('session.resumed')
    await li.line.closed()
    expect((await kit.state(created.confId)).revision).toBe(before)
    await back.call('conference.mute', { confId: created.confId })
    await back.event('member.audioChanged')
  })

  it('sends a snapshot when the version is unknown', async () => {
    const li = await guestInside('Li')
    li.line.terminate()
    const back = await kit.socket(li.login.accessToken, { resume: li.connId, v: `${created.confId}:99999` })
    const snapshot = await back.notice('conference.snapshot')
    expect(snapshot).toMatchObject({ confId: created.confId, part: 1, parts: 1 })
    const { confs } = await back.notice('session.resumed')
    expect(confs[0].version).toBeGreaterThanOrEqual(snapshot.version)
  })

  it('tells that a person was lost meanwhile, and lets them in again as the same', async () => {
    const { line } = await kit.inside(owner, created.confId)
    const li = await guestInside('Li')
    li.line.terminate()
    await line.event('member.updated', ({ data }) => data.state === 'reconnecting')
    kit.clock.advance(61 * SECOND)
    await line.event('member.left')
    const back = await kit.socket(li.login.accessToken, {
      resume: li.connId,
      v: `${created.confId}:${li.joined.version}`,
    })
    await back.event('member.left', ({ data }) => data.reason === 'lost')
    await back.notice('session.resumed')
    const again = await back.call('conference.join', {
      confId: created.confId,
      media: { audio: true, video: true },
    })
    expect(again).toMatchObject({ memberId: li.memberId, resumed: true })
  })

  it('forgets what was followed after the grace, and says so', async () => {
    const li = await guestInside('Li')
    li.line.terminate()
    await eventually(async () => presenceOf(await kit.state(created.confId), li.memberId) === 'interrupted')
    kit.clock.advance(121 * SECOND)
    await eventually(async () => presenceOf(await kit.state(created.confId), li.memberId) === 'gone')
    const back = await kit.socket(li.login.accessToken, { resume: li.connId, v: `${created.confId}:3` })
    expect(await back.notice('session.hello')).toMatchObject({ resumed: false })
    expect(await back.notice('session.resumed')).toEqual({ confs: [] })
  })

  it('survives the server: the same page, the same person, nothing missed', async () => {
    const li = await guestInside('Li')
    await kit.kill()
    kit = await createKit({ ground: kit.ground })
    expect(presenceOf(await kit.state(created.confId), li.memberId)).toBe('interrupted')
    const back = await kit.socket(li.login.accessToken, {
      resume: li.connId,
      v: `${created.confId}:${li.joined.version}`,
    })
    expect(await back.notice('session.hello')).toMatchObject({ resumed: true })
    await back.event('member.updated', ({ data }) => data.memberId === li.memberId && data.state === 'online')
    expect(presenceOf(await kit.state(created.confId), li.memberId)).toBe('present')
    await back.call('conference.mute', { confId: created.confId })
  })

  it('does not give a page back what another page of the same person took over', async () => {
    const first = await kit.inside(owner, created.confId)
    const { connId } = await first.line.notice('session.hello')
    const second = await kit.inside(owner, created.confId)
    expect(await first.line.closed()).toBe(4004)
    // It heard of it, so it may ask to be back, as somebody new.
    const back = await kit.socket(owner, { resume: connId, v: `${created.confId}:${first.joined.version}` })
    expect(await back.notice('session.resumed')).toEqual({ confs: [] })
    expect(second.line.closeCode).toBeNull()
    const again = await back.call('conference.join', {
      confId: created.confId,
      media: { audio: true, video: true },
    })
    expect(again.memberId).toBe(second.joined.memberId)
    expect(await second.line.closed()).toBe(4004)
  })

  it('turns a page away that comes back after another one took over while its line was lost', async () => {
    const first = await kit.inside(owner, created.confId)
    const { connId } = await first.line.notice('session.hello')
    first.line.terminate()
    await eventually(
      async () => presenceOf(await kit.state(created.confId), first.joined.memberId) === 'interrupted',
    )
    const second = await kit.inside(owner, created.confId)
    const back = await kit.socket(owner, { resume: connId, v: `${created.confId}:${first.joined.version}` })
    expect(await back.notice('session.hello')).toMatchObject({ resumed: false })
    expect(await back.closed()).toBe(4004)
    expect(second.line.closeCode).toBeNull()
  })

  it('keeps one socket of a guest and five of a user', async () => {
    const li = await guestInside('Li')
    const other = await kit.socket(li.login.accessToken)
    await other.notice('session.hello')
    expect(await li.line.closed()).toBe(4004)
    const { line } = await kit.inside(owner, created.confId)
    const more = []
    for (let count = 0; count < 5; count++) {
      const one = await kit.socket(owner)
      await one.notice('session.hello')
      more.push(one)
    }
    expect(await more[0]?.closed()).toBe(4004)
    expect(line.closeCode).toBeNull()
  })
})

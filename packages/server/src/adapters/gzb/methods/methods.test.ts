import { MINUTE } from '@parley/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { API_KEY, type Created, createKit, type Kit } from '../testing/kit.ts'

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

describe('[WC] 4.6 conference.create', () => {
  it('answers with all that its maker needs', async () => {
    expect(created).toEqual({
      confId: expect.stringMatching(/^[1-9]\d{8}$/),
      confName: 'Weekly',
      password: expect.stringMatching(/^[2-9A-HJ-NP-Z]{8}$/),
      joinUrl: expect.stringMatching(/^https:\/\/meet\.example\.org\/gzbwclient\/conference\/[\w-]{15}$/),
      state: 'ongoing',
      startTime: kit.clock.now(),
      version: 2,
      hostUrl: `${created.joinUrl}#h=${created.hostUrl?.split('#h=')[1]}`,
      hostPassword: expect.stringMatching(/^\d{6}$/),
      guestPassword: expect.stringMatching(/^\d{6}$/),
    })
  })

  it('books with settings, people and a password of its own', async () => {
    await kit.user('bob')
    const params = {
      confName: 'Later',
      startTime: kit.clock.now() + 60 * MINUTE,
      duration: 30,
      password: 'open sesame',
      members: ['bob', 'BOB'],
      settings: {
        guestAllowed: false,
        autoChair: false,
        joinBeforeStartMin: 5,
        emptyEndMin: 3,
        muteOnEntry: true,
        guestMayStart: false,
        prolongMinutes: 0,
      },
    }
    const later = await kit.rpc('conference.create', params, owner)
    expect(later).toMatchObject({ state: 'scheduled', password: 'open sesame', version: 1 })
    const bob = (await kit.signIn('bob')).accessToken
    const seen = await kit.rpc('conference.get', { confId: later.confId, withMembers: true }, bob)
    expect(seen).toMatchObject({
      endTime: params.startTime + 30 * MINUTE,
      settings: params.settings,
      members: [{ displayName: 'BOB', state: 'invited', joinCount: 0 }],
    })
    expect(seen).not.toHaveProperty('password')
    await expect(kit.rpc('conference.create', params, owner)).rejects.toMatchObject({ code: 602 })
    await expect(kit.rpc('conference.getJoinAddress', { confId: later.confId }, bob)).rejects.toMatchObject({
      code: 736,
    })
  })

  it.each([
    [{ members: ['nobody'] }, 612],
    [{ maxMembers: 5_001 }, 601],
    [{ settings: { emptyEndMin: 0 } }, 601],
    [{ password: '12345' }, -32602],
    [{ startTime: 1 }, 601],
    [{ createdBy: 'root' }, 403],
  ])('refuses %j with %i and books nothing', async (params, code) => {
    await kit.user('root', { admin: true })
    const before = (await kit.rpc('conference.list', {}, API_KEY)).totalItems
    await expect(
      kit.rpc('conference.create', { confName: 'x', duration: 5, ...params }, owner),
    ).rejects.toMatchObject({ code })
    expect((await kit.rpc('conference.list', {}, API_KEY)).totalItems).toBe(before)
  })

  it('lets an administrator make one for somebody else, and no guest', async () => {
    await kit.user('root', { admin: true })
    const root = (await kit.signIn('root')).accessToken
    const made = await kit.rpc('conference.create', { confName: 'x', createdBy: 'ann' }, root)
    expect(await kit.rpc('conference.get', { confId: made.confId }, owner)).toMatchObject({
      createdBy: 'ann',
    })
    const guest = await kit.guest(created.joinUrl)
    await expect(kit.rpc('conference.create', { confName: 'x' }, guest.accessToken)).rejects.toMatchObject({
      code: 403,
    })
  })
})

describe('[WC] 4.6 looking', () => {
  it('lists by page and state, without passwords', async () => {
    for (const confName of ['B', 'C']) {
      await kit.rpc('conference.create', { confName, startTime: kit.clock.now() + MINUTE * 60 }, owner)
    }
    const page = await kit.rpc(
      'conference.list',
      { filter: 'scheduled', startIndex: 1, resultRows: 1 },
      owner,
    )
    expect(page).toMatchObject({
      totalItems: 2,
      startIndex: 1,
      resultRows: 1,
      items: [{ state: 'scheduled' }],
    })
    expect(JSON.stringify(page)).not.toContain('assword')
    expect(
      (await kit.rpc('conference.list', { filter: 'ongoing' }, owner)).items.map(({ confId }) => confId),
    ).toEqual([created.confId])
    await kit.user('eve')
    expect(
      await kit.rpc('conference.list', { filter: 'mine' }, (await kit.signIn('eve')).accessToken),
    ).toMatchObject({
      totalItems: 0,
    })
  })

  it('hides conferences from strangers', async () => {
    await kit.user('eve')
    const eve = (await kit.signIn('eve')).accessToken
    for (const method of ['conference.get', 'conference.getJoinAddress'] as const) {
      await expect(kit.rpc(method, { confId: created.confId }, eve)).rejects.toMatchObject({ code: 732 })
    }
    await expect(
      kit.rpc('conference.getEvents', { confId: created.confId, fromVersion: 0 }, eve),
    ).rejects.toMatchObject({
      code: 732,
    })
  })

  it('shows a guest nothing from outside, as behind a lock', async () => {
    await kit.rpc('conference.lock', { confId: created.confId }, owner)
    const guest = await kit.guest(created.joinUrl)
    const line = await kit.socket(guest.accessToken)
    const confId = created.confId
    await expect(
      line.call('conference.join', { confId, displayName: 'Li', media: { audio: false, video: false } }),
    ).rejects.toMatchObject({ code: 733 })
    for (const call of [
      line.call('conference.subscribe', { confId }),
      line.call('conference.get', { confId, withMembers: true }),
      line.call('conference.getEvents', { confId, fromVersion: 0 }),
    ]) {
      await expect(call).rejects.toMatchObject({ code: 737 })
    }
  })

  it('gives the address with the host’s secrets to the owner only', async () => {
    expect(await kit.rpc('conference.getJoinAddress', { confId: created.confId }, owner)).toEqual({
      url: created.joinUrl,
      password: created.password,
      hostUrl: created.hostUrl,
      hostPassword: created.hostPassword,
      guestPassword: created.guestPassword,
    })
    const chair = await kit.guest(created.hostUrl ?? '')
    await kit.inside(chair.accessToken, created.confId, { displayName: 'Chair' })
    expect(await kit.rpc('conference.getJoinAddress', { confId: created.confId }, chair.accessToken)).toEqual(
      {
        url: created.joinUrl,
        password: created.password,
      },
    )
    const guest = await kit.guest(created.joinUrl)
    const ask = () => kit.rpc('conference.getJoinAddress', { confId: created.confId }, guest.accessToken)
    await expect(ask()).rejects.toMatchObject({ code: 737 })
    await kit.inside(guest.accessToken, created.confId, { displayName: 'Li' })
    await expect(ask()).rejects.toMatchObject({ code: 736 })
  })

  it('gives events by page, as frames have them', async () => {
    const { line } = await kit.inside(owner, created.confId)
    await kit.rpc('conference.lock', { confId: created.confId }, owner)
    const locked = await line.event('conference.lockChanged')
    const first = await kit.rpc(
      'conference.getEvents',
      { confId: created.confId, fromVersion: 0, limit: 2 },
      owner,
    )
    expect(first).toMatchObject({
      complete: false,
      version: locked.version,
      events: [{ version: 1 }, { version: 2 }],
    })
    const rest = await kit.rpc('conference.getEvents', { confId: created.confId, fromVersion: 2 }, owner)
    expect(rest).toMatchObject({ complete: true })
    expect(rest.events.at(-1)).toEqual(locked)
    await expect(
      kit.rpc('conference.getEvents', { confId: created.confId, fromVersion: 999 }, owner),
    ).rejects.toMatchObject({ code: 740, data: { version: locked.version } })
  })
})

describe('[WC] 4.6 steering', () => {
  const confId = () => created.confId

  it('mutes and unmutes by the two bits', async () => {
    const chair = await kit.inside(owner, confId())
    const li = await kit.inside((await kit.guest(created.joinUrl)).accessToken, confId(), {
      displayName: 'Li',
    })
    const li_ = { confId: confId(), memberIds: [li.joined.memberId] }
    expect(await chair.line.call('conference.mute', li_)).toEqual({
      version: li.joined.version + 1,
      results: [{ memberId: li.joined.memberId, code: 200 }],
    })
    await li.line.call('conference.unmute', { confId: confId() })
    await chair.line.call('conference.muteAll', { confId: confId(), allowUnmute: false })
    await expect(li.line.call('conference.unmute', { confId: confId() })).rejects.toMatchObject({ code: 738 })
    await chair.line.call('conference.unmuteAll', { confId: confId() })
    expect(await li.line.event('conference.muteAllChanged', ({ data }) => !data.muteAll)).toMatchObject({
      data: { muteAll: false, allowUnmute: true },
    })
    await expect(
      chair.line.call('conference.unmuteAll', { confId: confId(), allowUnmute: false }),
    ).rejects.toMatchObject({ code: 501 })
    const mixed = await chair.line.call('conference.mute', {
      ...li_,
      memberIds: [li.joined.memberId, 'nobody'],
    })
    expect(mixed.results?.map(({ code }) => code)).toEqual([200, 612])
    await expect(
      li.line.call('conference.mute', { confId: confId(), memberIds: [chair.joined.memberId] }),
    ).rejects.toMatchObject({
      code: 403,
    })
  })

  it('closes cameras, renames, prolongs, cancels', async () => {
    const chair = await kit.inside(owner, confId())
    const me = chair.joined.memberId
    await chair.line.call('conference.closeCamera', { confId: confId(), memberIds: [me] })
    await chair.line.call('conference.openCamera', { confId: confId() })
    await chair.line.call('conference.rename', { confId: confId(), displayName: 'Ann B.' })
    await chair.line.event('member.updated', ({ data }) => data.displayName === 'Ann B.')
    await expect(
      chair.line.call('conference.prolong', { confId: confId(), minutes: 5 }),
    ).rejects.toMatchObject({ code: 603 })
    await expect(chair.line.call('conference.cancel', { confId: confId() })).rejects.toMatchObject({
      code: 603,
    })
    const hour = await kit.rpc('conference.create', { confName: 'Hour', duration: 60 }, owner)
    expect(await kit.rpc('conference.prolong', { confId: hour.confId, minutes: 5 }, owner)).toEqual({
      version: 3,
      endTime: kit.clock.now() + 65 * MINUTE,
    })
  })

  it('starts with what a guest’s link proves', async () => {
    const later = await kit.rpc(
      'conference.create',
      { confName: 'Later', startTime: kit.clock.now() + 60 * MINUTE },
      owner,
    )
    const host = await kit.guest(later.hostUrl ?? '')
    expect(await kit.rpc('conference.start', { confId: later.confId }, host.accessToken)).toEqual({
      version: 2,
    })
    await expect(kit.rpc('conference.start', { confId: later.confId }, API_KEY)).resolves.toEqual({
      version: 2,
    })
  })

  it('refuses a service that wants to be a person', async () => {
    const line = await kit.socket((await kit.rpc('auth.ws.ticket', {}, API_KEY)).token)
    await expect(
      line.call('conference.join', { confId: confId(), media: { audio: false, video: false } }),
    ).rejects.toMatchObject({ code: 403 })
  })

  it('lets four in with media and everybody else as watchers', async () => {
    const join = async (name: string, media: { audio: boolean; video: boolean }) =>
      await kit.inside((await kit.guest(created.joinUrl)).accessToken, confId(), { displayName: name, media })
    for (const name of ['A', 'B', 'C', 'D']) await join(name, { audio: true, video: false })
    await expect(join('E', { audio: true, video: false })).rejects.toMatchObject({
      code: 739,
      data: { maxPublishers: 4 },
    })
    const { joined } = await join('F', { audio: false, video: false })
    expect(joined.media).toMatchObject({ publish: null, feedId: null })
  })

  it('renews media for people inside', async () => {
    const { line, joined } = await kit.inside(owner, confId())
    expect(await line.call('conference.renewMedia', { confId: confId(), reason: 'failed' })).toEqual(
      joined.media,
    )
    await line.call('conference.leave', { confId: confId() })
    await expect(
      line.call('conference.renewMedia', { confId: confId(), reason: 'failed' }),
    ).rejects.toMatchObject({
      code: 737,
    })
  })

  it('creates an account once under an idemKey', async () => {
    const params = { name: 'Once', idemKey: 'k' }
    const first = await kit.rpc('org.user.createUser', params, API_KEY)
    expect(await kit.rpc('org.user.createUser', params, API_KEY)).toEqual(first)
    await expect(kit.rpc('org.user.createUser', { ...params, name: 'Other' }, API_KEY)).rejects.toMatchObject(
      { code: 409 },
    )
    expect(first.userId).toBe(first.sipAccount)
  })
})

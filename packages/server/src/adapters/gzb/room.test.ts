import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { API_KEY, type Created, createKit, type Kit } from './testing/kit.ts'

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

describe('in the room', () => {
  async function two() {
    const chair = await kit.inside(owner, created.confId)
    const { accessToken } = await kit.guest(created.joinUrl)
    const { line, joined } = await kit.inside(accessToken, created.confId, { displayName: 'Li', batch: true })
    return { chair, guest: { line, accessToken, me: joined.memberId } }
  }

  it('every control has its effect, told with who did it and by which door', async () => {
    const { chair, guest } = await two()
    const on = { confId: created.confId, memberId: guest.me }
    const shown = async (type: string) => (await chair.line.event(type)) as { data: object; by?: object }
    await guest.line.call('conference.raiseHand', { confId: created.confId })
    expect((await shown('member.handChanged')).data).toEqual({
      memberId: guest.me,
      handRaisedAt: kit.clock.now(),
    })
    await kit.rpc('conference.lowerHand', on, API_KEY)
    expect(
      await chair.line.event('member.handChanged', ({ data }) => data.handRaisedAt === null),
    ).toMatchObject({ by: { name: 'Test key', via: 'rpc' } })
    await guest.line.call('conference.startShare', { confId: created.confId })
    await chair.line.event('member.updated', ({ data }) => data.sharing === true)
    await chair.line.call('conference.stopShare', { confId: created.confId, memberIds: [guest.me] })
    await chair.line.call('conference.inviteToShare', { ...on, on: true })
    await guest.line.call('conference.setLoudspeaker', { confId: created.confId, on: false })
    await chair.line.call('conference.setMainVideo', on)
    expect((await shown('conference.mainVideoChanged')).data).toEqual({
      memberId: guest.me,
      spotlight: { on: 'broadcast', memberId: guest.me },
    })
    await chair.line.call('conference.setCaptions', { confId: created.confId, languages: ['zh-CN'] })
    await kit.rpc(
      'conference.postCaption',
      {
        confId: created.confId,
        lines: [
          {
            lineId: '1',
            memberId: guest.me,
            texts: [{ language: 'zh-CN', text: '早' }],
            final: true,
            beginMs: 0,
            endMs: 9,
          },
        ],
      },
      API_KEY,
    )
    expect((await shown('caption.heard')).data).toMatchObject({ lineId: '1', memberId: guest.me })
    await guest.line.call('conference.react', { confId: created.confId, reaction: 'clap' })
    expect((await shown('reaction.shown')).data).toEqual({
      memberId: guest.me,
      displayName: 'Li',
      reaction: 'clap',
    })
    await chair.line.call('conference.setInterpretation', {
      confId: created.confId,
      interpretation: {
        on: true,
        groups: [{ id: 'g', name: '中英', languages: ['zh-CN', 'en'], interpreters: [{ name: 'Wang' }] }],
      },
    })
    expect(await kit.rpc('conference.get', { confId: created.confId }, owner)).toMatchObject({
      captions: ['zh-CN'],
      mainVideo: guest.me,
      interpretation: { on: true, groups: [{ interpreters: [{ name: 'Wang' }] }] },
    })
    expect(await chair.line.call('conference.setChair', on)).toHaveProperty('version')
    expect((await shown('conference.chairChanged')).data).toMatchObject({ to: expect.any(String) })
    await guest.line.call('conference.releaseChair', { confId: created.confId })
    const { memberId } = chair.joined
    await chair.line.call('conference.setChair', { confId: created.confId, memberId })
    expect(await kit.state(created.confId)).toMatchObject({ run: { hostId: memberId } })
  })

  it('asks the one who is asked, and nobody else', async () => {
    const { chair, guest } = await two()
    const on = { confId: created.confId, memberId: guest.me }
    await chair.line.call('conference.requestUnmute', on)
    await chair.line.call('conference.requestCamera', { ...on, on: false })
    const asked = () =>
      guest.line.frames
        .filter(({ method }) => method === 'conference.events')
        .flatMap(({ params }) => params.events)
        .filter(({ type }) => type === 'member.asked')
    await guest.line.until(() => {
      kit.clock.advance(100)
      return asked().length >= 2 || null
    }, 'being asked')
    expect(asked().map(({ data }) => data)).toEqual([
      { memberId: guest.me, medium: 'mic', on: true, by: 'ANN' },
      { memberId: guest.me, medium: 'camera', on: false, by: 'ANN' },
    ])
    expect(chair.line.events().some(({ type }) => type === 'member.asked')).toBe(false)
  })

  it('writes to one person so that a third learns of a version and no more', async () => {
    const { chair, guest } = await two()
    const third = await kit.inside((await kit.guest(created.joinUrl)).accessToken, created.confId, {
      displayName: 'Mei',
    })
    await chair.line.call('conference.postChat', { confId: created.confId, text: 'only you', to: guest.me })
    await chair.line.call('conference.postChat', { confId: created.confId, text: 'all of you' })
    await third.line.event('chat.posted', ({ data }) => data.text === 'all of you')
    expect(JSON.stringify(third.line.frames)).not.toContain('only you')
    expect(
      third.line
        .events()
        .map(({ type }) => type)
        .slice(-2),
    ).toEqual(['skip', 'chat.posted'])
    const kept = await kit.inside(guest.accessToken, created.confId)
    expect(kept.joined.chat?.map(({ text }) => text)).toEqual(['only you', 'all of you'])
    const { events } = await third.line.call('conference.getEvents', {
      confId: created.confId,
      fromVersion: 0,
    })
    expect(JSON.stringify(events)).not.toContain('only you')
    expect(events.map((event) => (event as { version: number }).version)).toEqual(
      events.map((_, at) => at + 1),
    )
  })

  it('tells who may not invite neither which accounts nor which invitations there are', async () => {
    const { guest } = await two()
    const { confId } = created
    await kit.user('bob')
    const { results } = await kit.rpc('conference.invite', { confId, userIds: ['bob'] }, API_KEY)
    const inviteId = results[0]!.inviteId as string
    const refusal = async (act: Promise<unknown>) =>
      await act.then(
        () => null,
        (error) => error.code,
      )
    for (const userIds of [['bob'], ['nobody'], ['bob', 'nobody']])
      expect(await refusal(kit.rpc('conference.invite', { confId, userIds }, guest.accessToken))).toBe(403)
    for (const inviteIds of [[inviteId], ['none'], [inviteId, 'none']])
      expect(
        await refusal(kit.rpc('conference.cancelInvite', { confId, inviteIds }, guest.accessToken)),
      ).toBe(403)
  })

  it('lets a guest call no more often over HTTP than on a socket', async () => {
    const { guest } = await two()
    const { confId } = created
    const post = () => kit.rpc('conference.postChat', { confId, text: 'again' }, guest.accessToken)
    const outcomes = await Promise.allSettled(Array.from({ length: 70 }, post))
    const refused = outcomes.filter((one) => one.status === 'rejected')
    expect(outcomes.length - refused.length).toBeLessThanOrEqual(60)
    expect(refused.every(({ reason }) => reason.code === 429)).toBe(true)
    expect((await kit.state(confId)).state).toBe('running')
    kit.clock.advance(10_001)
    await expect(post()).resolves.toMatchObject({ version: expect.any(Number) })
  })

  it('keeps nobody’s page ringing', async () => {
    const { chair } = await two()
    const { confId } = created
    await kit.user('bob')
    const ring = async () =>
      (await chair.line.call('conference.invite', { confId, userIds: ['bob'] })).results
    for (let times = 0; times < 6; times++) {
      const [rung] = await ring()
      expect(rung).toMatchObject({ target: 'bob', state: 'calling' })
      await chair.line.call('conference.cancelInvite', { confId, inviteIds: [rung?.inviteId as string] })
    }
    expect(await ring()).toEqual([
      { target: 'bob', inviteId: null, memberId: null, state: 'refused', code: 429 },
    ])
    // A program has its reasons.
    const byKey = await kit.rpc('conference.invite', { confId, userIds: ['bob'] }, API_KEY)
    expect(byKey.results[0]).toMatchObject({ state: 'calling' })
  })

  it('shows how the lines are, to late ones too', async () => {
    const { chair, guest } = await two()
    guest.line.notify('conference.reportMedia', {
      confId: created.confId,
      epoch: 1,
      quality: { up: 2, down: 4, rtt: 180, lossUp: 6 },
    })
    await guest.line.call('session.ping', {})
    kit.clock.advance(1)
    const item = { memberId: guest.me, up: 2, down: 4, rtt: 180, lossUp: 6 }
    expect((await chair.line.event('quality.changed')).data.items).toMatchObject([item])
    const late = await kit.inside((await kit.guest(created.joinUrl)).accessToken, created.confId, {
      displayName: 'Mei',
    })
    expect(late.joined.quality).toMatchObject([item])
  })

  it('takes no measure that no line can have, no language that is none, no endless lists', async () => {
    const { guest } = await two()
    const { confId } = created
    const misfit = async (act: Promise<unknown>) =>
      await act.then(
        () => 'done',
        ({ code }) => code,
      )
    for (const quality of [{ rtt: -1 }, { lossUp: 101 }, { lossDown: -5 }, { kbpsUp: 1e308 }, { up: 6 }])
      expect(
        await misfit(
          guest.line.call('conference.reportMedia', {
            confId,
            epoch: 1,
            quality: { up: 5, down: 5, ...quality },
          }),
        ),
      ).toBe(-32602)
    const group = { id: 'g', name: 'x', languages: ['zh-CN', 'en'], interpreters: [] }
    for (const groups of [
      Array.from({ length: 17 }, (_, at) => ({ ...group, id: `${at}` })),
      [{ ...group, id: '' }],
      [{ ...group, name: 'x'.repeat(97) }],
      [{ ...group, languages: ['zh-CN', '<script>'] }],
    ])
      expect(
        await misfit(
          kit.rpc('conference.setInterpretation', { confId, interpretation: { groups } }, API_KEY),
        ),
      ).toBe(-32602)
    expect(
      await misfit(kit.rpc('conference.setCaptions', { confId, languages: ['e\u0000n'] }, API_KEY)),
    ).toBe(-32602)
  })

  it('changes settings while it is on, and tells what is kept as booked', async () => {
    const { chair, guest } = await two()
    const { confId: id } = created
    await chair.line.call('conference.update', {
      confId: id,
      settings: { chat: 'none', autoChair: true, emptyEndMin: 10 },
    })
    expect((await chair.line.event('conference.updated')).data).toEqual({
      settings: { chat: 'none', autoChair: true },
    })
    await expect(guest.line.call('conference.postChat', { confId: id, text: 'x' })).rejects.toMatchObject({
      code: 603,
    })
    await expect(
      guest.line.call('conference.update', { confId: id, settings: { chat: 'free' } }),
    ).rejects.toMatchObject({ code: 403 })
    for (const params of [
      { confName: 'x' },
      { startTime: 5 },
      { duration: 5 },
      { renewPassword: true },
      { settings: { emptyEndMin: 3 } },
    ])
      await expect(chair.line.call('conference.update', { confId: id, ...params })).rejects.toMatchObject({
        code: 501,
      })
  })

  it('refuses a setting that is none by its name, and changes nothing beside it', async () => {
    const { chair } = await two()
    const get = () => kit.rpc('conference.get', { confId: created.confId }, API_KEY)
    const before = await get()
    for (const wrong of ['waitingRom', 'maxDurationMin'])
      await expect(
        chair.line.call('conference.update', {
          confId: created.confId,
          settings: { chat: 'none', [wrong]: 1 } as object,
        }),
      ).rejects.toMatchObject({
        code: -32602,
        data: { path: `settings.${wrong}`, rule: 'unrecognized_keys' },
      })
    expect(await get()).toEqual(before)
  })
})

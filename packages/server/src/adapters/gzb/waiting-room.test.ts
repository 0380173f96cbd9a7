import { MINUTE, SECOND } from '@parley/core'
import { type JoinResult, lobbyChanged } from '@parley/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Created, createKit, eventually, type Kit } from './testing/kit.ts'

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

/** The chair inside a meeting with a waiting room. */
async function withLobby() {
  const chair = await kit.inside(owner, created.confId)
  await chair.line.call('conference.update', { confId: created.confId, settings: { waitingRoom: true } })
  return chair
}

async function newcomer(query: Record<string, string> = {}) {
  const { accessToken } = await kit.guest(created.joinUrl)
  const { line, joined } = await kit.waiting(accessToken, created.confId, { displayName: 'Li' }, query)
  return { accessToken, line, joined }
}

describe('the waiting room', () => {
  it('is told beforehand, lets nothing of the meeting out, and is left by joining again', async () => {
    const chair = await withLobby()
    expect(await kit.link(created.joinUrl)).toMatchObject({ state: 0, waitingRoom: true })
    const { line, joined } = await newcomer()
    expect(joined).toMatchObject({ waiting: true, position: 1, confName: 'Weekly' })
    expect(joined.until).toBe(kit.clock.now() + 15 * MINUTE)
    await chair.line.event('member.waiting', ({ data }) => data.member.displayName === 'Li')
    await chair.line.call('conference.postChat', { confId: created.confId, text: 'between us' })
    await expect(
      line.call('conference.getEvents', { confId: created.confId, fromVersion: 0 }),
    ).rejects.toMatchObject({
      code: 737,
    })
    for (const withMembers of [true, false])
      await expect(
        line.call('conference.get', { confId: created.confId, withMembers }),
      ).rejects.toMatchObject({
        code: 737,
      })
    await expect(line.call('conference.subscribe', { confId: created.confId })).rejects.toMatchObject({
      code: 737,
    })
    await expect(
      line.call('conference.postChat', { confId: created.confId, text: 'let me in' }),
    ).rejects.toMatchObject({ code: 737 })

    await chair.line.call('conference.admit', { confId: created.confId, memberIds: [joined.memberId] })
    expect(await line.notice('lobby.changed')).toMatchObject({ state: 'admitted', position: null })
    expect(line.frames.filter(({ method }) => method?.startsWith('conference.'))).toEqual([])
    const inside = (await line.call('conference.join', {
      confId: created.confId,
      media: { audio: true, video: true },
    })) as JoinResult
    expect(inside).toMatchObject({ memberId: joined.memberId, chat: [{ text: 'between us', to: null }] })
    expect(inside.members.map(({ state }) => state)).toEqual(['online', 'online'])
    await chair.line.event('member.joined', ({ data }) => data.member.memberId === joined.memberId)
  })

  it('says how one moves up, and why it is over', async () => {
    const chair = await withLobby()
    const one = await newcomer()
    kit.clock.advance(SECOND)
    const two = await newcomer()
    expect(two.joined.position).toBe(2)
    expect((await kit.state(created.confId)).people).toBeDefined()
    await chair.line.call('conference.refuse', { confId: created.confId, memberIds: [one.joined.memberId] })
    expect(await one.line.notice('lobby.changed')).toMatchObject({ state: 'refused' })
    expect(await two.line.notice('lobby.changed')).toMatchObject({ state: 'waiting', position: 1 })
    await chair.line.call('conference.end', { confId: created.confId })
    const ended = await two.line.until(
      () =>
        two.line.frames.find(({ method, params }) => method === 'lobby.changed' && params.state === 'ended'),
      'the end',
    )
    expect(lobbyChanged.parse(ended.params)).toMatchObject({ until: null, position: null })
  })

  it('keeps the place over a reload, a lost line and a second call', async () => {
    const chair = await withLobby()
    const { accessToken, line, joined } = await newcomer()
    const again = await line.call('conference.join', {
      confId: created.confId,
      media: { audio: false, video: false },
    })
    expect(again).toMatchObject({ waiting: true, memberId: joined.memberId, position: 1 })

    const { connId } = await line.notice('session.hello')
    line.terminate()
    await chair.line.until(
      () =>
        kit.faults[0] ??
        (chair.line.events().filter(({ type }) => type === 'member.waiting').length >= 2 || null),
      'the loss of the line',
    )
    const back = await kit.socket(accessToken, { resume: connId })
    expect(await back.notice('lobby.changed')).toMatchObject({ state: 'waiting', position: 1 })
    await back.notice('session.resumed')

    const reloaded = await kit.waiting(accessToken, created.confId)
    expect(reloaded.joined).toMatchObject({ waiting: true, memberId: joined.memberId, position: 1 })
    expect(await back.closed()).toBe(4004)
    await chair.line.call('conference.admit', { confId: created.confId, all: true })
    expect(await reloaded.line.notice('lobby.changed')).toMatchObject({ state: 'admitted' })
  })

  it('says what was decided while the line was lost', async () => {
    const chair = await withLobby()
    const { accessToken, line, joined } = await newcomer()
    const { connId } = await line.notice('session.hello')
    line.terminate()
    await eventually(async () => {
      const person = (await kit.state(created.confId)).people[joined.memberId as never]
      return person?.presence.is === 'waiting' && !person.presence.connected
    })
    await chair.line.call('conference.refuse', { confId: created.confId, memberIds: [joined.memberId] })
    const back = await kit.socket(accessToken, { resume: connId })
    expect(await back.notice('lobby.changed')).toMatchObject({ state: 'refused', memberId: joined.memberId })
  })

  it('keeps the place over a restart of the server', async () => {
    await withLobby()
    const { accessToken, line, joined } = await newcomer()
    const { connId } = await line.notice('session.hello')
    await kit.kill()
    kit = await createKit({ ground: kit.ground })
    const back = await kit.socket(accessToken, { resume: connId })
    expect(await back.notice('lobby.changed')).toMatchObject({
      state: 'waiting',
      memberId: joined.memberId,
      position: 1,
    })
    await eventually(async () => {
      const { presence } = (await kit.state(created.confId)).people[joined.memberId as never] ?? {}
      return presence?.is === 'waiting' && presence.connected
    })
  })

  it('lets in whoever repeats a call whose answer was kept', async () => {
    const chair = await withLobby()
    const { accessToken } = await kit.guest(created.joinUrl)
    const params = { idemKey: 'once', displayName: 'Li' }
    const { line, joined } = await kit.waiting(accessToken, created.confId, params)
    await chair.line.call('conference.admit', { confId: created.confId, all: true })
    await line.notice('lobby.changed')
    const inside = await line.call('conference.join', {
      confId: created.confId,
      media: { audio: true, video: true },
      ...params,
    })
    expect(inside).toMatchObject({ memberId: joined.memberId, role: 'guest' })
  })

  it('gives up on a line that stays away', async () => {
    await withLobby()
    const { line, joined } = await newcomer()
    line.terminate()
    await eventually(async () => {
      const person = (await kit.state(created.confId)).people[joined.memberId as never]
      return person?.presence.is === 'waiting' && !person.presence.connected
    })
    kit.clock.advance(61 * SECOND)
    await eventually(
      async () => (await kit.state(created.confId)).people[joined.memberId as never] === undefined,
    )
  })

  it('takes people back from the meeting, and their subscription with them', async () => {
    const chair = await kit.inside(owner, created.confId)
    const { accessToken } = await kit.guest(created.joinUrl)
    const { line, joined } = await kit.inside(accessToken, created.confId, { displayName: 'Li' })
    const { memberId } = joined
    await chair.line.call('conference.returnToLobby', { confId: created.confId, memberIds: [memberId] })
    expect(await line.notice('lobby.changed')).toMatchObject({ state: 'waiting', memberId, position: 1 })
    await chair.line.event('member.left', ({ data }) => data.reason === 'moved')
    const seen = line.events().length
    await chair.line.call('conference.lock', { confId: created.confId })
    await chair.line.call('conference.admit', { confId: created.confId, all: true })
    await line.until(
      () =>
        line.frames.find(({ method, params }) => method === 'lobby.changed' && params.state === 'admitted'),
      'being let in',
    )
    expect(line.events().length).toBe(seen)
    const inside = await line.call('conference.join', {
      confId: created.confId,
      media: { audio: true, video: false },
    })
    expect(inside).toMatchObject({ memberId, conference: { locked: true } })
  })

  it('is of those on the list no more than that they are not here, to people without the floor', async () => {
    await kit.user('bob')
    const bob = (await kit.signIn('bob')).accessToken
    const chair = await kit.inside(owner, created.confId)
    const { confId } = created
    await chair.line.call('conference.invite', { confId, userIds: ['bob'] })
    expect(await kit.rpc('conference.get', { confId }, bob)).toMatchObject({ confName: 'Weekly' })
    const { line, joined } = await kit.inside(bob, confId)
    const guest = await kit.guestInside(created, 'Li')
    await chair.line.call('conference.returnToLobby', { confId, memberIds: [joined.memberId] })
    await line.notice('lobby.changed')
    await expect(kit.rpc('conference.get', { confId }, bob)).rejects.toMatchObject({ code: 737 })

    const isBob = ({ data }: { data: { memberId: string; state?: string } }) =>
      data.memberId === joined.memberId && data.state !== undefined
    expect((await guest.line.event('member.updated', isBob)).data.state).toBe('invited')
    for (const [token, state] of [
      [owner, 'waiting'],
      [guest.login.accessToken, 'invited'],
    ] as const) {
      const { members = [] } = await kit.rpc('conference.get', { confId, withMembers: true }, token)
      expect(members.find(({ memberId }) => memberId === joined.memberId)?.state).toBe(state)
    }
  })

  it('learns that the line of somebody it got back is lost', async () => {
    const chair = await kit.inside(owner, created.confId)
    const { line, memberId } = await kit.guestInside(created, 'Li')
    await chair.line.call('conference.returnToLobby', { confId: created.confId, memberIds: [memberId] })
    await line.notice('lobby.changed')
    const isConnected = async () => {
      const { presence } = (await kit.state(created.confId)).people[memberId as never] ?? {}
      return presence?.is === 'waiting' && presence.connected
    }
    expect(await isConnected()).toBe(true)
    line.terminate()
    await eventually(async () => !(await isConnected()))
  })

  it('is shown to whoever becomes cohost, whole', async () => {
    const chair = await withLobby()
    const one = await newcomer()
    await chair.line.call('conference.admit', { confId: created.confId, all: true })
    const inside = (await one.line.call('conference.join', {
      confId: created.confId,
      media: { audio: false, video: false },
    })) as JoinResult
    const two = await newcomer()
    await chair.line.event('member.waiting', ({ data }) => data.member.memberId === two.joined.memberId)
    await chair.line.call('conference.setRole', {
      confId: created.confId,
      memberId: inside.memberId,
      role: 'cohost',
    })
    const snapshot = await one.line.notice('conference.snapshot')
    expect(snapshot.members.map(({ state }: { state: string }) => state)).toEqual([
      'online',
      'online',
      'waiting',
    ])
    await one.line.call('conference.refuse', { confId: created.confId, memberIds: [two.joined.memberId] })
    expect((await one.line.event('member.waitingOver')).data).toMatchObject({
      outcome: 'refused',
      state: null,
    })
  })
})

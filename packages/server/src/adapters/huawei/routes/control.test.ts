import type { ConferenceId, ParticipantId, User } from '@parley/core'
import { isOpen, MINUTE } from '@parley/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { House } from '../testing/house.ts'
import { openMeeting } from '../testing/meeting.ts'

const OK = { status: 200, text: '{"returnCode":0,"returnDesc":"Success"}' }
const refused = (code: string) => ({ status: 400, body: { error_code: code } })

describe('control of a running conference', () => {
  let house: House
  let id: ConferenceId
  let alice: User
  let bob: User
  let host: string
  let guest: string
  let pids: { alice: ParticipantId; bob: ParticipantId; wendy: ParticipantId }
  beforeEach(async () => {
    ;({ house, alice, bob, id, host, guest } = await openMeeting())
    pids = {
      alice: await house.join(id, alice),
      bob: await house.join(id, bob),
      wendy: await house.join(id, 'wendy', { audio: true, video: false }),
    }
  })
  afterEach(async () => {
    expect(house.errors).toEqual([])
    await house.close()
  })

  function steer(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    { body, token = host, query = '' }: { body?: unknown; token?: string; query?: string } = {},
  ) {
    const url = path.startsWith('/v1') ? path : `/v1/mmc/control/conferences${path}`
    const headers = { 'x-conference-authorization': token, 'x-access-token': 'stb-stale' }
    return house.call(method, `${url}?conferenceID=${id}${query}`, { body, headers })
  }
  const person = async (pid: ParticipantId) => (await house.state(id)).people[pid]

  it('shows who is invited and who is inside, in whole numbers', async () => {
    await house.execute(id, bob, 'Mute', {})
    const { body } = await steer('GET', '/realTimeInfo')
    expect(body).toEqual({
      attendees: [{ accountID: 'bob', userUUID: bob.id, name: 'Bob', phone: bob.number }],
      participants: [
        { pid: pids.bob, name: 'Bob', phone: bob.number, state: 0, video: 1, mute: 1, hand: 0 },
        { pid: pids.alice, name: 'Alice', phone: alice.number, state: 0, video: 1, mute: 0, hand: 0 },
        { pid: pids.wendy, name: 'wendy', phone: '9005', state: 0, video: 0, mute: 0, hand: 0 },
      ],
      confInfo: { chairID: pids.alice, coHosts: [] },
    })
  })

  it('does not show accounts and numbers for the guest password', async () => {
    const { text, body } = await steer('GET', '/realTimeInfo', { token: guest })
    expect(body.participants).toHaveLength(3)
    expect(text).not.toContain(bob.number)
    expect(text).not.toContain(bob.id)
  })

  it('mutes and unmutes one', async () => {
    const query = `&participantID=${pids.bob}`
    expect(await steer('PUT', '/participants/mute', { query, body: { isMute: 1 } })).toMatchObject(OK)
    expect((await person(pids.bob))?.mic).toEqual({ offBySelf: false, offByHost: true })
    expect(await steer('PUT', '/participants/mute', { query, body: { isMute: '0' } })).toMatchObject(OK)
    expect((await person(pids.bob))?.mic.offByHost).toBe(false)
  })

  it.each([
    ['an unknown person', '&participantID=nobody', { isMute: 1 }, 'MMC.111072008'],
    ['nobody', '', { isMute: 1 }, 'MMC.112100029'],
    ['a switch of 2', '&participantID=x', { isMute: 2 }, 'MMC.111072045'],
    ['no switch', '&participantID=x', {}, 'MMC.112100029'],
    ['no body', '&participantID=x', undefined, 'MMC.111072057'],
    ['broken JSON', '&participantID=x', '{', 'MMC.111071062'],
  ])('refuses to mute %s', async (_what, query, body, code) => {
    expect(await steer('PUT', '/participants/mute', { query, body })).toMatchObject(refused(code))
  })

  it('mutes all but the host, and says whether they may unmute themselves', async () => {
    expect(await steer('PUT', '/mute', { body: { isMute: 1, allowUnmuteByOneself: 0 } })).toMatchObject(OK)
    expect(isOpen((await person(pids.alice))?.mic as never)).toBe(true)
    expect(isOpen((await person(pids.bob))?.mic as never)).toBe(false)
    expect((await house.state(id)).settings.mayUnmute).toBe(false)
    expect(await steer('PUT', '/mute', { body: { isMute: 0 } })).toMatchObject(OK)
    expect(isOpen((await person(pids.bob))?.mic as never)).toBe(true)
    expect(await steer('PUT', '/mute', { body: { isMute: 1 } })).toMatchObject(OK)
    expect((await house.state(id)).settings.mayUnmute).toBe(true)
    expect(await steer('PUT', '/mute', { body: { isMute: 'on' } })).toMatchObject(refused('MMC.111072045'))
    const flag = { isMute: 1, allowUnmuteByOneself: 5 }
    expect(await steer('PUT', '/mute', { body: flag })).toMatchObject(refused('MMC.111072045'))
  })

  it('locks and unlocks', async () => {
    expect(await steer('PUT', '/lock', { body: { isLock: 1 } })).toMatchObject(OK)
    expect((await house.state(id)).settings.locked).toBe(true)
    expect(await steer('PUT', '/lock', { body: { isLock: false } })).toMatchObject(OK)
    expect((await house.state(id)).settings.locked).toBe(false)
    expect(await steer('PUT', '/lock', { body: { isLock: 7 } })).toMatchObject(refused('MMC.111072045'))
  })

  it('renames by participant, else by number', async () => {
    const byPid = { number: bob.number, newName: ' Bobby ', participantID: pids.bob }
    expect(await steer('PUT', '/participants/name', { body: byPid })).toMatchObject(OK)
    expect((await person(pids.bob))?.name).toBe('Bobby')
    expect(
      await steer('PUT', '/participants/name', { body: { number: '9005', newName: 'Wen' } }),
    ).toMatchObject(OK)
    expect((await person(pids.wendy))?.name).toBe('Wen')
  })

  it.each([
    ['an unknown number', { number: '42', newName: 'x' }, 'MMC.111072008'],
    ['an unknown person', { number: '42', newName: 'x', participantID: 'nobody' }, 'MMC.111072008'],
    ['no number', { newName: 'x' }, 'MMC.112100029'],
    ['an empty number', { number: '', newName: 'x' }, 'MMC.111072031'],
    ['no name', { number: '42', newName: '  ' }, 'MMC.111072046'],
    ['a name of 65', { number: '42', newName: 'x'.repeat(65) }, 'MMC.111072047'],
  ])('refuses to rename %s', async (_what, body, code) => {
    expect(await steer('PUT', '/participants/name', { body })).toMatchObject(refused(code))
  })

  it('hangs up; who is invited stays invited', async () => {
    const body = { bulkHangUpParticipants: [pids.bob, 'nobody'] }
    expect(await steer('POST', '/participants/delete', { body })).toMatchObject(OK)
    expect((await person(pids.bob))?.presence).toMatchObject({ is: 'gone', reason: 'removed' })
    expect((await person(pids.bob))?.invited).toBe(true)
    expect(await steer('POST', '/participants/delete', { body })).toMatchObject(refused('MMC.111072008'))
    const none = { bulkHangUpParticipants: [] }
    expect(await steer('POST', '/participants/delete', { body: none })).toMatchObject(
      refused('MMC.111072023'),
    )
  })

  it('extends, at both addresses, and not for ever', async () => {
    const before = (await house.state(id)) as { run?: { endsAt: number } }
    expect(await steer('PUT', '/duration', { body: { auto: 0, duration: 30 } })).toMatchObject(OK)
    const alias = '/v1/mmc/management/conference/duration'
    expect(await steer('PUT', alias, { body: { auto: 0 } })).toMatchObject(OK)
    const after = (await house.state(id)) as { run?: { endsAt: number } }
    expect((after.run?.endsAt as number) - (before.run?.endsAt as number)).toBe(45 * MINUTE)
    expect(await steer('PUT', '/duration', { body: { auto: 0, duration: 1440 } })).toMatchObject(
      refused('MMC.111073014'),
    )
    expect(await steer('PUT', '/duration', { body: { auto: 0, duration: 0 } })).toMatchObject(
      refused('MMC.111073014'),
    )
    expect(await steer('PUT', '/duration', { body: { auto: 3 } })).toMatchObject(refused('MMC.111072045'))
  })

  it('extends by itself while somebody is inside, by as much as is asked', async () => {
    expect(await steer('PUT', '/duration', { body: { auto: 1, duration: 20 } })).toMatchObject(OK)
    expect((await house.state(id)).settings.prolongMinutes).toBe(20)
    expect(await steer('PUT', '/duration', { body: { auto: 1 } })).toMatchObject(OK)
    expect((await house.state(id)).settings.prolongMinutes).toBe(15)
    const long = { auto: 1, duration: 61 }
    expect(await steer('PUT', '/duration', { body: long })).toMatchObject(refused('MMC.111073014'))
  })

  it('stops, with the sample’s body or none', async () => {
    expect(await steer('PUT', '/stop')).toMatchObject(OK)
    expect((await house.state(id)).state).toBe('scheduled')
    expect(await steer('PUT', '/stop', { body: {} })).toMatchObject(refused('MMC.111072065'))
  })

  it('is the host’s: a guest’s token reads, and acts for the person who logged in only', async () => {
    const calls = [
      ['PUT', '/mute', { body: { isMute: 1 } }],
      ['PUT', '/lock', { body: { isLock: 1 } }],
      ['POST', '/participants/delete', { body: { bulkHangUpParticipants: [pids.bob] } }],
      ['PUT', '/duration', { body: { auto: 0 } }],
      ['PUT', '/stop', {}],
    ] as const
    for (const [method, path, rest] of calls)
      expect(await steer(method, path, { ...rest, token: guest })).toMatchObject(refused('MMC.111072070'))
    const bobs = `&participantID=${pids.bob}`
    expect(
      await steer('PUT', '/participants/mute', { query: bobs, body: { isMute: 1 }, token: guest }),
    ).toMatchObject(refused('MMC.111072071'))
    const name = { number: bob.number, newName: 'x', participantID: pids.bob }
    expect(await steer('PUT', '/participants/name', { body: name, token: guest })).toMatchObject(
      refused('MMC.111072071'),
    )

    const { passwords } = { passwords: house.access.passwords(await house.state(id)) }
    const own = await house.controlToken(id, passwords.guest as string, {
      'x-access-token': await house.login('bob'),
    })
    const query = `&participantID=${pids.bob}`
    expect(
      await steer('PUT', '/participants/mute', { query, body: { isMute: 1 }, token: own }),
    ).toMatchObject(OK)
    expect((await person(pids.bob))?.mic).toEqual({ offBySelf: true, offByHost: false })
    expect(await steer('PUT', '/participants/name', { body: name, token: own })).toMatchObject(OK)
    const others = `&participantID=${pids.wendy}`
    expect(
      await steer('PUT', '/participants/mute', { query: others, body: { isMute: 1 }, token: own }),
    ).toMatchObject(refused('MMC.111072071'))
  })

  it('tells a role-0 token of nobody inside of no number whether somebody inside has it', async () => {
    for (const number of [bob.number, '42']) {
      const body = { number, newName: 'x' }
      const answer = await steer('PUT', '/participants/name', { body, token: guest })
      expect(answer).toMatchObject(refused('MMC.111072008'))
    }
    // By what it is told instead.
    const body = { number: pids.bob, newName: 'x' }
    const answer = await steer('PUT', '/participants/name', { body, token: guest })
    expect(answer).toMatchObject(refused('MMC.111072071'))
  })

  it('rings at no account that cannot log in', async () => {
    const { byAccount } = house.directory
    house.directory.byAccount = async (name) => {
      const user = await byAccount(name)
      return user && { ...user, status: 'disabled' as const }
    }
    const body = { attendees: [{ name: 'Bob', accountId: 'bob', type: 'normal' }] }
    await house.execute(id, bob, 'Leave', {})
    expect(await steer('POST', '/participants', { body })).toMatchObject(refused('MMC.111073001'))
    house.directory.byAccount = byAccount
    expect(await steer('POST', '/participants', { body })).toMatchObject(OK)
  })

  it('makes no more cohosts than there may be', async () => {
    const cohost = (pid: ParticipantId) =>
      steer('PUT', '/participants/cohost', { query: `&participantID=${pid}`, body: { isCohost: 1 } })
    for (let at = 0; at < 100; at++) {
      const pid = await house.join(id, `w${at}`, { audio: false, video: false })
      await house.execute(id, alice, 'SetCohost', { id: pid, on: true })
    }
    expect(await cohost(pids.bob)).toMatchObject(refused('MMC.111071082'))
  })

  it('asks for the conference and the token', async () => {
    const url = '/v1/mmc/control/conferences/lock'
    const body = { isLock: 1 }
    expect(
      await house.call('PUT', url, { body, headers: { 'x-conference-authorization': host } }),
    ).toMatchObject(refused('MMC.112100029'))
    expect(await house.call('PUT', `${url}?conferenceID=${id}`, { body })).toMatchObject(
      refused('MMC.112100029'),
    )
    expect(await steer('PUT', '/lock', { body, token: 'stb00' })).toMatchObject(refused('MMC.111072065'))
  })

  it('records who did it: the token, as the person behind it if one is', async () => {
    await steer('PUT', '/lock', { body: { isLock: 1 } })
    const events = await house.feed.since(id, 1)
    expect(events.replay?.at(-1)).toMatchObject({
      type: 'LockChanged',
      via: 'rest',
      actor: { is: 'token', id: 'host', name: 'host token' },
    })
    const { passwords } = { passwords: house.access.passwords(await house.state(id)) }
    const bobs = await house.controlToken(id, passwords.host, { 'x-access-token': await house.login('bob') })
    await steer('PUT', '/lock', { body: { isLock: 0 }, token: bobs })
    const after = await house.feed.since(id, 1)
    expect(after.replay?.at(-1)).toMatchObject({
      type: 'LockChanged',
      actor: { is: 'token', id: bob.id, name: 'Bob', participantId: pids.bob },
    })
  })
})

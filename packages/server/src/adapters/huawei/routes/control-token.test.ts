import { MINUTE, SECOND } from '@parley/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type House, openHouse } from '../testing/house.ts'

const TOKEN = '/v1/mmc/control/conferences/token'
const AUTH_FAILED = {
  status: 400,
  body: { error_code: 'MMC.111072065', error_msg: 'CONF_NOT_FOUND_OR_AUTH_FAILED' },
}

describe('the control token', () => {
  let house: House
  let id: string
  let passwords: { host: string; guest: string | null; link: string }
  let wrong: string
  beforeEach(async () => {
    house = await openHouse()
    await house.account('alice')
    ;({ id, passwords } = await house.meeting())
    wrong = ['000000', '000001', '000002'].find(
      (one) => one !== passwords.host && one !== passwords.guest,
    ) as string
  })
  afterEach(async () => {
    expect(house.errors).toEqual([])
    await house.close()
  })

  const ask = (headers: Record<string, string>, query = `conferenceID=${id}`) =>
    house.call('GET', `${TOKEN}?${query}`, { headers })
  const works = async (control: string): Promise<boolean> => {
    const answer = await house.call('GET', `/v1/mmc/control/conferences/realTimeInfo?conferenceID=${id}`, {
      headers: { 'x-conference-authorization': control },
    })
    return answer.status === 200
  }

  it('is given for the host password, with all that leads to the socket', async () => {
    const { status, body } = await ask({ 'x-password': passwords.host, 'x-login-type': '1' })
    expect(status).toBe(200)
    expect(body).toEqual({
      data: {
        token: expect.stringMatching(/^stb[0-9a-f]{48}$/),
        tmpWsToken: expect.stringMatching(/^stb[0-9a-f]{48}$/),
        wsURL: 'ws://meet.example.org:8080',
        role: 1,
        expireTime: house.clock.now() + 30 * MINUTE,
        confTokenExpireTime: 1800,
        userID: (await house.state(id as never)).owner.userId,
        orgID: '1001',
        participantID: '',
        vmrCurrentConfID: '',
        supportNotifyType: expect.arrayContaining(['ConfBasicInfoNotify', 'SpeakerChangeNotify']),
      },
      addressToken: '',
      gloablPublicIP: 'meet.example.org',
    })
  })

  it('is a guest’s for the guest or the link password, also in the query', async () => {
    expect((await ask({ 'x-password': passwords.guest as string })).body.data.role).toBe(0)
    expect((await ask({ 'x-password': passwords.link })).body.data.role).toBe(0)
    const inQuery = await ask({}, `conferenceID=${id}&X-Password=${passwords.host}&X-Login-Type=1`)
    expect(inQuery.body.data.role).toBe(1)
  })

  it('is nobody’s by the guest password while that alone lets nobody in', async () => {
    const alice = (await house.directory.byAccount('alice'))!
    const bob = await house.account('bob')
    const withGuest = (headers = {}) => ask({ 'x-password': passwords.guest as string, ...headers })
    const change = (changes: object) => house.execute(id as never, alice, 'ChangeSettings', { changes })
    await house.execute(id as never, bob, 'Join', {
      proof: 'guest',
      name: 'Bob',
      device: 'desktop',
      media: { audio: false, video: false },
      micOff: false,
      cameraOff: false,
    })
    for (const [changes, code] of [
      [{ waitingRoom: true }, 'MMC.111072070'],
      [{ waitingRoom: false, locked: true }, 'MMC.111072050'],
      [{ locked: false, joinScope: 'tenant' }, 'MMC.111071074'],
      [{ joinScope: 'invited' }, 'MMC.111071075'],
    ] as const) {
      await change(changes)
      expect((await withGuest()).body.error_code).toBe(code)
      expect((await ask({ 'x-password': passwords.link })).body.error_code).toBe(code)
      expect((await ask({ 'x-password': passwords.host })).body.data.role).toBe(1)
      // Inside, one is past all of it; and it is alice's own meeting.
      for (const who of ['bob', 'alice'])
        expect((await withGuest({ 'x-access-token': await house.login(who) })).body.data.role).toBe(0)
    }
    await house.execute(id as never, bob, 'Leave', {})
    expect((await withGuest({ 'x-access-token': await house.login('bob') })).body.error_code).toBe(
      'MMC.111071075',
    )
  })

  it('does not look at access tokens that are stale', async () => {
    expect((await ask({ 'x-password': passwords.host, 'x-access-token': 'stb00' })).status).toBe(200)
    expect(await works(await house.controlToken(id, passwords.host))).toBe(true)
  })

  it('tells nothing apart: unknown number, wrong password, bad token', async () => {
    expect(await ask({ 'x-password': wrong })).toMatchObject(AUTH_FAILED)
    expect(await ask({ 'x-password': passwords.host }, 'conferenceID=123456789')).toMatchObject(AUTH_FAILED)
    expect(await ask({ 'x-password': passwords.host }, 'conferenceID=nonsense')).toMatchObject(AUTH_FAILED)
    expect(await ask({ 'x-conference-authorization': 'stb00' })).toMatchObject(AUTH_FAILED)
    expect(await ask({})).toMatchObject({ status: 400, body: { error_code: 'MMC.112100029' } })
    expect(await ask({ 'x-password': passwords.host }, '')).toMatchObject({
      status: 400,
      body: { error_code: 'MMC.112100029' },
    })
  })

  it('says of a conference that is not running that it is not, to who knows a password', async () => {
    const planned = await house.meeting({ startTime: '2026-09-21 09:00' })
    expect(await ask({ 'x-password': planned.passwords.host }, `conferenceID=${planned.id}`)).toMatchObject({
      status: 400,
      body: { error_code: 'MMC.111072005' },
    })
    expect(await ask({ 'x-password': wrong }, `conferenceID=${planned.id}`)).toMatchObject(AUTH_FAILED)
  })

  it('is locked after five wrong passwords for five minutes, for that conference only', async () => {
    for (let tries = 0; tries < 5; tries++) await ask({ 'x-password': wrong })
    expect(await ask({ 'x-password': passwords.host })).toMatchObject({
      status: 400,
      body: { error_code: 'MMC.111072064' },
    })
    const other = await house.meeting()
    expect((await ask({ 'x-password': other.passwords.host }, `conferenceID=${other.id}`)).status).toBe(200)
    house.clock.advance(5 * MINUTE)
    expect((await ask({ 'x-password': passwords.host })).status).toBe(200)
  })

  it('counts guesses at numbers that do not exist too', async () => {
    for (let tries = 0; tries < 5; tries++) await ask({ 'x-password': wrong }, 'conferenceID=123456789')
    expect(await ask({ 'x-password': wrong }, 'conferenceID=123456789')).toMatchObject({
      body: { error_code: 'MMC.111072064' },
    })
  })

  it('does not forgive wrong passwords for a right one', async () => {
    for (let tries = 0; tries < 4; tries++) await ask({ 'x-password': wrong })
    expect((await ask({ 'x-password': passwords.guest as string })).status).toBe(200)
    await ask({ 'x-password': wrong })
    expect(await ask({ 'x-password': passwords.host })).toMatchObject({
      body: { error_code: 'MMC.111072064' },
    })
  })

  it('lives 30 minutes and is kept alive by showing it, whatever the password', async () => {
    const control = await house.controlToken(id, passwords.host)
    house.clock.advance(29 * MINUTE)
    const kept = await ask({ 'x-conference-authorization': control, 'x-password': wrong })
    expect(kept.body.data).toMatchObject({
      token: control,
      role: 1,
      expireTime: house.clock.now() + 30 * MINUTE,
    })
    house.clock.advance(29 * MINUTE)
    expect(await works(control)).toBe(true)
    house.clock.advance(MINUTE)
    expect(await works(control)).toBe(false)
  })

  it('is made anew from the password when it has expired', async () => {
    const { id: long, passwords: its } = await house.meeting({ length: 120 })
    const old = await house.controlToken(long, its.host)
    house.clock.advance(31 * MINUTE)
    const again = await ask(
      { 'x-conference-authorization': old, 'x-password': its.host },
      `conferenceID=${long}`,
    )
    expect(again.status).toBe(200)
    expect(again.body.data.token).not.toBe(old)
    expect(await ask({ 'x-conference-authorization': old }, `conferenceID=${long}`)).toMatchObject(
      AUTH_FAILED,
    )
  })

  it('is taken raw, as Basic base64 and as bare base64', async () => {
    const control = await house.controlToken(id, passwords.host)
    const encoded = Buffer.from(control).toString('base64')
    for (const spelling of [control, `Basic ${encoded}`, `basic  ${encoded}`, encoded, `Basic ${control}`])
      expect(await works(spelling)).toBe(true)
    for (const spelling of ['Basic', 'Basic !!!', 'x'.repeat(1000)]) expect(await works(spelling)).toBe(false)
  })

  it('ends with its run, and is good for its conference only', async () => {
    const control = await house.controlToken(id, passwords.host)
    const other = await house.meeting()
    const there = await house.call(
      'GET',
      `/v1/mmc/control/conferences/realTimeInfo?conferenceID=${other.id}`,
      {
        headers: { 'x-conference-authorization': control },
      },
    )
    expect(there).toMatchObject(AUTH_FAILED)
    await house.call('PUT', `/v1/mmc/control/conferences/stop?conferenceID=${id}`, {
      body: {},
      headers: { 'x-conference-authorization': control },
    })
    // The reservation stays and is held again: another run, other tokens.
    expect(await house.state(id as never)).toMatchObject({ state: 'scheduled' })
    await house.call('POST', '/v1/mmc/management/conferences/start', {
      body: { conferenceID: id, password: passwords.host },
      headers: { 'x-access-token': await house.login('alice') },
    })
    expect(await house.state(id as never)).toMatchObject({ state: 'running' })
    expect(await works(control)).toBe(false)
  })
})

describe('the ws token', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse()
    await house.account('alice')
  })
  afterEach(() => house.close())

  it('is given for a control token by GET, PUT and at the older address', async () => {
    const { id, passwords } = await house.meeting()
    const control = await house.controlToken(id, passwords.host)
    const path = `/v1/mmc/control/conferences/wsToken?conferenceID=${id}`
    const headers = { 'x-conference-authorization': control }
    for (const method of ['GET', 'PUT'] as const) {
      const { body } = await house.call(method, path, { headers })
      expect(body).toEqual({ webSocketToken: expect.stringMatching(/^stb[0-9a-f]{48}$/) })
    }
    const old = await house.call('GET', `/cms/open/rest/confctl/${id}/wstoken`, {
      headers: { 'conference-authorization': control },
    })
    expect(old.body).toEqual({ returnCode: 0, data: { webSocketToken: expect.stringMatching(/^stb/) } })
    expect(await house.call('GET', path)).toMatchObject({
      status: 400,
      body: { error_code: 'MMC.112100029' },
    })
    const bad = await house.call('GET', path, { headers: { 'x-conference-authorization': 'stb00' } })
    expect(bad).toMatchObject(AUTH_FAILED)
  })

  it('lives a minute', async () => {
    const { id, passwords } = await house.meeting()
    const ws = await house.wsToken(id, await house.controlToken(id, passwords.host))
    house.clock.advance(61 * SECOND)
    expect(await house.tickets.find('hw.ws', house.secrets.digest(ws), house.clock.now())).toBeNull()
  })
})

import { DAY, type User } from '@parley/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type House, openHouse } from '../testing/house.ts'

const PATH = '/v1/mmc/management/conferences'
const BASIC = { mediaTypes: 'HDVideo' }

describe('management of conferences', () => {
  let house: House
  let alice: User
  let bob: User
  let token: string
  beforeEach(async () => {
    house = await openHouse()
    alice = await house.account('alice')
    bob = await house.account('bob')
    token = await house.login('alice')
  })
  afterEach(async () => {
    expect(house.errors).toEqual([])
    await house.close()
  })

  const create = (body: unknown) => house.call('POST', PATH, { body, headers: { 'x-access-token': token } })
  const get = (path: string, headers: Record<string, string> = { 'x-access-token': token }) =>
    house.call('GET', path, { headers })

  it('books a conference and shows the owner both passwords and both links', async () => {
    const { status, body } = await create({
      ...BASIC,
      subject: 'Weekly sync',
      startTime: '2026-09-21 08:00',
      length: 60,
      concurrentParticipants: 50,
      attendees: [
        { name: 'Bob', phone: bob.number, type: 'normal' },
        { name: 'Bob again', accountId: 'BOB' },
        { name: 'Out', phone: '+99123' },
      ],
      confConfigInfo: {
        callInRestriction: 2,
        isAutoMute: true,
        allowGuestStartConf: 0,
        prolongLength: 0,
        guestPwd: '771205',
        isSendNotify: true,
      },
      somethingElse: { ignored: true },
    })
    expect(status).toBe(200)
    expect(body).toHaveLength(1)
    const [info] = body
    expect(info).toMatchObject({
      conferenceID: expect.stringMatching(/^[1-9]\d{8}$/),
      subject: 'Weekly sync',
      size: 1,
      startTime: '2026-09-21 08:00',
      endTime: '2026-09-21 09:00',
      mediaTypes: 'Data,Voice,HDVideo',
      conferenceState: 'Schedule',
      passwordEntry: [
        { conferenceRole: 'chair', password: expect.stringMatching(/^\d{6}$/) },
        { conferenceRole: 'general', password: '771205' },
      ],
      userUUID: alice.id,
      scheduserName: 'Alice',
      confType: 'FUTURE',
      isAutoMute: 1,
      isAutoRecord: 0,
      confConfigInfo: {
        callInRestriction: 2,
        allowGuestStartConf: false,
        prolongLength: 0,
        isAutoMute: true,
        enableWaitingRoom: false,
      },
      partAttendeeInfo: [{ name: 'Bob', phone: bob.number, type: 'normal', role: 0, isMute: 0 }],
      terminlCount: 0,
      normalCount: 1,
      webinar: false,
      confMode: 'RTC',
      concurrentParticipants: 50,
    })
    expect(info.guestJoinUri).toMatch(/^http:\/\/meet\.example\.org:8080\/gzbwclient\/conference\/\S{4,}$/)
    expect(info.chairJoinUri).toBe(`${info.guestJoinUri}#h=${info.chairJoinUri.split('#h=')[1]}`)
    expect(info).not.toHaveProperty('confUUID')
    const { settings } = await house.state(info.conferenceID)
    expect(settings).toMatchObject({
      reopenable: true,
      joinScope: 'tenant',
      guestMayStart: false,
      muteOnEntry: true,
    })
  })

  it('begins at once without a start, with 30 minutes, a subject and no limit of people', async () => {
    const [info] = (
      await create({ mediaTypes: 'Voice', startTime: '', confConfigInfo: { isGuestFreePwd: true } })
    ).body
    expect(info).toMatchObject({
      conferenceState: 'Created',
      confType: 'IMMEDIATELY',
      subject: 'Alice的会议',
      mediaTypes: 'Data,Voice',
      confUUID: expect.stringMatching(/^[0-9a-f]{32}$/),
      startTime: '2026-09-21 07:30',
      endTime: '2026-09-21 08:00',
      concurrentParticipants: 0,
      passwordEntry: [{ conferenceRole: 'chair' }, { conferenceRole: 'general', password: '' }],
    })
  })

  it.each([
    ['no body', undefined, 'MMC.111071016'],
    ['broken JSON', '{', 'MMC.111071062'],
    ['no media types', {}, 'MMC.111071016'],
    ['a text instead of an object', '"x"', 'MMC.111071061'],
    ['unknown media', { mediaTypes: 'Smell' }, 'MMC.111071018'],
    ['a start in the past', { ...BASIC, startTime: '2026-09-21 07:28' }, 'MMC.111071013'],
    ['a start in three years', { ...BASIC, startTime: '2029-09-21 07:00' }, 'MMC.111071014'],
    ['a date that is none', { ...BASIC, startTime: '2026-02-31 07:00' }, 'MMC.111071061'],
    ['another format', { ...BASIC, startTime: '2026-09-21T07:40:00Z' }, 'MMC.111071061'],
    ['14 minutes', { ...BASIC, length: 14 }, 'MMC.111071021'],
    ['1441 minutes', { ...BASIC, length: 1441 }, 'MMC.111071021'],
    ['a long subject', { ...BASIC, subject: 'x'.repeat(129) }, 'MMC.111071022'],
    ['a long name', { ...BASIC, attendees: [{ name: 'x'.repeat(97) }] }, 'MMC.111072034'],
    ['a role of 2', { ...BASIC, attendees: [{ role: 2 }] }, 'MMC.111072035'],
    ['a long number', { ...BASIC, attendees: [{ phone: '1'.repeat(128) }] }, 'MMC.111072032'],
    ['attendees that are no list', { ...BASIC, attendees: {} }, 'MMC.111071066'],
    ['a short guest password', { ...BASIC, confConfigInfo: { guestPwd: '123' } }, 'MMC.111071080'],
    ['a scope of 1', { ...BASIC, confConfigInfo: { callInRestriction: 1 } }, 'MMC.111071061'],
    ['an extension of 61', { ...BASIC, confConfigInfo: { prolongLength: 61 } }, 'MMC.111071061'],
    ['an unknown language', { ...BASIC, language: 'xx' }, 'MMC.111071035'],
    ['an encryption mode of 3', { ...BASIC, encryptMode: 3 }, 'MMC.111071034'],
    ['a time zone of 74', { ...BASIC, timeZoneID: '74' }, 'MMC.111071061'],
    ['a room flag of 2', { ...BASIC, vmrFlag: 2 }, 'MMC.111071047'],
    ['a reserved type', { ...BASIC, confResType: 3 }, 'MMC.111071019'],
    ['too many people', { ...BASIC, concurrentParticipants: 1_000_000 }, 'MMC.111071017'],
    ['a record type of 4', { ...BASIC, recordType: 4 }, 'MMC.111071038'],
    ['an auto-record flag of 2', { ...BASIC, isAutoRecord: 2 }, 'MMC.111071032'],
    ['a long live address', { ...BASIC, liveAddress: 'x'.repeat(256) }, 'MMC.111071039'],
    ['a long auxiliary address', { ...BASIC, auxAddress: 'x'.repeat(256) }, 'MMC.111071040'],
    ['a long group URI', { ...BASIC, groupuri: 'x'.repeat(32) }, 'MMC.111071023'],
    ['a recording', { ...BASIC, recordType: 2 }, 'MMC.111072020'],
    ['an automatic recording', { ...BASIC, isAutoRecord: 1 }, 'MMC.111072020'],
    ['a series', { ...BASIC, cycleParams: { cycle: 'Day' } }, 'MMC.111072010'],
    ['a fixed room', { ...BASIC, vmrFlag: 1, vmrID: 'x' }, 'MMC.111072010'],
    ['a webinar', { ...BASIC, confResType: 2 }, 'MMC.111072010'],
    ['interpreters', { ...BASIC, supportSimultaneousInterpretation: true }, 'MMC.111072010'],
  ])('refuses to book %s', async (_what, body, code) => {
    expect(await create(body)).toMatchObject({ status: 400, body: { error_code: code } })
  })

  it('books a waiting room', async () => {
    const [info] = (await create({ ...BASIC, confConfigInfo: { enableWaitingRoom: true } })).body
    expect(info.confConfigInfo.enableWaitingRoom).toBe(true)
    expect((await house.state(info.conferenceID)).settings.waitingRoom).toBe(true)
  })

  it('takes numbers and switches as text, and null as nothing', async () => {
    const [info] = (
      await create({
        ...BASIC,
        length: '45',
        subject: null,
        confConfigInfo: { isAutoMute: 'true', guestPwd: 12345 },
      })
    ).body
    expect(info).toMatchObject({
      endTime: '2026-09-21 08:15',
      isAutoMute: 1,
      confConfigInfo: { guestPwd: '12345' },
    })
  })

  it('asks for an access token', async () => {
    for (const headers of [{}, { 'x-access-token': 'stb00' }] as Record<string, string>[]) {
      expect(await house.call('POST', PATH, { body: BASIC, headers })).toMatchObject({
        status: 401,
        body: { error_code: 'USG.000000004' },
      })
      for (const path of [PATH, `${PATH}/confDetail?conferenceID=1`])
        expect((await get(path, headers)).status).toBe(401)
    }
  })

  it('does not change conferences yet, and says so', async () => {
    const answer = await house.call('PUT', `${PATH}?conferenceID=1`, {
      body: BASIC,
      headers: { 'x-access-token': token },
    })
    expect(answer).toMatchObject({ status: 400, body: { error_code: 'MMC.111072010' } })
  })

  describe('lists', () => {
    beforeEach(async () => {
      await create({ ...BASIC, subject: 'Later', startTime: '2026-10-05 08:00' })
      await create({
        ...BASIC,
        subject: 'Soon',
        startTime: '2026-09-21 09:00',
        attendees: [{ accountId: 'bob' }],
      })
      await create({ ...BASIC, subject: 'Now' })
    })
    const subjects = (answer: { body: { data: { subject: string }[] } }): string[] =>
      answer.body.data.map(({ subject }) => subject)

    it('what is to come and what runs, by start, in pages', async () => {
      const all = await get(PATH)
      expect(all.body).toMatchObject({ offset: 0, limit: 20, count: 3 })
      expect(subjects(all)).toEqual(['Now', 'Soon', 'Later'])
      expect(subjects(await get(`${PATH}?sortType=DSC_StartTIME&limit=1&offset=1`))).toEqual(['Soon'])
      expect((await get(`${PATH}?offset=-5&limit=9999`)).body).toMatchObject({ offset: 0, limit: 500 })
    })

    it('by text and by how far ahead', async () => {
      expect(subjects(await get(`${PATH}?searchKey=soo`))).toEqual(['Soon'])
      expect(subjects(await get(`${PATH}?queryConfMode=ADAY`))).toEqual(['Now', 'Soon'])
      expect(subjects(await get(`${PATH}?queryConfMode=AMONTH`))).toEqual(['Now', 'Soon', 'Later'])
      for (const query of ['queryConfMode=AYEAR', 'sortType=x', 'limit=many', `searchKey=${'x'.repeat(129)}`])
        expect(await get(`${PATH}?${query}`)).toMatchObject({
          status: 400,
          body: { error_code: 'MMC.111071061' },
        })
    })

    it('to everybody their own, to administrators all', async () => {
      const bobs = await get(PATH, { 'x-access-token': await house.login('bob') })
      expect(subjects(bobs)).toEqual(['Soon'])
      expect(bobs.body.data[0].passwordEntry).toMatchObject([{ conferenceRole: 'general' }])
      expect(bobs.body.data[0]).not.toHaveProperty('chairJoinUri')
      await house.account('root', { admin: true })
      const root = { 'x-access-token': await house.login('root') }
      expect(subjects(await get(PATH, root))).toEqual([])
      expect(subjects(await get(`${PATH}?queryAll=true`, root))).toHaveLength(3)
      expect(subjects(await get(`${PATH}?userUUID=${bob.id}`, root))).toEqual(['Soon'])
      const nosy = await get(`${PATH}?queryAll=true`, { 'x-access-token': await house.login('bob') })
      expect(subjects(nosy)).toEqual(['Soon'])
    })
  })

  describe('details', () => {
    it('name the caller’s role and page the invited', async () => {
      const { id } = await house.meeting({ attendees: [{ accountId: 'bob' }, { accountId: 'alice' }] })
      const mine = await get(`${PATH}/confDetail?conferenceID=${id}&limit=1`)
      expect(mine.body.conferenceData).toMatchObject({
        conferenceID: id,
        role: 'chair',
        conferenceState: 'Created',
      })
      expect(mine.body.data).toMatchObject({
        offset: 0,
        limit: 1,
        count: 2,
        data: [
          { participantID: bob.number, name: 'Bob', state: 'MEETTING', attendeeType: 'normal', role: 0 },
        ],
      })
      const found = await get(`${PATH}/confDetail?conferenceID=${id}&searchKey=ALI`)
      expect(found.body.data).toMatchObject({ count: 1, data: [{ name: 'Alice', role: 1 }] })
      const his = await get(`${PATH}/confDetail?conferenceID=${id}`, {
        'x-access-token': await house.login('bob'),
      })
      expect(his.body.conferenceData).toMatchObject({
        role: 'general',
        passwordEntry: [{ conferenceRole: 'general' }],
      })
      expect(his.text).not.toContain('#h=')
    })

    it('are refused for what is unknown, over, somebody else’s or not named', async () => {
      const { id } = await house.meeting()
      const detail = (of: string, headers?: Record<string, string>) =>
        get(`${PATH}/confDetail?conferenceID=${of}`, headers)
      expect(await detail('123456789')).toMatchObject({ status: 400, body: { error_code: 'MMC.111070005' } })
      expect(await detail(id, { 'x-access-token': await house.login('bob') })).toMatchObject({
        status: 403,
        body: { error_code: 'MMC.111070002' },
      })
      expect(await get(`${PATH}/confDetail`)).toMatchObject({
        status: 400,
        body: { error_code: 'MMC.112100029' },
      })
      await house.call('DELETE', `${PATH}?conferenceID=${id}&type=1`, {
        headers: { 'x-access-token': token },
      })
      expect(await detail(id)).toMatchObject({ status: 400, body: { error_code: 'MMC.111070005' } })
    })
  })

  describe('cancelling', () => {
    const cancel = (query: string, headers: Record<string, string> = { 'x-access-token': token }) =>
      house.call('DELETE', `${PATH}?${query}`, { headers })

    it('ends a running one only when asked to', async () => {
      const { id } = await house.meeting()
      expect(await cancel(`conferenceID=${id}`)).toMatchObject({
        status: 400,
        body: { error_code: 'MMC.111071067' },
      })
      expect(await cancel(`conferenceID=${id}&type=1`)).toMatchObject({
        status: 200,
        text: '{"returnCode":0,"returnDesc":"Success"}',
      })
      expect(await house.state(id)).toMatchObject({ state: 'closed', how: 'cancelled' })
      expect(await cancel(`conferenceID=${id}`)).toMatchObject({
        status: 400,
        body: { error_code: 'MMC.111070005' },
      })
    })

    it('is the owner’s and the administrators’', async () => {
      const { id } = await house.meeting({ attendees: [{ accountId: 'bob' }] })
      expect(
        await cancel(`conferenceID=${id}&type=1`, { 'x-access-token': await house.login('bob') }),
      ).toMatchObject({
        status: 403,
        body: { error_code: 'MMC.111070002' },
      })
      await house.account('root', { admin: true })
      expect(
        (await cancel(`conferenceID=${id}&type=1`, { 'x-access-token': await house.login('root') })).status,
      ).toBe(200)
    })

    it('needs a conference and a switch', async () => {
      expect(await cancel('')).toMatchObject({ status: 400, body: { error_code: 'MMC.112100029' } })
      expect(await cancel('conferenceID=123456789')).toMatchObject({
        status: 400,
        body: { error_code: 'MMC.111070005' },
      })
      expect(await cancel('conferenceID=1&type=9')).toMatchObject({
        status: 400,
        body: { error_code: 'MMC.111071061' },
      })
    })
  })

  describe('starting', () => {
    const start = (body: unknown, headers: Record<string, string> = { 'x-access-token': token }) =>
      house.call('POST', `${PATH}/start`, { body, headers })
    const planned = async (config: object = {}) => {
      const { id, passwords } = await house.meeting({
        startTime: '2026-09-21 07:40',
        confConfigInfo: config,
        attendees: [{ accountId: 'bob' }],
      })
      return { id, passwords, bobs: { 'x-access-token': await house.login('bob') } }
    }

    it('takes the host’s password from anybody', async () => {
      const { id, passwords, bobs } = await planned({ allowGuestStartConf: false })
      const answer = await start({ conferenceID: id, password: passwords.host }, bobs)
      expect(answer).toMatchObject({
        status: 200,
        body: { uuid: expect.stringMatching(/^[0-9a-f]{32}$/), regionIP: 'meet.example.org' },
      })
      expect(await house.state(id)).toMatchObject({ state: 'running' })
    })

    it('takes the guests’ only where they may start, and not too early', async () => {
      const open = await planned()
      expect((await start({ conferenceID: open.id, password: open.passwords.guest }, open.bobs)).status).toBe(
        200,
      )
      const closed = await planned({ allowGuestStartConf: false })
      expect(
        await start({ conferenceID: closed.id, password: closed.passwords.guest }, closed.bobs),
      ).toMatchObject({
        status: 400,
        body: { error_code: 'MMC.111071058' },
      })
      const { id, passwords } = await house.meeting({ startTime: '2026-09-23 08:00' })
      expect(await start({ conferenceID: id, password: passwords.guest }, open.bobs)).toMatchObject({
        status: 400,
        body: { error_code: 'MMC.111072005' },
      })
      house.clock.advance(2 * DAY)
      token = await house.login('alice')
    })

    it('refuses wrong passwords, and after five of them right ones too', async () => {
      const { id, passwords } = await planned()
      const other = passwords.host === '000000' ? '000001' : '000000'
      for (let tries = 0; tries < 5; tries++)
        expect(await start({ conferenceID: id, password: other })).toMatchObject({
          status: 400,
          body: { error_code: 'MMC.111071091' },
        })
      expect(await start({ conferenceID: id, password: passwords.host })).toMatchObject({
        status: 400,
        body: { error_code: 'MMC.111072064' },
      })
    })

    it('needs a known conference and a password', async () => {
      const { id } = await planned()
      expect(await start({ conferenceID: id })).toMatchObject({
        status: 400,
        body: { error_code: 'MMC.111071016' },
      })
      expect(await start(undefined)).toMatchObject({ status: 400, body: { error_code: 'MMC.111071016' } })
      expect(await start({ conferenceID: '123456789', password: '123456' })).toMatchObject({
        status: 400,
        body: { error_code: 'MMC.111070005' },
      })
    })
  })
})

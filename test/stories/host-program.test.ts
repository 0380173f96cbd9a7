import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createApi } from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import { send } from '../support/http.ts'
import { createProgram, FOLLOWED, passwordOf, startedConference } from '../support/huawei-client.ts'
import { guestInside } from '../support/people.ts'
import { ADMIN_PASSWORD, serverForAll } from '../support/server.ts'

const server = serverForAll({ env: { PARLEY_CONF_GRACE_SECONDS: '2' } })
const OK = { returnCode: 0, returnDesc: 'Success' }
const CONTROL = '/v1/mmc/control/conferences'

describe('[HW] 1.1 from the login to the pushes', () => {
  test('login, create, start, control token, ws token, Subscribe: one full of each type in the strict order, then increments', async () => {
    const program = createProgram(server)
    const login = await program.login()
    expect(login.json).toMatchObject({
      validPeriod: 57_600,
      clientType: 72,
      tokenType: 0,
      user: { ucloginAccount: 'admin', adminType: expect.any(Number) },
    })
    const startTime = new Date(Date.now() + 30 * 60_000).toISOString().slice(0, 16).replace('T', ' ')
    const info = await program.create({ subject: '周会', startTime, confConfigInfo: { prolongLength: 0 } })
    expect(info).toMatchObject({ subject: '周会', conferenceState: 'Schedule', startTime })
    expect(info.conferenceID).toMatch(/^[1-9]\d{8}$/)
    const chair = passwordOf(info, 'chair')

    const early = await program.token(info.conferenceID, { 'x-password': chair })
    expect([early.status, early.json]).toMatchObject([400, { error_code: 'MMC.111072005' }])
    const start = await program.call<{ uuid: string }>('POST', '/v1/mmc/management/conferences/start', {
      body: { conferenceID: info.conferenceID, password: chair },
    })
    expect(start.json.uuid).toMatch(/^[0-9a-f]{32}$/)
    expect(await program.detail(info.conferenceID)).toMatchObject({
      conferenceState: 'Created',
      confUUID: start.json.uuid,
    })

    const control = await program.control(info.conferenceID, chair)
    expect(control).toMatchObject({
      role: 1,
      confTokenExpireTime: 1_800,
      wsURL: server.url.replace('http', 'ws'),
    })
    expect(control.supportNotifyType).toEqual(expect.arrayContaining(FOLLOWED))
    const channel = await control.follow()
    expect(channel.frames.slice(0, 5).map(({ action }) => action)).toEqual(FOLLOWED)
    expect(channel.frames.slice(0, 5).every(({ msgMode }) => msgMode === 0)).toBe(true)
    expect(channel.state.basic).toMatchObject({
      title: '周会',
      pwds: [
        { role: 'chair', pwd: chair },
        { role: 'general', pwd: passwordOf(info, 'general') },
      ],
    })
    expect(channel.state.dynamic).toMatchObject({ state: 'Created', lock: 0, mute: 0, canUnmute: 1 })

    const li = await guestInside(server, info.guestJoinUri, 'Li', { media: { audio: true, video: false } })
    await channel.until(() => channel.participant(li.memberId), 'the guest')
    expect(channel.participant(li.memberId)).toMatchObject({
      NAME: 'Li',
      ROLE: '0',
      STATE: '0',
      MUTE: '0',
      VIDEO: '0',
      ANONYMOUS: '1',
    })
    expect(channel.frames.at(-1)).toMatchObject({ action: 'ParticipantsNotify', msgMode: 1 })
    expect(channel.problems).toEqual([])
  })
})

describe('[HW] 3.5 what a program does by REST', () => {
  test('is seen at the socket and at the page, is real there, and stands in the log with actor, way and cause', async () => {
    const { info, control } = await startedConference(server)
    const channel = await control.follow()
    const li = await guestInside(server, info.guestJoinUri, 'Li', { media: { audio: true, video: true } })
    const mei = await guestInside(server, info.guestJoinUri, 'Mei', { media: { audio: true, video: true } })
    await channel.until((state) => state.participants.size === 2, 'both guests')

    expect((await control.mute(li.memberId, 1)).json).toEqual(OK)
    await channel.until(() => channel.participant(li.memberId)?.MUTE === '1', 'the mute')
    await eventually(() => li.conference.self()?.chairMuted, { what: 'the mute at the page' })
    expect((await control.realTimeInfo()).participants.find(({ pid }) => pid === li.memberId)?.mute).toBe(1)
    // M3: the host lifts the host's bit only; here nothing else holds it.
    await control.mute(li.memberId, 0)
    await channel.until(() => channel.participant(li.memberId)?.MUTE === '0', 'the unmute')

    expect((await control.muteAll(1, 0)).json).toEqual(OK)
    await channel.until(
      ({ dynamic, participants }) =>
        dynamic.mute === 1 &&
        dynamic.canUnmute === 0 &&
        [...participants.values()].every(({ MUTE }) => MUTE === '1'),
      'mute all',
    )
    await expect(li.conference.unmute()).rejects.toMatchObject({ code: 738 })

    expect((await control.lock(1)).json).toEqual(OK)
    await channel.until(({ dynamic }) => dynamic.lock === 1, 'the lock')
    await expect(guestInside(server, info.guestJoinUri, 'Late')).rejects.toMatchObject({ code: 733 })

    expect(
      (await control.rename(li.memberId, channel.participant(li.memberId)!.TEL!, 'Li Hua')).json,
    ).toEqual(OK)
    await channel.until(() => channel.participant(li.memberId)?.NAME === 'Li Hua', 'the name')

    const ends = Number(channel.state.dynamic.endTime)
    expect((await control.extend(30)).json).toEqual(OK)
    await channel.until(({ dynamic }) => Number(dynamic.endTime) === ends + 30 * 60_000, 'the later end')

    expect((await control.hangUp(mei.memberId)).json).toEqual(OK)
    await channel.until(() => !channel.participant(mei.memberId), 'the removal')
    await eventually(() => mei.conference.getState().is === 'over', { what: 'the end for the removed' })
    expect(mei.conference.getState()).toMatchObject({ why: 'removed' })

    expect((await control.stop()).json).toEqual(OK)
    expect(await channel.untilClosed()).toMatchObject({ code: 1000 })
    expect(channel.frames.findLast(({ action }) => action === 'ConfDynamicInfoNotify')).toMatchObject({
      state: 'Destroyed',
      lock: 1,
    })
    await eventually(() => li.conference.getState().is === 'over', { what: 'the end for the rest' })
    expect(channel.problems).toEqual([])

    const events = await createApi(server).eventsOf(info.conferenceID)
    expect(events.map(({ revision }) => revision)).toEqual(events.map((_, at) => at + 1))
    for (const type of ['LockChanged', 'ParticipantRenamed', 'RunProlonged', 'MuteAllChanged', 'RunEnded'])
      expect(events.find((event) => event.type === type)).toMatchObject({
        via: 'rest',
        // Under the name of the account that the program is logged in with.
        actor: { is: 'token', name: 'Admin' },
        cause: expect.stringMatching(/^[0-9a-f-]{36}$/),
      })
    const all = events.find(({ type }) => type === 'MuteAllChanged')
    const muted = events.filter(({ type, cause }) => type === 'MicChanged' && cause === all?.cause)
    expect(muted).toHaveLength(2)
    const left = events.find(
      ({ type, data }) => type === 'ParticipantLeft' && data.participantId === mei.memberId,
    )
    expect(left?.data.reason).toBe('removed')
  })

  test('what the people do in their pages arrives at the program', async () => {
    const { info, control } = await startedConference(server)
    const channel = await control.follow()
    const boss = await guestInside(server, info.chairJoinUri, 'Boss', { media: { audio: true, video: true } })
    const li = await guestInside(server, info.guestJoinUri, 'Li', { media: { audio: true, video: true } })
    await channel.until(() => channel.participant(boss.memberId)?.ROLE === '1', 'the host')
    await boss.conference.mute([li.memberId])
    await channel.until(() => channel.participant(li.memberId)?.MUTE === '1', 'the mute by the host')
    await li.conference.closeCamera()
    await channel.until(() => channel.participant(li.memberId)?.CAMERASTATE === '0', 'the closed camera')
    await boss.conference.lock()
    await channel.until(({ dynamic }) => dynamic.lock === 1, 'the lock')
    await li.conference.leave()
    await channel.until(() => !channel.participant(li.memberId), 'the leave')
    // P2: a broken line is no leave; after the grace it is.
    boss.client.socket.close()
    await channel.until(() => !channel.participant(boss.memberId), 'the lost host')
    const events = await createApi(server).eventsOf(info.conferenceID)
    const reasons = events.flatMap(({ type, data }) => (type === 'ParticipantLeft' ? [data.reason] : []))
    expect(reasons).toEqual(['left', 'lost'])
    expect(channel.problems).toEqual([])
  })

  test('A6: a guest password gives a token that reads and does not steer', async () => {
    const { info } = await startedConference(server)
    const stranger = createProgram(server)
    const general = await stranger.control(info.conferenceID, passwordOf(info, 'general'))
    expect(general.role).toBe(0)
    expect((await general.lock(1)).json).toMatchObject({ error_code: 'MMC.111072070' })
    const channel = await general.follow()
    expect(channel.state.basic).not.toHaveProperty('pwds')
    const li = await guestInside(server, info.guestJoinUri, 'Li')
    await channel.until(() => channel.participant(li.memberId), 'the guest')
  })

  test('unknown people, bodies and flags are told by the codes of [HW] 4.4', async () => {
    const { info, control, program } = await startedConference(server)
    const nobody = 'f'.repeat(32)
    for (const [answer, code] of [
      [await control.mute(nobody, 1), 'MMC.111072008'],
      [await control.hangUp(nobody), 'MMC.111072008'],
      [await control.steer('PUT', '/lock', { isLock: 2 }), 'MMC.111072045'],
      [await control.steer('PUT', '/lock'), 'MMC.111072057'],
      [await control.steer('PUT', '/participants/mute', { isMute: 1 }), 'MMC.112100029'],
      [await program.token('000000000', { 'x-password': '1234' }), 'MMC.111072065'],
      [await program.token(info.conferenceID, {}), 'MMC.112100029'],
      [
        await program.call('PUT', `${CONTROL}/lock`, {
          query: { conferenceID: info.conferenceID },
          body: { isLock: 1 },
        }),
        'MMC.112100029',
      ],
      [
        await program.call('PUT', `${CONTROL}/lock`, {
          query: { conferenceID: info.conferenceID },
          headers: { 'x-conference-authorization': `stb${'0'.repeat(48)}` },
          body: { isLock: 1 },
        }),
        'MMC.111072065',
      ],
    ] as const) {
      expect([answer.status, answer.json]).toEqual([400, { error_code: code, error_msg: expect.any(String) }])
      expect(answer.headers.get('x-request-id')).toMatch(/\S/)
    }
  })
})

describe('[HW] 3.2 bookings', () => {
  test('are listed, looked at and cancelled; a running one only with type=1', async () => {
    const { program, info } = await startedConference(server, { subject: 'Cancel me' })
    const list = await program.call<{ count: number; data: { conferenceID: string }[] }>(
      'GET',
      '/v1/mmc/management/conferences',
      { query: { searchKey: 'Cancel', limit: 10 } },
    )
    expect(list.json.data.map(({ conferenceID }) => conferenceID)).toContain(info.conferenceID)
    const cancel = (query: Record<string, string>) =>
      program.call('DELETE', '/v1/mmc/management/conferences', {
        query: { conferenceID: info.conferenceID, ...query },
      })
    expect((await cancel({})).json).toMatchObject({ error_code: 'MMC.111071067' })
    expect((await cancel({ type: '1' })).json).toEqual(OK)
    const gone = await program.call('GET', '/v1/mmc/management/conferences/confDetail', {
      query: { conferenceID: info.conferenceID },
    })
    expect([gone.status, gone.json]).toMatchObject([400, { error_code: 'MMC.111070005' }])
  })

  test('need an access token that is known', async () => {
    for (const headers of [{}, { 'x-access-token': 'stbwrong' }] as Record<string, string>[]) {
      const answer = await send(`${server.url}/v1/mmc/management/conferences`, { headers })
      expect([answer.status, answer.json]).toEqual([
        401,
        { error_code: 'USG.000000004', error_msg: 'ILLEGAL_TOKEN' },
      ])
    }
  })
})

describe('[HW] 6.2 and 7: as the official client calls', () => {
  test('a JSON content type on calls without a body is taken as no body', async () => {
    const { program, info, control } = await startedConference(server)
    expect((await program.call('GET', '/v1/mmc/management/conferences')).status).toBe(200)
    expect((await control.steer('PUT', '/stop')).json).toEqual(OK)
    // [HW] 0.6: ended before its planned end, the reservation stays, and can be cancelled.
    expect(await program.detail(info.conferenceID)).toMatchObject({ conferenceState: 'Schedule' })
    const gone = await program.call('DELETE', '/v1/mmc/management/conferences', {
      query: { conferenceID: info.conferenceID },
    })
    expect(gone.json).toEqual(OK)
  })

  test('7.4: of 65 logins the newest 64 tokens work', async () => {
    const programs = Array.from({ length: 65 }, () => createProgram(server))
    const [first, second, ...others] = programs
    await first!.login()
    await second!.login()
    await Promise.all(others.map((program) => program.login()))
    const look = async (at: number) =>
      (await programs[at]!.call('GET', '/v1/mmc/management/conferences')).status
    expect([await look(0), await look(1), await look(64)]).toEqual([401, 200, 200])
  })

  test('7.5: a control token is taken raw, as Basic and in bare base64, beside a stale access token', async () => {
    const { info, control } = await startedConference(server)
    const base64 = Buffer.from(control.token).toString('base64')
    for (const shown of [control.token, `Basic ${base64}`, base64]) {
      const answer = await send(`${server.url}${CONTROL}/lock`, {
        method: 'PUT',
        query: { conferenceID: info.conferenceID },
        headers: { 'x-conference-authorization': shown, 'x-access-token': 'stale' },
        body: { isLock: 1 },
      })
      expect(answer.json).toEqual(OK)
    }
  })

  test('7.6: the sixth wrong password within 5 minutes is told as a lock', async () => {
    const { program, info } = await startedConference(server)
    const codes: unknown[] = []
    for (let tries = 0; tries < 6; tries++)
      codes.push((await program.token(info.conferenceID, { 'x-password': '000' })).json)
    expect(codes.map((one) => (one as unknown as { error_code: string }).error_code)).toEqual([
      ...Array(5).fill('MMC.111072065'),
      'MMC.111072064',
    ])
  })

  test('7.7: keeping a control token alive asks for no password and answers the same token', async () => {
    const { program, info, control } = await startedConference(server)
    const kept = await program.token(info.conferenceID, {
      'x-conference-authorization': control.token,
      'x-password': 'wrong',
    })
    expect(kept.json.data.token).toBe(control.token)
    expect(kept.json.data.expireTime).toBeGreaterThanOrEqual(control.expireTime)
    expect(kept.json.data.tmpWsToken).not.toBe(control.tmpWsToken)
    const again = await program.token(info.conferenceID, {
      'x-conference-authorization': `stb${'0'.repeat(48)}`,
      'x-password': passwordOf(info, 'chair'),
    })
    expect(again.json.data.token).not.toBe(control.token)
    await expect(program.login('admin', 'wrong')).resolves.toMatchObject({
      status: 401,
      json: { error_code: 'USG.206010000' },
    })
    await expect(program.login('admin', ADMIN_PASSWORD)).resolves.toMatchObject({ status: 200 })
  })

  test('7.8: a ws token opens one socket; used, foreign or wrong it closes with 1008', async () => {
    const { control } = await startedConference(server)
    const other = await startedConference(server)
    const token = await control.wsToken()
    const first = await control.connect(token)
    expect(first.closed).toBeNull()
    for (const wrong of [token, await other.control.wsToken(), 'stbwrong']) {
      const channel = await control.connect(wrong)
      expect(await channel.untilClosed()).toMatchObject({ code: 1008 })
    }
  })

  test('7.9: Subscribe takes data as a text and as an object, and ignores types it does not know', async () => {
    const { control } = await startedConference(server)
    for (const wrap of [JSON.stringify, (data: unknown) => data]) {
      const channel = await control.connect()
      const data = wrap({ subscribeType: ['ConfBasicInfoNotify', 'Nonsense'], confToken: control.token })
      channel.say({ action: 'Subscribe', sequence: '1', data })
      await channel.untilComplete(['ConfBasicInfoNotify'])
      expect(channel.replies[0]).toEqual({
        action: 'Subscribe',
        sequence: '1',
        data: { returnCode: 0, returnDesc: 'SUCCESS' },
      })
    }
  })

  test('7.9: Subscribe with a bad control token is answered with returnCode 2, then the socket closes with 1008', async () => {
    const { control } = await startedConference(server)
    const other = await startedConference(server)
    for (const token of ['stbwrong', other.control.token]) {
      const channel = await control.connect()
      expect((await channel.subscribe(token)).data.returnCode).toBe(2)
      expect(await channel.untilClosed()).toMatchObject({ code: 1008 })
    }
  })

  test('7.11: a HeartBeat comes back as it was; frames that make no sense are ignored up to ten in a row', async () => {
    const { control } = await startedConference(server)
    const channel = await control.connect()
    channel.say({ action: 'HeartBeat', sequence: '000000000000000000000042' })
    await eventually(() => channel.replies.length > 0)
    expect(channel.replies).toEqual([{ action: 'HeartBeat', sequence: '000000000000000000000042' }])
    for (let sent = 0; sent < 9; sent++) channel.say('{nonsense')
    channel.say({ action: 'HeartBeat', sequence: '2' })
    await eventually(() => channel.replies.length === 2)
    channel.sayBinary(Buffer.from([1, 2, 3]))
    for (let sent = 0; sent < 9; sent++) channel.say('[]')
    expect(await channel.untilClosed()).toMatchObject({ code: 1007 })
  })

  test('7.12 and 7.13: the dynamic facts are always complete; participants’ values are texts, realTimeInfo’s are integers', async () => {
    const { info, control } = await startedConference(server)
    const channel = await control.follow()
    await guestInside(server, info.guestJoinUri, 'Li')
    await control.lock(1)
    await channel.until(({ dynamic }) => dynamic.lock === 1)
    const [first, ...later] = channel.frames.filter(({ action }) => action === 'ConfDynamicInfoNotify')
    for (const frame of later) expect(Object.keys(frame)).toEqual(Object.keys(first!))
    const { participants } = await control.realTimeInfo()
    for (const { state, video, mute, hand } of participants)
      expect([state, video, mute, hand].every(Number.isInteger)).toBe(true)
    expect(channel.problems).toEqual([])
  })

  test('a path of the cloud that is not built is 404 in its gateway’s words', async () => {
    const program = createProgram(server)
    await program.login()
    const answer = await program.call('GET', '/v1/mmc/management/webinar/conferences')
    expect([answer.status, answer.json]).toEqual([
      404,
      { error_code: 'APIGW.0101', error_msg: 'The API does not exist' },
    ])
  })

  test('a wrong upgrade path is a plain 404', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/cms/open/websocket/confctl/nowhere`)
    socket.on('error', () => {})
    const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
    expect(answer.statusCode).toBe(404)
    answer.socket.destroy()
  })
})

import { memoryStorage } from '@parley/client'
import { describe, expect, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import { send } from '../support/http.ts'
import { passwordOf, startedConference } from '../support/huawei-client.ts'
import { createPerson, guestInside, guestThrough, signedIn } from '../support/people.ts'
import { callRpc, openRpcSocket } from '../support/rpc.ts'
import { serverForAll } from '../support/server.ts'

const server = serverForAll()
const MEDIA = { audio: true, video: true }

type Login = { accessToken: string; refreshToken: string; userId: string; guest: boolean; confId: string }
type Link = {
  confId: string
  state: number
  code: number
  clientId: string
  ticket: string
  locked: boolean
  full: boolean
}

const postLink = (link: string, body: object = {}) =>
  send<Link>(link.split('#')[0]!, { method: 'POST', body })

/** A guest's tokens by the bare wire. */
async function login(link: string): Promise<Login> {
  const { json } = await postLink(link, { want: ['ticket'] })
  const answer = await callRpc<Login>(server, 'auth.http.login', {
    clientId: json.clientId,
    grantType: 'client_credentials',
    clientSecret: json.ticket,
  })
  return answer.json.result!
}

async function socketOf(accessToken: string, query: Record<string, string> = {}) {
  const ticket = await callRpc<{ token: string }>(server, 'auth.ws.ticket', {}, accessToken)
  return await openRpcSocket(server, { token: ticket.json.result!.token, ...query })
}

describe('[WC] Appendix D: one guest on the wire', () => {
  test('link, ticket, login, socket, join, close camera, a broken line, resume with what was missed, leave', async () => {
    const { info, control } = await startedConference(server, { subject: 'Weekly' })
    const link = info.guestJoinUri
    const page = await fetch(link, { headers: { accept: 'text/html' } })
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ])
    const { json: told } = await postLink(link, { want: ['ticket'] })
    expect(told).toMatchObject({ confId: info.conferenceID, confName: 'Weekly', state: 0, code: 200 })

    const signed = await callRpc<Login>(server, 'auth.http.login', {
      clientId: told.clientId,
      grantType: 'client_credentials',
      clientSecret: told.ticket,
    })
    const { accessToken } = signed.json.result!
    expect(signed.json.result).toMatchObject({ userId: told.clientId, guest: true, confId: told.confId })
    // A ticket is good for one login.
    const again = await callRpc(server, 'auth.http.login', {
      clientId: told.clientId,
      grantType: 'client_credentials',
      clientSecret: told.ticket,
    })
    expect(again.json.error?.code).toBe(615)

    const socket = await socketOf(accessToken)
    const hello = await socket.notice('session.hello')
    expect(hello.params).toMatchObject({
      guest: true,
      resumed: false,
      heartbeat: { interval: 30, timeout: 75 },
    })
    const joined = await socket.call<{ memberId: string; version: number; role: string; members: object[] }>(
      'conference.join',
      { confId: told.confId, displayName: 'Li', media: MEDIA },
    )
    const { memberId, version } = joined.result!
    expect(joined.result).toMatchObject({
      role: 'guest',
      members: [{ memberId, displayName: 'Li', state: 'online' }],
    })
    const closed = await socket.call<{ version: number }>('conference.closeCamera', { confId: told.confId })
    expect(closed.result).toEqual({ version: version + 1 })
    const event = await eventually(() => socket.frames.find(({ params }) => params?.version === version + 1))
    expect(event).toMatchObject({
      jsonrpc: '2.0',
      method: 'conference.event',
      params: { type: 'member.cameraChanged', data: { memberId, selfCameraOff: true, cameraOpen: false } },
    })
    expect((await socket.call('session.ping')).result).toEqual({ serverTime: expect.any(Number) })

    socket.cut()
    await eventually(
      async () => (await createApi(server).eventsOf(told.confId)).at(-1)?.type === 'ParticipantInterrupted',
    )
    await control.lock(1)
    const back = await socketOf(accessToken, {
      resume: String(hello.params?.connId),
      v: `${told.confId}:${version + 1}`,
    })
    expect((await back.notice('session.hello')).params).toMatchObject({ resumed: true })
    await back.notice('session.resumed')
    const versions = () =>
      back.frames.flatMap(({ method, params }) => (method === 'conference.event' ? [params?.version] : []))
    await eventually(() => versions().length >= 3, { what: 'what was missed', seen: () => back.frames })
    expect(versions()).toEqual([version + 2, version + 3, version + 4])
    expect((await back.call('conference.leave', { confId: told.confId })).error).toBeUndefined()
    const left = (await createApi(server).eventsOf(told.confId)).at(-1)
    expect(left).toMatchObject({ type: expect.stringMatching(/ParticipantLeft|RunVacated/) })
  })
})

describe('[WC] 3.6 the client of the pages', () => {
  test('P2, J2: comes back after a cut line as the same member, with name and mute as they were', async () => {
    const { info, control } = await startedConference(server)
    const li = await guestInside(server, info.guestJoinUri, 'Li', { media: MEDIA })
    await control.mute(li.memberId, 1)
    await eventually(() => li.conference.self()?.muted)
    li.line.cut()
    await eventually(() => li.conference.getState().is === 'returning')
    // Missed while away.
    await control.rename(li.memberId, '900', 'Li Hua')
    const phase = await eventually(
      () => {
        const now = li.conference.getState()
        return now.is === 'inside' ? now : null
      },
      { withinMs: 10_000, what: 'the return' },
    )
    expect(phase.memberId).toBe(li.memberId)
    // What was missed comes first, the end of the interruption behind it.
    await eventually(() => {
      const self = li.conference.self()
      return self?.displayName === 'Li Hua' && self.state === 'online'
    })
    expect(li.conference.self()).toMatchObject({ muted: true, chairMuted: true })
  })

  test('a reload between the renewal of the token and its storing locks nobody out', async () => {
    const { info } = await startedConference(server)
    const storage = memoryStorage()
    const li = createPerson(server, { storage })
    const answer = await li.client.resolveLink(info.guestJoinUri, { want: ['ticket'] })
    await li.client.session.redeem({ clientId: answer.clientId!, ticket: answer.ticket! })
    const before = storage.load()!
    // The exchange happens and its answer is lost, as often as it wants.
    for (let times = 0; times < 3; times++)
      await callRpc(server, 'auth.http.login', {
        grantType: 'refresh_token',
        clientId: before.userId,
        refreshToken: before.refreshToken,
      })
    const reloaded = createPerson(server, { storage })
    expect(await reloaded.client.session.restore()).toBe(true)
    // From its first use on only the new one is good.
    expect(await reloaded.client.session.refresh()).toMatch(/\./)
    const old = await callRpc(server, 'auth.http.login', {
      grantType: 'refresh_token',
      clientId: before.userId,
      refreshToken: before.refreshToken,
    })
    expect(old.json.error?.code).toBe(615)
  })

  test('a second page of the same guest takes over; the first is closed with 4004 and may take back', async () => {
    const { info } = await startedConference(server)
    const li = await guestInside(server, info.guestJoinUri, 'Li')
    const copy = createPerson(server, { storage: memoryStorage() })
    copy.storage.save({ ...li.storage.load()! })
    expect(await copy.client.session.restore()).toBe(true)
    await copy.client.socket.open()
    const there = copy.client.conference(li.confId)
    expect((await there.join({ media: MEDIA })).memberId).toBe(li.memberId)
    await eventually(() => li.conference.getState().is === 'over')
    expect(li.conference.getState()).toMatchObject({ why: 'replaced' })
    expect(li.client.socket.getState()).toMatchObject({ is: 'closed', code: 4004, offer: 'take-back' })
    expect((await li.conference.takeBack()).memberId).toBe(li.memberId)
    await eventually(() => there.getState().is === 'over')
  })

  test('who is removed is closed with 4005 and not let in again by the old tokens', async () => {
    const { info, control } = await startedConference(server)
    const li = await guestInside(server, info.guestJoinUri, 'Li')
    await control.hangUp(li.memberId)
    await eventually(() => li.conference.getState().is === 'over')
    expect(li.conference.getState()).toMatchObject({ why: 'removed' })
    await eventually(() => li.client.socket.getState().is === 'closed')
    expect(li.client.socket.getState()).toMatchObject({ code: 4005 })
    const back = createPerson(server, { storage: li.storage })
    expect(await back.client.session.restore()).toBe(false)
    // J7: removed is not banned; a new proof lets in, as somebody else.
    const anew = await guestInside(server, info.guestJoinUri, 'Li')
    expect(anew.memberId).not.toBe(li.memberId)
  })

  test('an old guest token is refused after the end of its run', async () => {
    const { info, control } = await startedConference(server)
    const guest = await login(info.guestJoinUri)
    expect((await callRpc(server, 'auth.ws.ticket', {}, guest.accessToken)).json.error).toBeUndefined()
    await control.stop()
    for (const [method, params] of [
      ['auth.ws.ticket', {}],
      ['conference.get', { confId: info.conferenceID }],
    ] as const)
      expect((await callRpc(server, method, params, guest.accessToken)).json.error?.code).toBe(401)
    const refreshed = await callRpc(server, 'auth.http.login', {
      grantType: 'refresh_token',
      clientId: guest.userId,
      refreshToken: guest.refreshToken,
    })
    expect(refreshed.json.error?.code).toBe(401)
    const socket = await openRpcSocket(server, { token: guest.accessToken })
    expect((await socket.untilClosed()).code).toBeOneOf([4001, 4005])
  })
})

describe('[WC] 2.2 what a link tells', () => {
  test('0 running, with locked and full; 30 too early; 31 over; 32 cancelled, renewed or never there', async () => {
    const { info, control } = await startedConference(server, { concurrentParticipants: 2 })
    expect((await postLink(info.guestJoinUri)).json).toMatchObject({
      state: 0,
      code: 200,
      locked: false,
      full: false,
    })
    await control.lock(1)
    expect((await postLink(info.guestJoinUri)).json).toMatchObject({ state: 0, locked: true })
    const late = await guestThrough(server, info.guestJoinUri)
    const wanted = { displayName: 'Late', media: MEDIA }
    await expect(late.client.conference(late.confId).join(wanted)).rejects.toMatchObject({ code: 733 })
    await control.lock(0)
    for (const name of ['Li', 'Mei']) await guestInside(server, info.guestJoinUri, name)
    expect((await postLink(info.guestJoinUri)).json).toMatchObject({ state: 0, full: true })
    await expect(late.client.conference(late.confId).join(wanted)).rejects.toMatchObject({
      code: 734,
      data: { maxMembers: 2 },
    })

    const admin = await signedIn(server)
    const soon = await admin.client.rpc.call('conference.create', {
      confName: 'Later',
      startTime: Date.now() + 3 * 3_600_000,
      duration: 30,
    })
    expect((await postLink(soon.joinUrl)).json).toMatchObject({ state: 30, code: 200, confName: 'Later' })
    await admin.client.rpc.call('conference.cancel', { confId: soon.confId })
    expect((await postLink(soon.joinUrl)).json).toEqual({ confId: '', confName: '', state: 32, code: 200 })

    const now = await admin.client.rpc.call('conference.create', {
      confName: 'Now',
      duration: 30,
      settings: {},
    })
    await admin.client.rpc.call('conference.end', { confId: now.confId })
    expect((await postLink(now.joinUrl)).json).toMatchObject({
      state: 31,
      code: 200,
      confId: '',
      confName: '',
    })
  })

  test('answers 405 and 415 in its own shape and never shows a meeting to a GET', async () => {
    const { info } = await startedConference(server)
    const json = await send(info.guestJoinUri, { headers: { accept: 'application/json' } })
    expect([json.status, json.headers.get('allow')]).toEqual([405, 'POST'])
    const form = await send<{ code: number }>(info.guestJoinUri, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a=b',
    })
    expect([form.status, form.json.code]).toEqual([415, 415])
  })

  test('number and password lead to the same place', async () => {
    const { info } = await startedConference(server)
    const person = createPerson(server)
    const told = await person.client.enter({
      confId: info.conferenceID,
      password: passwordOf(info, 'chair'),
      want: ['ticket'],
    })
    await person.client.session.redeem({ clientId: told.clientId!, ticket: told.ticket! })
    await person.client.socket.open()
    const joined = await person.client.conference(told.confId).join({ displayName: 'Boss', media: MEDIA })
    expect(joined).toMatchObject({ role: 'chair' })
    const wrong = await person.client.enter({ confId: info.conferenceID, password: 'wrong' })
    expect(wrong).toMatchObject({ state: 32, confId: '' })
  })
})

describe('[WC] 4.8 a socket', () => {
  test('is closed with 4001 without a token, 1003 on a binary frame, 4012 on the third frame that is no JSON-RPC', async () => {
    const nobody = await openRpcSocket(server, { token: 'nothing' })
    expect((await nobody.untilClosed()).code).toBe(4001)
    const { info } = await startedConference(server)
    const binary = await socketOf((await login(info.guestJoinUri)).accessToken)
    binary.sayBinary(Buffer.from([0]))
    expect((await binary.untilClosed()).code).toBe(1003)
    const chatter = await socketOf((await login(info.guestJoinUri)).accessToken)
    for (let times = 0; times < 3; times++) chatter.say('{')
    expect((await chatter.untilClosed()).code).toBe(4012)
    const large = await socketOf((await login(info.guestJoinUri)).accessToken)
    large.say('x'.repeat(70 * 1024))
    expect((await large.untilClosed()).code).toBe(1009)
  })

  test('a ws ticket is good for one socket', async () => {
    const { info } = await startedConference(server)
    const { accessToken } = await login(info.guestJoinUri)
    const ticket = await callRpc<{ token: string }>(server, 'auth.ws.ticket', {}, accessToken)
    const { token } = ticket.json.result!
    const first = await openRpcSocket(server, { token })
    await first.notice('session.hello')
    const second = await openRpcSocket(server, { token })
    expect((await second.untilClosed()).code).toBe(4001)
  })
})

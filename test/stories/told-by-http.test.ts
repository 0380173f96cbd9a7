import { describe, expect, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import { startedConference } from '../support/huawei-client.ts'
import { guestInside } from '../support/people.ts'
import { receiverForTest, verifySignature } from '../support/receiver.ts'
import { serverForAll, serverForTest } from '../support/server.ts'

const MEDIA = { audio: true, video: true }
const MEMBER = 'aliyuncvc:MeetingEvent:MemberStateEvent'

describe('[AL] a program is told by HTTP', () => {
  const server = serverForAll({ env: { PARLEY_PUSH_ALLOW: '127.0.0.0/8' } })

  test('of what happens in a meeting, in the document’s envelope, signed by Standard Webhooks, under the event’s own id', async () => {
    const receiver = await receiverForTest()
    const { info, control } = await startedConference(server, { subject: '周会' })
    const rule = await createApi(server).rule('whole', `${receiver.url}/whole`)
    const li = await guestInside(server, info.guestJoinUri, 'Li', { media: MEDIA })
    await control.mute(li.memberId, 1)
    await control.mute(li.memberId, 0)
    await li.conference.leave()
    const pushes = await receiver.atLeast(6)

    const events = await createApi(server).eventsOf(info.conferenceID)
    const told = pushes.map((push) => ({
      push,
      body: JSON.parse(push.body),
      data: JSON.parse(JSON.parse(push.body).data),
    }))
    expect(told.map(({ data }) => data.action).sort()).toEqual(
      ['meeting_end', 'meeting_start', 'member_join', 'member_leave', 'mic_off', 'mic_on'].sort(),
    )
    for (const { push, body, data } of told) {
      expect(Object.keys(body)).toEqual(['data', 'id', 'source', 'type', 'subject', 'time'])
      expect(body).toMatchObject({
        id: push.id,
        source: 'acs.aliyuncvc',
        subject: expect.stringMatching(/^acs\.aliyuncvc:cn-hangzhou:\d+:\w+$/),
        time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
      })
      expect(data).toMatchObject({
        meetingName: '周会',
        meetingUUID: expect.stringMatching(/^hz-[0-9a-f]{32}$/),
      })
      const event = events.find(({ id }) => id === push.id)
      expect(data.time).toBe(Date.parse(event!.time))
      expect(push.headers['content-type']).toBe('application/json; charset=utf-8')
      verifySignature(push, rule.secret)
    }
    const leave = told.find(({ data }) => data.action === 'member_leave')!
    expect(leave.data).toMatchObject({ state: 'active', startTime: expect.any(Number) })
    expect(leave.body.type).toBe(MEMBER)
    // A receiver that checks with another secret must not be satisfied.
    const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    expect(() => verifySignature(told[0]!.push, other)).toThrow()
    // With the receiver gone it would owe what the next tests cause.
    expect((await createApi(server).call('DELETE', `/rules/${rule.id}`)).status).toBe(204)
  })

  test('of what its pattern names only: exact, prefix and suffix, fields joined by AND, alternatives by OR', async () => {
    const receiver = await receiverForTest()
    const api = createApi(server)
    const patterns = {
      exact: { type: [MEMBER] },
      prefix: { type: [{ prefix: 'aliyuncvc:MeetingEvent:Member' }] },
      suffix: { type: [{ suffix: ':MeetingStateEvent' }] },
      both: { source: ['acs.aliyuncvc'], type: [{ suffix: 'Operate' }, { suffix: 'MeetingStateEvent' }] },
      none: { source: ['acs.aliyuncvc'], type: [MEMBER], subject: [{ prefix: 'acs.other:' }] },
    }
    for (const [name, pattern] of Object.entries(patterns))
      await api.rule(`pattern-${name}`, `${receiver.url}/${name}`, pattern)
    await api.rule('pattern-last', `${receiver.url}/last`)
    const { info } = await startedConference(server)
    const li = await guestInside(server, info.guestJoinUri, 'Li', { media: MEDIA })
    await li.conference.mute()
    await li.conference.leave()
    const arrived = (path: string) =>
      receiver.pushes
        .filter((push) => push.path === `/${path}`)
        .map(({ body }) => JSON.parse(JSON.parse(body).data).action)
        .sort()
    await eventually(() => arrived('last').length === 5, {
      what: 'everything',
      seen: () => receiver.pushes.map(({ path, body }) => `${path} ${body}`),
    })
    await eventually(async () => (await api.deliveries({ status: 'pending' })).length === 0)
    expect(arrived('exact')).toEqual(['member_join', 'member_leave'])
    expect(arrived('prefix')).toEqual(['member_join', 'member_leave', 'mic_off'])
    expect(arrived('suffix')).toEqual(['meeting_end', 'meeting_start'])
    expect(arrived('both')).toEqual(['meeting_end', 'meeting_start', 'mic_off'])
    expect(arrived('none')).toEqual([])
  })

  test('again after a failure, later, with the same bytes under the same id; every attempt is kept, a redirect is not followed', {
    timeout: 40_000,
  }, async () => {
    const receiver = await receiverForTest()
    const api = createApi(server)
    const failures = new Map<string, number>()
    receiver.answer(({ path, id }) => {
      const before = failures.get(`${path} ${id}`) ?? 0
      failures.set(`${path} ${id}`, before + 1)
      if (before > 0 || path === '/elsewhere') return {}
      if (path === '/error') return { status: 500 }
      if (path === '/redirect') return { status: 302, headers: { location: `${receiver.url}/elsewhere` } }
      return path === '/cut' ? 'cut' : {}
    })
    const type = [{ suffix: ':MeetingStateEvent' }]
    const rules = await Promise.all(
      ['error', 'redirect', 'cut'].map((name) =>
        api.rule(`again-${name}`, `${receiver.url}/${name}`, { type }),
      ),
    )
    const { info } = await startedConference(server)
    await guestInside(server, info.guestJoinUri, 'Li')
    await receiver.atLeast(3)
    for (const rule of rules) {
      const done = await eventually(
        async () => (await api.deliveries({ rule: rule.id, status: 'delivered' }))[0],
        { withinMs: 25_000, everyMs: 250, what: 'the second attempt' },
      )
      const { attempts, attemptCount, eventId } = await api.delivery(done.id)
      expect(attemptCount).toBe(2)
      expect(attempts.map(({ no, status }) => [no, status])).toEqual([
        [1, expect.toBeOneOf([500, 302, null])],
        [2, 200],
      ])
      expect(attempts[0]?.error).toMatch(/\w/)
      const pushes = receiver.pushes.filter(({ id, path }) => id === eventId && path !== '/elsewhere')
      const mine = pushes.filter(({ path }) => `again-${path.slice(1)}` === ruleName(rules, rule.id))
      expect(mine).toHaveLength(2)
      const [first, second] = mine
      expect(second!.body).toBe(first!.body)
      expect(second!.at - first!.at).toBeGreaterThanOrEqual(9_900)
      expect(second!.at - first!.at).toBeLessThan(23_000)
      verifySignature(second!, rule.secret)
    }
    expect(receiver.pushes.some(({ path }) => path === '/elsewhere')).toBe(false)

    function ruleName(all: typeof rules, id: string): string {
      return ['again-error', 'again-redirect', 'again-cut'][all.findIndex((rule) => rule.id === id)]!
    }
  })

  test('again when asked: the delivery begins a new chain under the same event id', async () => {
    const receiver = await receiverForTest()
    const api = createApi(server)
    const rule = await api.rule('resend', receiver.url, { type: [MEMBER] })
    const { info } = await startedConference(server)
    await guestInside(server, info.guestJoinUri, 'Li')
    await receiver.atLeast(1)
    const delivery = await eventually(
      async () => (await api.deliveries({ rule: rule.id, status: 'delivered' }))[0],
    )
    const resent = await api.call('POST', `/deliveries/${delivery.id}/resend`)
    expect(resent.status).toBe(202)
    const [first, second] = await receiver.atLeast(2)
    expect(second).toMatchObject({ id: first!.id, body: first!.body })
    await eventually(async () => (await api.delivery(delivery.id)).status === 'delivered')
    expect((await api.delivery(delivery.id)).attempts.map(({ no }) => no)).toEqual([1, 2])
    expect((await api.call('DELETE', `/rules/${rule.id}`)).status).toBe(204)
    expect((await api.call('POST', `/deliveries/${delivery.id}/resend`)).status).toBe(409)
  })

  test('rules that cannot be are refused with the spot in them', async () => {
    const api = createApi(server)
    const targets = [{ url: 'https://example.org/hook' }]
    for (const [body, pointer] of [
      [{ name: 'a b', pattern: {}, targets }, '/name'],
      [{ name: 'x', pattern: { colour: ['red'] }, targets }, '/pattern/colour'],
      [{ name: 'x', pattern: { type: [{ prefix: 1 }] }, targets }, '/pattern/type/0/prefix'],
      [{ name: 'x', pattern: {}, targets: [{ url: 'ftp://example.org' }] }, '/targets/0/url'],
      [{ name: 'x', pattern: {}, targets: [{ url: 'http://user@example.org' }] }, '/targets/0/url'],
      [{ name: 'x', targets }, '/pattern'],
    ] as const) {
      const answer = await api.call<{ code: string; errors: { pointer: string }[] }>('POST', '/rules', {
        body,
      })
      expect([answer.status, answer.json.code]).toEqual([400, 'invalid'])
      expect(answer.json.errors[0]?.pointer.startsWith(pointer), JSON.stringify(answer.json)).toBe(true)
    }
  })
})

describe('[AL] 4.6 targets in the private network', () => {
  test('are refused, however they are written, and the refusal names PARLEY_PUSH_ALLOW', async () => {
    const server = await serverForTest()
    const receiver = await receiverForTest()
    const { port } = new URL(receiver.url)
    for (const host of [
      '127.0.0.1',
      '2130706433',
      '0x7f.1',
      '127.1',
      '[::ffff:127.0.0.1]',
      'localhost',
      'LOCALHOST',
      '[::1]',
    ]) {
      const body = { name: 'private', pattern: {}, targets: [{ url: `http://${host}:${port}/` }] }
      const answer = await createApi(server).call<{ detail: string }>('POST', '/rules', { body })
      expect(answer.status, host).toBe(400)
      expect(answer.json.detail).toContain('PARLEY_PUSH_ALLOW')
    }
    expect(receiver.pushes).toEqual([])
  })

  test('are looked at again at every attempt: a setting that was taken back holds for rules made before', async () => {
    const server = await serverForTest({ env: { PARLEY_PUSH_ALLOW: '127.0.0.0/8' } })
    const receiver = await receiverForTest()
    const api = createApi(server)
    const rule = await api.rule('made-before', receiver.url)
    await server.stop()
    await server.start({ PARLEY_PUSH_ALLOW: '' })
    const { info } = await startedConference(server)
    await guestInside(server, info.guestJoinUri, 'Li')
    const attempt = await eventually(async () => {
      const [first] = await api.deliveries({ rule: rule.id })
      return first && (await api.delivery(first.id)).attempts[0]
    })
    expect(attempt).toMatchObject({ status: null, error: expect.stringContaining('PARLEY_PUSH_ALLOW') })
    expect(receiver.pushes).toEqual([])
  })
})

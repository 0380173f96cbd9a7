import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import { createProgram, startedConference } from '../support/huawei-client.ts'
import { guestInside } from '../support/people.ts'
import { type Push, type Reaction, receiverForTest } from '../support/receiver.ts'
import { serverForTest } from '../support/server.ts'

const CONFIG = '/v1/mmc/management/webhook/link-config'
const STATUS = '/v1/mmc/management/webhook/change-status'
const KEY = 'a subscriber key of some length'
const APP = 'sub-1'

type Envelope = {
  appID: string
  timestamp: number
  nonce: string
  signature: string
  eventInfo: { event: string; timestamp: number; payload?: { meetingInfo: object; attendeeInfo?: object } }
}

/** As a receiver must: over the exact bytes of `eventInfo`, cut out of the body before anything is parsed. */
function verified({ body }: Push): Envelope {
  const envelope = JSON.parse(body) as Envelope
  const { appID, timestamp, nonce, signature } = envelope
  const eventInfo = body.slice(body.indexOf('"eventInfo":') + '"eventInfo":'.length, -1)
  expect(JSON.parse(eventInfo)).toEqual(envelope.eventInfo)
  const text = `${appID}${timestamp}${nonce}${eventInfo}`
  expect(signature).toBe(createHmac('sha256', KEY).update(text).digest('hex'))
  expect(appID).toBe(APP)
  return envelope
}

/** Says to `meeting.verify` what it must, and `otherwise` to everything else. */
function honest(otherwise: () => Reaction = () => ({ body: '' })): (push: Push) => Reaction {
  return (push) => {
    const { nonce, eventInfo } = verified(push)
    if (eventInfo.event !== 'meeting.verify') return otherwise()
    return { body: JSON.stringify({ event: 'meeting.verify', nonce }) }
  }
}

describe('[HW] 3.9 the enterprise hook', () => {
  test('is enabled by its receiver’s word, told of a meeting from booking to end, and survives a kill', {
    timeout: 90_000,
  }, async () => {
    const server = await serverForTest({ env: { PARLEY_PUSH_ALLOW: '127.0.0.0/8' } })
    const receiver = await receiverForTest()
    const program = createProgram(server)
    await program.login()
    const config = { subscriberId: APP, subscriberKey: KEY, url: `${receiver.url}/hook` }
    const { id } = (await program.call<{ id: string }>('POST', CONFIG, { body: config })).json
    receiver.answer(() => ({ body: '{"event":"meeting.verify","nonce":"1"}' }))
    const refused = await program.call('PUT', STATUS, { query: { id, status: 0 } })
    expect([refused.status, refused.json.error_code]).toEqual([400, 'MMC.111070001'])
    receiver.answer(honest())
    expect((await program.call('PUT', STATUS, { query: { id, status: 0 } })).status).toBe(200)
    expect((await program.call('GET', CONFIG)).json).toMatchObject({ id, status: 0 })

    const { info, control } = await startedConference(server, { subject: '周会' })
    const li = await guestInside(server, info.guestJoinUri, 'Li')
    await li.conference.leave()
    await server.kill()
    await server.start()
    await control.stop()
    const told = () =>
      receiver.pushes.map(verified).filter(({ eventInfo }) => eventInfo.event !== 'meeting.verify')
    const events = () => [...new Set(told().map(({ eventInfo }) => eventInfo.event))].sort()
    // What the killed process had leased comes when its lease is over, behind what came later.
    await eventually(() => events().length >= 5, { withinMs: 40_000, seen: events })
    expect(events()).toEqual(
      ['meeting.create', 'meeting.end', 'meeting.join', 'meeting.left', 'meeting.started'].sort(),
    )
    const join = told().find(({ eventInfo }) => eventInfo.event === 'meeting.join')!
    expect(join.eventInfo.payload).toMatchObject({
      meetingInfo: { meetingID: info.conferenceID, meetingUUID: expect.stringMatching(/^[0-9a-f]{32}$/) },
      attendeeInfo: {
        displayName: 'Li',
        participantID: li.memberId,
        leftTime: 0,
        joinTime: expect.any(Number),
      },
    })
    for (const { headers } of receiver.pushes) {
      expect(headers['content-type']).toBe('application/json;charset=UTF-8')
      expect(headers['x-request-id']).toMatch(/./)
      expect(headers).not.toHaveProperty('webhook-signature')
    }
  })

  test('keeps what its receiver refuses, tries again after 30 s, and shows each attempt without the key', async () => {
    const server = await serverForTest({ env: { PARLEY_PUSH_ALLOW: '127.0.0.0/8' } })
    const receiver = await receiverForTest()
    receiver.answer(honest(() => ({ status: 500 })))
    const program = createProgram(server)
    await program.login()
    const config = { subscriberId: APP, subscriberKey: KEY, url: `${receiver.url}/hook` }
    const { id } = (await program.call<{ id: string }>('POST', CONFIG, { body: config })).json
    await program.call('PUT', STATUS, { query: { id, status: 0 } })
    await program.create({ subject: 'Booked' })
    const api = createApi(server)
    const delivery = await eventually(
      async () => (await api.deliveries({ rule: id })).find(({ attemptCount }) => attemptCount === 1),
      { withinMs: 10_000, what: 'the first attempt' },
    )
    const shown = await api.delivery(delivery.id)
    const [attempt] = shown.attempts as unknown as {
      startedAt: string
      nextAttemptAt: string
      status: number
    }[]
    expect(attempt?.status).toBe(500)
    const wait = Date.parse(attempt!.nextAttemptAt) - Date.parse(attempt!.startedAt)
    expect(wait).toBeGreaterThanOrEqual(30_000)
    expect(wait).toBeLessThan(32_000)
    expect(JSON.stringify(shown)).not.toContain(KEY)

    // Replaced and not asked yet: our own API does not go around its receiver either.
    await program.call('POST', CONFIG, { body: { ...config, url: `${receiver.url}/other` } })
    const { targetId } = shown as unknown as { targetId: string }
    expect((await api.call('POST', `/targets/${targetId}/resume`)).status).toBe(403)
    expect(receiver.pushes.filter(({ path }) => path === '/other')).toEqual([])
  })
})

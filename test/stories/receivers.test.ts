import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import {
  EXAMPLES,
  type Example,
  isHere,
  type RunningExample,
  runExample,
} from '../support/example-receivers.ts'
import { type Answer, send } from '../support/http.ts'
import { startedConference } from '../support/huawei-client.ts'
import { guestInside } from '../support/people.ts'
import { serverForAll } from '../support/server.ts'

const SECRET = `whsec_${randomBytes(32).toString('base64')}`
const NEXT_SECRET = `whsec_${randomBytes(32).toString('base64')}`
const STRANGER = `whsec_${randomBytes(32).toString('base64')}`

type Signed = { id?: string; secrets?: string[]; agoSeconds?: number; body?: string; signed?: string }

/** Posts a request as a sender would who has these secrets; `signed`: what the signature is over, if not the body. */
function post(
  url: string,
  {
    id = crypto.randomUUID(),
    secrets = [SECRET],
    agoSeconds = 0,
    body = '{"specversion":"1.0","id":"1","source":"urn:test","type":"t"}',
    signed = body,
  }: Signed,
  headers: Record<string, string | null> = {},
): Promise<Answer> {
  const at = new Date(Date.now() - agoSeconds * 1_000)
  const all: Record<string, string | null> = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, signed)).join(' '),
    ...headers,
  }
  const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null)
  return send(url, { method: 'POST', headers: Object.fromEntries(kept), body })
}

/** The contract of every receiver: what it believes it handles once, and it believes nothing else. */
function keepsTheContract(example: Example): void {
  const server = serverForAll({ env: { PARLEY_PUSH_ALLOW: '127.0.0.0/8' } })
  let receiver: RunningExample
  beforeAll(async () => {
    receiver = await runExample(example, `${SECRET} ${NEXT_SECRET}`)
  })
  afterAll(() => receiver?.stop())
  const once = (id: string) =>
    eventually(() => receiver.handled().includes(id), { what: id, seen: () => receiver.handled().join(' ') })

  test('takes what the server sends, handles each event once, and knows a resent one again', async () => {
    const api = createApi(server)
    const rule = await api.rule('example', receiver.url, {}, { secret: SECRET })
    const { info } = await startedConference(server, { subject: '周会 – ü' })
    const li = await guestInside(server, info.guestJoinUri, '李')
    await li.conference.leave()
    const deliveries = await eventually(
      async () => {
        const all = await api.deliveries({ rule: rule.id })
        return all.length >= 4 && all.every(({ status }) => status === 'delivered') && all
      },
      { withinMs: 15_000, what: 'every delivery', seen: () => receiver.handled() },
    )
    for (const { attemptCount } of deliveries) expect(attemptCount).toBe(1)
    for (const { eventId } of deliveries) await once(eventId)
    const again = deliveries[0]!
    expect((await api.call('POST', `/deliveries/${again.id}/resend`)).status).toBe(202)
    const answered = await eventually(async () => {
      const { attempts } = await api.delivery(again.id)
      return attempts[1]
    })
    expect(answered.status).toBe(200)
    expect(new Set(receiver.handled()).size).toBe(receiver.handled().length)
    expect((await api.call('DELETE', `/rules/${rule.id}`)).status).toBe(204)
  })

  test('takes a duplicate without doing its work again', async () => {
    const id = crypto.randomUUID()
    expect(await post(receiver.url, { id })).toMatchObject({ status: 200, text: 'received' })
    // A later attempt: another timestamp, another signature, the same id.
    expect(await post(receiver.url, { id, agoSeconds: 2 })).toMatchObject({
      status: 200,
      text: 'seen before',
    })
    await once(id)
    const last = crypto.randomUUID()
    await post(receiver.url, { id: last })
    await once(last)
    expect(receiver.handled().filter((one) => one === id)).toHaveLength(1)
  })

  test('takes either secret while one is rotated, beside signatures it does not know, and any bytes', async () => {
    for (const secrets of [[SECRET], [NEXT_SECRET], [NEXT_SECRET, SECRET], [STRANGER, SECRET]])
      expect((await post(receiver.url, { secrets })).status).toBe(200)
    const id = crypto.randomUUID()
    const now = new Date()
    const signature = `v1a,AAAA v2,BBBB ${new Webhook(SECRET).sign(id, now, '{ }')}`
    const headers = {
      'webhook-signature': signature,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    }
    expect((await post(receiver.url, { id, body: '{ }' }, headers)).status).toBe(200)
    const odd = '{ "type": "周会 🎉",\n\t"n": 1.0, "dup": 1, "dup": 2, "e": "\\u00e4" }\n'
    expect((await post(receiver.url, { body: odd })).status).toBe(200)
    for (const type of ['application/json', 'application/json; charset=utf-8', 'text/plain'])
      expect((await post(receiver.url, {}, { 'content-type': type })).status, type).toBe(200)
  })

  test('refuses what is forged, changed, stale, early, written again, or unsigned, and does none of its work', async () => {
    const body = '{"specversion":"1.0","id":"1","source":"urn:test","type":"t","n":1.0}'
    const first = crypto.randomUUID()
    await post(receiver.url, { id: first })
    await once(first)
    const refused: Record<string, Promise<Answer>> = {
      forged: post(receiver.url, { secrets: [STRANGER] }),
      changed: post(receiver.url, { body: body.replace('urn:test', 'urn:tent'), signed: body }),
      stale: post(receiver.url, { agoSeconds: 330 }),
      early: post(receiver.url, { agoSeconds: -330 }),
      'written again': post(receiver.url, { body: JSON.stringify(JSON.parse(body)), signed: body }),
      'with blanks': post(receiver.url, { body: JSON.stringify(JSON.parse(body), null, 1), signed: body }),
      'of another id': post(receiver.url, {}, { 'webhook-id': crypto.randomUUID() }),
      'of another time': post(
        receiver.url,
        {},
        { 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) + 5) },
      ),
      'without a signature': post(receiver.url, {}, { 'webhook-signature': null }),
      'with an empty signature': post(receiver.url, {}, { 'webhook-signature': 'v1,' }),
      'without an id': post(receiver.url, {}, { 'webhook-id': null }),
      'without a time': post(receiver.url, {}, { 'webhook-timestamp': null }),
      'with a time that is none': post(receiver.url, {}, { 'webhook-timestamp': 'now' }),
    }
    for (const [what, answer] of Object.entries(refused)) expect((await answer).status, what).toBe(401)
    // Another genuine one comes behind them: had one of them been taken, it would have been handled before.
    const last = crypto.randomUUID()
    await post(receiver.url, { id: last })
    await once(last)
    const handled = receiver.handled()
    expect(handled.slice(handled.indexOf(first))).toEqual([first, last])
  })
}

for (const example of EXAMPLES) {
  const here = isHere(example)
  const name = `the receiver of the docs in ${example.name}`
  describe.skipIf(!here)(here ? name : `${name} (skipped: there is no ${example.needs[0]} here)`, () =>
    keepsTheContract(example),
  )
}

describe('the trap of body parsers', () => {
  test('is shown by the Express example: the same request, believed over its bytes, is refused over JSON written again', async () => {
    const receiver = await runExample(EXAMPLES.find(({ name }) => name.includes('Express'))!, SECRET)
    try {
      const trap = receiver.url.replace('/hook', '/trap')
      const body = '{"type":"t","n":1.0}'
      expect((await post(receiver.url, { body })).status).toBe(200)
      expect(await post(trap, { body })).toMatchObject({ status: 401, text: 'trapped' })
      // And why nobody notices at first.
      expect(await post(trap, { body: '{"type":"t"}' })).toMatchObject({ status: 200, text: 'lucky' })
    } finally {
      await receiver.stop()
    }
  })
})

import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Delivery, type Dialect, type PushEvent, runningSince, type Target } from '@parley/core'
import { createTestSecrets } from '@parley/core/memory'
import { type CloudEvent, HTTP } from 'cloudevents'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import { createCourier, createRequester } from '../drivers/push-http/index.ts'
import { createEncode } from './encode.ts'

const cleanups: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

const SECRET = 'whsec_bmV3IG5ldyBuZXcgbmV3IG5ldyBuZXcgbmV3IG5ldw=='
const secrets = createTestSecrets()
const encode = createEncode({ timeZone: 'Asia/Shanghai' })
const event: PushEvent = {
  id: '01a0c450-6c7b-747a-bd93-fabd2a210002',
  source: 'urn:parley',
  type: 'io.parley.ParticipantJoined.v1',
  subject: 'meetings/123456789/participants/7f',
  time: Date.UTC(2026, 8, 21, 14, 13, 20, 123),
  datacontenttype: 'application/json',
  extensions: { sequence: '12', partitionkey: '123456789' },
  data: { name: '周 "x" 100% 🎉\u2028', joinedAt: 1 },
  orderKey: '123456789',
}

/** One attempt over a real socket; what the receiver gets, as its framework hands it on. */
async function receivedBy(dialect: Dialect): Promise<{ headers: IncomingHttpHeaders; body: string }> {
  const got: { headers: IncomingHttpHeaders; body: string }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    got.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
    response.writeHead(204).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const courier = createCourier({ allow: ['127.0.0.0/8'], origin: 'meet.example.com' })
  cleanups.push(
    () => courier.close(),
    () => server.close(),
  )
  const target: Target = {
    id: 't1',
    name: 't',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    method: 'POST',
    dialect,
    body: { form: 'ORIGINAL' },
    contentType: null,
    sealedHeaders: null,
    retry: 'STANDARD_WEBHOOKS_RETRY',
    errorsTolerance: 'ALL',
    deadLetterBus: null,
    concurrency: 1,
    ratePerSecond: null,
    order: 'none',
    timeoutMs: 4_000,
    extended: false,
    wire: {},
    state: runningSince(0),
    version: 1,
    createdAt: 0,
    signing: {
      sets: ['standard'],
      secrets: [{ sealed: secrets.seal(SECRET), until: null }],
      sealedToken: null,
      trailingLf: true,
    },
  }
  const delivery: Delivery = {
    ...encode(event, target),
    seq: 1,
    id: 'd1',
    bus: 'parley',
    ruleId: 'r1',
    targetId: 't1',
    ruleName: 'r',
    targetName: 't',
    url: target.url,
    eventId: event.id,
    eventSource: event.source,
    eventType: event.type,
    position: 1,
    orderKey: null,
    replayId: null,
    status: 'pending',
    attempts: 0,
    dueAt: 0,
    createdAt: 0,
    settledAt: null,
    erased: false,
  }
  const prepare = createRequester({
    version: '1.2.3',
    origin: 'meet.example.com',
    secrets,
    signingKey: () => {
      throw new Error('not asked for')
    },
  })
  const { shown: _, ...parcel } = prepare(delivery, target, 1, Date.now())
  expect(await courier.send(parcel)).toMatchObject({ is: 'answered', status: 204 })
  expect(got).toHaveLength(1)
  return got[0]!
}

describe('what arrives', () => {
  it.each(['cloudevents', 'cloudevents-binary'] as const)(
    '[D43] as %s is a CloudEvent and a Standard Webhook at once for the reference libraries',
    async (dialect) => {
      const { headers, body } = await receivedBy(dialect)
      expect(() => new Webhook(SECRET).verify(body, headers as Record<string, string>)).not.toThrow()
      const read = HTTP.toEvent({ headers, body }) as CloudEvent
      expect(read).toMatchObject({
        id: event.id,
        source: event.source,
        type: event.type,
        subject: event.subject,
        sequence: '12',
        data: event.data,
      })
      expect(Date.parse(read.time ?? '')).toBe(event.time)
      expect(headers['webhook-id']).toBe(event.id)
    },
  )

  it('in the document’s form is signed alike, and taken for no CloudEvent', async () => {
    const { headers, body } = await receivedBy('seed')
    const sent = new Webhook(SECRET).verify(body, headers as Record<string, string>) as { data: string }
    expect(JSON.parse(sent.data)).toEqual(event.data)
    expect(() => HTTP.toEvent({ headers, body })).toThrow()
  })
})

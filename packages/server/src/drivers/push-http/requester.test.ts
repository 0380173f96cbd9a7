import { createHash, createHmac, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { type Delivery, runningSince, type Target } from '@parley/core'
import { createTestSecrets } from '@parley/core/memory'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { createRequester } from './requester.ts'

const secrets = createTestSecrets()
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const prepare = createRequester({
  version: '1.2.3',
  origin: 'meet.example.com',
  secrets,
  signingKey: () => ({
    id: 'k1',
    privateKey,
    certificateUrl: 'https://meet.example.com/eventbridge/certs/k1.pem',
  }),
})

const NOW = 1_790_000_000_130
const OLD = 'whsec_b2xkIG9sZCBvbGQgb2xkIG9sZCBvbGQgb2xkIG9sZA=='
const NEW = 'whsec_bmV3IG5ldyBuZXcgbmV3IG5ldyBuZXcgbmV3IG5ldw=='
const PAIR = 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg=='
const PUBLIC = '1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4'

function target(part: Partial<Target> = {}, signing: Partial<Target['signing']> = {}): Target {
  return {
    id: 't1',
    name: 't',
    url: 'https://app.example.com/hook?x=1',
    method: 'POST',
    dialect: 'seed',
    body: { form: 'ORIGINAL' },
    contentType: null,
    sealedHeaders: null,
    retry: 'BACKOFF_RETRY',
    errorsTolerance: 'ALL',
    deadLetterBus: null,
    concurrency: 4,
    ratePerSecond: null,
    order: 'none',
    timeoutMs: 7_000,
    extended: false,
    wire: {},
    state: runningSince(0),
    version: 1,
    createdAt: 0,
    ...part,
    signing: {
      sets: ['standard'],
      secrets: [{ sealed: secrets.seal(NEW), until: null }],
      sealedToken: null,
      trailingLf: true,
      ...signing,
    },
  }
}

function delivery(part: Partial<Delivery> = {}): Delivery {
  return {
    seq: 1,
    id: 'd1',
    bus: 'default',
    ruleId: 'r1',
    targetId: 't1',
    ruleName: 'r',
    targetName: 't',
    url: 'https://was.example.com/',
    eventId: '01a0c450-6c7b-747a-bd93-fabd2a210001',
    eventSource: 'acs.aliyuncvc',
    eventType: 'x',
    position: 1,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: '{"id":"周"}',
    orderKey: null,
    replayId: null,
    status: 'pending',
    attempts: 0,
    dueAt: 0,
    createdAt: 0,
    settledAt: null,
    erased: false,
    ...part,
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('a request', () => {
  it('goes where the target says now, with the kept bytes and their headers', () => {
    const parcel = prepare(delivery(), target({ method: 'PUT' }), 3, NOW)
    expect(parcel).toMatchObject({
      method: 'PUT',
      url: 'https://app.example.com/hook?x=1',
      body: '{"id":"周"}',
      timeoutMs: 7_000,
      lane: 't1',
    })
    expect(parcel.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Parley/1.2.3',
      'webhook-id': '01a0c450-6c7b-747a-bd93-fabd2a210001',
      'webhook-timestamp': '1790000000',
      'webhook-request-origin': 'meet.example.com',
      'x-parley-attempt': '3',
    })
    expect(parcel.headers).not.toHaveProperty('x-parley-replay')
    expect(Object.keys(parcel.headers)).toEqual(Object.keys(parcel.headers).map((name) => name.toLowerCase()))
  })

  it('[D37] is signed anew by each attempt, over the same bytes and id', () => {
    const [first, second] = [1, 2].map((no) => prepare(delivery(), target(), no, NOW + no * 20_000))
    expect(second?.body).toBe(first?.body)
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp'])
    expect(second?.headers['webhook-signature']).not.toBe(first?.headers['webhook-signature'])
  })

  it('[D37] while a secret is replaced is signed under both, and afterwards under the new one', () => {
    const now = Date.now()
    const until = now + 1_000
    const rotating = target(
      {},
      {
        secrets: [
          { sealed: secrets.seal(NEW), until: null },
          { sealed: secrets.seal(OLD), until },
        ],
      },
    )
    const both = prepare(delivery(), rotating, 1, now)
    expect(both.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/)
    for (const secret of [NEW, OLD])
      expect(new Webhook(secret).verify(both.body, { ...both.headers })).toEqual({ id: '周' })
    const after = prepare(delivery(), rotating, 1, until)
    expect(new Webhook(NEW).verify(after.body, { ...after.headers })).toEqual({ id: '周' })
    expect(() => new Webhook(OLD).verify(after.body, { ...after.headers })).toThrow()
  })

  it('may be signed by HMAC and Ed25519 at once', () => {
    const mixed = target(
      {},
      {
        sets: ['standard', 'ed25519'],
        secrets: [NEW, PAIR].map((secret) => ({ sealed: secrets.seal(secret), until: null })),
      },
    )
    const { headers, body } = prepare(delivery(), mixed, 1, NOW)
    const [hmac, pair] = headers['webhook-signature']?.split(' ') ?? []
    expect(hmac).toMatch(/^v1,/)
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: PUBLIC }, format: 'jwk' })
    const text = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
    expect(verify(null, text, key, Buffer.from(pair?.replace('v1a,', '') ?? '', 'base64'))).toBe(true)
  })

  it('in the cloud’s way carries both generations and the token', () => {
    const cloud = target(
      {},
      { sets: ['standard', 'aliyun-v1', 'aliyun-v2'], sealedToken: secrets.seal('tok') },
    )
    const { headers, body } = prepare(delivery(), cloud, 1, NOW)
    expect(headers).toMatchObject({
      'x-eventbridge-signature-timestamp': '1790000000130',
      'x-eventbridge-signature-method': 'HMAC-SHA1',
      'x-eventbridge-hash-method': 'SHA256',
      'x-eventbridge-signature-token': 'tok',
      'webhook-signature': expect.stringMatching(/^v1,/),
    })
    const text = `https://app.example.com/hook?x=1
x-eventbridge-signature-timestamp: 1790000000130
x-eventbridge-hash-method: SHA256
x-eventbridge-signature-version: 1.0
x-eventbridge-signature-url: https://meet.example.com/eventbridge/certs/k1.pem
x-eventbridge-signature-token: tok
${body}
`
    const signature = Buffer.from(headers['x-eventbridge-signature-v2'] ?? '', 'base64')
    expect(verify('sha256', Buffer.from(text), publicKey, signature)).toBe(true)
  })

  it('in no way is still told apart by its id', () => {
    const { headers } = prepare(delivery(), target({}, { sets: [], secrets: [] }), 1, NOW)
    expect(headers['webhook-id']).toBe('01a0c450-6c7b-747a-bd93-fabd2a210001')
    expect(Object.keys(headers).filter((name) => name.includes('signature'))).toEqual([])
  })

  it('[D37] is not made when there is nothing to sign it with', () => {
    const none: Partial<Target['signing']>[] = [
      { secrets: [] },
      { secrets: [{ sealed: secrets.seal(NEW), until: NOW }] },
      { sets: ['ed25519'] },
      { secrets: [{ sealed: 'not a seal', until: null }] },
      { sealedToken: 'not a seal' },
    ]
    for (const signing of none) expect(() => prepare(delivery(), target({}, signing), 1, NOW)).toThrow()
  })
})

describe('webhook-id', () => {
  it('[D38] is the event’s id on every attempt and replay', () => {
    const replay = prepare(delivery({ replayId: 'rp1' }), target(), 1, NOW + 86_400_000)
    expect(replay.headers).toMatchObject({
      'webhook-id': '01a0c450-6c7b-747a-bd93-fabd2a210001',
      'x-parley-replay': 'rp1',
    })
  })

  it('[D38] tells a publisher’s id from ours and from another publisher’s', () => {
    const idOf = (eventSource: string, eventId: string) =>
      prepare(delivery({ eventSource, eventId }), target(), 1, NOW).headers['webhook-id']
    expect(idOf('shop', 'e1')).toBe(`${sha256('shop').slice(0, 8)}-e1`)
    expect(idOf('shop2', 'e1')).not.toBe(idOf('shop', 'e1'))
    expect(idOf('shop', 'e.1')).toBe(`${sha256('shop').slice(0, 8)}-${sha256('e.1').slice(0, 32)}`)
    for (const odd of ['a.b', 'a\r\nx: y', '会议', '']) expect(idOf('shop', odd)).toMatch(/^[\w-]+$/)
  })
})

describe('what a target adds', () => {
  it('is sent beside ours and cannot stand in for them', () => {
    const sealedHeaders = secrets.seal(
      JSON.stringify({
        authorization: 'Bearer secret',
        'webhook-id': 'forged',
        Host: 'evil',
        'User-Agent': 'x',
      }),
    )
    const { headers } = prepare(delivery(), target({ sealedHeaders }), 1, NOW)
    expect(headers.authorization).toBe('Bearer secret')
    expect(headers['webhook-id']).toBe('01a0c450-6c7b-747a-bd93-fabd2a210001')
    expect(headers['user-agent']).toBe('Parley/1.2.3')
    expect(headers).not.toHaveProperty('host')
    expect(headers).not.toHaveProperty('Host')
  })

  it('is not shown, and neither is what proves who sent it', () => {
    const sealedHeaders = secrets.seal(JSON.stringify({ authorization: 'Bearer secret' }))
    const cloud = target(
      { sealedHeaders },
      { sets: ['standard', 'aliyun-v1', 'aliyun-v2'], sealedToken: secrets.seal('token-in-clear') },
    )
    const { shown, headers } = prepare(delivery(), cloud, 1, NOW)
    expect(Object.keys(shown)).toEqual(Object.keys(headers))
    expect(shown.authorization).toBe('…')
    expect(shown['webhook-timestamp']).toBe('1790000000')
    for (const name of Object.keys(headers).filter((one) => /signature(-v2|-secret|-token)?$/.test(one)))
      expect(shown[name], name).toMatch(/^.{0,6}…$/)
    expect(shown['x-eventbridge-signature-token']).not.toContain('clear')
  })
})

describe('the enterprise hook', () => {
  const hook = target(
    { dialect: 'huawei' },
    {
      sets: ['huawei'],
      secrets: [{ sealed: secrets.seal('subscriber key'), until: null }],
      appId: 'sub-1',
    },
  )
  const info = '{"event":"meeting.join","timestamp":1790000050120,"payload":{"a":"周 \\"x\\""}}'

  it('[D37] wraps the kept text, signed to the letter, anew by each attempt', () => {
    const parcels = [1, 2].map((no) => prepare(delivery({ body: info }), hook, no, NOW + no))
    for (const [at, { body, headers }] of parcels.entries()) {
      const { appID, timestamp, nonce, signature, eventInfo } = JSON.parse(body) as Record<string, string>
      expect(Object.keys(JSON.parse(body))).toEqual(['appID', 'timestamp', 'nonce', 'signature', 'eventInfo'])
      expect([appID, timestamp, eventInfo]).toEqual(['sub-1', NOW + at + 1, JSON.parse(info)])
      expect(nonce).toMatch(/^\d{8}$/)
      expect(body).toContain(`"eventInfo":${info}}`)
      const text = `sub-1${timestamp}${nonce}${info}`
      expect(signature).toBe(createHmac('sha256', 'subscriber key').update(text).digest('hex'))
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
      expect(headers).not.toHaveProperty('webhook-signature')
    }
    expect(parcels[0]?.body).not.toBe(parcels[1]?.body)
  })

  it('[D37] is not sent without its key', () => {
    expect(() =>
      prepare(delivery({ body: info }), { ...hook, signing: { ...hook.signing, secrets: [] } }, 1, NOW),
    ).toThrow()
  })
})

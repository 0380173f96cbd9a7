import {
  type ConferenceId,
  createConferences,
  createDeliveryWorker,
  createMatcher,
  DEFAULT_POLICIES,
  HOME_TENANT,
  type PushEvent,
  type Receipt,
  Refusal,
  type Request,
  type Rule,
  schedule,
  type UserId,
} from '@parley/core'
import {
  createMemoryBus,
  createMemoryConferenceStore,
  createMemoryPushStore,
  createSequentialIds,
  createTestSecrets,
  FakeClock,
} from '@parley/core/memory'
import { Validator } from '@seriousme/openapi-schema-validator'
import fc from 'fast-check'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { Config } from '#config/read-config.ts'
import { createHttp } from '#http/create-http.ts'
import { describeApi } from './openapi.ts'
import * as operations from './operations.ts'
import { apiRoutes } from './routes.ts'
import { problem } from './schema/common.ts'

const KEY = 'parley_test-key'
const apps: FastifyInstance[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
})

async function house() {
  const faults: unknown[] = []
  const onError = (error: unknown): void => void faults.push(error)
  const clock = new FakeClock()
  const ids = createSequentialIds()
  const secrets = createTestSecrets()
  const store = createMemoryConferenceStore()
  const pushStore = createMemoryPushStore()
  const bus = createMemoryBus(onError)
  const conferences = createConferences({
    store,
    bus,
    clock,
    ids,
    policies: DEFAULT_POLICIES,
    tenantId: HOME_TENANT,
    onError,
  })
  let woken = 0
  const app = createHttp({
    config: { PARLEY_TRUST_PROXY: false } as Config,
    log: pino({ level: 'silent' }),
    tls: null,
  })
  apps.push(app)
  const parts = {
    conferences,
    store,
    pushStore,
    secrets,
    ids,
    clock,
    courier: {
      async check(url: string) {
        if (url.includes('private')) throw new Refusal('invalid', 'no', { path: '/target/url', rule: 'no' })
        return url.includes('typo') ? ['the host cannot be found now'] : []
      },
    },
    matcher: { run: async () => void (await pushStore.rulesVersion()) },
    worker: {
      wake() {
        woken += 1
      },
    },
    log: { error: onError } as never,
    verifyApiKey: async (token: string) => (token === KEY ? { keyId: 'k', name: 'key' } : null),
    publicUrl: 'https://meet.example.org',
    version: '1.2.3',
  }
  await app.register(apiRoutes, parts)

  const ann = { id: ids.userId(), name: 'Ann', account: 'ann', number: '1000001' }
  const book = async (title = 'weekly'): Promise<ConferenceId> => {
    const answer = await schedule(
      {
        actor: user(ann.id),
        via: 'rpc',
        title,
        start: null,
        minutes: 60,
        owner: ann,
        invited: [],
        settings: {},
        passwords: {} as never,
      },
      { conferences, ids, secrets },
    )
    return answer.conferenceId
  }
  const lock = (conferenceId: ConferenceId, locked: boolean) =>
    conferences.execute({
      type: 'ChangeSettings',
      params: { locked },
      id: ids.commandId(),
      conferenceId,
      actor: user(ann.id),
      via: 'rpc',
    } as Request)
  const call = async (method: string, url: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await app.inject({
      method: method as NonNullable<InjectOptions['method']>,
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${KEY}`, ...headers },
      ...(body === undefined ? {} : { payload: body as InjectOptions['payload'] & {} }),
    })
    return {
      status: response.statusCode,
      headers: response.headers,
      body: response.body ? response.json() : null,
    }
  }
  return {
    app,
    parts,
    call,
    book,
    lock,
    faults,
    clock,
    ids,
    secrets,
    store,
    pushStore,
    bus,
    onError,
    woken: () => woken,
  }
}

function user(userId: UserId) {
  return {
    is: 'user' as const,
    userId,
    tenantId: HOME_TENANT,
    name: 'Ann',
    account: 'ann',
    number: '1000001',
    admin: false,
  }
}

/** The answer is what the document says it is, and nothing beside. */
function follows(operation: { answer: { schema: z.ZodType | null } }, body: unknown): void {
  const schema = operation.answer.schema
  expect(schema?.parse(body)).toEqual(body)
}

const newRule = {
  name: 'all-meetings',
  pattern: { source: ['acs.aliyuncvc'], type: [{ prefix: 'aliyuncvc:MeetingEvent:' }] },
  target: { type: 'http', url: 'https://receiver.example/hook' },
}

describe('rules', () => {
  it('are made, shown, listed and deleted; the secret is told once and kept sealed', async () => {
    const { call, pushStore, secrets, clock } = await house()
    const made = await call('POST', '/rules', newRule)
    expect(made.status).toBe(201)
    follows(operations.createRule, made.body)
    expect(made.headers.location).toBe(`/api/v1/rules/${made.body.id}`)
    expect(made.body).toMatchObject({
      ...newRule,
      enabled: true,
      target: { retry: 'BACKOFF_RETRY', secret: expect.stringMatching(/^whsec_/) },
      createdAt: new Date(clock.now()).toISOString(),
      warnings: [],
    })
    expect(Buffer.from(made.body.target.secret.slice(6), 'base64')).toHaveLength(32)

    const kept = (await pushStore.rule(made.body.id)) as Rule
    expect(JSON.stringify(kept)).not.toContain(made.body.target.secret.slice(6))
    expect(secrets.open(kept.target.sealedSecret)).toBe(made.body.target.secret)

    const shown = await call('GET', `/rules/${made.body.id}`)
    follows(operations.getRule, shown.body)
    expect(shown.body.target).toEqual({ type: 'http', url: newRule.target.url, retry: 'BACKOFF_RETRY' })
    const list = await call('GET', '/rules')
    follows(operations.listRules, list.body)
    expect(list.body.data).toEqual([shown.body])

    expect(await call('DELETE', `/rules/${made.body.id}`)).toMatchObject({ status: 204, body: null })
    expect((await call('GET', `/rules/${made.body.id}`)).status).toBe(404)
    expect((await call('DELETE', `/rules/${made.body.id}`)).status).toBe(404)
  })

  it('take a secret of the caller’s own', async () => {
    const { call } = await house()
    const secret = 'whsec_ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8='
    const made = await call('POST', '/rules', { ...newRule, target: { ...newRule.target, secret } })
    expect(made.body.target.secret).toBe(secret)
  })

  it('[D3] warn of what they are read as, and of a host that cannot be found', async () => {
    const { call } = await house()
    const pattern = { source: ['acs:aliyuncvc'] }
    const target = { type: 'http', url: 'https://typo.example/' }
    const made = await call('POST', '/rules', { name: 'a', pattern, target })
    expect(made.body.pattern).toEqual(pattern)
    expect(made.body.warnings).toEqual([
      expect.stringContaining('/pattern/source/0'),
      expect.stringContaining('host'),
    ])
  })

  it('have names of their own', async () => {
    const { call } = await house()
    await call('POST', '/rules', newRule)
    const again = await call('POST', '/rules', newRule)
    expect(again.body).toMatchObject({ status: 409, code: 'exists', type: '/problems/exists' })
  })

  const wrong: [unknown, string][] = [
    [{ ...newRule, name: '' }, '/name'],
    [{ ...newRule, name: '-a' }, '/name'],
    [{ ...newRule, name: 'a'.repeat(128) }, '/name'],
    [{ ...newRule, name: 7 }, '/name'],
    [{ ...newRule, enabled: 'yes' }, '/enabled'],
    [{ name: 'a', target: newRule.target }, '/pattern'],
    [{ ...newRule, pattern: null }, '/pattern'],
    [{ ...newRule, pattern: '{}' }, '/pattern'],
    [{ ...newRule, pattern: { source: [] } }, '/pattern/source'],
    [{ ...newRule, pattern: { source: [{ like: 'x' }] } }, '/pattern/source/0/like'],
    [{ ...newRule, pattern: { data: {} } }, '/pattern/data'],
    [{ ...newRule, target: { type: 'ftp', url: 'x' } }, '/target/type'],
    [{ ...newRule, target: { type: 'http' } }, '/target/url'],
    [{ ...newRule, target: { ...newRule.target, url: 'https://private.example/' } }, '/target/url'],
    [
      { ...newRule, target: { ...newRule.target, url: `https://a.example/${'x'.repeat(2_048)}` } },
      '/target/url',
    ],
    [{ ...newRule, target: { ...newRule.target, retry: 'NEVER' } }, '/target/retry'],
    [{ ...newRule, target: { ...newRule.target, secret: 'whsec_short' } }, '/target/secret'],
    [
      { ...newRule, target: { ...newRule.target, secret: Buffer.alloc(32).toString('base64') } },
      '/target/secret',
    ],
    [
      { ...newRule, target: { ...newRule.target, secret: `whsec_${Buffer.alloc(65).toString('base64')}` } },
      '/target/secret',
    ],
    [{ ...newRule, surprise: 1 }, ''],
    [[], ''],
    ['"text"', ''],
    ['null', ''],
    ['', ''],
    [undefined, ''],
  ]
  it.each(wrong)('are refused with the place: %j', async (body, pointer) => {
    const { call, pushStore } = await house()
    const answer = await call('POST', '/rules', body, { 'content-type': 'application/json' })
    expect(answer.body).toMatchObject({ status: 400 })
    expect(answer.body.code).toBe('invalid')
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
    expect(await pushStore.rules()).toEqual([])
  })
})

describe('deliveries', () => {
  /** `count` deliveries of a rule, the first exhausted after one attempt, the rest pending. */
  async function owing(count: number) {
    const all = await house()
    const { body: rule } = await all.call('POST', '/rules', newRule)
    const { pushStore, clock } = all
    await pushStore.advance(
      0,
      1,
      Array.from({ length: count }, (_, at) => ({
        id: `d${at}`,
        ruleId: rule.id,
        ruleName: rule.name,
        eventId: `e${at}`,
        eventType: 't',
        url: rule.target.url,
        body: `body ${at}`,
        status: 'pending' as const,
        attempts: 0,
        dueAt: clock.now() + at,
        createdAt: clock.now(),
      })),
    )
    await pushStore.claim('w', clock.now(), 1, 1)
    const attempt = {
      id: 'a',
      deliveryId: 'd0',
      startedAt: clock.now(),
      durationMs: 7,
      status: 500,
      error: 'bad',
      response: 'oops',
    }
    await pushStore.settle('w', attempt, { status: 'exhausted', dueAt: null })
    return { ...all, rule }
  }

  it('are listed from the newest, filtered, and paged to the end', async () => {
    const { call, rule } = await owing(7)
    const seen: string[] = []
    let after = ''
    for (let pages = 0; pages < 10; pages += 1) {
      const { body } = await call('GET', `/deliveries?limit=3${after}`)
      follows(operations.listDeliveries, body)
      seen.push(...body.data.map(({ id }: { id: string }) => id))
      if (body.next === null) break
      after = `&after=${body.next}`
    }
    expect(seen).toEqual(['d6', 'd5', 'd4', 'd3', 'd2', 'd1', 'd0'])
    const ids = async (query: string) =>
      (await call('GET', `/deliveries?${query}`)).body.data.map(({ id }: { id: string }) => id)
    expect(await ids('status=exhausted')).toEqual(['d0'])
    expect(await ids('event=e4')).toEqual(['d4'])
    expect(await ids(`rule=${rule.id}&status=pending`)).toHaveLength(6)
    expect(await ids('rule=other')).toEqual([])
  })

  it('are shown with body and attempts', async () => {
    const { call } = await owing(1)
    const { body } = await call('GET', '/deliveries/d0')
    follows(operations.getDelivery, body)
    expect(body).toMatchObject({
      status: 'exhausted',
      attemptCount: 1,
      nextAttemptAt: null,
      body: 'body 0',
      attempts: [{ no: 1, status: 500, error: 'bad', response: 'oops', durationMs: 7 }],
    })
    expect((await call('GET', '/deliveries/none')).body).toMatchObject({ status: 404, code: 'not-found' })
  })

  it('[D12] are resent: pending again, and the worker is told', async () => {
    const { call, woken, rule } = await owing(2)
    const { status, body } = await call('POST', '/deliveries/d0/resend')
    expect(status).toBe(202)
    follows(operations.resendDelivery, body)
    expect(body).toMatchObject({ status: 'pending', attemptCount: 0, eventId: 'e0' })
    expect(woken()).toBe(1)
    expect((await call('POST', '/deliveries/d0/resend')).body).toMatchObject({
      status: 409,
      code: 'conflict',
    })
    expect((await call('POST', '/deliveries/none/resend')).status).toBe(404)
    await call('DELETE', `/rules/${rule.id}`)
    expect((await call('GET', '/deliveries/d1')).body.status).toBe('cancelled')
    expect((await call('POST', '/deliveries/d1/resend')).body).toMatchObject({
      status: 409,
      code: 'conflict',
    })
  })

  it('go all the way from a meeting to a signed post', async () => {
    const { call, book, parts, store, pushStore, bus, clock, ids, secrets, onError, faults } = await house()
    const made = await call('POST', '/rules', newRule)
    const sent: { body: string; secret: string }[] = []
    const worker = createDeliveryWorker({
      name: 'w',
      pushStore,
      clock,
      ids,
      secrets,
      chance: () => 0,
      onError,
      sign: (_parcel, secret) => ({ secret }),
      courier: {
        async send({ body, headers }): Promise<Receipt> {
          sent.push({ body, secret: headers.secret ?? '' })
          return { is: 'answered', status: 200, response: 'ok', retryAfterMs: null, durationMs: 1 }
        },
      },
    })
    const matcher = createMatcher({
      store,
      pushStore,
      bus,
      clock,
      ids,
      onError,
      onDeliveries: () => worker.wake(),
      present: ({ id, time, type }): PushEvent => ({
        id,
        time,
        source: 'acs.aliyuncvc',
        type: `aliyuncvc:MeetingEvent:${type}`,
        subject: '',
        data: {},
      }),
      encode: ({ id }) => id,
    })
    const conferenceId = await book()
    await matcher.run()
    await worker.stop()
    await matcher.stop()
    const log = await store.eventsOf(conferenceId, { after: 0, limit: 100 })
    expect(sent.map(({ body }) => body)).toEqual(log.map(({ id }) => id))
    expect(new Set(sent.map(({ secret }) => secret))).toEqual(new Set([made.body.target.secret]))
    expect((await call('GET', '/deliveries?status=delivered')).body.data).toHaveLength(log.length)
    expect(faults).toEqual([])
    void parts
  })
})

describe('the log', () => {
  it('of a conference is read by revision; sealed secrets stay inside', async () => {
    const { call, book, lock } = await house()
    const id = await book()
    const first = await call('GET', `/conferences/${id}/events`)
    follows(operations.listConferenceEvents, first.body)
    const types = first.body.data.map(({ type }: { type: string }) => type)
    expect(types).toContain('ConferenceScheduled')
    expect(first.body.data[0]).toMatchObject({
      conferenceId: id,
      revision: 1,
      actor: { is: 'user', name: 'Ann' },
      via: 'rpc',
      data: { title: 'weekly' },
    })
    expect(JSON.stringify(first.body)).not.toMatch(/sealed|linkLookup|hostPassword/)
    expect(first.body.next).toBe(String(first.body.data.length))

    const none = await call('GET', `/conferences/${id}/events?after=${first.body.next}`)
    expect(none.body).toEqual({ data: [], next: first.body.next })
    await lock(id, true)
    const more = await call('GET', `/conferences/${id}/events?after=${first.body.next}`)
    expect(more.body.data).toMatchObject([{ type: 'LockChanged', data: { locked: true } }])
  })

  it('of all conferences is read whole and in order while it is written', async () => {
    const { call, book, lock, store } = await house()
    const ids = [await book('one'), await book('two')]
    const seen: { id: string; position: number }[] = []
    let next: string | undefined
    let writing = Promise.resolve<unknown>(null)
    for (let round = 0; round < 60; round += 1) {
      const id = ids[round % 2] as ConferenceId
      writing = Promise.all([writing, round < 50 ? lock(id, round % 4 < 2) : null])
      const { body } = await call('GET', `/events?limit=3${next ? `&after=${next}` : ''}`)
      follows(operations.listEvents, body)
      expect(body.data.length).toBeLessThanOrEqual(3)
      seen.push(...body.data)
      next = body.next
    }
    await writing
    const all = await store.events({ after: 0, limit: 1_000 })
    expect(seen.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    expect(all.length).toBeGreaterThan(50)
  })

  it('gives a cursor even when it is empty', async () => {
    const { call } = await house()
    const { body } = await call('GET', '/events')
    expect(body).toEqual({ data: [], next: expect.any(String) })
    expect((await call('GET', `/events?after=${body.next}`)).body).toEqual(body)
  })

  it('is 404 for an unknown conference, whatever its id looks like', async () => {
    const { call } = await house()
    for (const id of ['123456789', '000000000', 'x', '%00', '%F0%9F%98%80', '1'.repeat(60)])
      expect((await call('GET', `/conferences/${id}/events`)).status, id).toBe(404)
  })

  it.each([
    '/events?after=0',
    '/events?after=x',
    '/events?after=ZDE',
    '/events?limit=0',
    '/events?limit=1001',
    '/events?limit=1e2',
    '/events?limit=-1',
    '/events?limit=1&limit=2',
    '/events?surprise=1',
    '/deliveries?limit=501',
    '/deliveries?status=lost',
    '/deliveries?after=cDE',
    '/conferences/123456789/events?after=-1',
    '/conferences/123456789/events?after=cDE',
  ])('%s is refused with the name of the parameter', async (url) => {
    const { call } = await house()
    const { body } = await call('GET', url)
    expect(body).toMatchObject({ status: 400, code: 'invalid', type: '/problems/invalid' })
    expect(body.errors[0].pointer).toMatch(/^\?/)
  })
})

describe('the door', () => {
  it('opens to the API key only, before anything is read', async () => {
    const { call, app } = await house()
    for (const authorization of ['', 'Bearer', 'Bearer wrong', `Basic ${KEY}`, KEY, `Bearer ${KEY} x`]) {
      const answer = await call('POST', '/rules', '{"broken', {
        authorization,
        'content-type': 'application/json',
      })
      expect(answer.body, authorization).toMatchObject({ status: 401, code: 'unauthenticated' })
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/)
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    }
    const none = await app.inject({ url: '/api/v1/events' })
    expect(none.statusCode).toBe(401)
    expect((await call('GET', '/events', undefined, { authorization: `bearer ${KEY}` })).status).toBe(200)
  })

  const bad: [string, string, unknown, Record<string, string>, number, string][] = [
    ['POST', '/rules', '{"broken', { 'content-type': 'application/json' }, 400, 'bad-request'],
    [
      'POST',
      '/rules',
      'name=x',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported-media-type',
    ],
    [
      'POST',
      '/rules',
      `"${'x'.repeat(65 * 1024)}"`,
      { 'content-type': 'application/json' },
      413,
      'too-large',
    ],
    ['GET', '/nothing', undefined, {}, 404, 'not-found'],
    ['POST', '/events/x', undefined, {}, 404, 'not-found'],
    ['GET', '/rules/', undefined, {}, 404, 'not-found'],
    ['GET', `/rules/${'x'.repeat(200)}`, undefined, {}, 404, 'not-found'],
    ['PUT', '/rules', { a: 1 }, {}, 405, 'method-not-allowed'],
    ['PATCH', '/rules/x', '{"broken', { 'content-type': 'application/json' }, 405, 'method-not-allowed'],
    ['POST', '/events', undefined, {}, 405, 'method-not-allowed'],
    ['GET', '/deliveries/x/resend', undefined, {}, 405, 'method-not-allowed'],
  ]
  it.each(bad)('answers %s %.30s with a problem', async (method, url, body, headers, status, code) => {
    const { call } = await house()
    const answer = await call(method, url, body, headers)
    expect(answer.body).toMatchObject({ status, code, type: `/problems/${code}` })
    expect(problem.parse(answer.body)).toEqual(answer.body)
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    if (status === 405) expect(answer.headers.allow).toMatch(/GET|POST|DELETE/)
  })

  it('tells nothing of a fault, and logs it', async () => {
    const { call, pushStore, faults } = await house()
    pushStore.rules = () => Promise.reject(new Error('secret path /var/lib'))
    const answer = await call('GET', '/rules')
    expect(answer.body).toMatchObject({ status: 500, code: 'internal' })
    expect(JSON.stringify(answer.body)).not.toContain('/var/lib')
    expect(faults).toHaveLength(1)
  })

  it('never answers 500 to any body or query', async () => {
    const { call, faults } = await house()
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('0', '-1', '1e9', 'null', '\u0000'),
    )
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.dictionary(text, text), async (body, query) => {
        const search = new URLSearchParams(query).toString()
        const answers = await Promise.all([
          call('POST', '/rules', JSON.stringify(body), { 'content-type': 'application/json' }),
          call('POST', '/rules', JSON.stringify({ ...newRule, pattern: body, target: body }), {
            'content-type': 'application/json',
          }),
          call('GET', `/events?${search}`),
          call('GET', `/deliveries?${search}`),
          call('GET', `/rules/${encodeURIComponent(Object.keys(query)[0] ?? 'x')}`),
        ])
        for (const { status } of answers) expect(status).toBeLessThan(500)
      }),
      { numRuns: 50 },
    )
    expect(faults).toEqual([])
  }, 20_000)
})

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1, served at both places without a key', async () => {
    const { app } = await house()
    const [one, other] = await Promise.all([app.inject('/openapi.json'), app.inject('/api/v1/openapi.json')])
    expect(one.statusCode).toBe(200)
    expect(one.body).toBe(other.body)
    const validator = new Validator()
    expect(await validator.validate(one.json())).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
    // The validator does refuse: it is not asleep.
    expect(await new Validator().validate({ ...(one.json() as object), info: {} })).toMatchObject({
      valid: false,
    })
  })

  it('tells of every operation, of the probes, and of every problem', () => {
    const document = describeApi({ publicUrl: 'https://meet.example.org', version: '1' }) as {
      paths: Record<
        string,
        Record<string, { responses: Record<string, unknown>; parameters?: { name: string }[] }>
      >
      components: { schemas: Record<string, Record<string, unknown>> }
    }
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/v1/conferences/{id}/events',
      '/api/v1/deliveries',
      '/api/v1/deliveries/{id}',
      '/api/v1/deliveries/{id}/resend',
      '/api/v1/events',
      '/api/v1/rules',
      '/api/v1/rules/{id}',
      '/livez',
      '/readyz',
    ])
    expect(Object.keys(document.paths['/api/v1/deliveries/{id}/resend']?.post?.responses ?? {})).toEqual(
      expect.arrayContaining(['202', '400', '401', '404', '409', '413', '415', '500']),
    )
    expect(document.paths['/api/v1/deliveries']?.get?.parameters?.map(({ name }) => name)).toEqual([
      'status',
      'rule',
      'event',
      'after',
      'limit',
    ])
    expect(document.components.schemas.CreateRuleRequest).toMatchObject({
      required: ['name', 'pattern', 'target'],
      additionalProperties: false,
    })
    expect(document.components.schemas.ListEventsAnswer).not.toHaveProperty('additionalProperties')
    const refs = JSON.stringify(document).match(/#\/components\/schemas\/\w+/g) ?? []
    for (const ref of refs)
      expect(document.components.schemas).toHaveProperty(ref.split('/').at(-1) as string)
  })
})

import type { Rule } from '@parley/core'
import { describe, expect, it } from 'vitest'
import * as operations from './operations.ts'
import { follows, house, newRule, newTarget } from './testing/house.ts'

const JSON_BODY = { 'content-type': 'application/json' }

describe('rules', () => {
  it('[D80] are made with the defaults of our own API; the secret is told once and kept sealed', async () => {
    const { call, pushStore, secrets, clock } = await house()
    const made = await call('POST', '/rules', newRule)
    expect(made.status).toBe(201)
    follows(operations.createRule, made.body)
    expect(made.headers.location).toBe(`/api/v1/rules/${made.body.id}`)
    const now = new Date(clock.now()).toISOString()
    expect(made.body).toMatchObject({
      name: newRule.name,
      bus: 'parley',
      description: '',
      enabled: true,
      pattern: newRule.pattern,
      scope: {},
      createdAt: now,
      changedAt: now,
      warnings: [],
    })
    expect(made.body.targets).toMatchObject([
      {
        ...newTarget,
        method: 'POST',
        dialect: 'cloudevents',
        body: { form: 'ORIGINAL' },
        contentType: null,
        headerNames: [],
        retry: 'STANDARD_WEBHOOKS_RETRY',
        errorsTolerance: 'ALL',
        deadLetterBus: null,
        ratePerSecond: null,
        order: 'meeting',
        timeoutMs: 10_000,
        extended: false,
        signing: { sets: ['standard'], secrets: [{ set: 'standard', publicKey: null, until: null }] },
        state: { is: 'running', why: null },
        health: { breaker: 'closed', failingSince: null, pending: 0, exhausted: 0, oldestPendingAt: null },
        secret: expect.stringMatching(/^whsec_/),
      },
    ])
    const [{ secret }] = made.body.targets
    expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32)

    const kept = (await pushStore.rule(made.body.id)) as Rule
    expect(JSON.stringify(kept)).not.toContain(secret.slice(6))
    expect(secrets.open(kept.targets[0]?.signing.secrets[0]?.sealed ?? '')).toBe(secret)

    const shown = await call('GET', `/rules/${made.body.id}`)
    follows(operations.getRule, shown.body)
    expect(JSON.stringify(shown.body)).not.toContain('whsec_')
    const list = await call('GET', '/rules')
    follows(operations.listRules, list.body)
    expect(list.body).toEqual({ data: [shown.body], next: null })

    expect(await call('DELETE', `/rules/${made.body.id}`)).toMatchObject({ status: 204, body: null })
    expect((await call('GET', `/rules/${made.body.id}`)).status).toBe(404)
    expect((await call('DELETE', `/rules/${made.body.id}`)).status).toBe(404)
  })

  it('take a pattern as an object or as text, which is kept as it was sent', async () => {
    const { call, pushStore } = await house()
    const text = '{ "type" : ["io.parley.LockChanged.v1"] }'
    const made = await call('POST', '/rules', { ...newRule, pattern: text })
    expect(made.body.pattern).toEqual({ type: ['io.parley.LockChanged.v1'] })
    expect((await pushStore.rule(made.body.id))?.pattern).toBe(text)
  })

  it('take a secret of the caller’s own, a bus and a scope, and no target at all', async () => {
    const { call, pushStore } = await house()
    const secret = 'whsec_ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8='
    const scope = { conferenceId: '123456789', keyId: 'k' }
    const targets = [{ ...newTarget, signing: { secret } }]
    const made = await call('POST', '/rules', { ...newRule, bus: 'default', scope, targets })
    expect(made.body).toMatchObject({ bus: 'default', scope, targets: [{ secret }] })
    expect((await pushStore.rule(made.body.id))?.scope).toEqual(scope)
    const bare = await call('POST', '/rules', { name: 'bare', pattern: {} })
    expect(bare.body).toMatchObject({ targets: [] })
  })

  it('warn of types that do not exist, and of a host that cannot be found', async () => {
    const { call } = await house()
    const pattern = { type: ['io.parley.LokChanged.v1'] }
    const targets = [{ ...newTarget, url: 'https://typo.example/' }]
    const made = await call('POST', '/rules', { name: 'a', pattern, targets })
    expect(made.body.warnings).toEqual([
      expect.stringContaining('/pattern/type/0: there is no event type'),
      '/targets/0/url: the host cannot be found now',
    ])
    const shown = await call('GET', `/rules/${made.body.id}`)
    expect(shown.body.warnings).toEqual([expect.stringContaining('LockChanged')])
  })

  it('are told of nothing that happened before the first of them', async () => {
    const { call, parts, pushStore } = await house()
    const rulesAt: number[] = []
    parts.matcher.run = async () => void rulesAt.push((await pushStore.rules()).length)
    await call('POST', '/rules', newRule)
    expect(rulesAt).toEqual([0, 1])
    await call('POST', '/rules', { ...newRule, name: 'second' })
    expect(rulesAt).toEqual([0, 1, 2])
  })

  it('[D5] are told of nothing that happened before their first target was added', async () => {
    const { call, parts, pushStore } = await house()
    const { id } = (await call('POST', '/rules', { ...newRule, targets: [] })).body
    const targetsAt: unknown[] = []
    parts.matcher.run = async () => void targetsAt.push((await pushStore.rule(id))?.targets.length)
    await call('POST', `/rules/${id}/targets`, newTarget)
    expect(targetsAt).toEqual([0, 1])
  })

  it('have names of their own on their bus', async () => {
    const { call } = await house()
    await call('POST', '/rules', newRule)
    const again = await call('POST', '/rules', newRule)
    expect(again.body).toMatchObject({ status: 409, code: 'exists', type: '/problems/exists' })
    expect((await call('POST', '/rules', { ...newRule, bus: 'default' })).status).toBe(201)
  })

  it('are listed by bus, name, switch and health, page by page', async () => {
    const { call, clock, pushStore } = await house()
    for (let at = 0; at < 7; at += 1) {
      const rule = { ...newRule, name: `r${at}`, bus: at % 2 ? 'default' : 'parley', enabled: at !== 3 }
      await call('POST', '/rules', rule)
      if (at === 3) clock.advance(1)
    }
    const names = async (query: string): Promise<string[]> =>
      (await call('GET', `/rules?${query}`)).body.data.map(({ name }: { name: string }) => name)
    expect(await names('bus=default')).toEqual(['r1', 'r3', 'r5'])
    expect(await names('name=r4')).toEqual(['r4'])
    expect(await names('enabled=false')).toEqual(['r3'])
    expect(await names('health=failing')).toEqual([])

    const seen: string[] = []
    let after = ''
    for (let pages = 0; pages < 10; pages += 1) {
      const { body } = await call('GET', `/rules?limit=3${after}`)
      follows(operations.listRules, body)
      seen.push(...body.data.map(({ name }: { name: string }) => name))
      if (body.next === null) break
      // Deleting what the cursor stands on loses nothing.
      await pushStore.deleteRule(body.data.at(-1).id, clock.now())
      after = `&after=${body.next}`
    }
    expect(seen).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6'])
    expect((await call('GET', '/rules?after=cDE')).body).toMatchObject({ status: 400, code: 'invalid' })
  })
})

describe('changing a rule', () => {
  it('[D82] leaves what is not named, and moves changedAt', async () => {
    const { call, clock } = await house()
    const { body: rule } = await call('POST', '/rules', { ...newRule, scope: { conferenceId: '123456789' } })
    clock.advance(1_000)
    const off = await call('PATCH', `/rules/${rule.id}`, { enabled: false })
    expect(off.status).toBe(200)
    follows(operations.changeRule, off.body)
    expect(off.body).toMatchObject({
      enabled: false,
      name: rule.name,
      pattern: rule.pattern,
      scope: rule.scope,
    })
    expect(Date.parse(off.body.changedAt)).toBe(Date.parse(rule.changedAt) + 1_000)
    const changed = await call('PATCH', `/rules/${rule.id}`, {
      name: 'other',
      description: 'what for',
      pattern: '{"data":{"locked":[true]}}',
      scope: {},
    })
    expect(changed.body).toMatchObject({
      name: 'other',
      description: 'what for',
      enabled: false,
      pattern: { data: { locked: [true] } },
      scope: {},
    })
    expect(changed.body.targets).toEqual(off.body.targets)
  })

  it('[D82] on condition goes through only as it was last seen', async () => {
    const { call } = await house()
    const { body: rule } = await call('POST', '/rules', newRule)
    const { etag } = (await call('GET', `/rules/${rule.id}`)).headers as { etag: string }
    expect(etag).toMatch(/^"[\w-]{22}"$/)
    const first = await call('PATCH', `/rules/${rule.id}`, { description: 'one' }, { 'if-match': etag })
    expect(first.status).toBe(200)
    const late = await call('PATCH', `/rules/${rule.id}`, { description: 'two' }, { 'if-match': etag })
    expect(late.body).toMatchObject({ status: 412, code: 'precondition-failed' })
    expect((await call('DELETE', `/rules/${rule.id}`, undefined, { 'if-match': etag })).status).toBe(412)
    expect((await call('GET', `/rules/${rule.id}`)).body.description).toBe('one')
    const now = `"x", ${first.headers.etag}`
    expect(
      (await call('PATCH', `/rules/${rule.id}`, { description: 'two' }, { 'if-match': now })).status,
    ).toBe(200)
    expect((await call('DELETE', `/rules/${rule.id}`, undefined, { 'if-match': '*' })).status).toBe(204)
  })

  it.each([
    [{ name: '-' }, '/name'],
    [{ bus: 'default' }, ''],
    [{ targets: [] }, ''],
    [{ pattern: { type: [] } }, '/pattern/type'],
    [{ pattern: '{"type":' }, '/pattern/type'],
    [{ pattern: null }, '/pattern'],
    [{ scope: { room: '1' } }, '/scope'],
  ])('%j is refused with the place', async (body, pointer) => {
    const { call } = await house()
    const { body: rule } = await call('POST', '/rules', newRule)
    const answer = await call('PATCH', `/rules/${rule.id}`, body)
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid' })
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
  })

  it('cannot take a name that is taken, nor find a rule that is not there', async () => {
    const { call } = await house()
    await call('POST', '/rules', newRule)
    const { body: other } = await call('POST', '/rules', { ...newRule, name: 'other' })
    expect((await call('PATCH', `/rules/${other.id}`, { name: newRule.name })).body.code).toBe('exists')
    expect((await call('PATCH', '/rules/none', { enabled: false })).status).toBe(404)
  })
})

describe('rules that cannot be', () => {
  const withTarget = (part: object) => ({ ...newRule, targets: [{ ...newTarget, ...part }] })
  const wrong: [unknown, string][] = [
    [{ ...newRule, name: '' }, '/name'],
    [{ ...newRule, name: '-a' }, '/name'],
    [{ ...newRule, name: 'a'.repeat(128) }, '/name'],
    [{ ...newRule, name: 7 }, '/name'],
    [{ ...newRule, enabled: 'yes' }, '/enabled'],
    [{ ...newRule, bus: 'none' }, '/bus'],
    [{ ...newRule, bus: 'huawei-hooks' }, '/bus'],
    [{ name: 'a' }, '/pattern'],
    [{ ...newRule, pattern: null }, '/pattern'],
    [{ ...newRule, pattern: 7 }, '/pattern'],
    [{ ...newRule, pattern: '' }, '/pattern'],
    [{ ...newRule, pattern: [] }, '/pattern'],
    [{ ...newRule, pattern: { source: [] } }, '/pattern/source'],
    [{ ...newRule, pattern: { source: [{ like: 'x' }] } }, '/pattern/source/0/like'],
    [{ ...newRule, pattern: { data: {} } }, '/pattern/data'],
    [{ ...newRule, pattern: { sourc: ['x'] } }, '/pattern/sourc'],
    [{ ...newRule, scope: { conferenceId: '1' } }, '/scope/conferenceId'],
    [
      { ...newRule, targets: Array.from({ length: 6 }, (_, at) => ({ ...newTarget, name: `t${at}` })) },
      '/targets',
    ],
    [{ ...newRule, targets: [newTarget, newTarget] }, '/targets/1/name'],
    [{ ...newRule, targets: [{ name: 'a' }] }, '/targets/0/url'],
    [withTarget({ type: 'http' }), '/targets/0'],
    [withTarget({ url: 'https://private.example/' }), '/targets/0/url'],
    [withTarget({ url: `https://a.example/${'x'.repeat(2_048)}` }), '/targets/0/url'],
    [withTarget({ retry: 'NEVER' }), '/targets/0/retry'],
    [withTarget({ retry: 'HUAWEI_RETRY' }), '/targets/0/retry'],
    [withTarget({ dialect: 'huawei' }), '/targets/0/dialect'],
    [withTarget({ method: 'GET' }), '/targets/0/method'],
    [withTarget({ concurrency: 0 }), '/targets/0/concurrency'],
    [withTarget({ concurrency: 65 }), '/targets/0/concurrency'],
    [withTarget({ timeoutMs: 999 }), '/targets/0/timeoutMs'],
    [withTarget({ timeoutMs: 30_001 }), '/targets/0/timeoutMs'],
    [withTarget({ ratePerSecond: 0 }), '/targets/0/ratePerSecond'],
    [withTarget({ body: { form: 'JSONPATH', path: '$..x' } }), '/targets/0/body/path'],
    [withTarget({ body: { form: 'JSONPATH' } }), '/targets/0/body/path'],
    [withTarget({ body: { form: 'INSERT_FIELD' } }), '/targets/0/body/form'],
    [withTarget({ headers: { 'Webhook-Id': 'x' } }), '/targets/0/headers/webhook-id'],
    [withTarget({ headers: { 'x-a': 'line\nend' } }), '/targets/0/headers/x-a'],
    [withTarget({ contentType: 'a\r\nb' }), '/targets/0/contentType'],
    [withTarget({ deadLetterBus: 'none' }), '/targets/0/deadLetterBus'],
    [withTarget({ deadLetterBus: 'parley' }), '/targets/0/deadLetterBus'],
    [withTarget({ signing: { sets: ['huawei'] } }), '/targets/0/signing/sets/0'],
    [withTarget({ signing: { sets: ['standard', 'standard'] } }), '/targets/0/signing/sets'],
    [withTarget({ signing: { secret: 'whsec_short' } }), '/targets/0/signing/secret'],
    [withTarget({ signing: { secret: Buffer.alloc(32).toString('base64') } }), '/targets/0/signing/secret'],
    [
      withTarget({ signing: { secret: `whsec_${Buffer.alloc(65).toString('base64')}` } }),
      '/targets/0/signing/secret',
    ],
    [withTarget({ signing: { token: 'two words' } }), '/targets/0/signing/token'],
    [{ ...newRule, surprise: 1 }, ''],
    [[], ''],
    ['"text"', ''],
    ['null', ''],
    ['', ''],
    [undefined, ''],
  ]
  it.each(wrong)('are refused with the place: %j', async (body, pointer) => {
    const { call, pushStore } = await house()
    const answer = await call('POST', '/rules', body, JSON_BODY)
    expect(answer.body).toMatchObject({ status: 400 })
    expect(answer.body.code).toBe('invalid')
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
    expect(await pushStore.rules()).toEqual([])
  })
})

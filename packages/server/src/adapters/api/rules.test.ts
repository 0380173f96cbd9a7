import type { Rule } from '@parley/core'
import { describe, expect, it } from 'vitest'
import * as operations from './operations.ts'
import { follows, house, newRule } from './testing/house.ts'

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

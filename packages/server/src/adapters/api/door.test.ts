import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OPERATIONS } from './operations.ts'
import { problem } from './schema/common.ts'
import { house, KEY, newRule } from './testing/house.ts'

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
    ['PATCH', '/deliveries/x', '{"broken', { 'content-type': 'application/json' }, 405, 'method-not-allowed'],
    ['PUT', '/events', undefined, {}, 405, 'method-not-allowed'],
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

  it('never answers 500, whatever the path, query or body', async () => {
    const { call, faults } = await house()
    const { body: rule } = await call('POST', '/rules', newRule)
    const ids = ['x', '\u0000', '..', rule.id, rule.targets[0].id, 'parley', 'default']
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('0', '-1', '1e9', 'null', '\u0000', ...ids),
    )
    // Members that operations know, so that more than the first look is tried.
    const member = fc.constantFrom(
      'name',
      'bus',
      'pattern',
      'scope',
      'targets',
      'url',
      'headers',
      'body',
      'signing',
      'target',
      'from',
      'after',
      'event',
      'eventId',
      'last',
      'person',
      'specversion',
      'id',
      'source',
      'type',
      'data',
      'filter',
      'limit',
    )
    const known = fc.dictionary(member, fc.oneof(text, fc.jsonValue()), { maxKeys: 6 })
    const body = fc.oneof(
      fc.jsonValue(),
      known,
      known.map((part) => ({ ...newRule, ...part })),
      known.map((part) => [part]),
    )
    const operation = fc.constantFrom(...OPERATIONS.filter(({ id }) => id !== 'streamEvents'))
    await fc.assert(
      fc.asyncProperty(
        operation,
        text,
        body,
        fc.dictionary(fc.oneof(text, member), text, { maxKeys: 3 }),
        async (one, id, json, query) => {
          const path = one.path.replaceAll(/\{\w+\}/g, encodeURIComponent(id.toWellFormed()))
          const sent = one.method === 'get' ? undefined : JSON.stringify(json)
          const headers = sent === undefined ? {} : { 'content-type': 'application/json' }
          const search = new URLSearchParams(query).toString()
          const { status } = await call(
            one.method.toUpperCase(),
            `${path}?${search}`,
            sent,
            headers as Record<string, string>,
          )
          expect(status).toBeLessThan(500)
        },
      ),
      { numRuns: 600 },
    )
    expect(faults).toEqual([])
  }, 60_000)
})

import { createDeliveryWorker, createMatcher, OWN_BUS, parsePattern, type Receipt } from '@parley/core'
import { describe, expect, it } from 'vitest'
import * as operations from './operations.ts'
import { follows, house, newRule } from './testing/house.ts'
import { owing } from './testing/owing.ts'

const idsOf = (body: { data: { id: string }[] }): string[] => body.data.map(({ id }) => id)

describe('deliveries', () => {
  it('are listed from the newest, filtered, and paged to the end', async () => {
    const { call, rule, target, clock } = await owing(7)
    const seen: string[] = []
    let after = ''
    for (let pages = 0; pages < 10; pages += 1) {
      const { body } = await call('GET', `/deliveries?limit=3${after}`)
      follows(operations.listDeliveries, body)
      seen.push(...idsOf(body))
      if (body.next === null) break
      after = `&after=${body.next}`
    }
    expect(seen).toEqual(['d6', 'd5', 'd4', 'd3', 'd2', 'd1', 'd0'])
    const found = async (query: string) => idsOf((await call('GET', `/deliveries?${query}`)).body)
    const at = (ms: number) => encodeURIComponent(new Date(clock.now() + ms).toISOString())
    expect(await found('status=exhausted')).toEqual(['d0'])
    expect(await found('event=e4')).toEqual(['d4'])
    expect(await found('type=odd')).toEqual(['d5', 'd3', 'd1'])
    expect(await found('replay=replay')).toEqual(['d5'])
    expect(await found(`from=${at(2)}&before=${at(4)}`)).toEqual(['d3', 'd2'])
    expect(await found(`rule=${rule.id}&status=pending`)).toHaveLength(6)
    expect(await found(`target=${target.id}&bus=parley`)).toHaveLength(7)
    expect(await found('rule=other')).toEqual([])
    expect(await found('target=other')).toEqual([])
    expect(await found('bus=default')).toEqual([])
  })

  it('are shown with what was sent and answered by each attempt', async () => {
    const { call, target } = await owing(1)
    const { body } = await call('GET', '/deliveries/d0')
    follows(operations.getDelivery, body)
    expect(body).toMatchObject({
      status: 'exhausted',
      targetName: target.name,
      attemptCount: 1,
      nextAttemptAt: null,
      settledAt: expect.any(String),
      headers: { 'content-type': 'application/cloudevents+json' },
      body: 'body 0',
      attempts: [
        {
          no: 1,
          method: 'POST',
          url: target.url,
          requestHeaders: { 'webhook-id': 'e0' },
          status: 500,
          error: 'the target answered 500',
          responseHeaders: { server: 'test' },
          response: 'oops',
          durationMs: 7,
          nextAttemptAt: null,
        },
      ],
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
    const again = await call('POST', '/deliveries/d0/resend')
    expect(again.body).toMatchObject({ status: 409, code: 'conflict' })
    expect((await call('POST', '/deliveries/none/resend')).status).toBe(404)
    await call('DELETE', `/rules/${rule.id}`)
    expect((await call('GET', '/deliveries/d1')).body.status).toBe('cancelled')
    const gone = await call('POST', '/deliveries/d1/resend')
    expect(gone.body).toMatchObject({
      status: 409,
      code: 'conflict',
      detail: expect.stringContaining('deleted'),
    })
  })

  it('go all the way from a meeting to a signed post', async () => {
    const { call, book, store, pushStore, bus, clock, ids, secrets, onError, faults, parts } = await house()
    const made = await call('POST', '/rules', newRule)
    const sent: { body: string; secret: string }[] = []
    const tell = [
      (entry: Parameters<typeof parts.outside>[1]) => {
        const event = parts.outside(OWN_BUS, entry)
        return event ? [{ bus: OWN_BUS, event }] : []
      },
    ]
    const worker = createDeliveryWorker({
      name: 'w',
      pushStore,
      log: store,
      tell,
      clock,
      ids,
      chance: () => 0,
      onError,
      prepare: ({ body }, { url, method, timeoutMs, signing }) => {
        const headers = { secret: secrets.open(signing.secrets[0]?.sealed ?? '') }
        return { url, method, timeoutMs, body, headers, shown: {} }
      },
      courier: {
        async send({ body, headers }): Promise<Receipt> {
          sent.push({ body, secret: headers.secret ?? '' })
          return {
            is: 'answered',
            status: 200,
            headers: {},
            response: 'ok',
            retryAfterMs: null,
            durationMs: 1,
          }
        },
      },
    })
    const matcher = createMatcher({
      log: store,
      pushStore,
      bus,
      clock,
      ids,
      onError,
      onDeliveries: () => worker.wake(),
      tell,
      readPattern: (text) => parsePattern(text).pattern,
      encode: ({ id }) => ({ body: id, headers: {} }),
    })
    const conferenceId = await book()
    await matcher.run()
    const log = await store.eventsOf(conferenceId, { after: 0, limit: 100 })
    for (let rounds = 0; rounds < 100 && sent.length < log.length; rounds += 1) await clock.advance(1)
    await worker.stop()
    await matcher.stop()
    expect(sent.map(({ body }) => body)).toEqual(log.map(({ id }) => id))
    expect(new Set(sent.map(({ secret }) => secret))).toEqual(new Set([made.body.targets[0].secret]))
    expect((await call('GET', '/deliveries?status=delivered')).body.data).toHaveLength(log.length)
    expect(faults).toEqual([])
  })
})

describe('dead letters', () => {
  it('are listed with their last attempt', async () => {
    const { call } = await owing(4, 3)
    const { body } = await call('GET', '/dead-letters?limit=2')
    follows(operations.listDeadLetters, body)
    expect(idsOf(body)).toEqual(['d2', 'd1'])
    expect(body.data[0].lastAttempt).toMatchObject({ no: 1, status: 500, error: 'the target answered 500' })
    expect(idsOf((await call('GET', `/dead-letters?after=${body.next}`)).body)).toEqual(['d0'])
    expect(idsOf((await call('GET', '/dead-letters?type=odd')).body)).toEqual(['d1'])
    expect((await call('GET', '/dead-letters?status=pending')).body.code).toBe('invalid')
  })

  it('are resent by filter, under their own ids, and the worker is told', async () => {
    const { call, rule, woken, clock } = await owing(5, 4)
    const before = new Date(clock.now() + 2).toISOString()
    const some = await call('POST', '/dead-letters/resend', { rule: rule.id, before })
    expect(some).toMatchObject({ status: 202, body: { count: 2 } })
    expect(woken()).toBe(1)
    expect(idsOf((await call('GET', '/dead-letters')).body)).toEqual(['d3', 'd2'])
    expect((await call('GET', '/deliveries/d0')).body).toMatchObject({ status: 'pending', eventId: 'e0' })
    expect((await call('POST', '/dead-letters/resend', { bus: 'default' })).body).toEqual({ count: 0 })
    expect(woken()).toBe(1)
    expect((await call('POST', '/dead-letters/resend', {})).body).toEqual({ count: 2 })
  })

  it('are resent all of them, however many batches it takes, and none twice', async () => {
    const { call, pushStore } = await owing(1_203, 1_201)
    const limits: number[] = []
    const resend = pushStore.resendDeadLetters
    pushStore.resendDeadLetters = async (filter, now) => {
      limits.push(filter.limit)
      return resend(filter, now)
    }
    expect((await call('POST', '/dead-letters/resend', {})).body).toEqual({ count: 1_201 })
    expect(limits).toEqual([500, 500, 201])
  })

  it('are purged by filter, and the log keeps how many and by whom', async () => {
    const { call, target } = await owing(4, 3)
    expect((await call('POST', '/dead-letters/purge', { target: 'other' })).body).toEqual({ count: 0 })
    const done = await call('POST', '/dead-letters/purge', { target: target.id })
    expect(done).toMatchObject({ status: 200, body: { count: 3 } })
    expect((await call('GET', '/deliveries/d0')).status).toBe(404)
    expect(idsOf((await call('GET', '/deliveries')).body)).toEqual(['d3'])
    const { body } = await call('GET', '/events')
    follows(operations.listEvents, body)
    expect(body.data).toMatchObject([
      {
        type: 'DeliveriesDropped',
        conferenceId: '0',
        actor: { is: 'key', id: 'k', name: 'key' },
        via: 'api',
        data: { count: 3, why: 'purged', target: { targetId: target.id, bus: 'parley' } },
      },
    ])
  })

  it.each([{ rule: '' }, { status: 'exhausted' }, { from: 'yesterday' }, { before: '2026-01-01' }, []])(
    'a filter like %j is refused: it might mean all',
    async (body) => {
      const { call } = await owing(2, 2)
      for (const verb of ['resend', 'purge'])
        expect((await call('POST', `/dead-letters/${verb}`, body)).body).toMatchObject({
          status: 400,
          code: 'invalid',
        })
      expect(idsOf((await call('GET', '/dead-letters')).body)).toHaveLength(2)
    },
  )
})

import { createDeliveryWorker, createMatcher, type PushEvent, type Receipt } from '@parley/core'
import { describe, expect, it } from 'vitest'
import * as operations from './operations.ts'
import { follows, house, newRule } from './testing/house.ts'

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
    const { call, book, store, pushStore, bus, clock, ids, secrets, onError, faults } = await house()
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
  })
})

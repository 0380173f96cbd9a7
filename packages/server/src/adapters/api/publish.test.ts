import { describe, expect, it } from 'vitest'
import * as operations from './operations.ts'
import { follows, house } from './testing/house.ts'

const event = { specversion: '1.0', id: 'order-1', source: 'urn:shop', type: 'shop.order.paid' }
const CLOUDEVENT = { 'content-type': 'application/cloudevents+json; charset=utf-8' }
const BATCH = { 'content-type': 'application/cloudevents-batch+json' }

async function shop() {
  const all = await house()
  await all.call('POST', '/buses', { name: 'orders' })
  const put = (body: unknown, headers: Record<string, string> = {}) =>
    all.call('POST', '/events?bus=orders', typeof body === 'string' ? body : JSON.stringify(body), {
      'content-type': 'application/json',
      ...headers,
    })
  return { ...all, put }
}

describe('publishing', () => {
  it('keeps an event in the log as it was sent, under the key that sent it', async () => {
    const { put, call, store } = await shop()
    const full = {
      ...event,
      subject: 'orders/1',
      time: '2026-11-22T18:00:00+08:00',
      dataschema: 'https://shop.example/schema',
      datacontenttype: 'application/json',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      priority: 7,
      urgent: true,
      data: { amount: 12.5, name: '会议' },
    }
    const { status, body } = await put(full, CLOUDEVENT)
    expect(status).toBe(202)
    follows(operations.publishEvents, body)
    expect(body.data).toMatchObject([{ id: 'order-1', source: 'urn:shop' }])
    const [kept] = await store.entries({ after: 0, limit: 10 })
    const { specversion: _, traceparent, priority, urgent, ...plain } = full
    expect(kept).toMatchObject({
      id: body.data[0].eventId,
      type: 'EventPut',
      conferenceId: '0',
      actor: { is: 'key', id: 'k', name: 'key' },
      via: 'api',
    })
    expect(kept?.data).toEqual({
      bus: 'orders',
      why: 'published',
      event: { ...plain, extensions: { traceparent, priority, urgent } },
    })
    const { body: page } = await call('GET', '/events')
    follows(operations.listEvents, page)
    expect(page.data[0]).toMatchObject({ type: 'EventPut', data: { bus: 'orders' } })
  })

  it('takes a batch whole, in order, or not at all', async () => {
    const { put, store } = await shop()
    const batch = ['1', '2', '3'].map((id) => ({ ...event, id }))
    const { body } = await put(batch, BATCH)
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(['1', '2', '3'])
    const kept = await store.entries({ after: 0, limit: 10 })
    expect(kept.map(({ id }) => id)).toEqual(body.data.map(({ eventId }: { eventId: string }) => eventId))
    expect(new Set(kept.map(({ cause }) => cause)).size).toBe(1)

    const spoilt = await put([...batch, { ...event, type: 7 }])
    expect(spoilt.body).toMatchObject({ status: 400, code: 'invalid' })
    expect(spoilt.body.errors[0].pointer).toBe('/3/type')
    expect(await store.lastPosition()).toBe(3)
  })

  it('takes bytes, and data of any JSON kind', async () => {
    const { put, store } = await shop()
    await put({ ...event, data_base64: 'AAECAw==', datacontenttype: 'application/octet-stream' })
    for (const data of [null, false, 0, 'text', [1]]) expect((await put({ ...event, data })).status).toBe(202)
    const kept = await store.entries({ after: 0, limit: 10 })
    expect(kept[0]?.data).toMatchObject({ event: { data_base64: 'AAECAw==' } })
    expect(kept.slice(1).map(({ data }) => (data as { event: { data: unknown } }).event.data)).toEqual([
      null,
      false,
      0,
      'text',
      [1],
    ])
  })

  it.each([
    [{ ...event, source: 'acs.aliyuncvc' }, '/source'],
    [{ ...event, source: 'acs:aliyuncvc' }, '/source'],
    [{ ...event, source: 'ACS.AliyunCVC' }, '/source'],
    [{ ...event, source: 'urn:parley' }, '/source'],
    [{ ...event, source: 'urn:parley:x' }, '/source'],
    [{ ...event, specversion: '0.3' }, '/specversion'],
    [{ ...event, id: '' }, '/id'],
    [{ ...event, id: 'x'.repeat(129) }, '/id'],
    [{ ...event, type: undefined }, '/type'],
    [{ ...event, id: 'a\u0000b' }, '/id'],
    [{ ...event, source: 'urn:a\r\nb' }, '/source'],
    [{ ...event, type: 'a\u007f' }, '/type'],
    [{ ...event, subject: '\ud800' }, '/subject'],
    [{ ...event, datacontenttype: 'a/b\nx' }, '/datacontenttype'],
    [{ ...event, extra: '\u0085' }, '/extra'],
    [{ ...event, time: 'now' }, '/time'],
    [{ ...event, time: '2020-07-21 20:22:01.961000' }, '/time'],
    [{ ...event, Upper: 'x' }, '/Upper'],
    [{ ...event, nested: { a: 1 } }, '/nested'],
    [{ ...event, fraction: 1.5 }, '/fraction'],
    [{ ...event, data: 1, data_base64: 'AA==' }, '/data_base64'],
    [{ ...event, data_base64: '§' }, '/data_base64'],
    [{ ...event, data: 'x'.repeat(256 * 1024) }, '/data'],
    [[], ''],
    [Array.from({ length: 17 }, () => event), ''],
    [[{ ...event, source: 'urn:parley' }], '/0/source'],
    ['null', ''],
    ['7', ''],
  ])('%.60j is refused with the place', async (body, pointer) => {
    const { put, store } = await shop()
    const answer = await put(body)
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid' })
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
    expect(await store.lastPosition()).toBe(0)
  })

  it('is for buses that are there, and never for the one that tells of this server', async () => {
    const { call, put, store } = await shop()
    for (const bus of ['none', 'parley', 'huawei-hooks', ''])
      expect((await call('POST', `/events?bus=${bus}`, event)).body.errors[0].pointer, bus).toBe('?bus')
    expect((await call('POST', '/events', event)).body.errors[0].pointer).toBe('?bus')
    expect((await call('POST', '/events?bus=default', event)).status).toBe(202)
    expect((await put(event)).status).toBe(202)
    expect(await store.lastPosition()).toBe(2)
  })

  it('takes a large batch, and no larger one; its types of body only here', async () => {
    const { call, put } = await shop()
    const large = Array.from({ length: 4 }, (_, at) => ({ ...event, id: `${at}`, data: 'x'.repeat(250_000) }))
    expect((await put(large)).status).toBe(202)
    expect((await put([...large, ...large])).body).toMatchObject({ status: 413, code: 'too-large' })
    const deep = JSON.stringify({ ...event, data: 0 }).replace(
      /0}$/,
      `${'['.repeat(9_000)}${']'.repeat(9_000)}}`,
    )
    for (const type of [CLOUDEVENT, BATCH, {}])
      expect((await put(deep, type)).body).toMatchObject({ status: 400, code: 'bad-request' })
    expect((await put('{"broken', CLOUDEVENT)).body).toMatchObject({ status: 400, code: 'bad-request' })
    const elsewhere = await call('POST', '/rules', JSON.stringify({ name: 'a', pattern: {} }), CLOUDEVENT)
    expect(elsewhere.body).toMatchObject({ status: 415, code: 'unsupported-media-type' })
  })
})

describe('erasures', () => {
  it('tell what was blanked, and the log keeps that it was asked', async () => {
    const { call, store } = await house()
    const { status, body } = await call('POST', '/erasures', { person: { guestId: 'g1' } })
    expect(status).toBe(200)
    follows(operations.erasePerson, body)
    expect(body).toEqual({ events: 3, deliveries: 2, conferenceIds: ['123456789'] })
    expect(await store.entries({ after: 0, limit: 10 })).toMatchObject([
      {
        type: 'PersonErased',
        actor: { is: 'key', id: 'k' },
        via: 'api',
        data: { person: { is: 'guest', guestId: 'g1' }, events: 3, deliveries: 2 },
      },
    ])
    const busy = await call('POST', '/erasures', { person: { userId: 'u1' } })
    expect(busy.body).toMatchObject({ status: 409, code: 'conflict' })
  })

  it.each([
    {},
    { person: {} },
    { person: { userId: 'a', guestId: 'b' } },
    { person: { userId: '' } },
    { person: 'a' },
  ])('%j is refused', async (body) => {
    const { call } = await house()
    const answer = await call('POST', '/erasures', body)
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid' })
  })
})

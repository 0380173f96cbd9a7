import {
  type CloudEvent,
  CreateEventBusRequest,
  QueryEventByEventIdRequest,
  QueryEventsByPeriodRequest,
  QueryEventsRequest,
  QueryEventTracesRequest,
} from '@alicloud/eventbridge'
import { describe, expect, it } from 'vitest'
import { house, refusal } from './testing/house.ts'
import { event, rule, target } from './testing/requests.ts'

describe('[AL] 5.5 events', () => {
  it('are in the log when the answer comes, as they were sent', async () => {
    const { sdk, eventLog, told } = await house()
    const answer = await sdk().putEvents([
      event('e1', { extensions: { color: 'red' }, subject: 's', time: '2026-01-02T03:04:05+08:00' }),
      event('e2', { datacontenttype: 'image/png', data: Buffer.from([1, 2]) }),
      event('e3', { data: Buffer.from('no json') }),
    ])
    expect(answer).toMatchObject({ failedEntryCount: 0, resourceOwnerAccountId: '1001' })
    expect(answer.entryList?.map(({ eventId }) => eventId)).toEqual(['e1', 'e2', 'e3'])
    const entries = await eventLog.entries({ after: 0, limit: 10 })
    expect(entries.map(({ data }) => data)).toMatchObject([
      {
        bus: 'default',
        why: 'published',
        event: {
          id: 'e1',
          subject: 's',
          time: '2026-01-02T03:04:05+08:00',
          data: { amount: 12 },
          extensions: { color: 'red', aliyuneventbusname: 'default', aliyunaccountid: '1001' },
        },
      },
      { event: { id: 'e2', datacontenttype: 'image/png', data_base64: 'AQI=' } },
      { event: { id: 'e3', data: 'no json' } },
    ])
    expect(entries[0]).toMatchObject({
      id: answer.entryList?.[0]?.traceId,
      cause: answer.requestId,
      actor: { is: 'key', id: 'test-key-id' },
    })
    expect(told.matcher).toBe(1)
  })

  it('[CloudEvents 1.0] have no control character in any attribute', async () => {
    const { sdk } = await house()
    const rows: [code: string, CloudEvent][] = [
      ['EventInvalid', event('a\u0000b')],
      ['EventSourceInvalid', event('x', { source: 'urn:a\u0000b' })],
      ['EventTypeInvalid', event('x', { type: 'a\r\nb' })],
      ['EventInvalid', event('x', { subject: '\u007f' })],
      ['EventExtensionsAttributeInvalid', event('x', { extensions: { ab: '\n' } })],
    ]
    const answer = await sdk().putEvents(rows.map(([, one]) => one))
    expect(answer.entryList?.map(({ errorCode }) => errorCode)).toEqual(rows.map(([code]) => code))
  })

  it('go to the bus they name, and are refused one by one', async () => {
    const { sdk, eventLog } = await house()
    await sdk().createEventBus(new CreateEventBusRequest({ eventBusName: 'shop' }))
    const extensions = { aliyuneventbusname: 'shop', aliyunaccountid: '666' }
    const put = (id: string, more: object = {}) => event(id, { extensions, ...more })
    const rows: [code: string | undefined, CloudEvent][] = [
      [undefined, put('good')],
      ['EventIdEmpty', put('')],
      ['EventInvalid', put('a b')],
      ['EventSourceInvalid', put('x', { source: 'acs.aliyuncvc' })],
      ['EventSourceInvalid', put('x', { source: 'acs:aliyuncvc' })],
      ['EventSourceInvalid', put('x', { source: 'x'.repeat(129) })],
      ['EventTypeInvalid', put('x', { type: '' })],
      ['EventSpecversionInvalid', put('x', { specversion: '2.0' })],
      ['EventContentTypeInvalid', put('x', { datacontenttype: 'json' })],
      ['EventDataEmpty', put('x', { data: undefined })],
      ['EventInvalid', put('x', { time: '2026-01-02 03:04:05' })],
      ['EventExtensionsAttributeInvalid', put('x', { extensions: { ...extensions, 'A-b': '1' } })],
      ['EventSizeExceed', put('x', { data: Buffer.from(JSON.stringify('x'.repeat(256 * 1024))) })],
      [undefined, put('good-too')],
    ]
    const answer = await sdk().putEvents(rows.map(([, one]) => one))
    expect(answer.entryList?.map(({ errorCode }) => errorCode)).toEqual(rows.map(([code]) => code))
    expect(answer.failedEntryCount).toBe(12)
    const kept = await eventLog.entries({ after: 0, limit: 20 })
    expect(kept.map(({ data }) => data)).toMatchObject([
      { bus: 'shop', event: { id: 'good' } },
      { bus: 'shop', event: { id: 'good-too' } },
    ])
    // What only the bus may say of an event.
    expect(JSON.stringify(kept)).not.toContain('666')
  })

  it('are refused as a whole when the call is wrong', async () => {
    const { sdk, eventLog } = await house()
    const api = sdk()
    const on = (bus: string) => event('x', { extensions: { aliyuneventbusname: bus } })
    const large = (id: string) => event(id, { data: Buffer.from(JSON.stringify('x'.repeat(250 * 1024))) })
    const rows: [string, CloudEvent[]][] = [
      ['EventInvalid', []],
      ['EventBusNotExist', [on('none')]],
      ['EventBusNotExist', [on('huawei-hooks')]],
      ['AccessDenied', [on('parley')]],
      ['EventBusEmpty', [on('')]],
      ['PutEventsRequestMoreThanOneEventBus', [event('a'), on('parley')]],
      ['EventSizeExceed', Array.from({ length: 17 }, (_, n) => event(`e${n}`))],
      ['EventSizeExceed', ['a', 'b', 'c', 'd', 'e'].map(large)],
    ]
    for (const [code, events] of rows) expect((await refusal(api.putEvents(events))).code).toBe(code)
    expect(await eventLog.lastPosition()).toBe(0)
  })
})

describe('[AL] 5.6 what became of events', () => {
  it('is found by id, by ids and by period, in pages', async () => {
    const { sdk, clock } = await house()
    const api = sdk()
    const start = clock.now()
    for (let n = 0; n < 5; n++) {
      await api.putEvents([event(`e${n}`, n === 3 ? { type: 'order:lost' } : {})])
      clock.advance(10)
    }
    const one = await api.queryEventByEventId(
      new QueryEventByEventIdRequest({ eventBusName: 'default', eventSource: 'shop', eventId: 'e2' }),
    )
    expect(one).toMatchObject({
      total: 1,
      tracedEvents: [
        {
          eventId: 'e2',
          eventSource: 'shop',
          eventType: 'order:paid',
          eventBusName: 'default',
          eventReceivedTime: String(start + 20),
        },
      ],
    })
    const some = await api.queryEvents(
      new QueryEventsRequest({ eventBusName: 'default', eventSourceName: 'shop', eventIds: ['e1', 'none'] }),
    )
    expect(Object.keys(some.eventMap)).toEqual(['e1'])
    expect(JSON.parse(some.eventMap.e1 ?? '')).toMatchObject({
      id: 'e1',
      specversion: '1.0',
      data: { amount: 12 },
    })

    const wish = { eventBusName: 'default', eventSource: 'shop', startTime: start, endTime: start + 35 }
    const pages: string[][] = []
    let nextToken: string | undefined
    do {
      const page = await api.queryEventsByPeriod(
        new QueryEventsByPeriodRequest({ ...wish, limit: 2, nextToken }),
      )
      pages.push(page.tracedEvents.map(({ eventId }) => eventId))
      nextToken = page.nextToken
    } while (nextToken)
    expect(pages).toEqual([
      ['e0', 'e1'],
      ['e2', 'e3'],
    ])
    const lost = await api.queryEventsByPeriod(
      new QueryEventsByPeriodRequest({ ...wish, eventType: 'order:lost' }),
    )
    expect(lost).toMatchObject({ total: 1, tracedEvents: [{ eventId: 'e3' }] })
  })

  it('is traced: received, matched, pushed by each attempt', async () => {
    const { sdk, pushStore, eventLog, clock } = await house()
    const api = sdk()
    const all = { filterPattern: '{}' }
    await api.createRule(rule('pushed', { ...all, targets: [target('t')] }))
    await api.createRule(rule('without-targets', all))
    await api.createRule(rule('elsewhere', { filterPattern: '{"source":["yard"]}' }))
    const received = clock.now()
    await api.putEvents([event('e1')])
    const [entry] = await eventLog.entries({ after: 0, limit: 1 })
    const owner = await pushStore.ruleByName('default', 'pushed')
    clock.advance(3)
    await pushStore.advance(0, entry!.position, [
      {
        id: 'd1',
        bus: 'default',
        ruleId: owner!.id,
        targetId: owner!.targets[0]!.id,
        ruleName: 'pushed',
        targetName: 't',
        url: 'https://app.example.com/t',
        eventId: 'e1',
        eventSource: 'shop',
        eventType: 'order:paid',
        position: entry!.position,
        headers: {},
        body: '{}',
        orderKey: null,
        replayId: null,
        dueAt: clock.now(),
        createdAt: clock.now(),
      },
    ])
    const tried = async (
      id: string,
      status: number | null,
      error: string | null,
      to: 'pending' | 'delivered',
    ) => {
      clock.advance(10)
      const [claimed] = await pushStore.claim('w', clock.now(), 1_000, [
        { targetId: owner!.targets[0]!.id, limit: 1 },
      ])
      await pushStore.settle(
        'w',
        {
          id,
          deliveryId: claimed!.id,
          startedAt: clock.now(),
          durationMs: 7,
          method: 'POST',
          url: claimed!.url,
          requestHeaders: {},
          status,
          error,
          responseHeaders: {},
          response: '',
          nextAt: null,
        },
        { status: to, dueAt: to === 'pending' ? clock.now() : null },
      )
    }
    await tried('a1', null, 'the connection was refused (ECONNREFUSED)', 'pending')
    await tried('a2', 503, 'status 503', 'pending')
    await tried('a3', 200, null, 'delivered')
    const { eventTraceList } = await api.queryEventTraces(
      new QueryEventTracesRequest({ eventBusName: 'default', eventId: 'e1' }),
    )
    const shown = eventTraceList.map(({ action, ruleName, actionTime, notifyStatus }) => [
      action,
      ruleName,
      Number(actionTime) - received,
      notifyStatus,
    ])
    expect(shown).toEqual([
      ['PutEvent', undefined, 0, undefined],
      ['FilterEvent', 'without-targets', 0, undefined],
      ['FilterEvent', 'pushed', 3, undefined],
      ['PushEvent', 'pushed', 13, '[0]ConnectionWasRefused'],
      ['PushEvent', 'pushed', 23, '[503]ServiceUnavailable'],
      ['PushEvent', 'pushed', 33, '[200]Ok'],
    ])
    expect(eventTraceList.at(-1)).toMatchObject({
      eventId: 'e1',
      eventSource: 'shop',
      resourceOwnerId: '1001',
      endpoint: 'https://app.example.com/t',
      receivedTime: received,
      notifyTime: received + 33,
      notifyLatency: 7,
    })
    const byRule = {
      eventBusName: 'default',
      eventSource: 'shop',
      startTime: received,
      endTime: received + 1,
    }
    for (const [matchedRule, total] of [
      ['pushed', 1],
      ['elsewhere', 0],
    ] as const)
      expect(
        (await api.queryEventsByPeriod(new QueryEventsByPeriodRequest({ ...byRule, matchedRule }))).total,
      ).toBe(total)
    const none = await api.queryEventTraces(
      new QueryEventTracesRequest({ eventBusName: 'default', eventId: 'x' }),
    )
    expect(none.eventTraceList).toEqual([])
  })
})

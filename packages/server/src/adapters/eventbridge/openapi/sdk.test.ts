import {
  CloudEvent,
  CreateEventBusRequest,
  CreateRuleRequest,
  CreateTargetsRequest,
  DeleteEventBusRequest,
  DeleteRuleRequest,
  DeleteTargetsRequest,
  DisableRuleRequest,
  EBTargetParam,
  EnableRuleRequest,
  GetEventBusRequest,
  GetRuleRequest,
  ListAliyunOfficialRequest,
  ListEventBusesRequest,
  ListPartnerEventSourcesRequest,
  ListRulesRequest,
  ListTargetsRequest,
  ListUserDefinedRequest,
  QueryEventByEventIdRequest,
  QueryEventsByPeriodRequest,
  QueryEventsRequest,
  QueryEventTracesRequest,
  TargetEntry,
  TestEventPatternRequest,
  UpdateRuleRequest,
} from '@alicloud/eventbridge'
import { describe, expect, it } from 'vitest'
import { house, refusal } from './testing/house.ts'

const PATTERN = '{"source":["acs.aliyuncvc"]}'

function target(id: string, more: Record<string, unknown> = {}, params: Record<string, string> = {}) {
  return new TargetEntry({
    id,
    type: 'http',
    endpoint: `https://app.example.com/${id}`,
    paramList: Object.entries(params).map(
      ([resourceKey, value]) => new EBTargetParam({ resourceKey, form: 'CONSTANT', value }),
    ),
    ...more,
  })
}

const rule = (ruleName: string, more: Record<string, unknown> = {}) =>
  new CreateRuleRequest({ eventBusName: 'default', ruleName, filterPattern: PATTERN, targets: [], ...more })

const event = (id: string, more: Record<string, unknown> = {}) =>
  new CloudEvent({
    id,
    source: 'shop',
    specversion: '1.0',
    type: 'order:paid',
    datacontenttype: 'application/json; charset=utf-8',
    data: Buffer.from('{"amount":12}'),
    ...more,
  })

describe('[AL] 5.4 buses', () => {
  it('are created, shown, listed in pages and deleted', async () => {
    const { sdk } = await house()
    const api = sdk()
    for (const eventBusName of ['shop', 'shop-2', 'yard'])
      await api.createEventBus(
        new CreateEventBusRequest({ eventBusName, description: 'd', tags: { a: 'b' } }),
      )
    const bus = await api.getEventBus(new GetEventBusRequest({ eventBusName: 'shop' }))
    expect(bus).toMatchObject({
      eventBusName: 'shop',
      eventBusARN: 'acs:eventbridge:cn-hangzhou:1001:eventbus/shop',
      description: 'd',
      tags: { a: 'b' },
      resourceOwnerAccountId: '1001',
    })
    expect(bus.createTimestamp).toBeGreaterThan(0)
    const first = await api.listEventBuses(new ListEventBusesRequest({ namePrefix: 'shop', limit: 1 }))
    expect(first).toMatchObject({ eventBuses: [{ eventBusName: 'shop' }], total: 2 })
    const { nextToken } = first
    const second = await api.listEventBuses(
      new ListEventBusesRequest({ namePrefix: 'shop', limit: 1, nextToken }),
    )
    expect(second.eventBuses.map((one) => one.eventBusName)).toEqual(['shop-2'])
    expect(second.nextToken).toBeUndefined()
    const all = await api.listEventBuses(new ListEventBusesRequest({}))
    expect(all.eventBuses.map((one) => one.eventBusName)).toEqual([
      'default',
      'parley',
      'shop',
      'shop-2',
      'yard',
    ])
    const deleted = await api.deleteEventBus(new DeleteEventBusRequest({ eventBusName: 'yard' }))
    expect(deleted.requestId).toBeTruthy()
  })

  it('are refused with their codes', async () => {
    const { sdk } = await house()
    const api = sdk()
    const create = (eventBusName: string) =>
      refusal(api.createEventBus(new CreateEventBusRequest({ eventBusName })))
    for (const name of ['', 'a b', '-a', 'eventbridge-reserved-x', 'huawei-hooks', 'x'.repeat(128)])
      expect((await create(name)).code, name).toBe('EventBusNameInvalid')
    expect((await create('default')).code).toBe('EventBusAlreadyExist')
    const remove = (eventBusName: string) =>
      refusal(api.deleteEventBus(new DeleteEventBusRequest({ eventBusName })))
    expect((await remove('none')).code).toBe('EventBusNotExist')
    expect((await remove('huawei-hooks')).code).toBe('EventBusNotExist')
    expect((await remove('default')).code).toBe('AccessDenied')
    await api.createEventBus(new CreateEventBusRequest({ eventBusName: 'shop' }))
    await api.createRule(rule('r', { eventBusName: 'shop' }))
    expect((await remove('shop')).code).toBe('EventBusRuleNotEmptyForDelete')
    const list = (more: object) => refusal(api.listEventBuses(new ListEventBusesRequest({ ...more })))
    expect((await list({ limit: 101 })).code).toBe('LimitSizeInvalid')
    expect((await list({ nextToken: 'not ours' })).code).toBe('NextTokenInvalid')
  })

  it('[AL] 3.9 are fifty at most', async () => {
    const { sdk } = await house()
    const create = (n: number) => sdk().createEventBus(new CreateEventBusRequest({ eventBusName: `b${n}` }))
    for (let n = 0; n < 50; n++) await create(n)
    expect((await refusal(create(50))).code).toBe('EventBusCountExceedLimit')
  })
})

describe('[AL] 5.4 rules', () => {
  it('are created, changed, turned, listed and deleted', async () => {
    const { sdk, told, clock } = await house()
    const api = sdk()
    const { ruleARN } = await api.createRule(rule('cam', { status: 'enable', targets: [target('t1')] }))
    expect(ruleARN).toBe('acs:eventbridge:cn-hangzhou:1001:eventbus/default/rule/cam')
    expect(told.matcher).toBe(1)
    clock.advance(5)
    const named = { eventBusName: 'default', ruleName: 'cam' }
    await api.updateRule(new UpdateRuleRequest({ ...named, description: 'cameras', tags: { x: 'y' } }))
    await api.disableRule(new DisableRuleRequest(named))
    const shown = await api.getRule(new GetRuleRequest(named))
    expect(shown).toMatchObject({
      ...named,
      ruleARN,
      description: 'cameras',
      status: 'DISABLE',
      filterPattern: PATTERN,
      tags: { x: 'y' },
      targets: [{ id: 't1', type: 'http', endpoint: 'https://app.example.com/t1' }],
    })
    expect(shown.mtime).toBeGreaterThan(shown.ctime)
    await api.enableRule(new EnableRuleRequest(named))
    await api.updateRule(new UpdateRuleRequest({ ...named, filterPattern: '{}' }))
    await api.createRule(rule('camera-2'))
    const listed = await api.listRules(
      new ListRulesRequest({ eventBusName: 'default', ruleNamePrefix: 'cam', limit: 1 }),
    )
    expect(listed).toMatchObject({
      total: 2,
      rules: [{ ruleName: 'cam', status: 'ENABLE', filterPattern: '{}' }],
    })
    const rest = await api.listRules(
      new ListRulesRequest({ eventBusName: 'default', nextToken: listed.nextToken }),
    )
    expect(rest.rules.map((one) => one.ruleName)).toEqual(['camera-2'])
    await api.deleteRule(new DeleteRuleRequest(named))
    expect((await refusal(api.getRule(new GetRuleRequest(named)))).code).toBe('EventRuleNotExisted')
  })

  it('are on the bus of meetings unless another is named', async () => {
    const { sdk, pushStore } = await house()
    await sdk().createRule(rule('r', { eventBusName: undefined }))
    expect((await pushStore.ruleByName('default', 'r'))?.enabled).toBe(true)
  })

  it('are refused with their codes, the spot of a pattern in the message', async () => {
    const { sdk } = await house()
    const api = sdk()
    await api.createRule(rule('taken'))
    const rows: [string, ReturnType<typeof rule>][] = [
      ['EventRuleAlreadyExist', rule('taken')],
      ['EventRuleNameInvalid', rule('a b')],
      ['EventRuleNameInvalid', rule('x'.repeat(128))],
      ['EventBusNotExist', rule('r', { eventBusName: 'none' })],
      ['EventBusNotExist', rule('r', { eventBusName: 'huawei-hooks' })],
      ['EventRuleFilterPatternEmpty', rule('r', { filterPattern: '' })],
      ['EventRuleFilterPatternEmpty', rule('r', { filterPattern: undefined })],
      ['EventRuleFilterPatternSchemaError', rule('r', { filterPattern: '{"a":' })],
      ['EventRuleFilterPatternSchemaError', rule('r', { filterPattern: '{"source":"x"}' })],
      [
        'EventRuleFilterPatternExceedLimit',
        rule('r', { filterPattern: `{"source":["${'x'.repeat(2_048)}"]}` }),
      ],
      ['JsonAttributeInvalid', rule('r', { status: 'PAUSED' })],
    ]
    for (const [code, request] of rows) expect((await refusal(api.createRule(request))).code).toBe(code)
    const { message } = await refusal(
      api.createRule(rule('r', { filterPattern: '{"source":["a",{"like":"x"}]}' })),
    )
    expect(message).toContain('/source/1')
  })

  it('[AL] 5.4 are made whole or not at all', async () => {
    const { sdk, pushStore } = await house()
    const bad = [
      ['EventTargetIneffectiveAttribute', [target('a'), target('b', {}, { Colour: 'red' })]],
      ['EventTargetIneffectiveAttribute', [target('a'), target('b', { endpoint: 'http://private/' })]],
      ['EventRuleTargetIdDuplicate', [target('a'), target('a')]],
      ['EventTargetCountExceedLimit', ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => target(id))],
    ] as const
    for (const [code, targets] of bad)
      expect((await refusal(sdk().createRule(rule('r', { targets })))).code).toBe(code)
    expect(await pushStore.rules()).toEqual([])
  })
})

describe('[AL] 5.4 targets', () => {
  const inRule = { eventBusName: 'default', ruleName: 'r' }

  it('are added and deleted one by one, each error at its entry', async () => {
    const { sdk, told } = await house()
    const api = sdk()
    await api.createRule(rule('r', { targets: [target('a')] }))
    const made = await api.createTargets(
      new CreateTargetsRequest({
        ...inRule,
        targets: [target('b'), target('a'), target('c', { type: 'acs.fc' }), target('d')],
      }),
    )
    expect(made).toMatchObject({
      errorEntriesCount: 2,
      errorEntries: [
        { entryId: 'a', errorCode: 'EventRuleTargetIdDuplicate' },
        { entryId: 'c', errorCode: 'EventTargetClassNotExist' },
      ],
    })
    expect(told.worker).toBe(1)
    const gone = await api.deleteTargets(new DeleteTargetsRequest({ ...inRule, targetIds: ['a', 'x'] }))
    expect(gone).toMatchObject({
      errorEntriesCount: 1,
      errorEntries: [{ entryId: 'x', errorCode: 'EventTargetNotExist' }],
    })
    const { targets } = await api.listTargets(new ListTargetsRequest({ ...inRule, limit: 10 }))
    expect(targets.map(({ id }) => id)).toEqual(['b', 'd'])
    const nowhere = new CreateTargetsRequest({ ...inRule, ruleName: 'none', targets: [target('a')] })
    expect((await refusal(api.createTargets(nowhere))).code).toBe('EventRuleNotExisted')
  })

  it('[AL] 3.9 are five at most', async () => {
    const { sdk } = await house()
    await sdk().createRule(rule('r'))
    const targets = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => target(id))
    expect(await sdk().createTargets(new CreateTargetsRequest({ ...inRule, targets }))).toMatchObject({
      errorEntries: [{ entryId: 'f', errorCode: 'EventTargetCountExceedLimit' }],
    })
  })
})

describe('[AL] 5.4 patterns', () => {
  const ask = (Event: unknown, eventPattern: string) =>
    new TestEventPatternRequest({
      event: typeof Event === 'string' ? Event : JSON.stringify(Event),
      eventPattern,
    })

  it('are tried on an event in either dialect, with the spellings of the document’s own samples', async () => {
    const { sdk } = await house()
    const api = sdk()
    const meeting = { source: 'acs.aliyuncvc', data: '{"action":"meeting_end"}', mark: 'x' }
    const rows: [boolean, unknown, string][] = [
      [true, meeting, '{"data":{"action":["meeting_end"]}}'],
      [true, { ...meeting, data: { action: 'meeting_end' } }, '{"data":{"action":["meeting_end"]}}'],
      [true, meeting, '{"source":["acs:aliyuncvc"]}'],
      [true, meeting, '{"mark":["x"]}'],
      [false, meeting, '{"source":["shop"]}'],
      [true, {}, '{}'],
    ]
    for (const [result, one, pattern] of rows)
      expect((await api.testEventPattern(ask(one, pattern))).result, pattern).toBe(result)
  })

  it('are refused as in a rule, and so is what is no event', async () => {
    const { sdk } = await house()
    const rows = [
      ['EventRuleFilterPatternEmpty', ask({}, '')],
      ['EventRuleFilterPatternSchemaError', ask({}, '[1]')],
      ['JsonAttributeInvalid', ask('{"a":', '{}')],
      ['EventInvalid', ask('[1]', '{}')],
      ['EventSizeExceed', ask({ data: 'x'.repeat(256 * 1024) }, '{}')],
    ] as const
    for (const [code, request] of rows)
      expect((await refusal(sdk().testEventPattern(request))).code).toBe(code)
  })
})

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

describe('[AL] 5.4 sources', () => {
  it('are the one of meetings with its four types', async () => {
    const { sdk } = await house()
    const { eventSourceList } = await sdk().listAliyunOfficialEventSources(new ListAliyunOfficialRequest({}))
    expect(eventSourceList.map(({ name, eventTypes }) => [name, eventTypes.map((one) => one.name)])).toEqual([
      [
        'acs.aliyuncvc',
        ['MeetingStateEvent', 'MemberStateEvent', 'MemberOperate', 'MeetingStatistic'].map(
          (name) => `aliyuncvc:MeetingEvent:${name}`,
        ),
      ],
    ])
    expect(
      (await sdk().listPartnerEventSources(new ListPartnerEventSourcesRequest({}))).eventSources,
    ).toEqual([])
  })

  it('of one’s own, and everything else there is in the SDK, are not supported, in words it can read', async () => {
    const { sdk } = await house()
    const error = await refusal(sdk().listUserDefinedEventSources(new ListUserDefinedRequest({})))
    expect(error.code).toBe('OperationNotSupported')
    expect(error.message).toMatch(/^OperationNotSupported: \[EventBridgeError-[0-9a-f-]{36}\] /)
  })
})

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
import { describe, expect, test } from 'vitest'
import { codeOf, createSdk } from '../support/eventbridge-sdk.ts'
import { eventually } from '../support/eventually.ts'
import { startedConference } from '../support/huawei-client.ts'
import { guestInside } from '../support/people.ts'
import { receiverForTest, verifySignature } from '../support/receiver.ts'
import { serverForAll, serverForTest } from '../support/server.ts'

const ALLOWED = { env: { PARLEY_PUSH_ALLOW: '127.0.0.0/8' } }
const MEMBER = 'aliyuncvc:MeetingEvent:MemberStateEvent'
const MEETINGS = '{"source":["acs.aliyuncvc"]}'

function target(id: string, endpoint: string, params: Record<string, string> = {}): TargetEntry {
  return new TargetEntry({
    id,
    type: 'http',
    endpoint,
    pushRetryStrategy: 'BACKOFF_RETRY',
    paramList: [
      new EBTargetParam({ resourceKey: 'url', form: 'CONSTANT', value: endpoint }),
      new EBTargetParam({ resourceKey: 'Body', form: 'ORIGINAL' }),
      ...Object.entries(params).map(
        ([resourceKey, value]) => new EBTargetParam({ resourceKey, form: 'CONSTANT', value }),
      ),
    ],
  })
}

function order(id: string, bus?: string): CloudEvent {
  return new CloudEvent({
    id,
    source: 'shop',
    specversion: '1.0',
    type: 'order:paid',
    datacontenttype: 'application/json; charset=utf-8',
    data: Buffer.from(JSON.stringify({ id })),
    ...(bus === undefined ? {} : { extensions: { aliyuneventbusname: bus, color: 'red' } }),
  })
}

describe('[AL] 5.4 the unmodified SDK of the cloud', () => {
  const server = serverForAll(ALLOWED)

  test('makes a rule of which meetings are pushed, and sees in traces what became of each event', async () => {
    const sdk = createSdk(server)
    const receiver = await receiverForTest()
    const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
    const made = await sdk.createRule(
      new CreateRuleRequest({
        eventBusName: 'default',
        ruleName: 'members',
        filterPattern: `{"source":["acs:aliyuncvc"],"type":["${MEMBER}"],"data":{"action":[{"prefix":"member_"}]}}`,
        targets: [target('hook', `${receiver.url}/members`, { SigningSecretRef: secret })],
      }),
    )
    expect(made.ruleARN).toBe('acs:eventbridge:cn-hangzhou:1001:eventbus/default/rule/members')
    const { info } = await startedConference(server, { subject: '周会' })
    const li = await guestInside(server, info.guestJoinUri, 'Li')
    await li.conference.leave()

    const pushes = await receiver.atLeast(2)
    const bodies = pushes.map(({ body }) => JSON.parse(body) as { id: string; data: string; type: string })
    expect(bodies.map(({ data }) => (JSON.parse(data) as { action: string }).action)).toEqual([
      'member_join',
      'member_leave',
    ])
    for (const push of pushes) verifySignature(push, secret)

    const eventId = bodies[0]!.id
    const traces = await eventually(async () => {
      const { eventTraceList } = await sdk.queryEventTraces(
        new QueryEventTracesRequest({ eventBusName: 'default', eventId }),
      )
      return eventTraceList.length >= 3 && eventTraceList
    })
    expect(traces.map(({ action }) => action)).toEqual(['PutEvent', 'FilterEvent', 'PushEvent'])
    expect(traces[2]).toMatchObject({
      ruleName: 'members',
      endpoint: `${receiver.url}/members`,
      notifyStatus: '[200]Ok',
      eventSource: 'acs.aliyuncvc',
    })
    const one = await sdk.queryEventByEventId(
      new QueryEventByEventIdRequest({ eventBusName: 'default', eventSource: 'acs.aliyuncvc', eventId }),
    )
    expect(one.tracedEvents).toMatchObject([{ eventId, eventType: MEMBER, eventBusName: 'default' }])
    const some = await sdk.queryEvents(
      new QueryEventsRequest({
        eventBusName: 'default',
        eventSourceName: 'acs.aliyuncvc',
        eventIds: [eventId],
      }),
    )
    expect(JSON.parse(some.eventMap[eventId] ?? '')).toMatchObject({
      id: eventId,
      data: { action: 'member_join' },
    })
    const period = await sdk.queryEventsByPeriod(
      new QueryEventsByPeriodRequest({
        eventBusName: 'default',
        eventSource: 'acs.aliyuncvc',
        startTime: Date.now() - 60_000,
        endTime: Date.now() + 60_000,
        eventType: MEMBER,
        matchedRule: 'members',
        limit: 100,
      }),
    )
    expect(period.tracedEvents.map((event) => event.eventId)).toEqual(bodies.map(({ id }) => id))
    await sdk.deleteRule(new DeleteRuleRequest({ eventBusName: 'default', ruleName: 'members' }))
  })

  test('keeps rules and their targets', async () => {
    const sdk = createSdk(server)
    const receiver = await receiverForTest()
    const named = { eventBusName: 'default', ruleName: 'kept' }
    await sdk.createRule(new CreateRuleRequest({ ...named, filterPattern: MEETINGS, targets: [] }))
    await sdk.updateRule(new UpdateRuleRequest({ ...named, description: 'all of it', filterPattern: '{}' }))
    await sdk.disableRule(new DisableRuleRequest(named))
    expect(await sdk.getRule(new GetRuleRequest(named))).toMatchObject({
      ...named,
      status: 'DISABLE',
      description: 'all of it',
      filterPattern: '{}',
    })
    await sdk.enableRule(new EnableRuleRequest(named))
    const targets = [target('a', receiver.url), target('b', receiver.url), target('a', receiver.url)]
    expect(await sdk.createTargets(new CreateTargetsRequest({ ...named, targets }))).toMatchObject({
      errorEntriesCount: 1,
      errorEntries: [{ entryId: 'a', errorCode: 'EventRuleTargetIdDuplicate' }],
    })
    await sdk.deleteTargets(new DeleteTargetsRequest({ ...named, targetIds: ['a'] }))
    const listed = await sdk.listTargets(new ListTargetsRequest({ ...named, limit: 10 }))
    expect(listed.targets).toMatchObject([{ id: 'b', endpoint: receiver.url }])
    const rules = await sdk.listRules(
      new ListRulesRequest({ eventBusName: 'default', ruleNamePrefix: 'ke', limit: 10 }),
    )
    expect(rules).toMatchObject({ total: 1, rules: [{ ruleName: 'kept', status: 'ENABLE' }] })
    await sdk.deleteRule(new DeleteRuleRequest(named))
    expect(await codeOf(sdk.getRule(new GetRuleRequest(named)))).toBe('EventRuleNotExisted')
  })

  test('puts events of its own onto a bus of its own, and each reaches its rule as it was sent', async () => {
    const sdk = createSdk(server)
    const receiver = await receiverForTest()
    const eventBusName = 'orders'
    await sdk.createEventBus(new CreateEventBusRequest({ eventBusName, description: 'of the shop' }))
    expect(await sdk.getEventBus(new GetEventBusRequest({ eventBusName }))).toMatchObject({
      eventBusARN: 'acs:eventbridge:cn-hangzhou:1001:eventbus/orders',
      description: 'of the shop',
    })
    const buses = await sdk.listEventBuses(new ListEventBusesRequest({ namePrefix: 'or', limit: 10 }))
    expect(buses.eventBuses.map((bus) => bus.eventBusName)).toEqual(['orders'])
    const rule = { eventBusName, ruleName: 'red' }
    await sdk.createRule(
      new CreateRuleRequest({
        ...rule,
        filterPattern: '{"color":["red"],"data":{"id":[{"prefix":"o"}]}}',
        targets: [target('hook', receiver.url, { Dialect: 'cloudevents' })],
      }),
    )
    const answer = await sdk.putEvents([
      order('o1', eventBusName),
      order('x', eventBusName),
      order('o2', eventBusName),
    ])
    expect(answer).toMatchObject({ failedEntryCount: 0 })
    const pushes = await receiver.atLeast(2)
    const bodies = pushes.map(({ body }) => JSON.parse(body) as Record<string, unknown>)
    expect(bodies.map(({ id }) => id).sort()).toEqual(['o1', 'o2'])
    expect(bodies.find(({ id }) => id === 'o1')).toMatchObject({
      source: 'shop',
      type: 'order:paid',
      specversion: '1.0',
      color: 'red',
      data: { id: 'o1' },
    })
    expect(await codeOf(sdk.deleteEventBus(new DeleteEventBusRequest({ eventBusName })))).toBe(
      'EventBusRuleNotEmptyForDelete',
    )
    await sdk.deleteRule(new DeleteRuleRequest(rule))
    await sdk.deleteEventBus(new DeleteEventBusRequest({ eventBusName }))
    expect(await codeOf(sdk.getEventBus(new GetEventBusRequest({ eventBusName })))).toBe('EventBusNotExist')
  })

  test('cannot forge what happens in meetings', async () => {
    const forged = order('f1')
    forged.source = 'acs.aliyuncvc'
    const { failedEntryCount, entryList } = await createSdk(server).putEvents([forged])
    expect([failedEntryCount, entryList?.[0]?.errorCode]).toEqual([1, 'EventSourceInvalid'])
  })

  test('tries patterns, learns what sources there are, and what is not supported', async () => {
    const sdk = createSdk(server)
    const event = JSON.stringify({ source: 'acs.aliyuncvc', data: '{"action":"meeting_end"}' })
    const ask = (eventPattern: string) =>
      sdk.testEventPattern(new TestEventPatternRequest({ event, eventPattern }))
    expect((await ask('{"data":{"action":["meeting_end"]}}')).result).toBe(true)
    expect((await ask('{"data":{"action":["meeting_start"]}}')).result).toBe(false)
    expect(await codeOf(ask('{"data":{}}'))).toBe('EventRuleFilterPatternSchemaError')
    const { eventSourceList } = await sdk.listAliyunOfficialEventSources(new ListAliyunOfficialRequest({}))
    expect(
      eventSourceList.flatMap(({ eventTypes }) => eventTypes.map(({ shortName }) => shortName)),
    ).toHaveLength(4)
    expect((await sdk.listPartnerEventSources(new ListPartnerEventSourcesRequest({}))).eventSources).toEqual(
      [],
    )
    expect(await codeOf(sdk.listUserDefinedEventSources(new ListUserDefinedRequest({})))).toBe(
      'OperationNotSupported',
    )
  })

  test('is refused with a wrong secret', async () => {
    const sdk = createSdk(server, { id: 'stories-access-key', secret: 'another secret' })
    expect(await codeOf(sdk.listEventBuses(new ListEventBusesRequest({})))).toBe('SignatureDoesNotMatch')
  })
})

describe('[AL] 5.5 events that were answered', () => {
  test('reach their receiver although the server is killed at that moment, under one id', async () => {
    const server = await serverForTest(ALLOWED)
    const receiver = await receiverForTest()
    await createSdk(server).createRule(
      new CreateRuleRequest({
        eventBusName: 'default',
        ruleName: 'orders',
        filterPattern: '{"source":["shop"]}',
        targets: [target('hook', receiver.url)],
      }),
    )
    const ids = Array.from({ length: 16 }, (_, n) => `o${n}`)
    await createSdk(server).putEvents(ids.map((id) => order(id)))
    await server.kill()
    await server.start()
    const arrived = await eventually(
      () => {
        const found = new Set(receiver.pushes.map(({ body }) => (JSON.parse(body) as { id: string }).id))
        return found.size >= ids.length && found
      },
      { withinMs: 40_000, what: 'every event', seen: () => receiver.pushes.length },
    )
    expect([...arrived].sort()).toEqual([...ids].sort())
    expect(new Set(receiver.pushes.map(({ id }) => id)).size).toBe(ids.length)
  })
})

import {
  QueryEventByEventIdRequest,
  QueryEventsByPeriodRequest,
  QueryEventTracesRequest,
} from '@alicloud/eventbridge'
import { createConferences, DEFAULT_POLICIES, HOME_TENANT, schedule } from '@parley/core'
import { createMemoryBus } from '@parley/core/memory'
import { expect, it } from 'vitest'
import { house } from './testing/house.ts'

it('[AL] 5.6 events of meetings are found by their own id, under the source of the document', async () => {
  const { sdk, eventLog, ids, clock, secrets } = await house()
  const onError = (error: unknown): never => {
    throw error
  }
  const conferences = createConferences({
    store: eventLog,
    bus: createMemoryBus(onError),
    clock,
    ids,
    policies: DEFAULT_POLICIES,
    tenantId: HOME_TENANT,
    onError,
  })
  const ann = { id: ids.userId(), name: 'Ann', account: 'ann', number: '1000001' }
  const { id: userId, ...rest } = ann
  const actor = { is: 'user' as const, userId, tenantId: HOME_TENANT, admin: false, ...rest }
  const { conferenceId } = await schedule(
    {
      actor,
      via: 'rpc',
      title: '周会',
      start: null,
      minutes: 60,
      owner: ann,
      invited: [],
      settings: {},
      passwords: {} as never,
    },
    { conferences, ids, secrets },
  )
  await conferences.execute({
    type: 'Join',
    params: { name: 'Ann', device: 'web', media: { audio: true, video: true } } as never,
    id: ids.commandId(),
    conferenceId,
    actor,
    via: 'rpc',
  })
  const entries = await eventLog.entries({ after: 0, limit: 50 })
  const joined = entries.find(({ type }) => type === 'ParticipantJoined')!
  const named = { eventBusName: 'default', eventId: joined.id }
  const found = await sdk().queryEventByEventId(
    new QueryEventByEventIdRequest({ ...named, eventSource: 'acs.aliyuncvc' }),
  )
  expect(found.tracedEvents).toMatchObject([
    {
      eventId: joined.id,
      eventType: 'aliyuncvc:MeetingEvent:MemberStateEvent',
      eventSource: 'acs.aliyuncvc',
    },
  ])
  const { eventTraceList } = await sdk().queryEventTraces(new QueryEventTracesRequest(named))
  expect(eventTraceList).toMatchObject([{ action: 'PutEvent', receivedTime: joined.time }])
  // Not of another source, nor what the document does not tell.
  for (const [eventId, eventSource] of [
    [joined.id, 'shop'],
    [entries[0]!.id, 'acs.aliyuncvc'],
  ] as const) {
    const none = await sdk().queryEventByEventId(
      new QueryEventByEventIdRequest({ ...named, eventId, eventSource }),
    )
    expect(none.tracedEvents).toEqual([])
  }
  const period = await sdk().queryEventsByPeriod(
    new QueryEventsByPeriodRequest({ eventBusName: 'default', startTime: 0, endTime: clock.now() + 1 }),
  )
  expect(period.tracedEvents.map(({ eventType }) => eventType.split(':').at(-1))).toEqual([
    'MeetingStateEvent',
    'MemberStateEvent',
    // That she is the host now: only targets that ask for extended events get it, but it is on the bus.
    'MemberOperate',
  ])
})

import { MOST_BATCH_BYTES, MOST_EVENTS_AT_ONCE, type NewSiteEvent, OWN_BUS, siteRecord } from '@parley/core'
import { ApiError, deny } from '../errors.ts'
import type { Operation } from '../operation.ts'
import { busOf, idOf, readCloudEvent } from '../receive/cloud-event.ts'
import { requireBus } from './require.ts'

type Entry = { EventId: string; TraceId?: string; ErrorCode?: string; ErrorMessage?: string }

/**
 * Answers when all good events of the batch are durably in the log, from which they are matched ([AL] 5.5). Each that is
 * not good has its error at its place in the answer.
 */
export const putEvents: Operation = async (body, parts, { requestId, keyId }) => {
  const { pushStore, eventLog, matcher, ids, clock, names, eventSettings } = parts
  const sent = batchOf(body)
  const [name = '', ...others] = new Set(sent.map(busOf))
  if (others.length > 0)
    deny('PutEventsRequestMoreThanOneEventBus', 'the events of one call must be for one bus')
  const bus = await requireBus(name, pushStore)
  if (bus.name === OWN_BUS) deny('AccessDenied', `the bus ${OWN_BUS} tells of this server only`)

  const now = clock.now()
  const ofTheBus = {
    aliyunaccountid: names.account,
    aliyunoriginalaccountid: names.account,
    aliyunpublishtime: new Date(now).toISOString(),
    aliyuneventbusname: bus.name,
    aliyunregionid: eventSettings.region,
  }
  const actor = { is: 'key', id: keyId, name: 'access key' } as const
  const by = { actor, via: 'api', cause: requestId } as const
  const good: NewSiteEvent<'EventPut'>[] = []
  const entries = sent.map((one): Entry => {
    try {
      const event = readCloudEvent(one, ofTheBus)
      const entry = siteRecord(ids, now, 'EventPut', { bus: bus.name, event, why: 'published' }, by)
      good.push(entry)
      return { EventId: event.id, TraceId: entry.id }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return { EventId: idOf(one), ErrorCode: error.code, ErrorMessage: error.message }
    }
  })
  if (good.length > 0) {
    await eventLog.record(good)
    void matcher.run()
  }
  return { FailedEntryCount: sent.length - good.length, EntryList: entries }
}

function batchOf(body: unknown): unknown[] {
  if (!Array.isArray(body)) deny('JsonAttributeInvalid', 'the body must be an array of events')
  if (body.length === 0) deny('EventInvalid', 'there is no event')
  if (body.length > MOST_EVENTS_AT_ONCE)
    deny('EventSizeExceed', `one call takes ${MOST_EVENTS_AT_ONCE} events at most`)
  if (Buffer.byteLength(JSON.stringify(body)) > MOST_BATCH_BYTES)
    deny('EventSizeExceed', `one call takes ${MOST_BATCH_BYTES} bytes at most`)
  return body
}

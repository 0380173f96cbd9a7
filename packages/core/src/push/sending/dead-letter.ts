import type { Instant } from '../../instant.ts'
import type { Ids } from '../../ports/ids.ts'
import type { Log } from '../../ports/log.ts'
import type { ForeignEvent, NewSiteEvent } from '../../site/events.ts'
import { isSiteEntry } from '../../site/log-entry.ts'
import type { Delivery } from '../delivery.ts'
import type { PushEvent } from '../event.ts'
import type { Target } from '../rule.ts'
import { siteRecord } from '../site-record.ts'
import { type Tell, tellAll } from '../tell.ts'
import { TEST_EVENT_TYPE } from '../test-event.ts'

export type ForwardParts = {
  log: Pick<Log, 'entry'>
  tell: readonly Tell[]
  ids: Pick<Ids, 'eventId' | 'commandId'>
}

/**
 * What puts the event of a dead letter onto the target's dead letter bus, unchanged and under its own id; null when there
 * is nothing to do. An event is forwarded once in its life, else two targets that point at each other's bus would never
 * come to an end. Throws when the event cannot be made again.
 */
export async function forward(
  { log, tell, ids }: ForwardParts,
  delivery: Delivery,
  { deadLetterBus, extended }: Pick<Target, 'deadLetterBus' | 'extended'>,
  now: Instant,
): Promise<NewSiteEvent<'EventPut'> | null> {
  if (deadLetterBus === null || deadLetterBus === delivery.bus) return null
  if (delivery.eventType === TEST_EVENT_TYPE) return null
  const entry = await log.entry(delivery.position)
  if (!entry) throw new Error('its log entry is not kept any more')
  if (isSiteEntry(entry) && entry.type === 'EventPut' && entry.data.why === 'dead-letter') return null
  const { told } = tellAll(tell, entry)
  const found = told.find(({ bus, event }) => bus === delivery.bus && event.id === delivery.eventId)
  if (!found) throw new Error('its event cannot be made again')
  const event = foreign(found.event, extended)
  return siteRecord(ids, now, 'EventPut', { bus: deadLetterBus, event, why: 'dead-letter' })
}

/** Absent members stay absent: what is forwarded says no more than the event did. */
function foreign(event: PushEvent, extended: boolean): ForeignEvent {
  const { id, source, type, subject, time, timeText, dataschema, datacontenttype, extensions } = event
  const { dataBase64, extendedData } = event
  const data =
    extended && extendedData && typeof event.data === 'object'
      ? { ...event.data, ...extendedData }
      : event.data
  return {
    id,
    source,
    type,
    time: timeText ?? new Date(time).toISOString(),
    ...(subject === undefined ? {} : { subject }),
    ...(dataschema === undefined ? {} : { dataschema }),
    ...(datacontenttype === undefined ? {} : { datacontenttype }),
    ...(extensions === undefined ? {} : { extensions }),
    ...(data === undefined ? {} : { data }),
    ...(dataBase64 === undefined ? {} : { data_base64: dataBase64 }),
  }
}

import { type ForeignEvent, OWN_BUS, refuse } from '@parley/core'
import type { z } from 'zod'
import { requireBus } from '../not-found.ts'
import type { Caller } from '../operation.ts'
import type { ApiParts } from '../parts.ts'
import type { accepted, CloudEvent, published } from '../schema/publish.ts'
import { createSiteEvents } from '../site-event.ts'
import { given } from './deliveries.ts'

/** Answers when the log has them: from then on they reach every target that wants them, whatever crashes. */
export async function publish(
  parts: ApiParts,
  bus: string,
  body: z.output<typeof published>,
  caller: Caller,
): Promise<z.infer<typeof accepted>> {
  await requireBus(parts, bus, '?bus')
  const rule = 'only tells of this server itself'
  if (bus === OWN_BUS) refuse('invalid', `?bus: ${rule}`, { path: '?bus', rule })
  const say = createSiteEvents(parts, caller)
  const events = (Array.isArray(body) ? body : [body]).map(foreign)
  const entries = events.map((event) => say('EventPut', { bus, event, why: 'published' }))
  await parts.eventLog.record(entries)
  void parts.matcher.run()
  return {
    data: entries.map(({ id, data }) => ({ id: data.event.id, source: data.event.source, eventId: id })),
  }
}

/** CloudEvents keep extensions beside the other attributes; the log keeps them apart. */
function foreign(event: CloudEvent): ForeignEvent {
  const { specversion: _, id, source, type, subject, time, dataschema, ...rest } = event
  const { datacontenttype, data, data_base64, ...extensions } = rest
  return {
    id,
    source,
    type,
    ...given({ subject, time, dataschema, datacontenttype, data, data_base64 }),
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
  } as ForeignEvent
}

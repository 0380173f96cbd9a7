import { type ForeignEvent, OWN_BUS, refuse, siteRecord } from '@parley/core'
import type { z } from 'zod'
import { by } from '../by.ts'
import { given } from '../given.ts'
import { requireBus } from '../not-found.ts'
import type { Caller } from '../operation.ts'
import type { ApiParts } from '../parts.ts'
import type { accepted, CloudEvent, published } from '../schema/publish.ts'

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
  const { ids, clock } = parts
  const cause = ids.commandId()
  const entries = (Array.isArray(body) ? body : [body]).map((one) => {
    const data = { bus, event: foreign(one), why: 'published' } as const
    return siteRecord(ids, clock.now(), 'EventPut', data, { ...by(caller), cause })
  })
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

import { dataSchema, EVENT_CATALOGUE, eventTypeOf } from '@parley/protocol'
import type { z } from 'zod'
import { notFound } from '../not-found.ts'
import type { ApiParts } from '../parts.ts'
import { presentEventType, schemaUrl } from '../present/event-type.ts'
import type { eventTypeList, eventTypeQuery } from '../schema/event-types.ts'

type Parts = Pick<ApiParts, 'publicUrl'>

export async function showEventTypes(
  { publicUrl }: Parts,
  { bus }: z.output<typeof eventTypeQuery>,
): Promise<z.infer<typeof eventTypeList>> {
  const shown = EVENT_CATALOGUE.filter((entry) => bus === undefined || entry.bus === bus)
  return { data: shown.map((entry) => presentEventType(entry, publicUrl)) }
}

export async function showSchema({ publicUrl }: Parts, name: string): Promise<Record<string, unknown>> {
  const entry = eventTypeOf(name) ?? notFound('event type')
  return dataSchema(entry, schemaUrl(entry, publicUrl))
}

import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { eventTypeList, eventTypeQuery } from '../schema/event-types.ts'

export const listEventTypes = defineOperation({
  id: 'listEventTypes',
  method: 'get',
  path: '/event-types',
  summary: 'List every type of event there is, with schema and example.',
  query: eventTypeQuery,
  answer: { status: 200, description: 'All of them.', schema: eventTypeList },
  refuses: [],
})

export const getEventSchema = defineOperation({
  id: 'getEventSchema',
  method: 'get',
  path: '/event-types/{name}/schema',
  summary:
    'Get the JSON Schema of an event’s `data`: the `dataschema` of events of the bus `parley`. Needs no key.',
  params: z.strictObject({
    name: z
      .string()
      .describe('Name and version such as `ParticipantJoined.v1`; also the name or the type alone.'),
  }),
  open: true,
  answer: {
    status: 200,
    description: 'JSON Schema 2020-12.',
    schema: z.record(z.string(), z.unknown()),
    type: 'application/schema+json',
  },
  refuses: ['not-found'],
})

import { defineOperation } from '../operation.ts'
import { streamQuery, streamShape } from './schema.ts'

export const streamEvents = defineOperation({
  id: 'streamEvents',
  method: 'get',
  path: '/events/stream',
  summary: 'Follow the events of a bus as they happen, as Server-Sent Events.',
  query: streamQuery,
  answer: {
    status: 200,
    description: 'Every event behind the cursor, in order, without an end.',
    schema: streamShape,
    type: 'text/event-stream',
  },
  refuses: ['too-many', 'unavailable'],
})

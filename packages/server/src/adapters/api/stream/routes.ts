import { Refusal, refuse, SECOND } from '@parley/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readCursor } from '../cursor.ts'
import { InputError, ProblemError } from '../problem.ts'
import type { StreamParts } from './parts.ts'
import { type StreamReader, startReader } from './reader.ts'
import { streamQuery } from './schema.ts'
import { STREAM_TYPE } from './sse.ts'
import { createTail } from './tail.ts'

/** Beyond this one more would be at the cost of those who are there. */
export const MOST_STREAMS = 200
const FULL_RETRY_MS = 10 * SECOND
/** At a restart all readers leave at once; they should not come back all at once. */
const BACK_FROM_MS = 1 * SECOND
const BACK_SPREAD_MS = 4 * SECOND

/** `GET /events/stream`: the log as it is written, as Server-Sent Events. */
export function streamRoutes(app: FastifyInstance, parts: StreamParts): void {
  const tail = createTail(parts)
  const readers = new Set<StreamReader>()
  let reserved = 0
  let closing = false

  app.route({
    method: 'GET',
    url: '/events/stream',
    handler: async (request, reply) => {
      if (closing) throw new ProblemError(503, 'the server restarts')
      if (reserved >= MOST_STREAMS)
        refuse('too-many', `there are ${MOST_STREAMS} streams already`, { retryAfterMs: FULL_RETRY_MS })
      reserved += 1
      try {
        const start = await readStart(request, parts)
        if (request.method === 'HEAD') return reply.header('content-type', STREAM_TYPE).send()
        // While the cursor was looked up the caller may have left, or the server may have begun to close.
        if (closing) throw new ProblemError(503, 'the server restarts')
        if (reply.raw.destroyed) return reply.hijack()
        const reader = startReader(open(request, reply), start, { ...parts, tail })
        readers.add(reader)
        await reader.done
        readers.delete(reader)
        return reply
      } finally {
        reserved -= 1
      }
    },
  })

  app.addHook('preClose', (done) => {
    closing = true
    let place = 0
    for (const reader of readers)
      reader.stop(BACK_FROM_MS + Math.round((BACK_SPREAD_MS * place++) / readers.size))
    done()
  })
}

async function readStart(request: FastifyRequest, parts: StreamParts) {
  const query = streamQuery.safeParse(request.query)
  if (!query.success) throw new InputError('query', query.error)
  const { bus, pattern, after } = query.data
  if (!(await parts.hasBus(bus)))
    refuse('invalid', '?bus: there is no such bus', { path: '?bus', rule: 'there is no such bus' })
  const wants = readFilter(bus, pattern, parts)
  const cursor = request.headers['last-event-id'] ?? after
  const last = await parts.lastPosition()
  if (cursor === undefined || cursor === '') return { bus, wants, after: last, reset: false }
  const position = readCursor('position', String(cursor))
  // Above the end: of another server, or of this one before its data went back to a backup.
  return position > last
    ? { bus, wants, after: last, reset: true }
    : { bus, wants, after: position, reset: false }
}

function readFilter(
  bus: string,
  pattern: string,
  { filter }: StreamParts,
): ReturnType<StreamParts['filter']> {
  try {
    return filter(bus, pattern)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid') throw error
    const path = `?pattern${error.details.path ?? ''}`
    throw new Refusal('invalid', `?pattern: ${error.message}`, { ...error.details, path })
  }
}

function open(request: FastifyRequest, reply: FastifyReply) {
  reply.hijack()
  // A connection that breaks is closed too, and that is all there is to know.
  reply.raw.on('error', () => {})
  request.raw.socket.setNoDelay(true)
  reply.raw.writeHead(200, {
    'content-type': STREAM_TYPE,
    'cache-control': 'no-store, no-transform',
    // nginx would hold events back until its buffer is full.
    'x-accel-buffering': 'no',
  })
  return reply.raw
}

import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { z } from 'zod'
import { parseJson } from '#http/parse-json.ts'
import type { KeyGuard } from './api-key.ts'
import type { Input, Operation } from './operation.ts'
import { InputError, ProblemError } from './problem.ts'

export const PREFIX = '/api/v1'
const BODY_LIMIT_BYTES = 64 * 1024
const JSON_TYPE = 'application/json'
/** JSON too, under names of their own. */
const CLOUDEVENTS_TYPES = ['application/cloudevents+json', 'application/cloudevents-batch+json']

export type Serve = <O extends Operation<z.ZodObject, z.ZodObject, z.ZodType>>(
  operation: O,
  handle: (input: Input<O>, reply: FastifyReply) => Promise<unknown>,
) => void

/** Makes routes of operations: reads what arrives by their schemas, and answers as they say. */
export function createServe(app: FastifyInstance, { callerOf }: KeyGuard): Serve {
  app.addContentTypeParser(
    CLOUDEVENTS_TYPES,
    { parseAs: 'string' },
    async (_request: FastifyRequest, text: string) => parseBody(text),
  )
  return (operation, handle) => {
    const { method, path, bodyLimitBytes = BODY_LIMIT_BYTES, open, answer } = operation
    app.route({
      method: method.toUpperCase() as HTTPMethods,
      url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      bodyLimit: bodyLimitBytes,
      // Before the body is read: what is too much of the wrong kind is of the wrong kind.
      preParsing: async (request) => refuseOtherTypes(operation, request),
      handler: async (request, reply) => {
        const input = {
          params: read('params', operation.params, request.params),
          query: read('query', operation.query, request.query),
          body: read('body', operation.body, request.body),
          caller: open ? null : callerOf(request),
          ifMatch: request.headers['if-match'],
        } as Parameters<typeof handle>[0]
        const found = await handle(input, reply)
        reply.code(answer.status)
        if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
        return reply.send(answer.schema ? found : undefined)
      },
    })
  }
}

function parseBody(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    throw new ProblemError(400, 'the body is not JSON')
  }
}

function refuseOtherTypes({ bodyTypes }: Operation, request: FastifyRequest): void {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type === undefined || !CLOUDEVENTS_TYPES.includes(type)) return
  if (!bodyTypes || !(type in bodyTypes)) throw new ProblemError(415, `send ${JSON_TYPE}`)
}

function read(part: InputError['part'], schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new InputError(part, result.error)
}

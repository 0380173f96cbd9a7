import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { z } from 'zod'
import { requireApiKey } from './api-key.ts'
import { sendAgain, showDeliveries, showDelivery } from './handlers/deliveries.ts'
import { showConferenceEvents, showEvents } from './handlers/events.ts'
import { dropRule, makeRule, showRule, showRules } from './handlers/rules.ts'
import { describeApi } from './openapi.ts'
import type { Input, Operation } from './operation.ts'
import * as operations from './operations.ts'
import type { ApiParts } from './parts.ts'
import { httpProblem, InputError, ProblemError, problemOf, sendProblem } from './problem.ts'

const PREFIX = '/api/v1'
const BODY_LIMIT_BYTES = 64 * 1024
const METHODS: HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Our own API, and the document that describes it. */
export async function apiRoutes(app: FastifyInstance, parts: ApiParts): Promise<void> {
  const description = JSON.stringify(describeApi(parts))
  const describe = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    reply.type('application/json').header('access-control-allow-origin', '*').send(description)
  app.get('/openapi.json', describe)

  await app.register(
    async (api) => {
      answerProblems(api, parts)
      api.get('/openapi.json', describe)
      await api.register(async (guarded) => {
        guarded.addHook('onRequest', requireApiKey(parts.verifyApiKey))
        routes(guarded, parts)
      })
      refuseOtherMethods(api)
    },
    { prefix: PREFIX },
  )
}

function routes(app: FastifyInstance, parts: ApiParts): void {
  serve(app, operations.createRule, async ({ body }, reply) => {
    const rule = await makeRule(parts, body)
    reply.header('location', `${PREFIX}/rules/${rule.id}`)
    return rule
  })
  serve(app, operations.listRules, () => showRules(parts))
  serve(app, operations.getRule, ({ params }) => showRule(parts, params.id))
  serve(app, operations.deleteRule, ({ params }) => dropRule(parts, params.id))
  serve(app, operations.listDeliveries, ({ query }) => showDeliveries(parts, query))
  serve(app, operations.getDelivery, ({ params }) => showDelivery(parts, params.id))
  serve(app, operations.resendDelivery, ({ params }) => sendAgain(parts, params.id))
  serve(app, operations.listConferenceEvents, ({ params, query }) =>
    showConferenceEvents(parts, params.id, query),
  )
  serve(app, operations.listEvents, ({ query }) => showEvents(parts, query))
}

function serve<O extends Operation<z.ZodObject, z.ZodObject, z.ZodType>>(
  app: FastifyInstance,
  operation: O,
  handle: (input: Input<O>, reply: FastifyReply) => Promise<unknown>,
): void {
  app.route({
    method: operation.method.toUpperCase() as HTTPMethods,
    url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    bodyLimit: BODY_LIMIT_BYTES,
    handler: async (request, reply) => {
      const input = {
        params: read('params', operation.params, request.params),
        query: read('query', operation.query, request.query),
        body: read('body', operation.body, request.body),
      } as Input<O>
      const answer = await handle(input, reply)
      reply.code(operation.answer.status).header('cache-control', 'no-store')
      return reply.send(operation.answer.schema ? answer : undefined)
    },
  })
}

function read(part: InputError['part'], schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new InputError(part, result.error)
}

function answerProblems(app: FastifyInstance, { log }: ApiParts): void {
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, httpProblem(404, 'there is nothing at this path')),
  )
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error)
    if (!problem) log.error({ err: error, route: request.routeOptions.url }, 'fault')
    const retryAfterMs = (error as { details?: { retryAfterMs?: number } }).details?.retryAfterMs
    if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1_000))
    return sendProblem(
      reply,
      problem ?? httpProblem(500, 'this is not your fault; the log of the server says more'),
    )
  })
}

/** A path that exists, asked in another way: 405 and the ways there are, before any body is read. */
function refuseOtherMethods(app: FastifyInstance): void {
  const paths = new Map<string, HTTPMethods[]>()
  for (const { path, method } of operations.OPERATIONS) {
    paths.set(path, [...(paths.get(path) ?? []), method.toUpperCase() as HTTPMethods])
  }
  for (const [path, allowed] of paths) {
    const allow = allowed.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
    const refuse = async (_request: FastifyRequest, reply: FastifyReply): Promise<never> => {
      reply.header('allow', allow)
      throw new ProblemError(405, `this path answers ${allow}`)
    }
    app.route({
      method: METHODS.filter((method) => !allowed.includes(method)),
      url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      onRequest: refuse,
      handler: refuse,
    })
  }
}

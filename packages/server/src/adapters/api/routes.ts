import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { createKeyGuard } from './api-key.ts'
import { bindOpenOperations, bindOperations } from './bindings.ts'
import { describeApi } from './openapi.ts'
import * as operations from './operations.ts'
import type { ApiParts } from './parts.ts'
import { httpProblem, ProblemError, problemOf, sendProblem } from './problem.ts'
import { createServe, PREFIX } from './serve.ts'
import { streamParts } from './stream/parts.ts'
import { streamRoutes } from './stream/routes.ts'

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
      const guard = createKeyGuard(parts.verifyApiKey)
      await api.register(async (open) => bindOpenOperations(createServe(open, guard), parts))
      await api.register(async (guarded) => {
        guarded.addHook('onRequest', guard.requireKey)
        bindOperations(createServe(guarded, guard), parts)
        streamRoutes(guarded, streamParts(parts))
      })
      refuseOtherMethods(api)
    },
    { prefix: PREFIX },
  )
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

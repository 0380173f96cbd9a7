import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { parseJson } from '#http/parse-json.ts'
import { checkDigest, createAuthenticate } from './authenticate.ts'
import { ApiError, apiErrorOf, deny, ERRORS, presentError } from './errors.ts'
import { BODY_LIMIT_BYTES } from './limits.ts'
import { createNames } from './names.ts'
import { OPERATIONS } from './operations/index.ts'
import type { Call, OpenApiParts } from './parts.ts'

const PREFIX = '/openapi'

/** The management API as the cloud's SDK speaks it ([AL] 5). */
export async function openApiRoutes(app: FastifyInstance, parts: OpenApiParts): Promise<void> {
  await app.register(async (api) => serve(api, parts), { prefix: PREFIX })
}

function serve(app: FastifyInstance, parts: OpenApiParts): void {
  const operationParts = { ...parts, names: createNames(parts) }
  const authenticate = createAuthenticate(parts)
  const calls = new WeakMap<FastifyRequest, Call>()
  const callOf = (request: FastifyRequest): Call => {
    const known = calls.get(request)
    if (known) return known
    const made = { requestId: parts.ids.commandId(), keyId: '' }
    calls.set(request, made)
    return made
  }

  // Bodies as bytes: a digest is of these. The SDK's types of JSON differ with the operation.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', async (request) => {
    const call = callOf(request)
    calls.set(request, { ...call, keyId: await authenticate(request) })
  })
  app.addHook('preHandler', async (request) => checkDigest(request.headers['content-md5'], bytesOf(request)))

  for (const [url, operation] of Object.entries(OPERATIONS)) {
    app.post(url, { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
      const call = callOf(request)
      const answer = await operation(parse(bytesOf(request)), operationParts, call)
      return send(reply, {
        RequestId: call.requestId,
        ResourceOwnerAccountId: operationParts.names.account,
        ...answer,
      })
    })
  }
  app.all('/*', (request) => deny('OperationNotSupported', `${request.url} is not supported here`))

  app.setErrorHandler((error, request, reply) => {
    const known = apiErrorOf(error)
    if (!known) parts.log.error({ err: error, route: request.routeOptions.url }, 'fault')
    const shown =
      known ?? new ApiError('InternalError', 'this is not your fault; the log of the server says more')
    const retryAfterMs = (error as { details?: { retryAfterMs?: number } }).details?.retryAfterMs
    if (retryAfterMs !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(retryAfterMs / 1_000)))
    return send(reply.code(ERRORS[shown.code]), presentError(shown, callOf(request).requestId))
  })
}

/** Always a JSON object: the SDK breaks on anything else ([AL] 5.7). */
function send(reply: FastifyReply, body: object): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body))
}

function bytesOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
}

function parse(bytes: Buffer): unknown {
  if (bytes.length === 0) return {}
  try {
    return parseJson(bytes.toString('utf8'))
  } catch {
    return deny('JsonAttributeInvalid', 'the body is not JSON')
  }
}

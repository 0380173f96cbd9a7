/** HTTP: the join link ([WC] 2.2), the entrance by number, JSON-RPC (4.1). */
import { failure, rpcLimits, sentenceOf } from '@parley/protocol'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { callerOf } from '#http/caller.ts'
import type { Caller } from './auth/caller.ts'
import { createHouse } from './house.ts'
import { createLinkAnswers, empty, type Told } from './link/link-answers.ts'
import { isAllowedOrigin } from './origins.ts'
import type { GzbParts } from './parts.ts'
import { dispatch } from './rpc/dispatch.ts'
import { enterRequest, linkRequest, readJson } from './schema.ts'

/** Links are this and their segment ([WC] 2.1). */
export const LINK_PATH = '/gzbwclient/conference/'
const JSON_TYPES = ['application/json', 'application/json-rpc', 'application/jsonrequest']
const OTHER_METHODS = ['PUT', 'DELETE', 'PATCH'] as const
const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
}

export async function gzbRoutes(app: FastifyInstance, parts: GzbParts): Promise<void> {
  const house = createHouse(parts)
  const links = createLinkAnswers({ ...parts, opaque: house.opaque })

  // Texts are read here, by each route's own rules.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(JSON_TYPES, { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', async (request, reply) => allowOrigin(parts, request, reply))
  app.setErrorHandler((error: FastifyError, request, reply) => fail(parts, error, request, reply))

  app.get(`${LINK_PATH}*`, async (request, reply) => {
    // The same page for every link: who only looks learns nothing and causes nothing.
    if (wantsPage(request.headers.accept)) return parts.servePage(request, reply.headers(HEADERS))
    return tell(reply.header('allow', 'POST'), empty(32, 405))
  })
  app.post(`${LINK_PATH}*`, async (request, reply) => {
    const body = readJson(linkRequest, request.body)
    if (!body) return tell(reply, empty(32, 400))
    return tell(reply, await links.byLink(segmentOf(request.raw.url), body, callerOf(request).address))
  })
  app.route({
    method: [...OTHER_METHODS],
    url: `${LINK_PATH}*`,
    handler: async (_request, reply) => tell(reply.header('allow', 'GET, HEAD, POST'), empty(32, 405)),
  })

  app.post('/gzbwclient/enter', async (request, reply) => {
    const body = readJson(enterRequest, request.body)
    if (!body) return tell(reply, empty(32, 400))
    return tell(reply, await links.byNumber(body, callerOf(request).address))
  })
  app.route({
    method: ['GET', ...OTHER_METHODS],
    url: '/gzbwclient/enter',
    handler: async (_request, reply) => tell(reply.header('allow', 'POST'), empty(32, 405)),
  })

  app.post('/gzbwclient/jsonrpc', { bodyLimit: rpcLimits.bodyBytes }, async (request, reply) => {
    let proving: Promise<Caller | null> | null = null
    const origin = {
      transport: 'http' as const,
      address: callerOf(request).address,
      connection: null,
      caller: () => (proving ??= bearerOf(request)),
    }
    const { text, after } = await dispatch(
      house,
      origin,
      typeof request.body === 'string' ? request.body : '',
    )
    after()
    reply.headers(HEADERS)
    return text === null ? reply.code(204).send() : reply.type('application/json; charset=utf-8').send(text)
  })
  app.route({
    method: ['GET', ...OTHER_METHODS],
    url: '/gzbwclient/jsonrpc',
    handler: async (_request, reply) =>
      reply
        .code(405)
        .header('allow', 'POST')
        .send(failure(null, -32600, 'calls are posted')),
  })
  app.options('/gzbwclient/*', async (_request, reply) => reply.code(204).send())

  async function bearerOf({ headers }: FastifyRequest): Promise<Caller | null> {
    const { authorization } = headers
    if (authorization === undefined) return null
    return await house.auth.bearer(/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '')
  }
}

/** Browsers and everything that does not ask for JSON in so many words get the page. */
function wantsPage(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true
  const types = accept.split(',').map((part) => part.split(';')[0]?.trim().toLowerCase())
  return (
    types.some((type) => type === 'text/html' || type === 'text/*' || type === '*/*') ||
    !types.includes('application/json')
  )
}

/** As it stands in the address: what is encoded in it is not for the router to decode. */
function segmentOf(url = ''): string {
  const path = url.split('?')[0] ?? ''
  return path.slice(path.indexOf(LINK_PATH) + LINK_PATH.length)
}

function tell(reply: FastifyReply, { status, answer, retryAfterSeconds }: Told): FastifyReply {
  reply.headers(HEADERS).code(status)
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
  return reply.send(answer)
}

/** [WC] 4.1: configured origins only; no cookies are used, so no credentials are allowed. */
async function allowOrigin(parts: GzbParts, { headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { origin } = headers
  if (origin === undefined || !isAllowedOrigin(parts, headers)) return
  reply.headers({
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-max-age': '600',
    vary: 'Origin',
  })
}

/** What was not even read as a call: 413, 415, 400; in the shape of the address it was sent to. */
function fail(
  { log }: GzbParts,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const status = error.statusCode !== undefined && error.statusCode >= 400 ? error.statusCode : 500
  if (status >= 500) log.error({ err: error }, 'a request failed')
  if (request.routeOptions.url !== '/gzbwclient/jsonrpc')
    return tell(reply, empty(32, status >= 500 ? 503 : status))
  const code = status === 413 || status === 415 ? status : status >= 500 ? 500 : -32700
  return reply
    .headers(HEADERS)
    .code(status)
    .send(failure(null, code, sentenceOf(code) ?? error.message))
}

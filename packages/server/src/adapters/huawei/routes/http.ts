import { type Ids, Refusal } from '@parley/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Area, presentError, presentRefusal, WireError } from '../errors.ts'
import type { HuaweiParts } from '../parts.ts'

const CONTENT_TYPE = 'application/json;charset=UTF-8'

/** What every answer without data looks like ([HW] 0.3). */
const OK = { returnCode: 0, returnDesc: 'Success' }

/** Sends JSON with the content type of this wire. */
export function send(reply: FastifyReply, body: object): FastifyReply {
  return reply.header('content-type', CONTENT_TYPE).send(JSON.stringify(body))
}

export function sendOk(reply: FastifyReply): FastifyReply {
  return send(reply, OK)
}

/** The first value of a header; undefined when it is missing or empty. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  const first = Array.isArray(value) ? value[0] : value
  return first === undefined || first.trim() === '' ? undefined : first.trim()
}

/** Echoes `X-Request-Id`, or makes one up ([HW] 0.2). */
export function echoRequestId(app: FastifyInstance, ids: Ids): void {
  app.addHook('onRequest', async (request, reply) => {
    const given = headerOf(request, 'x-request-id')
    const usable = given !== undefined && /^[\x21-\x7e]{1,128}$/.test(given)
    reply.header('x-request-id', usable ? given : ids.random(32, '0123456789abcdef'))
  })
}

/** Errors of one area in the form of [HW] 4. */
export function answerErrors(app: FastifyInstance, area: Area, log: HuaweiParts['log']): void {
  app.setErrorHandler((error, request, reply) => {
    const wire = wireErrorOf(error, area)
    if (wire.status >= 500)
      log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'request failed')
    if (error instanceof Refusal && error.details.retryAfterMs !== undefined)
      reply.header('retry-after', String(Math.max(1, Math.ceil(error.details.retryAfterMs / 1000))))
    return send(reply.code(wire.status), presentError(wire))
  })
}

function wireErrorOf(error: unknown, area: Area): WireError {
  if (error instanceof WireError) return error
  if (error instanceof Refusal) return presentRefusal(error, area)
  const { statusCode = 500, code } = error as { statusCode?: number; code?: string }
  if (statusCode >= 500) return new WireError('MMC.111070003')
  if (area === 'login') return new WireError('USG.206060011')
  return new WireError(code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? 'MMC.111071061' : 'MMC.111071062')
}

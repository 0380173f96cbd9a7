import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import type { Config } from '#config/read-config.ts'
import type { Log } from '#telemetry/log.ts'
import { trustFunction } from './caller.ts'
import type { TlsPair } from './tls.ts'

const BODY_LIMIT_BYTES = 256 * 1024
/** Slow senders are let go before a load balancer's usual patience ends. */
const REQUEST_TIMEOUT_MS = 30_000

/** The HTTP server all routes hang on. */
export function createHttp({
  config,
  log,
  tls,
}: {
  config: Config
  log: Log
  tls: TlsPair | null
}): FastifyInstance {
  const options: FastifyServerOptions = {
    loggerInstance: log,
    // Paths of links carry secrets; what is worth logging is logged by the routes.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustFunction(config.PARLEY_TRUST_PROXY),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    // A malformed percent-encoding in a path is a bad request, not a fault.
    frameworkErrors: (_error, _request, reply) =>
      void (reply as FastifyReply).code(400).send({ title: 'Bad request', status: 400 }),
  }
  const secured = { ...options, https: tls ? { cert: tls.cert, key: tls.key } : null }
  const app = Fastify(secured as FastifyServerOptions)
  acceptEmptyJson(app)
  return app
}

/** Clients of [HW] send a JSON content type with an empty body, on GET and DELETE too: that is no body. */
function acceptEmptyJson(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser(
    ['application/json', 'application/json-rpc', 'application/jsonrequest'],
    { parseAs: 'string' },
    (_request, body, done) => {
      const text = body as string
      if (text.trim() === '') return done(null, undefined)
      try {
        done(null, JSON.parse(text))
      } catch {
        done(
          Object.assign(new Error('the body is not JSON'), { statusCode: 400, code: 'PARLEY_BODY_NOT_JSON' }),
          undefined,
        )
      }
    },
  )
}

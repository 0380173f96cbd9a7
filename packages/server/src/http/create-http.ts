import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import type { Config } from '#config/read-config.ts'
import type { Log } from '#telemetry/log.ts'
import { trustFunction } from './caller.ts'
import { parseJson } from './parse-json.ts'
import type { TlsPair } from './tls.ts'

const BODY_LIMIT_BYTES = 256 * 1024
/** Slow senders are let go before a load balancer's usual patience ends. */
const REQUEST_TIMEOUT_MS = 30_000
/** While closing: how often connections that became idle are let go, and when those that are not are cut. */
const LOOK_EVERY_MS = 250
const PATIENCE_MS = 5_000

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
    rewriteUrl: (request) => mendPath(request.url ?? '/'),
    // What the router itself refuses, such as a parameter that is far too long.
    frameworkErrors: (error, _request, reply) => {
      const status = (error as { statusCode?: number }).statusCode ?? 400
      const problem = { type: 'about:blank', title: 'Bad request', status }
      void (reply as FastifyReply).code(status).type('application/problem+json').send(problem)
    },
  }
  const secured = { ...options, https: tls ? { cert: tls.cert, key: tls.key } : null }
  const app = Fastify(secured as FastifyServerOptions)
  acceptEmptyJson(app)
  letGoWhenClosing(app)
  return app
}

/**
 * Closing lets go of the connections that are idle at that moment only. Those that are being answered would idle on for
 * the whole keep-alive time, and the process with them: they are told to close, and looked after until they have.
 */
function letGoWhenClosing(app: FastifyInstance): void {
  const looking: NodeJS.Timeout[] = []
  app.addHook('preClose', (done) => {
    looking.push(
      setInterval(() => app.server.closeIdleConnections(), LOOK_EVERY_MS),
      setTimeout(() => app.server.closeAllConnections(), PATIENCE_MS),
    )
    done()
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (looking.length > 0) reply.header('connection', 'close')
    done()
  })
  app.addHook('onClose', (_app, done) => {
    for (const timer of looking) clearTimeout(timer)
    done()
  })
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
        done(null, parseJson(text))
      } catch {
        done(
          Object.assign(new Error('the body is not JSON'), { statusCode: 400, code: 'PARLEY_BODY_NOT_JSON' }),
          undefined,
        )
      }
    },
  )
}

/**
 * A path whose percent-encoding is broken would be refused before any route sees it, in nobody's form. Its percent
 * signs then stand for themselves, and the route answers as to any other name it does not know.
 */
export function mendPath(url: string): string {
  const end = url.indexOf('?')
  const path = end < 0 ? url : url.slice(0, end)
  try {
    decodeURIComponent(path)
    return url
  } catch {
    return path.replaceAll('%', '%25') + (end < 0 ? '' : url.slice(end))
  }
}

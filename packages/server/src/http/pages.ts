import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export type Pages = {
  routes(app: FastifyInstance): Promise<void>
  /** Answers with the shell that all pages share; it learns from the address what to show. */
  serve(request: FastifyRequest, reply: FastifyReply): FastifyReply
}

/** Nothing but our own origin, no inline code, no frames around us. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), display-capture=(self), geolocation=()',
  'cache-control': 'no-store',
}

/** `folder`: what the build of `packages/web` made. */
export function createPages(folder: string): Pages {
  const shell = readFileSync(join(folder, 'index.html'), 'utf8')
  const serve: Pages['serve'] = (_request, reply) =>
    reply.headers(HEADERS).type('text/html; charset=utf-8').send(shell)
  return {
    serve,
    async routes(app) {
      await app.register(fastifyStatic, {
        root: join(folder, 'assets'),
        prefix: '/assets/',
        index: false,
        // Their names carry a hash of their content.
        immutable: true,
        maxAge: '365d',
        setHeaders: (reply) => void reply.header('x-content-type-options', 'nosniff'),
      })
      app.get('/', serve)
      app.get('/gzbwclient/room', serve)
      app.get('/console', serve)
      app.get('/console/*', serve)
    },
  }
}

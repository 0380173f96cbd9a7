import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export type Pages = {
  routes(app: FastifyInstance): Promise<void>
  /** Answers with the shell that all pages share; it learns from the address what to show. */
  serve(request: FastifyRequest, reply: FastifyReply): FastifyReply
}

export type PageOptions = {
  /** Origins of the sites that may show the pages in a frame and steer them. None: no site may. */
  frameAncestors: readonly string[]
  /** Origins that the leave page may lead back to. */
  returnOrigins: readonly string[]
}

/** Nothing but our own origin, and no inline code; around us only the frames of the sites named. */
const contentSecurityPolicy = (frameAncestors: readonly string[]) =>
  [
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
    `frame-ancestors ${frameAncestors.length > 0 ? frameAncestors.join(' ') : "'none'"}`,
  ].join('; ')

/**
 * What a page may ask the browser for. `self` is this page itself, in a frame too: there the site around it has to hand the
 * same on by the frame's `allow`.
 */
const PERMISSIONS = [
  'camera',
  'microphone',
  'display-capture',
  'speaker-selection',
  'autoplay',
  'fullscreen',
  'screen-wake-lock',
].map((name) => `${name}=(self)`)

const headersOf = ({ frameAncestors }: PageOptions) => ({
  'content-security-policy': contentSecurityPolicy(frameAncestors),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  // Knows no list of sites; browsers that know `frame-ancestors` do not read it.
  ...(frameAncestors.length > 0 ? {} : { 'x-frame-options': 'DENY' }),
  'x-robots-tag': 'noindex, nofollow',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': [...PERMISSIONS, 'geolocation=()'].join(', '),
  'cache-control': 'no-store',
})

/** What the operator set and the pages have to know, as a `meta` element: the policy allows no inline script. */
export function withSettings(shell: string, options: PageOptions): string {
  const text = JSON.stringify(options)
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
  return shell.replace('</head>', () => `  <meta name="parley" content="${text}" />\n  </head>`)
}

/** `folder`: what the build of `packages/web` made. */
export function createPages(folder: string, options: PageOptions): Pages {
  const shell = withSettings(readFileSync(join(folder, 'index.html'), 'utf8'), options)
  const serveWith =
    (headers: Record<string, string>): Pages['serve'] =>
    (_request, reply) =>
      reply.headers(headers).type('text/html; charset=utf-8').send(shell)
  const serve = serveWith(headersOf(options))
  /** Meetings are shown in frames; where the house is run, a frame could only lure clicks. */
  const serveAlone = serveWith(headersOf({ ...options, frameAncestors: [] }))
  return {
    serve,
    async routes(app) {
      await app.register(fastifyStatic, {
        root: join(folder, 'assets'),
        prefix: '/assets/',
        index: false,
        // The build made them once, as small as they get.
        preCompressed: true,
        // Their names carry a hash of their content.
        immutable: true,
        maxAge: '365d',
        setHeaders: (reply) => void reply.header('x-content-type-options', 'nosniff'),
      })
      app.get('/', serve)
      app.get('/accessibility', serve)
      app.get('/gzbwclient/room', serve)
      app.get('/console', serveAlone)
      app.get('/console/*', serveAlone)
    },
  }
}

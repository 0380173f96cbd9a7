/**
 * Receives webhooks of Parley with Fastify.
 *   npm install fastify standardwebhooks
 *   WEBHOOK_SECRETS="whsec_…" PORT=3000 node node-fastify.mjs
 * During a rotation give both secrets, with a blank between them. Posts go to http://127.0.0.1:3000/hook.
 */
import Fastify from 'fastify'
import { Webhook } from 'standardwebhooks'
import { createInbox } from './node-inbox.mjs'

const webhooks = (process.env.WEBHOOK_SECRETS ?? '').split(' ').map((secret) => new Webhook(secret))
const inbox = createInbox(async (id, event) => console.log(`handled ${id} ${event.type}`))
const app = Fastify({ bodyLimit: 1024 * 1024 })

// The signature covers the bytes as they came. Fastify's own JSON parser would throw them away: keep them, whatever their type.
app.removeAllContentTypeParsers()
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes))

app.post('/hook', async (request, reply) => {
  const event = verified(request.body ?? Buffer.alloc(0), request.headers)
  if (event === undefined) return reply.code(401).send('not from Parley, or too old')
  const taken = inbox.take(request.headers['webhook-id'], event)
  // Full: let the sender come again, rather than lose it.
  if (taken === 'full') return reply.code(503).header('retry-after', '5').send('busy')
  return taken === 'known' ? 'seen before' : 'received'
})

/** The event, or undefined when no secret fits or the request is older than five minutes. */
function verified(bytes, headers) {
  for (const webhook of webhooks)
    try {
      return webhook.verify(bytes, headers)
    } catch {
      // Perhaps with the other secret.
    }
  return undefined
}

await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' })
console.log(`listening on http://127.0.0.1:${app.server.address().port}/hook`)

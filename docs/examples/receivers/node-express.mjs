/**
 * Receives webhooks of Parley with Express, and shows the trap that most receivers fall into.
 *   npm install express standardwebhooks
 *   WEBHOOK_SECRETS="whsec_…" PORT=3000 node node-express.mjs
 * During a rotation give both secrets, with a blank between them. Posts go to http://127.0.0.1:3000/hook.
 */
import express from 'express'
import { Webhook } from 'standardwebhooks'
import { createInbox } from './node-inbox.mjs'

const webhooks = (process.env.WEBHOOK_SECRETS ?? '').split(' ').map((secret) => new Webhook(secret))
const inbox = createInbox(async (id, event) => console.log(`handled ${id} ${event.type}`))
const app = express()

// The solution: this route gets the bytes as they came, whatever their type. It stands BEFORE any `app.use(express.json())`,
// which would read the body first and leave only what it made of it.
app.post('/hook', express.raw({ type: () => true, limit: '1mb' }), (request, response) => {
  const event = verified(request.body, request.headers)
  if (event === undefined) return response.status(401).send('not from Parley, or too old')
  const taken = inbox.take(request.headers['webhook-id'], event)
  // Full: let the sender come again, rather than lose it.
  if (taken === 'full') return response.status(503).set('retry-after', '5').send('busy')
  response.send(taken === 'known' ? 'seen before' : 'received')
})

// Everything else may have its JSON parsed.
app.use(express.json({ type: ['application/json', 'application/*+json'] }))

// The trap: JSON that was parsed and written again is another text as soon as one blank, one `1.0` or one `\u00e4` was in it.
// With some bodies this works, by luck; then somebody adds a template to a target, and it does not.
app.post('/trap', (request, response) => {
  const event = verified(JSON.stringify(request.body), request.headers)
  response.status(event === undefined ? 401 : 200).send(event === undefined ? 'trapped' : 'lucky')
})

/** The event, or undefined when no secret fits or the request is older than five minutes. */
function verified(body, headers) {
  for (const webhook of webhooks)
    try {
      return webhook.verify(body, headers)
    } catch {
      // Perhaps with the other secret.
    }
  return undefined
}

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${server.address().port}/hook`),
)

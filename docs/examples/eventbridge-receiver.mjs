/**
 * Makes a rule for all meeting events and receives them, checking each signature.
 *   PARLEY_PUSH_ALLOW=127.0.0.0/8 npm start                       (the receiver is on this machine)
 *   node docs/examples/eventbridge-receiver.mjs http://localhost:8080 <API key> [events]
 * Ends after so many events (default 10) and deletes its rule.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

const [server = 'http://localhost:8080', apiKey = '', most = '10'] = process.argv.slice(2)
const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
let secret = ''
let seen = 0
let ruleId = ''

const receiver = createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    // The signature covers the bytes as they came: check it before parsing, never over JSON made again.
    const body = Buffer.concat(parts).toString('utf8')
    const genuine = isGenuine(request.headers, body)
    response.writeHead(genuine ? 200 : 401).end('received')
    const event = JSON.parse(body)
    // In this dialect `data` is a string that holds JSON.
    console.log(`${genuine ? 'ok' : 'FORGED'} ${event.type.split(':').at(-1)} ${event.data}`)
    if (++seen >= Number(most)) end()
  })
})

function isGenuine({ 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures }, body) {
  if (Math.abs(Date.now() / 1_000 - Number(at)) > 300) return false
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const own = Buffer.from(createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64'))
  return signatures.split(' ').some((signature) => {
    const theirs = Buffer.from(signature.replace('v1,', ''))
    return theirs.length === own.length && timingSafeEqual(theirs, own)
  })
}

receiver.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${receiver.address().port}/hook`
  const rule = {
    name: `example-${process.pid}`,
    pattern: { source: ['acs.aliyuncvc'], type: [{ prefix: 'aliyuncvc:MeetingEvent:' }] },
    bus: 'default',
    targets: [{ url, dialect: 'seed', retry: 'BACKOFF_RETRY' }],
  }
  const answer = await fetch(`${server}/api/v1/rules`, {
    method: 'POST',
    headers,
    body: JSON.stringify(rule),
  })
  const made = await answer.json()
  if (!answer.ok) throw new Error(`${made.title}: ${made.detail}`)
  secret = made.targets[0].secret
  ruleId = made.id
  console.log(`rule ${made.id}, listening at ${url}; enter a meeting`)
})

async function end() {
  await fetch(`${server}/api/v1/rules/${ruleId}`, { method: 'DELETE', headers })
  receiver.close()
  receiver.closeAllConnections()
}

/**
 * Configures the enterprise webhook, answers its verification, and receives events with their signatures checked.
 *   PARLEY_PUSH_ALLOW=127.0.0.0/8 npm start                       (the receiver is on this machine)
 *   node docs/examples/huawei-webhook.mjs http://localhost:8080 admin <password>
 * Opens a meeting and ends it, so that there is something to tell, and takes the configuration away at the end. An
 * installation has one such configuration: do not run this where it is in use.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

const [server = 'http://localhost:8080', account = 'admin', password = ''] = process.argv.slice(2)
const subscriberId = 'example'
const subscriberKey = 'a key of at least eight characters'
const CONFIG = '/v1/mmc/management/webhook/link-config'
const STATUS = '/v1/mmc/management/webhook/change-status'

async function call(method, path, headers = {}, body) {
  const answer = await fetch(`${server}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return text === '' ? null : JSON.parse(text)
}

// What is signed is the text of `eventInfo` as it stands in the body; it is the last member.
function isGenuine(text, { appID, timestamp, nonce, signature }) {
  if (appID !== subscriberId || Math.abs(Date.now() - timestamp) > 300_000) return false
  const eventInfo = text.slice(text.indexOf('"eventInfo":') + '"eventInfo":'.length, -1)
  const own = createHmac('sha256', subscriberKey).update(`${appID}${timestamp}${nonce}${eventInfo}`)
  const theirs = Buffer.from(signature, 'hex')
  return theirs.length === 32 && timingSafeEqual(own.digest(), theirs)
}

// They may come in any order: several are on their way at once.
const awaited = new Set(['meeting.create', 'meeting.started', 'meeting.end'])
let told
const everything = new Promise((resolve) => {
  told = resolve
})
const receiver = createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    const text = Buffer.concat(parts).toString('utf8')
    const body = JSON.parse(text)
    if (!isGenuine(text, body)) return response.writeHead(401).end()
    const { event, payload } = body.eventInfo
    const verifying = event === 'meeting.verify'
    response.end(verifying ? JSON.stringify({ event, nonce: body.nonce }) : '')
    console.log(`${event} ${payload?.meetingInfo.meetingID ?? ''}`.trim())
    awaited.delete(event)
    if (awaited.size === 0) told()
  })
})
await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve))

const login = await call(
  'POST',
  '/v1/usg/acs/auth/account',
  { authorization: `Basic ${btoa(`${account}:${password}`)}` },
  { account, clientType: 72 },
)
const access = { 'x-access-token': login.accessToken }

// 1. Say where; it is not enabled yet.
const url = `http://127.0.0.1:${receiver.address().port}/hook`
const { id } = await call('POST', CONFIG, access, { subscriberId, subscriberKey, url })
try {
  // 2. Enable it: the receiver is asked with `meeting.verify` before this is answered.
  await call('PUT', `${STATUS}?id=${id}&status=0`, access)
  const { status } = await call('GET', CONFIG, access)
  console.log(`status ${status}`)

  // 3. What happens from now on is told.
  const [meeting] = await call('POST', '/v1/mmc/management/conferences', access, {
    subject: 'Told',
    mediaTypes: 'HDVideo',
    length: 30,
  })
  const host = meeting.passwordEntry.find(({ conferenceRole }) => conferenceRole === 'chair').password
  const { data } = await call(
    'GET',
    `/v1/mmc/control/conferences/token?conferenceID=${meeting.conferenceID}`,
    { 'x-password': host, 'x-login-type': '1' },
  )
  const control = { 'x-conference-authorization': data.token }
  await call('PUT', `/v1/mmc/control/conferences/stop?conferenceID=${meeting.conferenceID}`, control, {})
  await everything
} finally {
  await call('DELETE', `${CONFIG}?id=${id}`, access)
  receiver.close()
  receiver.closeAllConnections()
}

/**
 * Opens a meeting, follows it over the push channel and steers it by REST, the way a Huawei-style client does.
 *   node docs/examples/huawei-follow.mjs http://localhost:8080 admin <password>
 * Ends by itself after it has locked the meeting and ended it.
 */
import { WebSocket } from 'ws'

const [server = 'http://localhost:8080', account = 'admin', password = ''] = process.argv.slice(2)

async function call(method, path, headers = {}, body) {
  const answer = await fetch(`${server}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const result = await answer.json()
  if (!answer.ok)
    throw new Error(`${method} ${path}: ${answer.status} ${result.error_code} ${result.error_msg}`)
  return result
}

// 1. Log in and open a meeting that starts at once.
const login = await call(
  'POST',
  '/v1/usg/acs/auth/account',
  { authorization: `Basic ${btoa(`${account}:${password}`)}` },
  { account, clientType: 72 },
)
const access = { 'x-access-token': login.accessToken }
const [meeting] = await call('POST', '/v1/mmc/management/conferences', access, {
  subject: 'Followed',
  mediaTypes: 'HDVideo',
  length: 30,
})
console.log(`meeting ${meeting.conferenceID}, guests: ${meeting.guestJoinUri}`)

// 2. The host password gives a control token, the control token a single-use token for the socket.
const host = meeting.passwordEntry.find(({ conferenceRole }) => conferenceRole === 'chair').password
const { data } = await call('GET', `/v1/mmc/control/conferences/token?conferenceID=${meeting.conferenceID}`, {
  'x-password': host,
  'x-login-type': '1',
})
const control = { 'x-conference-authorization': data.token }

// 3. Connect, subscribe, print what is pushed.
const socket = new WebSocket(
  `${data.wsURL}/cms/open/websocket/confctl/increment/conn?confID=${meeting.conferenceID}&tmpToken=${data.tmpWsToken}`,
)
const subscribeType = [
  'ConfBasicInfoNotify',
  'ConfDynamicInfoNotify',
  'ParticipantsNotify',
  'AttendeesNotify',
  'SpeakerChangeNotify',
]
socket.on('open', () =>
  socket.send(
    JSON.stringify({
      action: 'Subscribe',
      sequence: '1',
      data: JSON.stringify({ subscribeType, confToken: data.token }),
    }),
  ),
)
setInterval(() => socket.send(JSON.stringify({ action: 'HeartBeat', sequence: '2' })), 60_000).unref()
socket.on('message', (text) => {
  const { action, msgMode, version, state, lock } = JSON.parse(text)
  console.log(
    `${action} ${msgMode === 0 ? 'full' : 'increment'} ${version ?? ''}${state ? ` state ${state} lock ${lock}` : ''}`,
  )
  if (action === 'Subscribe') steer()
})
socket.on('close', (code) => console.log(`closed ${code}`))

// 4. What a program does by REST comes back as a push.
async function steer() {
  await call('PUT', `/v1/mmc/control/conferences/lock?conferenceID=${meeting.conferenceID}`, control, {
    isLock: 1,
  })
  await call('PUT', `/v1/mmc/control/conferences/stop?conferenceID=${meeting.conferenceID}`, control, {})
}

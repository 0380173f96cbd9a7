/**
 * Enters a meeting as a guest without a browser, prints what happens for some seconds, and leaves.
 *   node docs/examples/gzb-guest.mjs <guest link> [name] [seconds]
 */
import { WebSocket } from 'ws'

const [link, name = 'Example', seconds = '5'] = process.argv.slice(2)
if (!link) throw new Error('the guest link is needed')

// 1. The link tells the meeting's state and hands out a one-time ticket.
const headers = { 'content-type': 'application/json' }
const door = await (
  await fetch(link, {
    method: 'POST',
    headers,
    body: JSON.stringify({ want: ['ticket'], displayName: name }),
  })
).json()
if (door.state !== 0)
  throw new Error(`cannot enter: state ${door.state} (30 not started, 31 ended, 32 unknown)`)

// 2. The ticket is the guest's secret at the login.
async function rpc(method, params, token) {
  const answer = await fetch(door.rpcUrl, {
    method: 'POST',
    headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const { result, error } = await answer.json()
  if (error) throw new Error(`${method}: ${error.code} ${error.message}`)
  return result
}
const login = await rpc('auth.http.login', {
  clientId: door.clientId,
  grantType: 'client_credentials',
  clientSecret: door.ticket,
})
const { token } = await rpc('auth.ws.ticket', {}, login.accessToken)

// 3. One socket carries requests, answers and events.
const socket = new WebSocket(`${door.wsUrl}?token=${token}`)
let id = 0
const request = (method, params) => socket.send(JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }))
const join = () =>
  request('conference.join', {
    confId: door.confId,
    displayName: name,
    media: { audio: false, video: false },
  })
socket.on('open', join)
socket.on('message', (text) => {
  const { method, params, result, error } = JSON.parse(text)
  if (error) console.log(`refused: ${error.code} ${error.message}`)
  if (result?.members)
    console.log(
      `inside as ${result.memberId}; with ${result.members.map((member) => member.displayName).join(', ')}`,
    )
  if (result?.waiting) console.log(`number ${result.position} of those who wait to be let in`)
  if (method === 'lobby.changed') {
    console.log(`waiting room: ${params.state}`)
    if (params.state === 'admitted') join()
  }
  if (method === 'conference.event')
    console.log(`event ${params.version ?? ''} ${params.type} ${JSON.stringify(params.data)}`)
})
socket.on('close', (code) => console.log(`closed ${code}`))

// 4. Only leaving leaves; a socket that closes is an interruption.
setTimeout(() => request('conference.leave', { confId: door.confId }), Number(seconds) * 1_000)
setTimeout(() => socket.close(), Number(seconds) * 1_000 + 500)

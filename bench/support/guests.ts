import { WebSocket } from 'ws'

/** Enters `count` guests without media through the meeting's link; they stay until the sockets are closed. */
export async function enterGuests(
  link: string,
  count: number,
): Promise<{ memberIds: string[]; sockets: WebSocket[] }> {
  const memberIds: string[] = []
  const sockets: WebSocket[] = []
  for (let n = 0; n < count; n++) {
    const { memberId, socket } = await enter(link, `Guest ${n}`)
    memberIds.push(memberId)
    sockets.push(socket)
  }
  return { memberIds, sockets }
}

async function enter(link: string, name: string): Promise<{ memberId: string; socket: WebSocket }> {
  const door = await post(link, { want: ['ticket'], displayName: name })
  const rpcUrl = String(door.rpcUrl)
  const login = await rpc(rpcUrl, 'auth.http.login', {
    clientId: door.clientId,
    grantType: 'client_credentials',
    clientSecret: door.ticket,
  })
  const { token } = await rpc(rpcUrl, 'auth.ws.ticket', {}, String(login.accessToken))
  const socket = new WebSocket(`${door.wsUrl}?token=${token}`)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const memberId = await new Promise<string>((resolve, reject) => {
    socket.on('message', (text) => {
      const { id, result, error } = JSON.parse(String(text)) as {
        id?: number
        result?: { memberId: string }
        error?: { message: string }
      }
      if (id === 1) error ? reject(new Error(error.message)) : resolve(result?.memberId ?? '')
    })
    const params = { confId: door.confId, displayName: name, media: { audio: false, video: false } }
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'conference.join', params }))
  })
  return { memberId, socket }
}

async function rpc(
  url: string,
  method: string,
  params: unknown,
  token?: string,
): Promise<Record<string, unknown>> {
  const { result, error } = (await post(url, { jsonrpc: '2.0', id: 1, method, params }, token)) as {
    result?: Record<string, unknown>
    error?: { message: string }
  }
  if (!result) throw new Error(`${method}: ${error?.message}`)
  return result
}

async function post(url: string, body: unknown, token?: string): Promise<Record<string, unknown>> {
  const headers = {
    'content-type': 'application/json',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return (await answer.json()) as Record<string, unknown>
}

import { WebSocket } from 'ws'

/** Somebody who is signed in and connected, and not in the meeting yet. */
export type Guest = {
  socket: WebSocket
  /** Enters; answers the id under which the others know them. */
  join(options?: { batch?: boolean }): Promise<string>
}

/** Enters `count` guests without media through the meeting's link; they stay until the sockets are closed. */
export async function enterGuests(
  link: string,
  count: number,
): Promise<{ memberIds: string[]; sockets: WebSocket[] }> {
  const memberIds: string[] = []
  const sockets: WebSocket[] = []
  for (let n = 0; n < count; n++) {
    const guest = await arrive(link, `Guest ${n}`)
    memberIds.push(await guest.join())
    sockets.push(guest.socket)
  }
  return { memberIds, sockets }
}

/** From the link to an open socket. */
export async function arrive(link: string, name: string): Promise<Guest> {
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
  return {
    socket,
    join: ({ batch } = {}) =>
      new Promise<string>((resolve, reject) => {
        const onMessage = (data: Buffer) => {
          const text = String(data)
          // Most of what comes in a storm is not the answer.
          if (!text.includes('"id":1,') && !text.endsWith('"id":1}')) return
          const { id, result, error } = JSON.parse(text) as {
            id?: number
            result?: { memberId: string }
            error?: { message: string }
          }
          if (id !== 1) return
          socket.off('message', onMessage)
          if (error) reject(new Error(error.message))
          else resolve(result?.memberId ?? '')
        }
        socket.on('message', onMessage)
        const params = {
          confId: door.confId,
          displayName: name,
          media: { audio: false, video: false },
          ...(batch ? { batch } : {}),
        }
        socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'conference.join', params }))
      }),
  }
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

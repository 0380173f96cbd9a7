import { callRpc } from './rpc.ts'
import { API_KEY, type TestServer } from './server.ts'

export type Booked = {
  confId: string
  guest: string
  host: string
  guestPassword: string
  /** Ends it as its owner. */
  end(): Promise<void>
}

/** A conference of the account `admin`, booked over JSON-RPC, with the links that its invitation holds. */
export async function booked(
  server: Pick<TestServer, 'url'>,
  params: {
    confName?: string
    startTime?: number
    duration?: number
    maxMembers?: number
    settings?: object
  } = {},
): Promise<Booked> {
  const call = async (method: string, body: object): Promise<Record<string, string>> => {
    const { json } = await callRpc<Record<string, string>>(server, method, body, API_KEY)
    if (!json.result) throw new Error(`${method} was refused: ${JSON.stringify(json.error)}`)
    return json.result
  }
  const made = await call('conference.create', {
    confName: 'Weekly review',
    createdBy: 'admin',
    ...params,
  })
  return {
    confId: made.confId!,
    guest: made.joinUrl!,
    host: made.hostUrl!,
    guestPassword: made.guestPassword!,
    async end() {
      await call('conference.end', { confId: made.confId! })
    },
  }
}

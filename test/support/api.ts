import { type Answer, type Sending, send } from './http.ts'
import { API_KEY, type TestServer } from './server.ts'

export type LogEvent = {
  id: string
  conferenceId: string
  runId: string | null
  revision: number
  position: number
  type: string
  time: string
  actor: { is: string; id: string; name: string; participantId?: string }
  via: string
  cause: string
  data: Record<string, unknown>
}

export type Page = { data: LogEvent[]; next: string }

export type Delivery = {
  id: string
  eventId: string
  status: string
  attemptCount: number
  attempts: { no: number; status: number | null; error: string | null }[]
}

/** Our own API with its key. */
export function createApi(server: Pick<TestServer, 'url'>, key = API_KEY) {
  const call = <T = Record<string, unknown>>(
    method: string,
    path: string,
    sending: Omit<Sending, 'method'> = {},
  ): Promise<Answer<T>> =>
    send<T>(`${server.url}/api/v1${path}`, {
      ...sending,
      method,
      headers: { authorization: `Bearer ${key}`, ...sending.headers },
    })

  async function ok<T>(answer: Promise<Answer<T>>): Promise<T> {
    const { status, text, json } = await answer
    if (status > 299) throw new Error(`the call was refused with ${status}: ${text}`)
    return json
  }

  /** Every page after a cursor. */
  async function all(path: string, after?: string): Promise<LogEvent[]> {
    const events: LogEvent[] = []
    let cursor = after
    for (;;) {
      const query = { limit: 1_000, ...(cursor === undefined ? {} : { after: cursor }) }
      const { data, next } = await ok(call<Page>('GET', path, { query }))
      events.push(...data)
      if (data.length === 0) return events
      cursor = next
    }
  }

  return {
    call,
    events: (after?: string): Promise<LogEvent[]> => all('/events', after),
    eventsOf: (conferenceId: string): Promise<LogEvent[]> => all(`/conferences/${conferenceId}/events`),
    /** A rule on the bus of the cloud document, with one target that speaks as that document does. */
    async rule(
      name: string,
      url: string,
      pattern: unknown = {},
      /** The secret is drawn if absent; further settings of the target. */
      {
        secret,
        bus = 'default',
        ...target
      }: { secret?: string; bus?: string } & Record<string, unknown> = {},
    ): Promise<{ id: string; targetId: string; secret: string }> {
      const seed = { dialect: 'seed', retry: 'BACKOFF_RETRY', order: 'none' }
      const signing = secret === undefined ? {} : { signing: { secret } }
      const body = { name, bus, pattern, targets: [{ url, ...seed, ...signing, ...target }] }
      const rule = await ok(
        call<{ id: string; targets: { id: string; secret: string }[] }>('POST', '/rules', { body }),
      )
      const [made] = rule.targets
      if (!made) throw new Error('the rule has no target')
      return { id: rule.id, targetId: made.id, secret: made.secret }
    },
    async deliveries(query: Record<string, string> = {}): Promise<Delivery[]> {
      const page = await ok(
        call<{ data: Delivery[] }>('GET', '/deliveries', { query: { limit: 500, ...query } }),
      )
      return page.data
    },
    delivery: (id: string): Promise<Delivery> => ok(call<Delivery>('GET', `/deliveries/${id}`)),
  }
}

/** The part of `/api/v1` that the console uses, in its own words: members that it does not read are left out. */

export type TargetView = {
  id: string
  name: string
  url: string
  dialect: 'cloudevents' | 'cloudevents-binary' | 'seed' | 'huawei'
  retry: 'STANDARD_WEBHOOKS_RETRY' | 'BACKOFF_RETRY' | 'EXPONENTIAL_DECAY_RETRY' | 'HUAWEI_RETRY'
  state: { is: 'running' | 'paused'; note: string; since: string }
  health: {
    breaker: 'closed' | 'open' | 'half-open'
    failingSince: string | null
    pending: number
    exhausted: number
  }
}
export type RuleView = {
  id: string
  bus: string
  name: string
  description: string
  enabled: boolean
  pattern: Record<string, unknown>
  targets: TargetView[]
  warnings: string[]
}
export type BusView = { name: string; description: string; enabled: boolean }
export type DeliveryStatus = 'pending' | 'delivered' | 'exhausted' | 'cancelled'
export type DeliveryView = {
  id: string
  eventId: string
  eventType: string
  ruleId: string
  ruleName: string
  targetName: string
  url: string
  status: DeliveryStatus
  attemptCount: number
  nextAttemptAt: string | null
  createdAt: string
  erased: boolean
}
export type AttemptView = {
  id: string
  no: number
  startedAt: string
  durationMs: number
  method: string
  url: string
  requestHeaders: Record<string, string>
  status: number | null
  error: string | null
  responseHeaders: Record<string, string>
  response: string
}
export type DeliveryDetail = DeliveryView & {
  headers: Record<string, string>
  body: string
  attempts: AttemptView[]
}
export type Tested = {
  matched: boolean
  fields: { pointer: string; matched: boolean; why: string }[]
  warnings: string[]
}
export type Tried = {
  looked: number
  matched: number
  data: { id: string; type: string; time: string; matched: boolean; why: string | null }[]
  warnings: string[]
}
export type RuleDraft = { name: string; bus: string; description: string; pattern: string }
export type NewTarget = Pick<TargetView, 'name' | 'url' | 'dialect' | 'retry'>
export type DeliveryFilter = { status: DeliveryStatus | null; rule: string | null; event: string | null }
export type Page<Item> = { data: Item[]; next: string | null }
type WithSecret = { secret: string | null }

/** What the server refused, in its own words ([RFC 9457] `detail`, with the places it names). */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal'
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail)
  }
}

export type ConsoleApi = {
  buses(): Promise<BusView[]>
  switchBus(name: string, enabled: boolean): Promise<BusView>
  rules(): Promise<RuleView[]>
  rule(id: string): Promise<RuleView>
  createRule(draft: RuleDraft): Promise<RuleView>
  changeRule(id: string, change: Partial<RuleDraft> & { enabled?: boolean }): Promise<RuleView>
  deleteRule(id: string): Promise<void>
  addTarget(ruleId: string, target: NewTarget): Promise<TargetView & WithSecret>
  deleteTarget(id: string): Promise<void>
  pause(id: string): Promise<unknown>
  resume(id: string): Promise<unknown>
  sendTest(id: string): Promise<unknown>
  rotate(id: string): Promise<WithSecret>
  test(bus: string, pattern: string, event: unknown): Promise<Tested>
  tryRecent(bus: string, pattern: string): Promise<Tried>
  deliveries(filter: DeliveryFilter, after: string | null): Promise<Page<DeliveryView>>
  delivery(id: string): Promise<DeliveryDetail>
  resend(id: string): Promise<DeliveryDetail>
  resendDeadLetters(filter: Pick<DeliveryFilter, 'rule'>): Promise<{ count: number }>
}

type Problem = { detail?: string; errors?: { pointer: string; detail: string }[] }

const LAST_EVENTS = 200
const PAGE = '50'

/**
 * `send`: like `fetch` below this server's address. `token`: the one to show now; asked for before every call, and once more
 * with `true` after the server refused it. Rejects with `ApiRefusal`, or with what `send` and `token` reject with.
 */
export function createConsoleApi({
  send,
  token,
}: {
  send: (path: string, init: RequestInit) => Promise<Response>
  token: (renew: boolean) => Promise<string>
}): ConsoleApi {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    let answer = await ask(method, path, body, false)
    if (answer.status === 401) answer = await ask(method, path, body, true)
    if (answer.status === 204) return undefined as T
    const value: unknown = await answer.json().catch(() => null)
    if (answer.ok) return value as T
    throw new ApiRefusal(answer.status, sentence(value as Problem | null, answer.status))
  }

  async function ask(method: string, path: string, body: unknown, renew: boolean): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${await token(renew)}` }
    if (body !== undefined) headers['content-type'] = 'application/json'
    return send(`/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  const list = async <T>(path: string): Promise<T[]> => {
    const all: T[] = []
    let after = ''
    for (;;) {
      const { data, next } = await call<Page<T>>('GET', `${path}?limit=500${after}`)
      all.push(...data)
      if (!next) return all
      after = `&after=${encodeURIComponent(next)}`
    }
  }

  return {
    buses: async () => (await call<{ data: BusView[] }>('GET', '/buses')).data,
    switchBus: (name, enabled) => call('PATCH', `/buses/${encodeURIComponent(name)}`, { enabled }),
    rules: () => list('/rules'),
    rule: (id) => call('GET', `/rules/${id}`),
    createRule: (draft) => call('POST', '/rules', draft),
    changeRule: (id, change) => call('PATCH', `/rules/${id}`, change),
    deleteRule: (id) => call('DELETE', `/rules/${id}`),
    addTarget: (ruleId, target) => call('POST', `/rules/${ruleId}/targets`, target),
    deleteTarget: (id) => call('DELETE', `/targets/${id}`),
    pause: (id) => call('POST', `/targets/${id}/pause`, {}),
    resume: (id) => call('POST', `/targets/${id}/resume`, {}),
    sendTest: (id) => call('POST', `/targets/${id}/test`, {}),
    rotate: (id) => call('POST', `/targets/${id}/rotate`, {}),
    test: (bus, pattern, event) => call('POST', '/patterns/test', { bus, pattern, event }),
    tryRecent: (bus, pattern) => call('POST', '/patterns/try', { bus, pattern, last: LAST_EVENTS }),
    deliveries: ({ status, rule, event }, after) => {
      const query = new URLSearchParams({ limit: PAGE })
      if (status) query.set('status', status)
      if (rule) query.set('rule', rule)
      if (event) query.set('event', event)
      if (after) query.set('after', after)
      return call('GET', `/deliveries?${query}`)
    },
    delivery: (id) => call('GET', `/deliveries/${id}`),
    resend: (id) => call('POST', `/deliveries/${id}/resend`, {}),
    resendDeadLetters: ({ rule }) => call('POST', '/dead-letters/resend', rule ? { rule } : {}),
  }
}

function sentence(problem: Problem | null, status: number): string {
  const places = (problem?.errors ?? []).map(({ pointer, detail }) => `${pointer}: ${detail}`)
  return places.length > 0 ? places.join('; ') : (problem?.detail ?? `HTTP ${status}`)
}

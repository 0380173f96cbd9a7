/** An answer, read whole. `json` is undefined when the body is no JSON. */
export type Answer<T = unknown> = { status: number; headers: Headers; text: string; json: T }

export type Sending = {
  method?: string
  headers?: Record<string, string>
  /** A string goes out as it is, everything else as JSON. */
  body?: unknown
  query?: Record<string, string | number>
}

const WITHIN_MS = 15_000

export async function send<T = unknown>(url: string, sending: Sending = {}): Promise<Answer<T>> {
  const { method = 'GET', headers = {}, body, query = {} } = sending
  const target = new URL(url)
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, String(value))
  const answer = await fetch(target, {
    method,
    redirect: 'manual',
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(WITHIN_MS),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, json: parsed(text) as T }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

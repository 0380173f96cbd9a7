import type { Dispatcher } from 'undici'
import { API_KEY } from './server.ts'

const AUTHORIZED = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' }

export async function callApi<T>(
  client: Dispatcher,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: unknown,
): Promise<T> {
  const { statusCode, body: answer } = await client.request({
    method,
    path: `/api/v1${path}`,
    headers: AUTHORIZED,
    body: body === undefined ? null : JSON.stringify(body),
  } as Dispatcher.RequestOptions)
  const text = await answer.text()
  if (statusCode >= 300) throw new Error(`${method} ${path}: ${statusCode} ${text}`)
  return JSON.parse(text) as T
}

export const BUS = 'bench'
const SOURCE = 'bench'

/** A rule that only events of type `type{n}` match, with one target. */
export async function makeRule(
  client: Dispatcher,
  n: number,
  url: string,
  more: object = {},
): Promise<string> {
  const { targets } = await callApi<{ targets: { id: string }[] }>(client, 'POST', '/rules', {
    bus: BUS,
    name: `rule-${n}-${Math.random().toString(36).slice(2, 8)}`,
    pattern: { source: [SOURCE], type: [typeOf(n)] },
    targets: [{ url, order: 'none', retry: 'BACKOFF_RETRY', ...more }],
  })
  return targets[0]?.id ?? ''
}

export const typeOf = (n: number): string => `bench.type.${n}`

/** An event about as large as those of meetings. */
export function anEvent(id: string, n: number): object {
  return {
    specversion: '1.0',
    id,
    source: SOURCE,
    type: typeOf(n),
    subject: 'acs.aliyuncvc:cn-hangzhou:1001:7',
    data: {
      meetingUUID: 'hz-01a0c4506c7b747abd93fabd2a210001',
      meetingName: 'Weekly review',
      action: 'member_join',
      time: 1_790_000_000_456,
      groupId: '7',
      userId: '42',
    },
  }
}

export async function publish(client: Dispatcher, events: readonly object[]): Promise<void> {
  await callApi(client, 'POST', `/events?bus=${BUS}`, events)
}

import { createHash, createHmac } from 'node:crypto'
import type { CloudEvent } from '../src/events/index.ts'

export type Forwarded = { ok: boolean; what: string; tookMs: number }

/** As targets of the server are asked at most. */
const TIMEOUT_MS = 10_000
/** Whose ids are unique without their source. */
const OWN_SOURCES = ['urn:parley', 'acs.aliyuncvc']

/** Posts an event as a structured CloudEvent, signed by Standard Webhooks ([AL] 4.3), once; `signal` gives it up. */
export async function forward(
  event: CloudEvent,
  { url, secret }: { url: string; secret: string },
  { now = Date.now(), version, signal }: { now?: number; version: string; signal?: AbortSignal },
): Promise<Forwarded> {
  const body = JSON.stringify(event)
  const id = webhookId(event)
  const timestamp = String(Math.floor(now / 1_000))
  const begun = performance.now()
  const tookMs = (): number => Math.round(performance.now() - begun)
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'user-agent': `parley-listen/${version}`,
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signature(secret, `${id}.${timestamp}.${body}`),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]),
    })
    await answer.body?.cancel()
    return { ok: answer.ok, what: String(answer.status), tookMs: tookMs() }
  } catch (error) {
    return { ok: false, what: whyNot(error), tookMs: tookMs() }
  }
}

/** As the server names its posts: an id of somebody else is only unique with its source, and may not fit into a header. */
function webhookId({ id, source }: CloudEvent): string {
  if (OWN_SOURCES.includes(source)) return id
  return `${hash(source).slice(0, 8)}-${/^[\w-]+$/.test(id) ? id : hash(id).slice(0, 32)}`
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function signature(secret: string, text: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`
}

function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1_000} s`
  const { cause } = error as { cause?: { code?: string; message?: string } }
  return cause?.code ?? cause?.message ?? error.message
}

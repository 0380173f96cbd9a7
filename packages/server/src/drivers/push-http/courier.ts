import { type Courier, type Parcel, type Receipt, Refusal, SECOND } from '@parley/core'
import type { Dispatcher } from 'undici'
import { createAddressRules } from './address-rules.ts'
import { readConsent } from './consent.ts'
import { explain } from './explain.ts'
import { createPools } from './pools.ts'
import { type Resolve, resolveTarget } from './resolve-target.ts'
import { retryAfterMs } from './retry-after.ts'
import { createSystemResolve } from './system-resolve.ts'
import { readTargetUrl } from './target-url.ts'

export type CourierConfig = {
  /** Networks (CIDR) that may be reached although they are private or otherwise special. */
  allow: readonly string[]
  /** Host (and port) of this server: who asks a receiver for its consent. */
  origin: string
  connectTimeoutMs?: number
  /** For tests; the system's resolver otherwise. */
  resolve?: Resolve
}

type Sent = Pick<Parcel, 'url' | 'headers' | 'timeoutMs' | 'lane'> & {
  method: Dispatcher.HttpMethod
  body: string | null
}

const CONNECT_TIMEOUT_MS = 3 * SECOND
const CONSENT_TIMEOUT_MS = 10 * SECOND
/** Somebody is waiting in front of a form. */
const CHECK_TIMEOUT_MS = 3 * SECOND
const RESPONSE_BYTES = 16 * 1024
const SHOWN_HEADERS = 32
const SHOWN_CHARACTERS = 256

/** Brings parcels to the targets of rules, and only to addresses that were checked in the same attempt ([AL] 4.6). */
export function createCourier(config: CourierConfig): Courier {
  const { allow, origin, connectTimeoutMs = CONNECT_TIMEOUT_MS, resolve = createSystemResolve() } = config
  const rules = createAddressRules(allow)
  const pools = createPools({ connectTimeoutMs })

  async function request(sent: Sent, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const url = readTargetUrl(sent.url)
    const addresses = await orAborted(resolveTarget(url, rules, resolve), signal)
    return pools.to(url, addresses, sent.lane ?? '').request({
      path: `${url.pathname}${url.search}`,
      method: sent.method,
      headers: { ...sent.headers },
      body: sent.body,
      signal,
      headersTimeout: sent.timeoutMs,
      bodyTimeout: sent.timeoutMs,
    })
  }

  return {
    async send(parcel) {
      const start = performance.now()
      const { signal, callOff } = deadline(parcel.timeoutMs)
      const took = (): number => Math.round(performance.now() - start)
      try {
        const answer = await request(parcel, signal)
        const receipt = await receiptOf(answer)
        return { ...receipt, durationMs: took() }
      } catch (error) {
        if (error instanceof Refusal) return { is: 'refused', error: error.message, durationMs: took() }
        return { is: 'failed', error: whyFailed(error, signal, parcel.timeoutMs), durationMs: took() }
      } finally {
        callOff()
      }
    },
    async check(text) {
      const url = readTargetUrl(text)
      const { signal, callOff } = deadline(CHECK_TIMEOUT_MS)
      try {
        await orAborted(resolveTarget(url, rules, resolve), signal)
        return []
      } catch (error) {
        if (error instanceof Refusal) throw error
        // It may well be there when the first event is.
        const why = signal.aborted ? 'the name server does not answer' : explain(error)
        return [`the target's host cannot be found now: ${why}`]
      } finally {
        callOff()
      }
    },
    async verify(url) {
      const { signal, callOff } = deadline(CONSENT_TIMEOUT_MS)
      const headers = { 'webhook-request-origin': origin, 'user-agent': 'Parley' }
      try {
        const asking: Sent = { method: 'OPTIONS', url, headers, body: null, timeoutMs: CONSENT_TIMEOUT_MS }
        const answer = await request(asking, signal)
        await readStart(answer.body)
        return readConsent(answer.statusCode, answer.headers, origin)
      } catch (error) {
        const why = error instanceof Refusal ? error.message : whyFailed(error, signal, CONSENT_TIMEOUT_MS)
        return { allowed: false, ratePerMinute: null, status: null, why }
      } finally {
        callOff()
      }
    },
    close: () => pools.close(),
  }
}

async function receiptOf(
  answer: Dispatcher.ResponseData,
): Promise<Omit<Receipt & { is: 'answered' }, 'durationMs'>> {
  return {
    is: 'answered',
    status: answer.statusCode,
    headers: shownHeaders(answer.headers),
    response: await readStart(answer.body),
    retryAfterMs: retryAfterMs(answer.headers['retry-after'], Date.now()),
  }
}

/** Enough to see who answered; cookies are the receiver's business. */
function shownHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const shown = Object.entries(headers).filter(([name]) => name !== 'set-cookie')
  return Object.fromEntries(
    shown
      .slice(0, SHOWN_HEADERS)
      .map(([name, value]) => [name.slice(0, SHOWN_CHARACTERS), String(value).slice(0, SHOWN_CHARACTERS)]),
  )
}

/** `AbortSignal.timeout` cannot be called off: at thousands a second its timers and signals pile up for ten seconds each. */
function deadline(ms: number): { signal: AbortSignal; callOff: () => void } {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), ms)
  return { signal: controller.signal, callOff: () => clearTimeout(timer) }
}

function whyFailed(error: unknown, signal: AbortSignal, timeoutMs: number): string {
  return signal.aborted ? `no answer within ${timeoutMs / SECOND} s` : explain(error)
}

/** The first 16 KiB. Whatever comes after is not waited for: the connection is given up. */
async function readStart(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > RESPONSE_BYTES) break
    }
  } catch {
    // Status and headers are the answer; a body that breaks off or never ends takes nothing away from it.
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, RESPONSE_BYTES))
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

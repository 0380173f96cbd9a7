import { type Courier, type Parcel, Refusal, SECOND } from '@parley/core'
import type { Dispatcher } from 'undici'
import { createAddressRules } from './address-rules.ts'
import { readConsent } from './consent.ts'
import { Deadline, TooLate } from './deadline.ts'
import { type Answer, exchange } from './exchange.ts'
import { explain } from './explain.ts'
import { createPools } from './pools.ts'
import { type Resolve, resolveTarget } from './resolve-target.ts'
import { retryAfterMs } from './retry-after.ts'
import { createRoutes } from './routes.ts'
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

type Sent = Pick<Parcel, 'url' | 'headers' | 'lane'> & {
  method: Dispatcher.HttpMethod
  body: string | null
}

const CONNECT_TIMEOUT_MS = 3 * SECOND
const CONSENT_TIMEOUT_MS = 10 * SECOND
/** Somebody is waiting in front of a form. */
const CHECK_TIMEOUT_MS = 3 * SECOND
const SHOWN_HEADERS = 32
const SHOWN_CHARACTERS = 256

/** Brings parcels to the targets of rules, and only to addresses that were checked in the same attempt ([AL] 4.6). */
export function createCourier(config: CourierConfig): Courier {
  const { allow, origin, connectTimeoutMs = CONNECT_TIMEOUT_MS, resolve = createSystemResolve() } = config
  const rules = createAddressRules(allow)
  const pools = createPools({ connectTimeoutMs })

  const routes = createRoutes(rules, resolve)

  async function request(sent: Sent, deadline: Deadline): Promise<Answer> {
    const { url, path, literal } = await routes.read(sent.url)
    const addresses = literal ?? (await deadline.orTooLate(resolveTarget(url, rules, resolve)))
    const { method, headers, body, lane = '' } = sent
    // The deadline is ours: undici's own timers would only come on top.
    const options = { path, method, headers, body, headersTimeout: 0, bodyTimeout: 0 }
    return exchange(pools.to(url, addresses, lane), options as Dispatcher.DispatchOptions, deadline)
  }

  return {
    async send(parcel) {
      const start = performance.now()
      const deadline = new Deadline(parcel.timeoutMs)
      const took = (): number => Math.round(performance.now() - start)
      try {
        const { status, headers, body: response } = await request(parcel, deadline)
        return {
          is: 'answered',
          status,
          headers: shownHeaders(headers),
          response,
          retryAfterMs: retryAfterMs(headers['retry-after'], Date.now()),
          durationMs: took(),
        }
      } catch (error) {
        if (error instanceof Refusal) return { is: 'refused', error: error.message, durationMs: took() }
        return { is: 'failed', error: whyFailed(error, parcel.timeoutMs), durationMs: took() }
      } finally {
        deadline.callOff()
      }
    },
    async check(text) {
      const url = readTargetUrl(text)
      const deadline = new Deadline(CHECK_TIMEOUT_MS)
      try {
        await deadline.orTooLate(resolveTarget(url, rules, resolve))
        return []
      } catch (error) {
        if (error instanceof Refusal) throw error
        // It may well be there when the first event is.
        const why = error instanceof TooLate ? 'the name server does not answer' : explain(error)
        return [`the target's host cannot be found now: ${why}`]
      } finally {
        deadline.callOff()
      }
    },
    async verify(url) {
      const deadline = new Deadline(CONSENT_TIMEOUT_MS)
      const headers = { 'webhook-request-origin': origin, 'user-agent': 'Parley' }
      try {
        const answer = await request({ method: 'OPTIONS', url, headers, body: null }, deadline)
        return readConsent(answer.status, answer.headers, origin)
      } catch (error) {
        const why = error instanceof Refusal ? error.message : whyFailed(error, CONSENT_TIMEOUT_MS)
        return { allowed: false, ratePerMinute: null, status: null, why }
      } finally {
        deadline.callOff()
      }
    },
    close: () => pools.close(),
  }
}

/** Enough to see who answered; cookies are the receiver's business. */
function shownHeaders(headers: Answer['headers']): Record<string, string> {
  const shown: Record<string, string> = {}
  let room = SHOWN_HEADERS
  for (const name in headers) {
    if (name === 'set-cookie') continue
    if (room === 0) break
    room -= 1
    shown[name.slice(0, SHOWN_CHARACTERS)] = String(headers[name]).slice(0, SHOWN_CHARACTERS)
  }
  return shown
}

function whyFailed(error: unknown, timeoutMs: number): string {
  return error instanceof TooLate ? `no answer within ${timeoutMs / SECOND} s` : explain(error)
}

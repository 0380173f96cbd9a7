import type { Courier, Parcel, Receipt } from '@parley/core'
import { Refusal } from '@parley/core'
import type { Dispatcher } from 'undici'
import { createAddressRules } from './address-rules.ts'
import { explain } from './explain.ts'
import { createPools } from './pools.ts'
import { type Resolve, type ResolvedAddress, resolveTarget, systemResolve } from './resolve-target.ts'
import { retryAfterMs } from './retry-after.ts'
import { readTargetUrl } from './target-url.ts'

export type CourierConfig = {
  /** Networks (CIDR) that may be reached although they are private or otherwise special. */
  allow: readonly string[]
  connectTimeoutMs?: number
  /** For tests; the system's resolver otherwise. */
  resolve?: Resolve
}

const CONNECT_TIMEOUT_MS = 3_000
const RESPONSE_BYTES = 16 * 1024

/** Posts to the targets of rules, and only to addresses that were checked in the same attempt ([AL] 4.6). */
export function createCourier(config: CourierConfig): Courier {
  const { allow, connectTimeoutMs = CONNECT_TIMEOUT_MS, resolve = systemResolve } = config
  const rules = createAddressRules(allow)
  const pools = createPools({ connectTimeoutMs })

  async function post(
    parcel: Parcel,
    signal: AbortSignal,
  ): Promise<Omit<Receipt & { is: 'answered' }, 'durationMs'>> {
    const url = readTargetUrl(parcel.url)
    const addresses: ResolvedAddress[] = await orAborted(resolveTarget(url, rules, resolve), signal)
    const answer = await pools.to(url, addresses).request({
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: { ...parcel.headers },
      body: parcel.body,
      signal,
      headersTimeout: parcel.timeoutMs,
      bodyTimeout: parcel.timeoutMs,
    })
    const response = await readStart(answer.body)
    const wait = retryAfterMs(answer.headers['retry-after'], Date.now())
    return { is: 'answered', status: answer.statusCode, response, retryAfterMs: wait }
  }

  return {
    async send(parcel) {
      const start = performance.now()
      const signal = AbortSignal.timeout(parcel.timeoutMs)
      const took = (): number => Math.round(performance.now() - start)
      try {
        const receipt = await post(parcel, signal)
        return { ...receipt, durationMs: took() }
      } catch (error) {
        if (error instanceof Refusal) return { is: 'refused', error: error.message, durationMs: took() }
        const why = signal.aborted ? `no answer within ${parcel.timeoutMs / 1_000} s` : explain(error)
        return { is: 'failed', error: why, durationMs: took() }
      }
    },
    async check(text) {
      const url = readTargetUrl(text)
      try {
        await orAborted(resolveTarget(url, rules, resolve), AbortSignal.timeout(connectTimeoutMs))
        return []
      } catch (error) {
        if (error instanceof Refusal) throw error
        // It may well be there when the first event is.
        return [`the target's host cannot be found now: ${explain(error)}`]
      }
    },
    close: () => pools.close(),
  }
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
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}

import { asSent } from './as-sent.ts'
import { type Bytes, concat, readBase64, utf8 } from './bytes.ts'
import { importWebhookKey, type WebhookKey } from './keys.ts'
import { readSignedHeaders, type SignedHeaders, type WebhookHeaders } from './signed-headers.ts'
import { WebhookError } from './webhook-error.ts'

export type VerifyOptions = {
  /** How far the sender's clock may be from ours, to either side. Seconds. */
  toleranceSeconds?: number
  /** Epoch milliseconds. */
  now?: () => number
}

/** A genuine request. */
export type VerifiedWebhook = {
  /** `webhook-id`: the same over attempts, resending and replay. Drop what you have seen before. */
  id: string
  /** When this attempt was signed; epoch milliseconds. */
  sentAt: number
  /** Which of the secrets it was signed with. */
  secretIndex: number
  /** The body as text. */
  body: string
  /** The body parsed; throws SyntaxError when it is no JSON. */
  json(): unknown
}

const TOLERANCE_SECONDS = 300

/**
 * Judges a request by Standard Webhooks 1.0 ([AL] 4.3), in browsers, workers and Node.
 *
 * @param rawBody the bytes as they came, or the text of them. Never JSON that was parsed and written again: one blank
 *   more and the signature is wrong.
 * @param headers of the request
 * @param secrets `whsec_…` (HMAC-SHA256) or `whpk_…` (Ed25519); during a rotation the new and the old one
 * @throws {WebhookError} with the reason
 */
export async function verifyWebhook(
  rawBody: string | Uint8Array | ArrayBuffer,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
  { toleranceSeconds = TOLERANCE_SECONDS, now = Date.now }: VerifyOptions = {},
): Promise<VerifiedWebhook> {
  const body = bytesOf(rawBody)
  const keys = await Promise.all((typeof secrets === 'string' ? [secrets] : secrets).map(importWebhookKey))
  if (keys.length === 0) throw new WebhookError('bad-secret', 'give at least one secret')
  const signed = readSignedHeaders(headers)
  const sentAt = Number(signed.timestamp) * 1_000
  const secretIndex = await findKey(body, signed, keys)
  if (secretIndex < 0) await refuse(body, signed, keys)
  // After the signature: who is told that a request is stale need not ask whether it was forged.
  checkAge((sentAt - now()) / 1_000, toleranceSeconds)
  const text = new TextDecoder().decode(body)
  return { id: signed.id, sentAt, secretIndex, body: text, json: () => JSON.parse(text) }
}

function bytesOf(rawBody: unknown): Bytes {
  if (typeof rawBody === 'string') return utf8(rawBody)
  if (rawBody instanceof Uint8Array) return rawBody as Bytes
  if (Object.prototype.toString.call(rawBody) === '[object ArrayBuffer]')
    return new Uint8Array(rawBody as ArrayBuffer)
  throw new WebhookError(
    'not-raw',
    'the body must be the bytes as they came (Uint8Array, ArrayBuffer or string), not what a parser made of them',
  )
}

/** Index of the first key that one of the signatures was made with, else -1. WebCrypto compares in constant time. */
async function findKey(body: Bytes, signed: SignedHeaders, keys: readonly WebhookKey[]): Promise<number> {
  const text = concat(utf8(`${signed.id}.${signed.timestamp}.`), body)
  for (const [index, { version, key }] of keys.entries())
    for (const entry of signed.signatures) {
      if (!entry.startsWith(`${version},`)) continue
      const signature = readBase64(entry.slice(version.length + 1))
      if (signature && (await crypto.subtle.verify(key.algorithm.name, key, signature, text))) return index
    }
  return -1
}

async function refuse(body: Bytes, signed: SignedHeaders, keys: readonly WebhookKey[]): Promise<never> {
  for (const candidate of asSent(body))
    if ((await findKey(candidate, signed, keys)) >= 0)
      throw new WebhookError(
        'body-changed',
        'the request is genuine, but its body was parsed and written again before it was verified: pass the bytes as they came',
      )
  throw new WebhookError(
    'no-match',
    'no signature matches: the secret is another one, or the body is not in the bytes that were sent',
  )
}

function checkAge(aheadSeconds: number, toleranceSeconds: number): void {
  const seconds = Math.round(Math.abs(aheadSeconds))
  if (aheadSeconds < -toleranceSeconds)
    throw new WebhookError(
      'stale',
      `the request was signed ${seconds} s ago; ${toleranceSeconds} s are allowed`,
    )
  if (aheadSeconds > toleranceSeconds)
    throw new WebhookError(
      'early',
      `the request was signed ${seconds} s in the future; ${toleranceSeconds} s are allowed: is a clock wrong?`,
    )
}

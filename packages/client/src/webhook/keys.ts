import { type Bytes, readBase64 } from './bytes.ts'
import { WebhookError } from './webhook-error.ts'

/** A secret made ready. `v1`: HMAC-SHA256. `v1a`: Ed25519 (Standard Webhooks 1.0). */
export type WebhookKey = { version: 'v1' | 'v1a'; key: CryptoKey }

const PUBLIC_KEY_BYTES = 32

/** `whsec_…` (or the bare base64 of it) or `whpk_…`. Throws a WebhookError `bad-secret` or `unsupported`. */
export async function importWebhookKey(secret: string): Promise<WebhookKey> {
  if (typeof secret !== 'string' || secret === '') fail('it is empty')
  if (secret.startsWith('whsk_'))
    fail('this is the private key of a sender; a receiver is given the public one, `whpk_…`')
  if (secret.startsWith('whpk_')) {
    const bytes = readBase64(secret.slice('whpk_'.length))
    if (bytes?.length !== PUBLIC_KEY_BYTES) fail(`after \`whpk_\` come ${PUBLIC_KEY_BYTES} bytes in base64`)
    return { version: 'v1a', key: await importPublicKey(bytes) }
  }
  const bytes = readBase64(secret.replace(/^whsec_/, ''))
  if (!bytes || bytes.length === 0) fail('after `whsec_` comes base64')
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  return { version: 'v1', key: await crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify']) }
}

async function importPublicKey(bytes: Bytes): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('raw', bytes, { name: 'Ed25519' }, false, ['verify'])
  } catch (cause) {
    throw new WebhookError('unsupported', 'this runtime cannot verify Ed25519 signatures', { cause })
  }
}

function fail(why: string): never {
  throw new WebhookError('bad-secret', `not a webhook secret: ${why}`)
}

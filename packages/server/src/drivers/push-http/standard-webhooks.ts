import { createHmac, createPrivateKey, sign } from 'node:crypto'
import { SECRET_PREFIXES } from '@parley/core'

const { standard: HMAC_SECRET, ed25519: ED25519_SECRET } = SECRET_PREFIXES

/** PKCS #8 of an Ed25519 key (RFC 8410), up to its 32 bytes. */
const ED25519_DER = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * Value of `webhook-signature` (Standard Webhooks 1.0, [AL] 4.3): one entry for each secret, `v1` by `whsec_…`, `v1a` by
 * `whsk_…`. Receivers pass over entries that they cannot check: that is how a secret is replaced by another.
 * `timestamp`: epoch seconds.
 */
export function standardSignature(
  { id, timestamp, body }: { id: string; timestamp: string; body: string },
  secrets: readonly string[],
): string {
  const text = `${id}.${timestamp}.${body}`
  return secrets.map((secret) => entry(text, secret)).join(' ')
}

function entry(text: string, secret: string): string {
  if (secret.startsWith(HMAC_SECRET)) {
    const key = Buffer.from(secret.slice(HMAC_SECRET.length), 'base64')
    return `v1,${createHmac('sha256', key).update(text).digest('base64')}`
  }
  if (secret.startsWith(ED25519_SECRET)) {
    // The seed; the public key that may follow it is made of it anyway.
    const bytes = Buffer.from(secret.slice(ED25519_SECRET.length), 'base64')
    if (bytes.length === 32 || bytes.length === 64) {
      const der = Buffer.concat([ED25519_DER, bytes.subarray(0, 32)])
      const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
      return `v1a,${sign(null, Buffer.from(text), key).toString('base64')}`
    }
  }
  throw new TypeError('not a Standard Webhooks secret')
}

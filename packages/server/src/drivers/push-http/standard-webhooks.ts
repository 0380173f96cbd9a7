import { createHmac } from 'node:crypto'
import type { Instant } from '@parley/core'

const PREFIX = 'whsec_'

/** Headers of an attempt: Standard Webhooks 1.0 ([AL] 4.3) and what a JSON receiver needs, names in lower case ([AL] 4.1). */
export function createSigner({ version }: { version: string }) {
  return (
    { id, body }: { id: string; body: string },
    secret: string,
    now: Instant,
  ): Record<string, string> => {
    const timestamp = String(Math.floor(now / 1_000))
    return {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': `Parley/${version}`,
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature(`${id}.${timestamp}.${body}`, secret)}`,
    }
  }
}

function signature(text: string, secret: string): string {
  if (!secret.startsWith(PREFIX)) throw new TypeError('not a Standard Webhooks secret')
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  return createHmac('sha256', key).update(text).digest('base64')
}

import { describe, expect, it } from 'vitest'
import { isWebhookSecret } from './webhook-secret.ts'

const of = (bytes: number): string => `whsec_${Buffer.alloc(bytes, 0xfb).toString('base64')}`

describe('a secret of Standard Webhooks', () => {
  it.each([24, 25, 26, 32, 64])('has %i bytes', (bytes) => {
    expect(isWebhookSecret(of(bytes))).toBe(true)
  })

  it.each([
    ['is too short', of(23)],
    ['is too long', of(65)],
    ['says nothing', 'whsec_'],
    ['begins otherwise', of(32).slice(1)],
    ['is a key of the other kind', of(32).replace('whsec_', 'whsk_')],
    ['lacks its padding', of(32).replace('=', '')],
    ['has padding in the middle', `whsec_AA==${'A'.repeat(40)}`],
    ['is base64url', of(32).replaceAll('+', '-')],
    ['has bits to spare', `whsec_${'A'.repeat(42)}B=`],
    ['has a blank', `${of(32)} `],
  ])('%s', (_why, text) => {
    expect(isWebhookSecret(text)).toBe(false)
  })
})

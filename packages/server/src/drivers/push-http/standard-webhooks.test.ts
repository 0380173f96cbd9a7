import { randomBytes } from 'node:crypto'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { retryAfterMs } from './retry-after.ts'
import { createSigner } from './standard-webhooks.ts'

const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`
const sign = createSigner({ version: '1.2.3' })

describe('Standard Webhooks', () => {
  it('gives the signature of the reference’s test vector', () => {
    const body =
      '{"data":"{\\"meetingUUID\\":\\"m-1\\",\\"action\\":\\"meeting_end\\",\\"time\\":1595334143810}","id":"evt-1"}'
    const secret = 'whsec_ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8='
    expect(sign({ id: 'evt-1', body }, secret, 1_595_334_144_999)).toEqual({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Parley/1.2.3',
      'webhook-id': 'evt-1',
      'webhook-timestamp': '1595334144',
      'webhook-signature': 'v1,kuMbMsso/3uGkkkpbwPVKkX8+iYKZ4dGdyXGYWZd5VU=',
    })
  })

  it('is accepted by the reference library, and not when a byte is changed', () => {
    const secret = newWebhookSecret()
    const body = '{"meetingName":"周会 \\"x\\""}'
    const headers = sign({ id: '019aab5a-6c7b-747a-bd93-fabd2a210001', body }, secret, Date.now())
    expect(new Webhook(secret).verify(body, headers)).toEqual({ meetingName: '周会 "x"' })
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow(WebhookVerificationError)
    expect(() => new Webhook(newWebhookSecret()).verify(body, headers)).toThrow(WebhookVerificationError)
  })

  it('does not sign under something that is no secret', () => {
    expect(() => sign({ id: 'x', body: '' }, 'plain', 0)).toThrow(TypeError)
  })
})

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1)
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['', null],
    [undefined, null],
  ])('%j is %j ms', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms)
  })
})

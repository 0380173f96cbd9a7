import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { retryAfterMs } from './retry-after.ts'
import { standardSignature } from './standard-webhooks.ts'

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

describe('Standard Webhooks', () => {
  it('gives the signature of the reference’s test vector', () => {
    const body =
      '{"data":"{\\"meetingUUID\\":\\"m-1\\",\\"action\\":\\"meeting_end\\",\\"time\\":1595334143810}","id":"evt-1"}'
    const secret = 'whsec_ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8='
    expect(standardSignature({ id: 'evt-1', timestamp: '1595334144', body }, [secret])).toBe(
      'v1,kuMbMsso/3uGkkkpbwPVKkX8+iYKZ4dGdyXGYWZd5VU=',
    )
  })

  // The pair and the signature that senders of this standard publish for their verifiers.
  const pair = {
    secret: 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==',
    public: '1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=',
  }

  it('gives the signature of a known Ed25519 pair, from the whole key and from its seed', () => {
    const parcel = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: '1614265330',
      body: '{"test": 2432232314}',
    }
    const seed = `whsk_${Buffer.from(pair.secret.slice(5), 'base64').subarray(0, 32).toString('base64')}`
    for (const secret of [pair.secret, seed]) {
      const signature = standardSignature(parcel, [secret])
      expect(signature).toBe(
        'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==',
      )
      const key = createPublicKey({
        key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(pair.public, 'base64').toString('base64url') },
        format: 'jwk',
      })
      const text = Buffer.from(`${parcel.id}.${parcel.timestamp}.${parcel.body}`)
      expect(verify(null, text, key, Buffer.from(signature.slice(4), 'base64'))).toBe(true)
    }
  })

  it('[D37] is accepted by the reference library under each secret that signs, and under no other', () => {
    const [one, other, stranger] = [newSecret(), newSecret(), newSecret()]
    const body = '{"meetingName":"周会 \\"x\\""}'
    const id = '019aab5a-6c7b-747a-bd93-fabd2a210001'
    const timestamp = String(Math.floor(Date.now() / 1_000))
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': standardSignature({ id, timestamp, body }, [one, pair.secret, other]),
    }
    for (const secret of [one, other])
      expect(new Webhook(secret).verify(body, headers)).toEqual({ meetingName: '周会 "x"' })
    expect(() => new Webhook(one).verify(`${body} `, headers)).toThrow(WebhookVerificationError)
    expect(() => new Webhook(stranger).verify(body, headers)).toThrow(WebhookVerificationError)
  })

  it.each(['plain', 'whsk_AAAA', ''])('does not sign under %j, which is no secret', (secret) => {
    expect(() => standardSignature({ id: 'x', timestamp: '0', body: '' }, [secret])).toThrow(TypeError)
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

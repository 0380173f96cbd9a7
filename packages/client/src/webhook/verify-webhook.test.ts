import { generateKeyPairSync, sign as signEd25519 } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { verifyWebhook } from './verify-webhook.ts'
import { WebhookError } from './webhook-error.ts'

/** [AL] 4.2 and 4.3: the test vector. */
const SECRET = 'whsec_ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8='
const BODY =
  '{"data":"{\\"meetingUUID\\":\\"m-1\\",\\"action\\":\\"meeting_end\\",\\"time\\":1595334143810}","id":"evt-1"}'
const AT = 1_595_334_144_000
const HEADERS = {
  'webhook-id': 'evt-1',
  'webhook-timestamp': '1595334144',
  'webhook-signature': 'v1,kuMbMsso/3uGkkkpbwPVKkX8+iYKZ4dGdyXGYWZd5VU=',
}
const OTHER = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const at = (ms: number) => ({ now: () => ms })

async function reasonOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => new Error('it was believed'),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(WebhookError)
  return (error as WebhookError).reason
}

const signed = (secret: string, body = BODY, sentAt = AT, id = 'evt-1') =>
  new Webhook(secret).sign(id, new Date(sentAt), body)

describe('verifyWebhook', () => {
  it('accepts the vector of [AL] 4.3, as text and as bytes, and tells what it was', async () => {
    const verified = await verifyWebhook(BODY, HEADERS, SECRET, at(AT))
    expect(verified).toMatchObject({ id: 'evt-1', sentAt: AT, secretIndex: 0, body: BODY })
    expect(verified.json()).toEqual(JSON.parse(BODY))
    const bytes = new TextEncoder().encode(BODY)
    for (const body of [bytes, bytes.buffer, Buffer.from(BODY), Buffer.from(`__${BODY}__`).subarray(2, -2)])
      expect((await verifyWebhook(body, HEADERS, SECRET, at(AT))).body).toBe(BODY)
  })

  it('accepts what the library of the scheme’s authors signs, and the other way round', async () => {
    const body = '{"name":"周会","emoji":"🎉","n":1.0}'
    const now = Date.now()
    const headers = {
      'webhook-id': 'a-1',
      'webhook-timestamp': String(Math.floor(now / 1_000)),
      'webhook-signature': signed(OTHER, body, now, 'a-1'),
    }
    expect((await verifyWebhook(body, headers, OTHER)).id).toBe('a-1')
    // Whatever we accept, it accepts; whatever we refuse, it refuses.
    expect(new Webhook(OTHER).verify(body, headers)).toEqual(JSON.parse(body))
    const forged = { ...headers, 'webhook-signature': signed(SECRET, body, now, 'a-1') }
    expect(() => new Webhook(OTHER).verify(body, forged)).toThrow()
    expect(await reasonOf(verifyWebhook(body, forged, OTHER))).toBe('no-match')
  })

  it('reads headers of every kind, letter case does not matter', async () => {
    const kinds = [
      new Headers(HEADERS),
      new Request('http://x', { headers: HEADERS }).headers,
      Object.fromEntries(Object.entries(HEADERS).map(([name, value]) => [name.toUpperCase(), value])),
      Object.fromEntries(Object.entries(HEADERS).map(([name, value]) => [name, [value]])),
    ]
    for (const headers of kinds) expect((await verifyWebhook(BODY, headers, SECRET, at(AT))).id).toBe('evt-1')
  })

  it('accepts either signature and either secret while a secret is rotated, and skips versions it does not know', async () => {
    const own = HEADERS['webhook-signature']
    for (const signature of [`${signed(OTHER)} ${own}`, `v2,AAAA v1a,AAAA ${own}`, `v1,not!base64 ${own}`]) {
      const headers = { ...HEADERS, 'webhook-signature': signature }
      expect((await verifyWebhook(BODY, headers, SECRET, at(AT))).secretIndex).toBe(0)
    }
    // As Node joins a header that came twice.
    const twice = { ...HEADERS, 'webhook-signature': `${signed(OTHER)}, ${own}` }
    expect((await verifyWebhook(BODY, twice, SECRET, at(AT))).secretIndex).toBe(0)
    expect((await verifyWebhook(BODY, HEADERS, [OTHER, SECRET], at(AT))).secretIndex).toBe(1)
  })

  it('verifies Ed25519 signatures by the public key', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url')
    const secret = `whpk_${raw.toString('base64')}`
    const signature = signEd25519(null, Buffer.from(`evt-1.1595334144.${BODY}`), privateKey)
    const headers = { ...HEADERS, 'webhook-signature': `v1a,${signature.toString('base64')}` }
    expect((await verifyWebhook(BODY, headers, [SECRET, secret], at(AT))).secretIndex).toBe(1)
    expect(await reasonOf(verifyWebhook(`${BODY}x`, headers, secret, at(AT)))).toBe('no-match')
    expect(await reasonOf(verifyWebhook(BODY, headers, SECRET, at(AT)))).toBe('no-match')
    // An HMAC under the name of the other scheme is none.
    const mixed = { ...HEADERS, 'webhook-signature': HEADERS['webhook-signature'].replace('v1,', 'v1a,') }
    expect(await reasonOf(verifyWebhook(BODY, mixed, [SECRET, secret], at(AT)))).toBe('no-match')
  })

  it('refuses one changed bit anywhere', async () => {
    const changed = [
      verifyWebhook(BODY.replace('m-1', 'm-2'), HEADERS, SECRET, at(AT)),
      verifyWebhook(BODY, { ...HEADERS, 'webhook-id': 'evt-2' }, SECRET, at(AT)),
      verifyWebhook(BODY, { ...HEADERS, 'webhook-timestamp': '1595334145' }, SECRET, at(AT)),
      verifyWebhook(BODY, { ...HEADERS, 'webhook-signature': signed(OTHER) }, SECRET, at(AT)),
      verifyWebhook(BODY, { ...HEADERS, 'webhook-signature': 'v1,' }, SECRET, at(AT)),
      verifyWebhook(BODY, HEADERS, OTHER, at(AT)),
    ]
    expect(await Promise.all(changed.map(reasonOf))).toEqual(Array(6).fill('no-match'))
  })

  it('names what is missing or malformed', async () => {
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      const { [name]: _, ...rest } = HEADERS as Record<string, string>
      const promise = verifyWebhook(BODY, rest, SECRET, at(AT))
      expect(await reasonOf(promise)).toBe('missing-header')
      await expect(promise).rejects.toThrow(name)
    }
    for (const timestamp of ['1e9', '-1', '1595334144.5', '0x10', 'now'])
      expect(
        await reasonOf(verifyWebhook(BODY, { ...HEADERS, 'webhook-timestamp': timestamp }, SECRET, at(AT))),
      ).toBe('malformed-header')
    const many = { ...HEADERS, 'webhook-signature': Array(17).fill(HEADERS['webhook-signature']).join(' ') }
    expect(await reasonOf(verifyWebhook(BODY, many, SECRET, at(AT)))).toBe('malformed-header')
  })

  it('allows five minutes to either side and not a second more, or what it is told to allow', async () => {
    const by = (ms: number, toleranceSeconds?: number) =>
      verifyWebhook(BODY, HEADERS, SECRET, {
        ...at(AT + ms),
        ...(toleranceSeconds === undefined ? {} : { toleranceSeconds }),
      })
    await by(300_000)
    await by(-300_000)
    expect(await reasonOf(by(301_000))).toBe('stale')
    expect(await reasonOf(by(-301_000))).toBe('early')
    expect(await reasonOf(by(11_000, 10))).toBe('stale')
    // A stale forgery is a forgery.
    expect(await reasonOf(verifyWebhook(BODY, HEADERS, OTHER, at(AT + 1e9)))).toBe('no-match')
  })

  it('tells a body that was parsed and written again from a forged one', async () => {
    const value: unknown = JSON.parse(BODY)
    const rewritten = [JSON.stringify(value, null, 2), `${BODY}\n`, `\ufeff${BODY}`, JSON.stringify(BODY)]
    for (const body of rewritten) {
      const promise = verifyWebhook(body, HEADERS, SECRET, at(AT))
      expect(await reasonOf(promise)).toBe('body-changed')
      await expect(promise).rejects.toMatchObject({ status: 500 })
      expect(await reasonOf(verifyWebhook(body, HEADERS, OTHER, at(AT)))).toBe('no-match')
    }
    // Parsed and not written again: the trap of body parsers.
    for (const body of [value, null, undefined])
      expect(await reasonOf(verifyWebhook(body as string, HEADERS, SECRET, at(AT)))).toBe('not-raw')
  })

  it('says what is wrong with a secret, and never what it is', async () => {
    const wrong = ['', 'whsec_', 'whsec_§', 'whsk_AAAA', 'whpk_AAAA', 'whpk_§']
    for (const secret of wrong) {
      const promise = verifyWebhook(BODY, HEADERS, secret, at(AT))
      expect(await reasonOf(promise), secret).toBe('bad-secret')
      await expect(promise).rejects.not.toThrow(/§|AAAA/)
    }
    expect(await reasonOf(verifyWebhook(BODY, HEADERS, [], at(AT)))).toBe('bad-secret')
  })
})

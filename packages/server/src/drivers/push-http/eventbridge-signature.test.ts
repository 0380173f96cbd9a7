import { constants, createHmac, publicDecrypt, verify, X509Certificate } from 'node:crypto'
import { DAY } from '@parley/core'
import { createMemoryKeyring } from '@parley/core/memory'
import { beforeAll, describe, expect, it } from 'vitest'
import { createSecrets } from '../node/secrets.ts'
import { signV1, signV2 } from './eventbridge-signature.ts'
import { createSigningKeys, type SigningKeys } from './signing-keys.ts'

const keyring = createMemoryKeyring()
const now = Date.UTC(2026, 8, 21)
const publicUrl = 'https://meet.example.com'
const open = async (at = now) =>
  createSigningKeys({ keyring, secrets: await createSecrets(keyring), publicUrl, now: at })
let keys: SigningKeys
beforeAll(async () => {
  keys = await open()
})

/** The reference's vector ([AL] 4.2). */
const parcel = {
  url: 'https://app.example.com/hook?x=1',
  timestamp: 1_595_334_144_000,
  certificateUrl: 'https://meet.example.com/eb/cert.pem',
  token: 'tok',
  body: '{"data":"{\\"meetingUUID\\":\\"m-1\\",\\"action\\":\\"meeting_end\\",\\"time\\":1595334143810}","id":"evt-1"}',
}

describe('signatures of the cloud document', () => {
  it('v1 is the vector’s, and gives its secret to who has the certificate', () => {
    const { privateKey, id } = keys.current()
    const headers = signV1(parcel, privateKey, 'temp-secret')
    expect(headers).toMatchObject({
      'x-eventbridge-signature': 'Hb6iVay4JQxnqvYXdotKleZSnR0=',
      'x-eventbridge-signature-timestamp': '1595334144000',
      'x-eventbridge-signature-method': 'HMAC-SHA1',
      'x-eventbridge-signature-version': '1.0',
      'x-eventbridge-signature-url': 'https://meet.example.com/eb/cert.pem',
      'x-eventbridge-signature-token': 'tok',
    })
    const certificate = new X509Certificate(keys.certificate(id) ?? '')
    const key = { key: certificate.publicKey, padding: constants.RSA_PKCS1_PADDING }
    const secret = publicDecrypt(key, Buffer.from(headers['x-eventbridge-signature-secret'] ?? '', 'base64'))
    expect(secret.toString()).toBe('temp-secret')
  })

  it.each([true, false])('v2 can be checked with the certificate; line feed at the end: %j', (trailingLf) => {
    const { privateKey, id } = keys.current()
    const headers = signV2(parcel, privateKey, trailingLf)
    const text = `https://app.example.com/hook?x=1
x-eventbridge-signature-timestamp: 1595334144000
x-eventbridge-hash-method: SHA256
x-eventbridge-signature-version: 1.0
x-eventbridge-signature-url: https://meet.example.com/eb/cert.pem
x-eventbridge-signature-token: tok
${parcel.body}`
    const { publicKey } = new X509Certificate(keys.certificate(id) ?? '')
    const signature = Buffer.from(headers['x-eventbridge-signature-v2'] ?? '', 'base64')
    const signs = (signed: string): boolean => verify('sha256', Buffer.from(signed), publicKey, signature)
    expect([signs(`${text}\n`), signs(text)]).toEqual([trailingLf, !trailingLf])
    expect(headers).not.toHaveProperty('x-eventbridge-signature-method')
  })

  it('a token that is not set is neither sent nor signed', () => {
    const headers = signV1({ ...parcel, token: null }, keys.current().privateKey, 's')
    expect(headers).not.toHaveProperty('x-eventbridge-signature-token')
    const text = [
      parcel.url,
      'x-eventbridge-signature-timestamp: 1595334144000',
      'x-eventbridge-signature-method: HMAC-SHA1',
      'x-eventbridge-signature-version: 1.0',
      `x-eventbridge-signature-url: ${parcel.certificateUrl}`,
      `${parcel.body}\n`,
    ].join('\n')
    expect(headers['x-eventbridge-signature']).toBe(createHmac('sha1', 's').update(text).digest('base64'))
  })
})

describe('the keys', () => {
  it('[D39] stay over restarts, under an address of their own, sealed', async () => {
    const { id, certificateUrl } = keys.current()
    expect(certificateUrl).toBe(`https://meet.example.com/eventbridge/certs/${id}.pem`)
    expect((await open()).current().id).toBe(id)
    expect(await keyring.get('eventbridge.keys')).not.toContain('PRIVATE KEY')
    const { publicKey } = new X509Certificate(keys.certificate(id) ?? '')
    expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048)
    expect(keys.certificate('other')).toBeNull()
  })

  it('[D39] a new key has a new address, and the old certificate can still be read', async () => {
    const before = keys.current()
    const certificate = keys.certificate(before.id)
    await keys.renew(now)
    expect(keys.current().certificateUrl).not.toBe(before.certificateUrl)
    expect(keys.certificate(before.id)).toBe(certificate)
    expect((await open()).current().id).toBe(keys.current().id)
  })

  it('are replaced in time before their certificate ends', async () => {
    const { id } = keys.current()
    expect((await open(now + 3_500 * DAY)).current().id).toBe(id)
    expect((await open(now + 3_600 * DAY)).current().id).not.toBe(id)
  })
})

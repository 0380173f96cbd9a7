import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { Keyring, Secrets } from '@parley/core'

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Keys derived from one master key of 32 bytes, which the keyring keeps from the first start on. */
export async function createSecrets(keyring: Keyring): Promise<Secrets> {
  const master = Buffer.from(
    await keyring.putIfAbsent('secrets.master', randomBytes(32).toString('base64')),
    'base64',
  )
  if (master.length !== 32) throw new Error('the keyring holds a damaged master key')
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', master, '', `parley/${purpose}`, 32))
  const sealing = derive('seal')
  const macs = { link: derive('link'), host: derive('host'), lookup: derive('lookup') }

  return {
    seal(text) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes[0] !== VERSION || bytes.length < 1 + NONCE_BYTES + TAG_BYTES)
        throw new Error('not one of our seals')
      const nonce = bytes.subarray(1, 1 + NONCE_BYTES)
      const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', sealing, nonce)
      decipher.setAuthTag(tag)
      return Buffer.concat([
        decipher.update(bytes.subarray(1 + NONCE_BYTES + TAG_BYTES)),
        decipher.final(),
      ]).toString('utf8')
    },
    mac: (purpose, text) => createHmac('sha256', macs[purpose]).update(text).digest('base64url'),
    digest: (token) => createHash('sha256').update(token).digest('hex'),
    equal(a, b) {
      const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
      return timingSafeEqual(hash(a), hash(b))
    },
  }
}

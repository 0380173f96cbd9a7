import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { DAY, type Instant, type Keyring, type Secrets } from '@parley/core'
import { generate } from 'selfsigned'

/** RSA keys that sign in the cloud document's way, with the certificates by which receivers check ([AL] 4.2). */
export type SigningKeys = {
  current(): SigningKey
  /** PEM, also of keys that do not sign any more: what they signed may still be on its way. Null when unknown. */
  certificate(id: string): string | null
  /** Makes a new key the current one. Receivers cache a certificate by its address for ever, so it gets a new address. */
  renew(now: Instant): Promise<void>
}

export type SigningKey = { id: string; privateKey: KeyObject; certificateUrl: string }

type Kept = { id: string; sealedKey: string; certificate: string }

export type SigningKeysParts = {
  keyring: Keyring
  secrets: Pick<Secrets, 'seal' | 'open'>
  /** Of this server, as receivers reach it. */
  publicUrl: string
  now: Instant
}

const KEPT_AS = 'eventbridge.keys'
const VALID_MS = 3_650 * DAY
/** Renewed at a start when less is left. */
const RENEW_MS = 90 * DAY
const MOST_KEPT = 5

/** Makes the first key at the first start; the keyring keeps all, the current one first, private keys sealed. */
export async function createSigningKeys(parts: SigningKeysParts): Promise<SigningKeys> {
  const { keyring, secrets, publicUrl, now } = parts
  let kept = read(await keyring.get(KEPT_AS))
  // Of two nodes that start at once the first one's key is kept.
  if (kept.length === 0) kept = read(await keyring.putIfAbsent(KEPT_AS, JSON.stringify([await make(now)])))
  let current = opened()

  async function make(at: Instant): Promise<Kept> {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'Parley event push' }], {
      keySize: 2048,
      algorithm: 'sha256',
      // A receiver's clock may be behind.
      notBeforeDate: new Date(at - DAY),
      notAfterDate: new Date(at + VALID_MS),
    })
    const id = createHash('sha256').update(new X509Certificate(cert).raw).digest('hex').slice(0, 16)
    return { id, sealedKey: secrets.seal(key), certificate: cert }
  }

  function opened(): SigningKey {
    const [first] = kept
    if (!first) throw new Error('the keyring holds no signing key')
    return {
      id: first.id,
      privateKey: createPrivateKey(secrets.open(first.sealedKey)),
      certificateUrl: `${publicUrl}/eventbridge/certs/${first.id}.pem`,
    }
  }

  async function renew(at: Instant): Promise<void> {
    kept = [await make(at), ...kept].slice(0, MOST_KEPT)
    await keyring.put(KEPT_AS, JSON.stringify(kept))
    current = opened()
  }

  const [first] = kept
  if (first && Date.parse(new X509Certificate(first.certificate).validTo) - now < RENEW_MS) await renew(now)

  return {
    current: () => current,
    certificate: (id) => kept.find((one) => one.id === id)?.certificate ?? null,
    renew,
  }
}

function read(text: string | null): Kept[] {
  return text === null ? [] : (JSON.parse(text) as Kept[])
}

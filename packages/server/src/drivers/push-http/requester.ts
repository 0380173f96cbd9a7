import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import {
  type Delivery,
  type Instant,
  isReservedHeader,
  type PrepareParcel,
  SECRET_PREFIXES,
  type Secrets,
  type Signing,
  type Target,
} from '@parley/core'
import { signV1, signV2 } from './eventbridge-signature.ts'
import { huaweiEnvelope } from './huawei-envelope.ts'
import type { SigningKey } from './signing-keys.ts'
import { standardSignature } from './standard-webhooks.ts'
import { webhookId } from './webhook-id.ts'

export type RequesterParts = {
  /** Of this product. */
  version: string
  /** Host (and port) of this server, as receivers know it. */
  origin: string
  secrets: Pick<Secrets, 'open'>
  signingKey: () => SigningKey
}

/** What signs, in clear, the current one first. */
type Opened = { secrets: readonly { text: string; until: Instant | null }[]; token: string | null }

/** Headers that prove something: only their beginning is shown. */
const PROOFS = new Set([
  'webhook-signature',
  'x-eventbridge-signature',
  'x-eventbridge-signature-v2',
  'x-eventbridge-signature-secret',
  'x-eventbridge-signature-token',
])

/** Makes requests as [AL] 4.5 and [HW] 3.9 have them. */
export function createRequester(parts: RequesterParts): PrepareParcel {
  const { version, origin, secrets, signingKey } = parts
  const userAgent = `Parley/${version}`
  // For as long as somebody holds the settings they are of: a change comes with new ones.
  const opened = new WeakMap<Signing, Opened>()

  return (delivery, target, attemptNo, now) => {
    const open = openedOf(target.signing)
    const valid = open.secrets.flatMap(({ text, until }) => (until === null || until > now ? [text] : []))
    const proof =
      target.dialect === 'huawei'
        ? envelope(delivery, target, valid, now)
        : signed(delivery, target, { valid, token: open.token }, now)
    const extra = extraHeaders(target)
    const headers: Record<string, string> = {
      ...extra,
      'user-agent': userAgent,
      ...delivery.headers,
      ...proof.headers,
      'webhook-request-origin': origin,
      'x-parley-attempt': String(attemptNo),
    }
    if (delivery.replayId !== null) headers['x-parley-replay'] = delivery.replayId
    const shown: Record<string, string> = {}
    for (const name in headers) shown[name] = name in extra ? '…' : shownValue(name, headers[name] ?? '')
    const { method, url, timeoutMs, id } = target
    return { method, url, headers, body: proof.body, timeoutMs, lane: id, shown }
  }

  function openedOf(signing: Signing): Opened {
    const known = opened.get(signing)
    if (known) return known
    const { secrets: kept, sealedToken } = signing
    const made: Opened = {
      secrets: kept.map(({ sealed, until }) => ({ text: secrets.open(sealed), until })),
      token: sealedToken === null ? null : secrets.open(sealedToken),
    }
    opened.set(signing, made)
    return made
  }

  function signed(
    delivery: Delivery,
    { url, signing }: Target,
    { valid, token }: { valid: readonly string[]; token: string | null },
    now: Instant,
  ) {
    const { body } = delivery
    const sets = new Set(signing.sets)
    const id = webhookId(delivery)
    const headers: Record<string, string> = { 'webhook-id': id }
    const standing = [
      ...(sets.has('standard') ? withBeginning(valid, SECRET_PREFIXES.standard) : []),
      ...(sets.has('ed25519') ? withBeginning(valid, SECRET_PREFIXES.ed25519) : []),
    ]
    if (standing.length > 0) {
      const timestamp = String(Math.floor(now / 1_000))
      headers['webhook-timestamp'] = timestamp
      headers['webhook-signature'] = standardSignature({ id, timestamp, body }, standing)
    }
    if (token !== null) headers['x-eventbridge-signature-token'] = token
    if (sets.has('aliyun-v1') || sets.has('aliyun-v2')) {
      const { certificateUrl, privateKey } = signingKey()
      const parcel = { url, body, timestamp: now, certificateUrl, token }
      if (sets.has('aliyun-v1'))
        Object.assign(headers, signV1(parcel, privateKey, randomBytes(24).toString('base64')))
      if (sets.has('aliyun-v2')) Object.assign(headers, signV2(parcel, privateKey, signing.trailingLf))
    }
    return { headers, body }
  }

  function extraHeaders({ sealedHeaders }: Target): Record<string, string> {
    if (sealedHeaders === null) return {}
    const headers = JSON.parse(secrets.open(sealedHeaders)) as Record<string, string>
    // Refused when they are saved; what was kept before a name became ours must not speak for us either.
    return Object.fromEntries(
      Object.entries(headers)
        .map(([name, value]) => [name.toLowerCase(), value] as const)
        .filter(([name]) => !isReservedHeader(name)),
    )
  }
}

/** The envelope carries id, time and signature itself; the hook's receivers know none of the other headers. */
function envelope({ body }: Delivery, { signing }: Target, valid: readonly string[], now: Instant) {
  const [key] = valid
  if (key === undefined) throw new Error('the target has no key to sign with')
  const nonce = String(randomInt(10_000_000, 100_000_000))
  return {
    headers: { 'x-request-id': randomUUID() },
    body: huaweiEnvelope(body, { appId: signing.appId ?? '', key, timestamp: now, nonce }),
  }
}

function withBeginning(secrets: readonly string[], beginning: string): string[] {
  const found = secrets.filter((secret) => secret.startsWith(beginning))
  if (found.length === 0) throw new Error(`the target has no ${beginning} secret to sign with`)
  return found
}

function shownValue(name: string, value: string): string {
  return PROOFS.has(name) ? `${value.slice(0, 6)}…` : value
}

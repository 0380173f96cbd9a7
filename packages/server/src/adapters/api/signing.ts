import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { type Instant, refuse, SECRET_PREFIXES, type Signing } from '@parley/core'
import type { ApiParts } from './parts.ts'
import type { NewSigning, Rotation, SigningChange } from './schema/signing.ts'

type SecretsPort = { secrets: ApiParts['secrets'] }
type Kept = Signing['secrets'][number]
type SecretSet = 'standard' | 'ed25519'
/** A kept secret, opened; `publicKey` where it has one. */
type Signer = {
  set: SecretSet | 'huawei' | 'unreadable'
  publicKey: string | null
  until: Instant | null
  kept: Kept
}

const SECRET_BYTES = 32
/** Each adds a signature to every request. */
const MOST_AT_ONCE = 4
/** The raw key stands at the end of these, see RFC 8410. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')
const RAW_KEY_BYTES = 32

/** The secrets that sign now, in the order in which they are kept. */
export function signersOf({ secrets }: SecretsPort, signing: Signing, now: Instant): Signer[] {
  return signing.secrets.flatMap((kept) => {
    if (kept.until !== null && kept.until <= now) return []
    const secret = openOrNull(secrets, kept.sealed)
    if (secret === null) return [{ set: 'unreadable', publicKey: null, until: kept.until, kept }]
    const set = setOf(secret)
    return [{ set, publicKey: set === 'ed25519' ? publicKeyOf(secret) : null, until: kept.until, kept }]
  })
}

/** `secret`: the new `standard` secret as its owner is to know it. */
type Made = { signing: Signing; secret: string | null }

export function newSigning(
  parts: SecretsPort,
  { sets, secret, token, trailingLf = true }: NewSigning,
  now: Instant,
): Made {
  const bare: Signing = { sets, secrets: [], sealedToken: sealOrNull(parts, token ?? null), trailingLf }
  return withNeeded(parts, bare, now, secret)
}

/** Sets that had no secret yet get one. */
export function changedSigning(
  parts: SecretsPort,
  signing: Signing,
  change: SigningChange,
  now: Instant,
): Made {
  const { sets = signing.sets, token, trailingLf = signing.trailingLf } = change
  const sealedToken = token === undefined ? signing.sealedToken : sealOrNull(parts, token)
  return withNeeded(parts, { ...signing, sets, sealedToken, trailingLf }, now)
}

/** A new secret in front; the one that was current signs on for the overlap. */
export function rotated(parts: SecretsPort, signing: Signing, asked: Rotation, now: Instant): Made {
  const set = asked.set ?? (signing.sets.includes('standard') ? 'standard' : 'ed25519')
  if (!signing.sets.includes(set)) refuse('conflict', `the target does not sign with \`${set}\``)
  if (asked.secret !== undefined && set !== 'standard')
    refuse('invalid', '/secret: belongs to `standard`', { path: '/secret', rule: 'belongs to `standard`' })
  const until = now + asked.overlapSeconds * 1_000
  const kept = signersOf(parts, signing, now)
    .filter((one) => one.set !== 'unreadable')
    .map((one) => (one.set === set && one.until === null ? { ...one.kept, until } : one.kept))
    .filter((one) => one.until === null || one.until > now)
  if (kept.length >= MOST_AT_ONCE)
    refuse('conflict', `${kept.length} secrets sign already: rotate again when some of them have run out`)
  const secret = asked.secret ?? draw(set)
  return {
    signing: { ...signing, secrets: [{ sealed: parts.secrets.seal(secret), until: null }, ...kept] },
    secret: set === 'standard' ? secret : null,
  }
}

function withNeeded(parts: SecretsPort, signing: Signing, now: Instant, given?: string): Made {
  const there = signersOf(parts, signing, now).filter(({ until }) => until === null)
  const has = (set: SecretSet): boolean => there.some((one) => one.set === set)
  const needs = (set: SecretSet): boolean => signing.sets.includes(set) && !has(set)
  const secret = needs('standard') ? (given ?? draw('standard')) : null
  const drawn = [...(secret === null ? [] : [secret]), ...(needs('ed25519') ? [draw('ed25519')] : [])]
  const added = drawn.map((one): Kept => ({ sealed: parts.secrets.seal(one), until: null }))
  return { signing: { ...signing, secrets: [...added, ...signing.secrets] }, secret }
}

function draw(set: SecretSet): string {
  if (set === 'standard') return SECRET_PREFIXES.standard + randomBytes(SECRET_BYTES).toString('base64')
  const raw = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' })
  return SECRET_PREFIXES.ed25519 + raw.subarray(-RAW_KEY_BYTES).toString('base64')
}

function publicKeyOf(secret: string): string {
  const raw = Buffer.from(secret.slice(SECRET_PREFIXES.ed25519.length), 'base64').subarray(0, RAW_KEY_BYTES)
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, raw]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return `whpk_${spki.subarray(-RAW_KEY_BYTES).toString('base64')}`
}

/** Null when it was sealed by a key that is gone: what belongs to it is still shown, and can be replaced. */
export function openOrNull(secrets: SecretsPort['secrets'], sealed: string): string | null {
  try {
    return secrets.open(sealed)
  } catch {
    return null
  }
}

function setOf(secret: string): Signer['set'] {
  if (secret.startsWith(SECRET_PREFIXES.ed25519)) return 'ed25519'
  return secret.startsWith(SECRET_PREFIXES.standard) ? 'standard' : 'huawei'
}

function sealOrNull({ secrets }: SecretsPort, text: string | null): string | null {
  return text === null ? null : secrets.seal(text)
}

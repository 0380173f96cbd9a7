import { randomBytes } from 'node:crypto'
import type { Secrets, Signing, TargetSettings } from '@parley/core'
import { type Draft, ineffective, usualSets } from './params.ts'
import { isReference, referenceTo } from './references.ts'

const SECRET_BYTES = 32
/** What a secret begins with by which the set signs; the others sign with a key of the house. */
const BEGINNINGS = { standard: 'whsec_', ed25519: 'whsk_' } as const

type Parts = { secrets: Pick<Secrets, 'seal' | 'open' | 'digest'> }

/** Targets whose secrets may be called by reference: this one as it was deleted a moment ago, and those that there are. */
export type Known = { before: TargetSettings | null; others: readonly TargetSettings[] }

/**
 * How a target signs. `SigningSecretRef` is a secret, `whsec_…`, or a reference. Without it a target that comes back keeps
 * its secrets; any other gets a new one, which nobody has seen yet: our own API renews it.
 */
export function signingOf(draft: Draft, known: Known, parts: Parts): Signing {
  const { secrets } = parts
  const { token = null } = draft
  const sets = draft.sets ?? usualSets(token !== null)
  return {
    sets,
    secrets: fitting(sets, secretsOf(draft.secret, known, parts), parts),
    sealedToken: token === null ? null : secrets.seal(token),
    trailingLf: draft.trailingLf ?? true,
  }
}

function secretsOf(given: string | undefined, known: Known, { secrets }: Parts): Signing['secrets'] {
  if (given === undefined) return known.before?.signing.secrets ?? []
  if (isReference(given)) {
    const meant = [...(known.before ? [known.before] : []), ...known.others]
      .map(({ signing }) => signing.secrets)
      .find(([current]) => current && referenceTo(secrets.open(current.sealed), secrets) === given)
    return meant ?? ineffective(`SigningSecretRef: no target has the secret ${given}`)
  }
  if (!isWebhookSecret(given))
    ineffective('SigningSecretRef must be a reference, or `whsec_` and 24 to 64 bytes in base64')
  return [{ sealed: secrets.seal(given), until: null }]
}

/** An attempt that cannot be signed cannot be made: what a set signs with must be there, for good. */
function fitting(sets: Signing['sets'], kept: Signing['secrets'], { secrets }: Parts): Signing['secrets'] {
  const has = (beginning: string): boolean =>
    kept.some(({ sealed, until }) => until === null && secrets.open(sealed).startsWith(beginning))
  if (sets.includes('ed25519') && !has(BEGINNINGS.ed25519))
    ineffective('Signatures: for ed25519 the target must have a key, which our own API makes')
  if (!sets.includes('standard') || has(BEGINNINGS.standard)) return kept
  const drawn = BEGINNINGS.standard + randomBytes(SECRET_BYTES).toString('base64')
  return [...kept, { sealed: secrets.seal(drawn), until: null }]
}

function isWebhookSecret(text: string): boolean {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  if (base64 === undefined) return false
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64') === base64
}

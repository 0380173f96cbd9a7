import { randomBytes } from 'node:crypto'
import {
  isWebhookSecret,
  SECRET_PREFIXES,
  type Secrets,
  type Signing,
  type TargetSettings,
} from '@parley/core'
import { type Draft, ineffective, usualSets } from './params.ts'
import { isReference, referenceTo } from './references.ts'

const SECRET_BYTES = 32

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
  if (sets.includes('ed25519') && !has(SECRET_PREFIXES.ed25519))
    ineffective('Signatures: for ed25519 the target must have a key, which our own API makes')
  if (!sets.includes('standard') || has(SECRET_PREFIXES.standard)) return kept
  const drawn = SECRET_PREFIXES.standard + randomBytes(SECRET_BYTES).toString('base64')
  return [...kept, { sealed: secrets.seal(drawn), until: null }]
}

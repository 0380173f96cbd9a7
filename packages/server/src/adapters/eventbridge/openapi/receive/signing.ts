import { randomBytes } from 'node:crypto'
import type { Secrets, Signing, TargetSettings } from '@parley/core'
import type { OpenApiParts } from '../parts.ts'
import { type Draft, ineffective, usualSets } from './params.ts'

const SECRET_BYTES = 32
const REFERENCE = 'secret:'

type Parts = Pick<OpenApiParts, 'secrets' | 'pushStore'>

/**
 * How a target signs. `SigningSecretRef` is a secret, `whsec_…`, or the reference by which answers call one that some target
 * has, or that this one had when it was deleted a moment ago (`before`). Without it a target that comes back keeps its
 * secrets; any other gets a new one, which nobody has seen yet: our own API renews it.
 */
export async function signingOf(draft: Draft, before: TargetSettings | null, parts: Parts): Promise<Signing> {
  const { secrets } = parts
  const { token = null } = draft
  return {
    sets: draft.sets ?? usualSets(token !== null),
    secrets: await secretsOf(draft.secret, before, parts),
    sealedToken: token === null ? null : secrets.seal(token),
    trailingLf: draft.trailingLf ?? true,
  }
}

async function secretsOf(
  given: string | undefined,
  before: TargetSettings | null,
  { secrets, pushStore }: Parts,
): Promise<Signing['secrets']> {
  if (given === undefined) {
    const kept = before?.signing.secrets ?? []
    if (kept.length > 0) return kept
    return [{ sealed: secrets.seal(`whsec_${randomBytes(SECRET_BYTES).toString('base64')}`), until: null }]
  }
  if (given.startsWith(REFERENCE)) {
    const targets = [
      ...(before ? [before] : []),
      ...(await pushStore.rules()).flatMap((rule) => rule.targets),
    ]
    const meant = targets
      .map(({ signing }) => signing.secrets)
      .find(([current]) => current && referenceTo(secrets.open(current.sealed), secrets) === given)
    return meant ?? ineffective(`SigningSecretRef: no target has the secret ${given}`)
  }
  if (!isWebhookSecret(given))
    ineffective('SigningSecretRef must be a reference, or `whsec_` and 24 to 64 bytes in base64')
  return [{ sealed: secrets.seal(given), until: null }]
}

/** How a secret is called where it is not shown. */
export function referenceTo(secret: string, secrets: Pick<Secrets, 'digest'>): string {
  return REFERENCE + secrets.digest(secret).slice(0, 16)
}

function isWebhookSecret(text: string): boolean {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  if (base64 === undefined) return false
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64') === base64
}

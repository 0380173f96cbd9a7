import { createHash } from 'node:crypto'
import type { Rule, Target } from '@parley/core'
import { ProblemError } from './problem.ts'

/** Names what a caller may change, and not what happens by itself: a target that fails can still be changed. */
export function ruleTag({ name, description, enabled, pattern, scope }: Rule): string {
  return tagOf({ name, description, enabled, pattern, scope })
}

/** The same of a target, secrets included: these are sealed, and go into a hash. */
export function targetTag({ state: _, version: __, ...settings }: Target): string {
  return tagOf(settings)
}

/** Lets pass what is as the caller last saw it (RFC 9110, 13.1.1). Without `If-Match` everything passes. */
export function requireMatch(ifMatch: string | undefined, etag: string): void {
  if (ifMatch === undefined) return
  const tags = ifMatch.split(',').map((tag) => tag.trim())
  if (tags.includes('*') || tags.includes(etag)) return
  throw new ProblemError(412, 'it was changed meanwhile: read it again')
}

function tagOf(value: object): string {
  return `"${createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22)}"`
}

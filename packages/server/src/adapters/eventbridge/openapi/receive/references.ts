import type { Secrets } from '@parley/core'

const PREFIX = 'secret:'

/** How a secret is called where it is not shown. */
export function referenceTo(secret: string, secrets: Pick<Secrets, 'digest'>): string {
  return PREFIX + secrets.digest(secret).slice(0, 16)
}

export function isReference(text: string): boolean {
  return text.startsWith(PREFIX)
}

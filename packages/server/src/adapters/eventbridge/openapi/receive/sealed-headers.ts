import { checkTargetHeaders, Refusal, type Secrets, type TargetSettings } from '@parley/core'
import { ineffective } from './params.ts'
import { isReference, referenceTo } from './references.ts'
import type { Known } from './signing.ts'

type Parts = { secrets: Pick<Secrets, 'seal' | 'open' | 'digest'> }

/** The further headers of a target, checked and sealed. A value may be the reference by which answers call one. */
export function sealHeaders(
  sent: Readonly<Record<string, string>>,
  { before, others }: Known,
  { secrets }: Parts,
): string | null {
  const names = Object.keys(sent)
  if (names.length === 0) return null
  const known = (name: string): string[] =>
    [...(before ? [before] : []), ...others].flatMap((target) => openHeaders(target, secrets)[name] ?? [])
  const headers = Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [
      name,
      isReference(value)
        ? (known(name).find((one) => referenceTo(one, secrets) === value) ??
          ineffective(`Header:${name}: no target has the value ${value}`))
        : value,
    ]),
  )
  try {
    return secrets.seal(JSON.stringify(checkTargetHeaders(headers, '')))
  } catch (error) {
    if (error instanceof Refusal) ineffective(error.message)
    throw error
  }
}

export function openHeaders(
  { sealedHeaders }: Pick<TargetSettings, 'sealedHeaders'>,
  secrets: Pick<Secrets, 'open'>,
): Record<string, string> {
  return sealedHeaders === null ? {} : (JSON.parse(secrets.open(sealedHeaders)) as Record<string, string>)
}

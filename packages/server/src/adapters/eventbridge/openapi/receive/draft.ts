import type { Transform } from '@parley/core'
import { deny } from '../errors.ts'
import { readBody } from './body.ts'
import { headerNameOf } from './headers.ts'
import { type Draft, IGNORED_PARAMS, ineffective, PARAMS } from './params.ts'
import type { WireParam } from './target-shape.ts'

/** What must be known to show a parameter list as it was sent; `value` only of what is no setting. */
export type KeptParam = { key: string; value?: string }

export type Drafted = Draft & {
  body: Transform
  /** As they were sent: values may be references. */
  headers: Readonly<Record<string, string>>
  kept: readonly KeptParam[]
}

/** Reads a `ParamList` ([AL] 3.4). A key may stand once; one that nobody knows is refused. */
export function draftOf(params: readonly WireParam[]): Drafted {
  const draft: Draft = {}
  const headers: Record<string, string> = {}
  const kept: KeptParam[] = []
  const seen = new Set<string>()
  let body: Transform = { form: 'ORIGINAL' }

  for (const param of params) {
    const key = param.ResourceKey.toLowerCase()
    if (seen.has(key)) ineffective(`${param.ResourceKey} is there twice`)
    seen.add(key)
    if (key === 'body') {
      body = readBody(param)
      kept.push({ key: param.ResourceKey })
      continue
    }
    const value = constant(param)
    const ignored = Object.hasOwn(IGNORED_PARAMS, key)
    kept.push(ignored ? { key: param.ResourceKey, value } : { key: param.ResourceKey })
    const header = headerNameOf(key)
    if (header !== null) {
      headers[header] = value
    } else if (ignored) {
      const words = IGNORED_PARAMS[key]
      if (words && !words.includes(value))
        ineffective(`${param.ResourceKey} must be one of ${words.join(', ')}`)
    } else {
      const known = PARAMS.find(({ name }) => name.toLowerCase() === key)
      if (!known) ineffective(`there is no target parameter ${param.ResourceKey}`)
      known.read(value, draft)
    }
  }
  return { ...draft, body, headers, kept }
}

function constant({ ResourceKey, Form, Value }: WireParam): string {
  if ((Form ?? 'CONSTANT').toUpperCase() !== 'CONSTANT')
    ineffective(`${ResourceKey} takes the form CONSTANT only`)
  return Value ?? deny('EventTargetMissingAttribute', `${ResourceKey} has no Value`)
}

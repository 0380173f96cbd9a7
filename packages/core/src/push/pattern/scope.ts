import type { RuleScope } from '../rule.ts'
import { SCOPE } from './matchable.ts'
import type { Field, Pattern } from './pattern.ts'

/** The pattern, and beside it that the event is of this meeting, tenant or key. */
export function scoped(pattern: Pattern, scope: RuleScope): Pattern {
  const fields = Object.entries(scope).flatMap(([key, value]): [string, Field][] =>
    value === undefined ? [] : [[key, exactly(value)]],
  )
  if (fields.length === 0) return pattern
  return new Map([...pattern, [SCOPE, { is: 'object', fields: new Map(fields) }]])
}

function exactly(text: string): Field {
  return {
    is: 'leaf',
    alternatives: [{ said: JSON.stringify(text), tests: [{ is: 'text', text }] }],
  }
}

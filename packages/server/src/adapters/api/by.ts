import type { By } from '@parley/core'
import type { Caller } from './operation.ts'

/** Who did it and by which door, as the log keeps it. */
export function by({ keyId, name }: Caller): By {
  return { actor: { is: 'key', id: keyId, name }, via: 'api' }
}

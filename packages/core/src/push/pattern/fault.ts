import { refuse } from '../../refusal.ts'

/** `empty`: there is no pattern · `schema`: it is none · `limit`: it is too large ([AL] 2.4). */
export type FaultReason = 'empty' | 'schema' | 'limit'

/** Refuses a pattern with the spot as a JSON pointer; an empty one means the pattern itself. */
export function fault(pointer: string, rule: string, reason: FaultReason = 'schema'): never {
  return refuse('invalid', `${pointer === '' ? 'the pattern' : pointer}: ${rule}`, {
    path: pointer,
    rule,
    reason,
  })
}

/** RFC 6901. */
export function below(pointer: string, key: string | number): string {
  return typeof key === 'number'
    ? `${pointer}/${key}`
    : `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

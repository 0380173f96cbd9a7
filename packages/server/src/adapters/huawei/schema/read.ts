import { z } from 'zod'
import { type ErrorCode, WireError } from '../errors.ts'

/**
 * Which error a field's failure is, by its path (`*` for a place in an array), or by path and kind (`newName too_big`,
 * `phone missing`).
 */
export type FieldErrors = {
  /** A required field is not there. */
  missing: ErrorCode
  fields: Readonly<Record<string, ErrorCode>>
  /** Any other failure. */
  otherwise: ErrorCode
}

/** Parses what arrived, or throws the error of the first field that is wrong. */
export function read<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  errors: FieldErrors,
): z.infer<Schema> {
  const whole = withoutNulls(value)
  const result = schema.safeParse(whole)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const path = issue?.path ?? []
  const key = path.map((step) => (typeof step === 'number' ? '*' : String(step))).join('.')
  if (path.length > 0 && valueAt(whole, path) === undefined)
    throw new WireError(errors.fields[`${key} missing`] ?? errors.missing)
  throw new WireError(errors.fields[`${key} ${issue?.code}`] ?? errors.fields[key] ?? errors.otherwise)
}

/** Deeper than anything of this protocol; deeper still is not looked into, however deep it is. */
const DEEPEST = 16

/** Clients of typed languages send `null` for what is not set. */
function withoutNulls(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth === DEEPEST) return value
  if (Array.isArray(value))
    return value.filter((item) => item !== null).map((item) => withoutNulls(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      item === null ? [] : [[key, withoutNulls(item, depth + 1)]],
    ),
  )
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  )
}

/** A switch: the document has 0/1 in some fields and booleans in others; either is taken, also as text. */
export const flag = z
  .union([z.literal([0, 1, '0', '1', 'true', 'false']), z.boolean()])
  .transform((value) => value === true || value === 1 || value === '1' || value === 'true')

/** A whole number, also as text. */
export const whole = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
])

/** A text, also written as a number (ids). */
export const text = z.union([z.string(), z.int().transform(String)])

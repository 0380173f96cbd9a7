import { z } from 'zod'
import { deny, type ErrorCode } from '../errors.ts'

/** The error of a field that is missing or of a wrong kind; any other is `JsonAttributeInvalid`. */
const FIELD_ERRORS: Readonly<Record<string, ErrorCode>> = {
  EventBusName: 'EventBusNameInvalid',
  RuleName: 'EventRuleNameInvalid',
  FilterPattern: 'EventRuleFilterPatternSchemaError',
  EventPattern: 'EventRuleFilterPatternSchemaError',
  Event: 'EventInvalid',
  EventId: 'EventIdEmpty',
  EventIds: 'EventIdEmpty',
  EventSource: 'EventSourceInvalid',
  EventSourceName: 'EventSourceInvalid',
  Limit: 'LimitSizeInvalid',
  NextToken: 'NextTokenInvalid',
}

/** Characters of JSON. */
const MOST_TAGS = 4_096

/** Parses the body of a call, or refuses with the code of the first field that is wrong. */
export function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body ?? {})
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const path = (issue?.path ?? []).map(String)
  const code = FIELD_ERRORS[path[0] ?? ''] ?? 'JsonAttributeInvalid'
  return deny(code, `${path.join('.') || 'the body'}: ${issue?.message ?? 'is wrong'}`)
}

/** Clients of typed languages send null for what is not set. */
export const text = z.string().nullish().transform(orAbsent)
/** Also as text. */
export const whole = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^-?\d{1,15}$/)
      .transform(Number),
  ])
  .nullish()
  .transform(orAbsent)
export const id = z.string().min(1)
/** The bus that is meant when none is named ([AL] 1.1). */
export const busName = z
  .string()
  .nullish()
  .transform((name) => name ?? 'default')
export const description = z.string().max(512).nullish().transform(orAbsent)
/** Opaque. */
export const tags = z
  .unknown()
  .optional()
  .refine(
    (value) => (JSON.stringify(value) ?? '').length <= MOST_TAGS,
    `must not be longer than ${MOST_TAGS} characters`,
  )

export const onRule = z.object({ EventBusName: busName, RuleName: z.string() })

function orAbsent<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined
}

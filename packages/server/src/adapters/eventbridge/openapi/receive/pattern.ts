import { type ParsedPattern, type PatternOptions, parsePattern, Refusal } from '@parley/core'
import { ApiError, type ErrorCode } from '../errors.ts'

const CODES = {
  empty: 'EventRuleFilterPatternEmpty',
  schema: 'EventRuleFilterPatternSchemaError',
  limit: 'EventRuleFilterPatternExceedLimit',
} as const satisfies Record<string, ErrorCode>

/** Reads a pattern, or refuses with the code of [AL] 2.4; the message begins with a JSON pointer to the spot. */
export function readPattern(text: string | undefined, options: PatternOptions): ParsedPattern {
  try {
    return parsePattern(text, options)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new ApiError(CODES[error.details.reason ?? 'schema'], error.message)
  }
}

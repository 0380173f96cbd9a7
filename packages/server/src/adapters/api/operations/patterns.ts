import { MOST_EVENT_BYTES } from '@parley/core'
import { defineOperation } from '../operation.ts'
import {
  patternTest,
  patternTestShape,
  patternTry,
  patternTryShape,
  tested,
  tried,
} from '../schema/patterns.ts'

/** The event, the pattern and what is around them. */
const BODY_LIMIT_BYTES = MOST_EVENT_BYTES + 64 * 1024

export const testPattern = defineOperation({
  id: 'testPattern',
  method: 'post',
  path: '/patterns/test',
  summary: 'Hold one event against a pattern, and say of every field why it matches or not.',
  body: patternTest,
  bodyShape: patternTestShape,
  bodyLimitBytes: BODY_LIMIT_BYTES,
  answer: { status: 200, description: 'The verdict. Nothing is kept.', schema: tested },
  refuses: ['not-found'],
})

export const tryPattern = defineOperation({
  id: 'tryPattern',
  method: 'post',
  path: '/patterns/try',
  summary: 'Try a pattern on the newest events of a bus, before a rule is made of it.',
  body: patternTry,
  bodyShape: patternTryShape,
  answer: { status: 200, description: 'Which would have matched. Nothing is kept.', schema: tried },
  refuses: [],
})

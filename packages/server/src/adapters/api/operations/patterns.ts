import { defineOperation } from '../operation.ts'
import { patternTest, patternTestShape, ruleTry, ruleTryShape, tested, tried } from '../schema/patterns.ts'
import { LARGEST_EVENT_BYTES } from '../schema/publish.ts'

/** The event, the pattern and what is around them. */
const BODY_LIMIT_BYTES = LARGEST_EVENT_BYTES + 64 * 1024

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

export const tryRule = defineOperation({
  id: 'tryRule',
  method: 'post',
  path: '/rules/try',
  summary: 'Try a rule on the newest events of a bus, before it is made.',
  body: ruleTry,
  bodyShape: ruleTryShape,
  answer: { status: 200, description: 'Which would have matched. Nothing is kept.', schema: tried },
  refuses: [],
})

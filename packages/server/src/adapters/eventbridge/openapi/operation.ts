import type { Names } from './names.ts'
import type { Call, OpenApiParts } from './parts.ts'

export type OperationParts = OpenApiParts & { names: Names }

/** One call with a good signature: its body as parsed JSON; the answer without the keys that all answers have. */
export type Operation = (body: unknown, parts: OperationParts, call: Call) => Promise<object>

/** What leads from a JSON value to one place inside it: names of objects, positions of arrays. */
export type JsonPath = readonly (string | number)[]

/** One step: `.name`, `[0]`, `['any name']` or `["any name"]`. In quotes a backslash takes the next character as it is. */
const STEP =
  /\.([\p{L}\p{N}_$@-]+)|\[\s*(0|[1-9]\d{0,8})\s*\]|\[\s*'((?:[^'\\]|\\.)*)'\s*\]|\[\s*"((?:[^"\\]|\\.)*)"\s*\]/suy

/**
 * Reads a definite JSONPath: one that names at most one place, `$.a.b[0]['c d']`. Null for anything else: wildcards, `..`,
 * slices, filters, functions, several names.
 */
export function parseJsonPath(text: string): JsonPath | null {
  if (!text.startsWith('$')) return null
  const path: (string | number)[] = []
  // A copy of its own: where a sticky expression stands is state.
  const step = new RegExp(STEP)
  step.lastIndex = 1
  while (step.lastIndex < text.length) {
    const found = step.exec(text)
    if (!found) return null
    const [, dotted, position, single, double] = found
    if (position !== undefined) path.push(Number(position))
    else path.push(dotted ?? (single ?? double ?? '').replace(/\\(.)/gsu, '$1'))
  }
  return path
}

/** The value at `path`, or undefined when there is nothing. Only what JSON can hold is found: nothing inherited. */
export function readPath(path: JsonPath, root: unknown): unknown {
  let value = root
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined
    if (Array.isArray(value) !== (typeof step === 'number') || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
  return value
}

/**
 * Levels of arrays and objects in what arrives: far more than anything of ours has, far fewer than what breaks those who
 * walk it. `JSON.parse` itself takes any depth; `JSON.stringify` and every other recursion run out of stack at some
 * thousands, so what was taken in could not be kept, or could be kept and not be told.
 */
export const DEEPEST_JSON = 128

/** `JSON.parse` for what strangers send: as it, throws a `SyntaxError`, also at what is nested too deeply. */
export function parseJson(text: string): unknown {
  if (text.length > 2 * DEEPEST_JSON && isTooDeep(text))
    throw new SyntaxError(`nested more than ${DEEPEST_JSON} levels deep`)
  return JSON.parse(text)
}

/** Brackets inside of texts do not count. What is not JSON may count wrongly: it is refused either way. */
function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfText(text, at)
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      depth += 1
      if (depth > DEEPEST_JSON) return true
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth -= 1
  }
  return false
}

/** Where the text that begins at `start` has its closing quote. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at += 1
    else if (code === QUOTE) return at
  }
  return text.length
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

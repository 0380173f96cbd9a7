/** What stands behind a `${name}`: `present: false` when the event has nothing there. */
export type Lookup = (name: string) => { present: boolean; value?: unknown }

export type Template = {
  /** With every placeholder filled in, the text is JSON: so it is whatever is inserted. */
  isJson: boolean
  render(lookup: Lookup): string
}

type Placeholder = {
  /** As written, for when nothing is to be inserted. */
  written: string
  name: string
  fallback: string | null
  inString: boolean
}

/** `$${…}` is the escape, so it is tried first. A default ends at the first `}`, as in the document's library. */
const PLACEHOLDER = /\$(\$\{[^}]*\})|\$\{([^}]*)\}/gs

/**
 * Reads a text with `${name}`, `${name:-default}` and the escape `$${name}` ([AL] 3.5). Null when the text is JSON only as
 * long as what is inserted happens to be digits: a placeholder within a number or an escape sequence.
 */
export function parseTemplate(text: string): Template | null {
  const parts: (string | Placeholder)[] = []
  let end = 0
  for (const found of text.matchAll(PLACEHOLDER)) {
    const [written, escaped, inner = ''] = found
    parts.push(text.slice(end, found.index))
    parts.push(escaped === undefined ? placeholder(written, inner) : escaped)
    end = found.index + written.length
  }
  parts.push(text.slice(end))

  const isJson = isJsonText(fill(parts, () => '0'))
  if (isJson) {
    markStrings(parts)
    if (!isJsonText(fill(parts, ({ inString }) => (inString ? 'z' : '""')))) return null
  }
  const insert = isJson ? insertJson : insertText
  return {
    isJson,
    // One pass: what is inserted is not looked at again.
    render: (lookup) => fill(parts, (one) => insert(one, lookup(one.name))),
  }
}

function placeholder(written: string, inner: string): Placeholder {
  const at = inner.indexOf(':-')
  return at === -1
    ? { written, name: inner, fallback: null, inString: false }
    : { written, name: inner.slice(0, at), fallback: inner.slice(at + 2), inString: false }
}

function fill(parts: readonly (string | Placeholder)[], insert: (one: Placeholder) => string): string {
  return parts.map((part) => (typeof part === 'string' ? part : insert(part))).join('')
}

/** Which placeholders stand in quotes. The text is known to be JSON, so every quote that is not escaped turns it. */
function markStrings(parts: readonly (string | Placeholder)[]): void {
  let inString = false
  for (const part of parts) {
    if (typeof part !== 'string') part.inString = inString
    else for (const [quote] of part.matchAll(/\\.|"/gs)) if (quote === '"') inString = !inString
  }
}

function insertText({ written, fallback }: Placeholder, { present, value }: ReturnType<Lookup>): string {
  if ((!present || value === null) && fallback !== null) return fallback
  return present ? plain(value) : written
}

function insertJson(one: Placeholder, { present, value }: ReturnType<Lookup>): string {
  const { written, fallback, inString } = one
  if ((!present || value === null) && fallback !== null) {
    // The author's text, where it is JSON as it stands; else it is taken as a plain text.
    if (isJsonText(inString ? `"${fallback}"` : fallback)) return fallback
    return inString ? withoutQuotes(fallback) : JSON.stringify(fallback)
  }
  if (!present) return inString ? withoutQuotes(written) : JSON.stringify(written)
  return inString ? withoutQuotes(plain(value)) : JSON.stringify(value)
}

/** A string as it is, everything else as JSON. */
export function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function withoutQuotes(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

export function isJsonText(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

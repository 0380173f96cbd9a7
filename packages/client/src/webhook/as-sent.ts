import { type Bytes, utf8 } from './bytes.ts'

/** Beyond this a look would be work that a forger could ask for. */
const LARGEST_BYTES = 256 * 1024

/**
 * What a sender may have sent before something on the way parsed the body and wrote it again: its JSON without blanks, or
 * the text without what was put around it. Without the body itself.
 */
export function* asSent(body: Bytes): Iterable<Bytes> {
  if (body.length > LARGEST_BYTES) return
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body)
  const tried = new Set([text])
  for (const candidate of [compact(text), text.trim()]) {
    if (candidate === null || tried.has(candidate)) continue
    tried.add(candidate)
    yield utf8(candidate)
  }
}

function compact(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text)
    // JSON in a JSON string: a body that went through JSON.stringify once too often.
    return typeof value === 'string' ? value : JSON.stringify(value)
  } catch {
    return null
  }
}

/** Why a device gives nothing; each is a designed outcome with its own sentence. */
export type Trouble =
  /** The browser keeps it from this site: somebody said no, here or earlier. */
  | 'denied'
  /** The question was closed without an answer: it may be asked again. */
  | 'dismissed'
  /** The operating system keeps it from the browser. */
  | 'system'
  | 'missing'
  | 'busy'
  | 'insecure'

/**
 * What the browser's refusal means; names of the Media Capture specification. Who said no (the person, by closing the
 * question, or the system) is told only by the words of Chromium's message; others say `denied` for all three.
 */
export function troubleOf(error: unknown): Trouble {
  const known = error instanceof Error || error instanceof DOMException
  const name = known ? error.name : ''
  const words = known ? error.message : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') {
    if (/denied by system/iu.test(words)) return 'system'
    return /dismissed/iu.test(words) ? 'dismissed' : 'denied'
  }
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing'
  return 'busy'
}

/** Nothing was given and nobody is asked again before something changes. */
export const isRefusal = (trouble: Trouble): boolean =>
  trouble === 'denied' || trouble === 'dismissed' || trouble === 'system'

import type { Secrets } from '../ports/secrets.ts'

/**
 * The last path segment of a guest link: 4 characters and base64url of the link password ([WC] 2.1, 2.3).
 * Ours start with a MAC, so that a guess is refused before any look-up (2.5).
 */
export function encodeLink(password: string, secrets: Secrets): string {
  return linkPrefix(password, secrets) + toBase64url(password)
}

export function linkPrefix(password: string, secrets: Pick<Secrets, 'mac'>): string {
  return secrets.mac('link', `gzbw-link-prefix-v1|${password}`).slice(0, 4)
}

export type DecodedLink = { prefix: string; password: string }

const PREFIX = 4
const SHORTEST = 6
const LONGEST = 132

/** Steps 1 to 5 of [WC] 2.3 on a segment as it stands in the path; null when it is no encoded link. */
export function decodeLink(raw: string): DecodedLink | null {
  const segment = percentDecode(raw)
  if (
    segment === null ||
    segment.length < SHORTEST ||
    segment.length > LONGEST ||
    segment.includes('/') ||
    hasControls(segment)
  )
    return null
  const prefix = segment.slice(0, PREFIX)
  if (!/^[A-Za-z0-9_-]{4}$/.test(prefix)) return null
  const password = fromBase64url(segment.slice(PREFIX))
  if (password === null || !isPassword(password) || password !== password.trim()) return null
  return { prefix, password }
}

/** The segment read as the password itself, as old clients send it; null when it cannot be one. */
export function plainLink(raw: string): string | null {
  const segment = percentDecode(raw)
  return segment !== null && !segment.includes('/') && isPassword(segment) ? segment : null
}

function isPassword(text: string): boolean {
  const length = [...text].length
  return length >= 4 && length <= 64 && !hasControls(text)
}

function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u001f\u007f]/.test(text)
}

function percentDecode(raw: string): string | null {
  try {
    return decodeURIComponent(raw)
  } catch {
    return null
  }
}

function toBase64url(text: string): string {
  const bytes = new TextEncoder().encode(text)
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** Null for anything but the one canonical spelling of valid UTF-8. */
function fromBase64url(text: string): string | null {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (!/^[A-Za-z0-9+/]{2,128}$/.test(standard) || standard.length % 4 === 1) return null
  try {
    const bytes = Uint8Array.from(atob(standard), (char) => char.charCodeAt(0))
    const decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return toBase64url(decoded) === standard.replaceAll('+', '-').replaceAll('/', '_') ? decoded : null
  } catch {
    return null
  }
}

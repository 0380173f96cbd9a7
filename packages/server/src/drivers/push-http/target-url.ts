import { Refusal } from '@parley/core'

/** What a URL says before anything is resolved. Refuses with `invalid`, in words for the person who typed it. */
export function readTargetUrl(text: string): URL {
  // Dropped or encoded on the way: what is signed and shown would not be what is asked for.
  if (/[\s\p{Cc}]/u.test(text)) throw invalid('must not contain blanks or control characters')
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url) throw invalid('is not a URL')
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw invalid('must begin with http:// or https://')
  if (url.username !== '' || url.password !== '') throw invalid('must not contain a user name or password')
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port)
  if (port !== 80 && port !== 443 && port < 1024) throw invalid('must use port 80, 443 or one from 1024 up')
  // A fragment never leaves a client; it would only mislead whoever reads the rule.
  if (url.hash !== '') throw invalid('must not have a fragment')
  return url
}

/** The host as a resolver takes it. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1')
}

export function invalid(rule: string): Refusal {
  return new Refusal('invalid', `the target's URL ${rule}`, { path: '/target/url', rule })
}

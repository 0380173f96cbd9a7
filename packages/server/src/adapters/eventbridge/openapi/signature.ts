import { createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** What of a request is signed. `url`: path and query as they came. */
export type Signed = { method: string; url: string; headers: IncomingHttpHeaders }

export type Credential = { keyId: string; signature: string }

/** `acs:{id}:{signature}` of the SDK, `acs {id}:{signature}` of the documentation. Null for anything else. */
export function readAuthorization(text: string | undefined): Credential | null {
  const [, keyId, signature] =
    /^acs[: ]([\x21-\x39\x3b-\x7e]{1,128}):([A-Za-z0-9+/]{27}=)$/.exec(text ?? '') ?? []
  return keyId === undefined || signature === undefined ? null : { keyId, signature }
}

/**
 * The texts of which one must have been signed ([AL] 5.3): the SDK's; the documentation's, with a line for `accept` and the
 * `x-eventbridge-*` headers; and that of an official Java sample, with these headers and without that line. None of them
 * covers the body.
 */
export function textsToSign({ method, url, headers }: Signed): [string, string, string] {
  const verb = method.toUpperCase()
  const lines = [of(headers, 'content-md5'), of(headers, 'content-type'), of(headers, 'date')]
  const path = canonicalPath(url)
  const own = canonicalHeaders(headers, ['x-acs-'])
  const all = canonicalHeaders(headers, ['x-acs-', 'x-eventbridge-'])
  return [
    [verb, ...lines, own + path].join('\n'),
    [verb, of(headers, 'accept'), ...lines, all + path].join('\n'),
    [verb, ...lines, all + path].join('\n'),
  ]
}

/** Base64 of HMAC-SHA1. */
export function sign(secret: string, text: string): string {
  return createHmac('sha1', secret).update(text, 'utf8').digest('base64')
}

function canonicalHeaders(headers: IncomingHttpHeaders, prefixes: readonly string[]): string {
  return Object.keys(headers)
    .filter((name) => prefixes.some((prefix) => name.startsWith(prefix)))
    .sort()
    .map(
      (name) =>
        `${name}:${of(headers, name)
          .replace(/[\t\n\r\f]/g, ' ')
          .trim()}\n`,
    )
    .join('')
}

function canonicalPath(url: string): string {
  const [path = '', query] = url.split('?', 2)
  if (!query) return path
  const pairs = [...new URLSearchParams(query)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `${path}?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`
}

function of(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name]
  return (Array.isArray(value) ? value.join(', ') : value) ?? ''
}

import { refuse } from '../refusal.ts'

/** Names that a request of ours decides itself: what carries it, what proves who sent it, and what it says of the event. */
const RESERVED =
  /^(host|connection|keep-alive|content-(length|type|encoding)|transfer-encoding|te|trailer|upgrade|expect|http2-settings|proxy-.*|user-agent|webhook-.*|x-eventbridge-.*|x-parley-.*|x-request-id|ce-.*)$/
/** A token of RFC 9110 5.6.2. */
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]{1,128}$/
/** Blanks and printable ASCII, none at the ends. */
const VALUE = /^([!-~]([ -~\t]{0,2046}[!-~])?)?$/
const MOST_HEADERS = 20

/** Whether a target may not have a header of this name (lower case) of its own. */
export function isReservedHeader(name: string): boolean {
  return RESERVED.test(name)
}

/** Further headers of a target, names in lower case. Refuses with `invalid`; `at`: JSON pointer of the object they came in. */
export function checkTargetHeaders(
  headers: Readonly<Record<string, string>>,
  at = '/target/headers',
): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  if (entries.length > MOST_HEADERS) invalid(at, `may be ${MOST_HEADERS} at most`)
  for (const [name, value] of entries) {
    const path = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (!NAME.test(name)) invalid(path, 'must have names of letters, digits and hyphens')
    if (isReservedHeader(name)) invalid(path, `may not set ${name}: Parley sets it itself`)
    if (!VALUE.test(value)) invalid(path, 'must have values of printable ASCII, 2,048 characters at most')
  }
  const checked = Object.fromEntries(entries)
  if (Object.keys(checked).length < entries.length) invalid(at, 'must not name one header twice')
  return checked
}

function invalid(path: string, rule: string): never {
  return refuse('invalid', `the target's headers ${rule}`, { path, rule })
}

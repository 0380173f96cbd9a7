/** Where the leave page may lead to: what a program put into the link, if this server's operator trusts that site. */
export type ReturnTo = { href: string; site: string }

const parameter = 'returnTo'

/**
 * A link is written by whoever sends it, so an address in it may belong to a thief who waits with a copy of a sign-in page.
 * Only origins that the operator listed are taken, and paths of this server itself; everything else is as if it were not
 * there. Nobody is ever sent on without a click on a button that names the site.
 */
export function readReturn(url: URL, trusted: readonly string[]): ReturnTo | null {
  const text = url.searchParams.get(parameter)
  if (text === null || text === '' || !URL.canParse(text, url.origin)) return null
  const to = new URL(text, url.origin)
  if (to.protocol !== 'https:' && to.protocol !== 'http:') return null
  if (to.username !== '' || to.password !== '') return null
  if (to.origin !== url.origin && !trusted.includes(to.origin)) return null
  return { href: to.href, site: to.host }
}

/** The link as the server reads it: the return address is between link and page. */
export function withoutReturn(url: URL): URL {
  const plain = new URL(url)
  plain.searchParams.delete(parameter)
  return plain
}

/** What the reader typed at the start page, understood without asking the server. */
export type MeetingTarget =
  | { is: 'link'; segment: string; hostKey?: string }
  | { is: 'number'; confId: string }
  | { is: 'nothing' }

/** Some programs put a slash at the end of whatever they link. */
const linkPath = /^\/gzbwclient\/conference\/([^/]+)\/*$/
/** An address in a text: neither the signs of a Chinese sentence nor what ends an English one belong to it. */
const addressIn = /https?:\/\/[^\s<>"，。；：！？、（）【】《》“”]+/u
const sentenceEnd = /[.,;:!?)\]}>'’]+$/u

/** The part of a join link that the server reads, and the key of a host link (its fragment, which no server log sees). */
export function readLink(url: URL): { segment: string; hostKey?: string } | null {
  const segment = linkPath.exec(url.pathname)?.[1]
  if (segment === undefined) return null
  const hostKey = new URLSearchParams(url.hash.slice(1)).get('h') ?? ''
  return { segment: `${segment}${url.search}`, ...(hostKey === '' ? {} : { hostKey }) }
}

/** The link for anybody: without the key of a host. */
export const linkOf = (segment: string, origin: string): string =>
  `${origin}/gzbwclient/conference/${segment}`

/**
 * A link is taken from the middle of a pasted invitation too. Links of other servers are `nothing`: this page may
 * talk to its own origin only. Meeting numbers may be written in groups.
 */
export function readTarget(input: string, origin: string): MeetingTarget {
  const text = input.trim()
  const digits = text.replaceAll(/[\s-]/gu, '')
  if (/^[1-9]\d{8}$/u.test(digits)) return { is: 'number', confId: digits }
  const found = addressIn.exec(text)?.[0].replace(sentenceEnd, '')
  const address = found ?? (text.startsWith('/') ? `${origin}${text}` : undefined)
  if (address === undefined || !URL.canParse(address)) return { is: 'nothing' }
  const url = new URL(address)
  const link = url.origin === origin ? readLink(url) : null
  return link ? { is: 'link', ...link } : { is: 'nothing' }
}

/** Nine digits in groups of three, as they are read aloud. */
export const groupedId = (confId: string): string =>
  /^\d{9}$/u.test(confId) ? confId.replaceAll(/(\d{3})(?=\d)/gu, '$1 ') : confId

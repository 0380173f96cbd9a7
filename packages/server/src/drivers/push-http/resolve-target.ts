import { isIP } from 'node:net'
import type { AddressRules } from './address-rules.ts'
import { hostOf, invalid } from './target-url.ts'

export type ResolvedAddress = { address: string; family: 4 | 6 }
/** All addresses of a host; rejects when there are none. */
export type Resolve = (host: string) => Promise<ResolvedAddress[]>

/**
 * Every address of the target, each checked. One special address among good ones refuses the whole: who controls a name could
 * otherwise choose at which attempt we connect to which. Refuses with `invalid`; rejects with the resolver's error.
 */
export async function resolveTarget(
  url: URL,
  rules: AddressRules,
  resolve: Resolve,
): Promise<ResolvedAddress[]> {
  const host = hostOf(url)
  const literal = isIP(host)
  const addresses: ResolvedAddress[] =
    literal === 0
      ? // A copy: what is checked here is what is connected to.
        (await resolve(host)).map(({ address, family }) => ({ address, family }))
      : [{ address: host, family: literal === 6 ? 6 : 4 }]
  for (const { address } of addresses) {
    const kind = rules(address)
    if (kind === null) continue
    const where = literal === 0 ? `leads to ${address}` : `names ${address}`
    throw invalid(
      `${where}, an address for special purposes (${kind}): to allow it, add its network to PARLEY_PUSH_ALLOW`,
    )
  }
  if (addresses.length === 0) throw invalid('leads to no address')
  return addresses
}

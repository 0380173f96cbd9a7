import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Block = [ipaddr.IPv4, number] | [ipaddr.IPv6, number]

/** IANA's special-purpose blocks: nothing in them is a public receiver ([AL] 4.6). */
const SPECIAL_IPV4: [string, string][] = [
  ['0.0.0.0/8', 'this network'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'shared by a carrier'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'protocol assignments'],
  ['192.0.2.0/24', 'documentation'],
  ['192.31.196.0/24', 'AS112'],
  ['192.52.193.0/24', 'AMT'],
  ['192.88.99.0/24', '6to4 relay'],
  ['192.168.0.0/16', 'private'],
  ['192.175.48.0/24', 'AS112'],
  ['198.18.0.0/15', 'benchmarks'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
]

/** Global unicast is 2000::/3; all the rest is special, whatever it will be called. These are the exceptions inside. */
const GLOBAL_IPV6 = '2000::/3'
const SPECIAL_IPV6: [string, string][] = [
  ['2001::/23', 'protocol assignments'],
  ['2001:db8::/32', 'documentation'],
  ['2002::/16', '6to4'],
  ['2620:4f:8000::/48', 'AS112'],
  ['3fff::/20', 'documentation'],
]

/** DNS64 gives these for public IPv4 receivers; the embedded address decides. */
const NAT64 = '64:ff9b::/96'

const special = [...SPECIAL_IPV4, ...SPECIAL_IPV6].map(([block, name]) => ({
  block: parseBlock(block),
  name,
}))
const globalIpv6 = parseBlock(GLOBAL_IPV6)
const nat64 = parseBlock(NAT64)

/** Null when a push may go to `address`, else what it is. */
export type AddressRules = (address: string) => string | null

/** `allow`: networks (CIDR) that may be reached although they are special. */
export function createAddressRules(allow: readonly string[]): AddressRules {
  const allowed = allow.map(parseBlock)
  return (text) => {
    if (!ipaddr.isValid(text)) return 'no address'
    // IPv4 in IPv6 clothes (::ffff:a.b.c.d) is IPv4: that is where the packets go.
    const address = ipaddr.process(text)
    return allowed.some((block) => isIn(address, block)) ? null : kindOf(address)
  }
}

function kindOf(address: Address): string | null {
  const known = special.find(({ block }) => isIn(address, block))
  if (known) return known.name
  if (address instanceof ipaddr.IPv4 || isIn(address, globalIpv6)) return null
  if (isIn(address, nat64)) {
    const inner = kindOf(new ipaddr.IPv4(address.toByteArray().slice(12)))
    return inner && `NAT64 of ${inner}`
  }
  return SPECIAL_RANGES[address.range()] ?? 'special-purpose'
}

/** Words for what lies outside 2000::/3; only for the message, never for the decision. */
const SPECIAL_RANGES: Record<string, string> = {
  loopback: 'loopback',
  unspecified: 'unspecified',
  uniqueLocal: 'private',
  linkLocal: 'link-local',
  multicast: 'multicast',
}

function parseBlock(block: string): Block {
  const [address, length] = ipaddr.parseCIDR(block)
  return [address, length] as Block
}

function isIn(address: Address, [network, length]: Block): boolean {
  return address.kind() === network.kind() && address.match(network as never, length)
}

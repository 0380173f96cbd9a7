import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAddressRules } from './address-rules.ts'

const rules = createAddressRules([])

/** From the registries of special-purpose addresses, as [first address, prefix length]. */
const BLOCKS_IPV4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.175.48.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]
const BLOCKS_IPV6: [string, number][] = [
  ['0:0:0:0:0:0:0:0', 96],
  ['64:ff9b:1:0:0:0:0:0', 48],
  ['100:0:0:0:0:0:0:0', 64],
  ['100:0:0:1:0:0:0:0', 64],
  ['2001:0:0:0:0:0:0:0', 32],
  ['2001:2:0:0:0:0:0:0', 48],
  ['2001:10:0:0:0:0:0:0', 28],
  ['2001:20:0:0:0:0:0:0', 28],
  ['2001:db8:0:0:0:0:0:0', 32],
  ['2001:1:0:0:0:0:0:0', 32],
  ['2001:3:0:0:0:0:0:0', 32],
  ['2001:4:112:0:0:0:0:0', 48],
  ['2001:30:0:0:0:0:0:0', 28],
  ['2002:0:0:0:0:0:0:0', 16],
  ['2620:4f:8000:0:0:0:0:0', 48],
  ['3fff:0:0:0:0:0:0:0', 20],
  ['5f00:0:0:0:0:0:0:0', 16],
  ['fc00:0:0:0:0:0:0:0', 7],
  ['fe80:0:0:0:0:0:0:0', 10],
  ['fec0:0:0:0:0:0:0:0', 10],
  ['ff00:0:0:0:0:0:0:0', 8],
]

const bits = (text: string, radix: number, size: number, separator: string): bigint =>
  text
    .split(separator)
    .reduce((sum, part) => (sum << BigInt(size)) + BigInt(Number.parseInt(part, radix)), 0n)
const dotted = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
const coloned = (value: bigint): string =>
  Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - 16 * at)) & 0xffffn).toString(16)).join(':')

const inBlock = (base: bigint, length: number, width: number) =>
  fc.bigInt({ min: 0n, max: (1n << BigInt(width - length)) - 1n }).map((host) => base + host)
const specialIpv4 = fc.oneof(
  ...BLOCKS_IPV4.map(([base, length]) => inBlock(bits(base, 10, 8, '.'), length, 32)),
)
const specialIpv6 = fc.oneof(
  ...BLOCKS_IPV6.map(([base, length]) => inBlock(bits(base, 16, 16, ':'), length, 128)),
)
const anyIpv4 = fc.bigInt({ min: 0n, max: (1n << 32n) - 1n })
const isSpecial = (value: bigint): boolean =>
  BLOCKS_IPV4.some(([base, length]) => {
    const shift = BigInt(32 - length)
    return value >> shift === bits(base, 10, 8, '.') >> shift
  })

describe('which addresses a push may go to', () => {
  it('[D40] none of a special IPv4 block, in any IPv6 clothes', () => {
    fc.assert(
      fc.property(specialIpv4, (value) => {
        const quad = dotted(value)
        const forms = [
          quad,
          `::ffff:${quad}`,
          coloned((0xffffn << 32n) + value),
          `::${quad}`,
          // Translated (RFC 2765) and the local NAT64 with the address in the middle (RFC 6052 2.2).
          `::ffff:0:${quad}`,
          coloned((0x64ff9b0001n << 80n) + ((value >> 16n) << 64n) + ((value & 0xffffn) << 40n)),
          // Teredo: the client's address, every bit turned.
          coloned((0x20010000n << 96n) + (value ^ 0xffffffffn)),
          `64:ff9b::${quad}`,
          `64:ff9b:1::${quad}`,
          coloned((0x2002n << 112n) + (value << 80n)),
          `2002:${coloned(value << 96n)
            .split(':')
            .slice(0, 2)
            .join(':')}::1`,
        ]
        for (const form of forms) expect(rules(form), form).not.toBeNull()
      }),
      { numRuns: 1_000 },
    )
  })

  it('[D40] none of a special IPv6 block', () => {
    fc.assert(
      fc.property(specialIpv6, (value) => {
        // ::ffff:0:0/96 lies beside ::/96; what is in the latter is refused whole.
        expect(rules(coloned(value)), coloned(value)).not.toBeNull()
      }),
      { numRuns: 1_000 },
    )
  })

  it('every other IPv4, also mapped or through NAT64', () => {
    fc.assert(
      fc.property(anyIpv4, (value) => {
        const quad = dotted(value)
        const special = isSpecial(value)
        for (const form of [quad, `::ffff:${quad}`, `64:ff9b::${quad}`])
          expect(rules(form) !== null, form).toBe(special)
      }),
      { numRuns: 2_000 },
    )
  })

  it('public IPv6', () => {
    for (const address of ['2606:4700:4700::1111', '2a00:1450:4001:82a::200e', '2001:4860:4860::8888'])
      expect(rules(address)).toBeNull()
  })

  it.each([
    ['169.254.169.254', 'link-local'],
    ['::1', 'loopback'],
    ['::', 'unspecified'],
    ['fe80::1%eth0', 'link-local'],
    ['fd00::1', 'private'],
    ['64:ff9b::7f00:1', 'NAT64 of loopback'],
    ['255.255.255.255', 'reserved'],
    ['not an address', 'no address'],
    ['', 'no address'],
  ])('%s is %s', (address, kind) => {
    expect(rules(address)).toBe(kind)
  })

  it('what is allowed, and not its neighbours', () => {
    const allowing = createAddressRules(['10.1.0.0/16', 'fd00:1::/32'])
    expect(allowing('10.1.255.255')).toBeNull()
    expect(allowing('::ffff:10.1.2.3')).toBeNull()
    expect(allowing('fd00:1::5')).toBeNull()
    expect(allowing('10.2.0.0')).toBe('private')
    expect(allowing('fd00:2::5')).toBe('private')
    expect(allowing('127.0.0.1')).toBe('loopback')
    expect(allowing('64:ff9b::10.1.0.1'), 'the clothes are not what was allowed').not.toBeNull()
  })
})

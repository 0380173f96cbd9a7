/**
 * The bits of an address as text, so that a network is a beginning of its addresses: `4` or `6` for the family, then 32 or
 * 128 of `0` and `1`. Null for what is no address. Families stay apart: `::ffff:10.0.0.7` is an IPv6 address.
 */
export function addressBits(text: string): string | null {
  if (text.includes(':')) {
    const words = ipv6Words(text)
    return words && `6${words.map((word) => word.toString(2).padStart(16, '0')).join('')}`
  }
  const bytes = ipv4Bytes(text)
  return bytes && `4${bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('')}`
}

/** Of `10.0.0.0/24`, `2001:db8::/32` or an address alone, which is its own network. Null for what is none. */
export function networkBits(text: string): string | null {
  const [address = '', length, ...more] = text.split('/')
  const bits = addressBits(address)
  if (bits === null || length === undefined) return more.length === 0 ? bits : null
  const known = /^(?:0|[1-9]\d{0,2})$/.test(length) && Number(length) < bits.length && more.length === 0
  return known ? bits.slice(0, 1 + Number(length)) : null
}

function ipv4Bytes(text: string): number[] | null {
  // Longer than any address: not worth splitting.
  if (text.length > 15) return null
  const parts = text.split('.')
  const good =
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)
  return good ? parts.map(Number) : null
}

function ipv6Words(text: string): number[] | null {
  if (text.length > 45) return null
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [head = '', tail] = halves
  const before = wordsOf(head, tail === undefined)
  const after = tail === undefined ? [] : wordsOf(tail, true)
  if (!before || !after) return null
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return null
  return [...before, ...Array.from({ length: missing }, () => 0), ...after]
}

/** `last`: it reaches to the end of the address, where four bytes may stand for two words. */
function wordsOf(text: string, last: boolean): number[] | null {
  if (text === '') return []
  const words: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    const bytes = last && index === parts.length - 1 && part.includes('.') ? ipv4Bytes(part) : null
    if (bytes) {
      const [a = 0, b = 0, c = 0, d = 0] = bytes
      words.push(a * 256 + b, c * 256 + d)
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) words.push(Number.parseInt(part, 16))
    else return null
  }
  return words
}

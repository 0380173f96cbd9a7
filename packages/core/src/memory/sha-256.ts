const WORDS = 64

/** FIPS 180-4, section 6.2, on bytes. Here because the core has no cryptography of its platform; the server uses Node's. */
export function sha256(message: readonly number[]): number[] {
  const hash = fractions(8, 1 / 2)
  const constants = fractions(WORDS, 1 / 3)
  const bits = message.length * 8
  const padded = [...message, 0x80]
  while (padded.length % 64 !== 56) padded.push(0)
  for (let shift = 56; shift >= 0; shift -= 8) padded.push(Math.floor(bits / 2 ** shift) % 256)
  for (let at = 0; at < padded.length; at += 64) mix(hash, constants, padded.slice(at, at + 64))
  return hash.flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255])
}

/** RFC 2104. */
export function hmacSha256(key: readonly number[], message: readonly number[]): number[] {
  const short = key.length > 64 ? sha256(key) : key
  const block = Array.from({ length: 64 }, (_, at) => short[at] ?? 0)
  const inner = sha256([...block.map((byte) => byte ^ 0x36), ...message])
  return sha256([...block.map((byte) => byte ^ 0x5c), ...inner])
}

function mix(hash: number[], constants: readonly number[], block: readonly number[]): void {
  const schedule: number[] = []
  for (let at = 0; at < WORDS; at += 1) {
    if (at < 16) {
      const [a = 0, b = 0, c = 0, d = 0] = block.slice(at * 4, at * 4 + 4)
      schedule.push((a << 24) | (b << 16) | (c << 8) | d)
      continue
    }
    const [w2 = 0, w7 = 0, w15 = 0, w16 = 0] = [2, 7, 15, 16].map((back) => schedule[at - back])
    const s0 = turn(w15, 7) ^ turn(w15, 18) ^ (w15 >>> 3)
    const s1 = turn(w2, 17) ^ turn(w2, 19) ^ (w2 >>> 10)
    schedule.push((w16 + s0 + w7 + s1) | 0)
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash
  for (let at = 0; at < WORDS; at += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (constants[at] ?? 0) + (schedule[at] ?? 0)) | 0
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0]
  }
  ;[a, b, c, d, e, f, g, h].forEach((word, at) => {
    hash[at] = ((hash[at] ?? 0) + word) | 0
  })
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

/** The first 32 bits of the fractional parts of a root of the first primes: where the standard's constants come from. */
function fractions(count: number, power: number): number[] {
  const found: number[] = []
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (isPrime(candidate)) found.push(((candidate ** power % 1) * 2 ** 32) | 0)
  }
  return found
}

function isPrime(candidate: number): boolean {
  for (let divisor = 2; divisor * divisor <= candidate; divisor += 1)
    if (candidate % divisor === 0) return false
  return true
}

import fc from 'fast-check'

type Json = unknown

/** A stream of inputs that is the same for the same seed. */
export type Mutator = {
  /** 0 ≤ n < below. */
  whole(below: number): number
  pick<T>(from: readonly T[]): T
  /** True once in `times` on average. */
  oneIn(times: number): boolean
  /** Any JSON value. */
  value(): Json
  /** A text with whatever Unicode holds. */
  text(): string
  /** A copy with one to three spots of it changed. */
  mutate(value: Json): Json
  /** The text with characters taken out, put in or doubled. */
  scramble(text: string): string
  /**
   * The body of a valid request: most often mutated, sometimes something else entirely, sometimes not even JSON,
   * sometimes as it is.
   */
  bodyFrom(template: Json): string
}

const NASTY: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 1,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '0',
  '-1',
  'null',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  "' or 1=1 --",
  '%',
  '<script>',
  'x'.repeat(300),
  '会议'.repeat(200),
  [],
  [[]],
  {},
  { __proto__: null },
  { toString: 1 },
]

export function createMutator(seed: number): Mutator {
  const values = fc.sample(fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }), { numRuns: 400, seed })
  const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 40 }), { numRuns: 400, seed })
  const large = 'x'.repeat(70_000)
  let state = seed >>> 0

  /** mulberry32: fast, and the same everywhere. */
  function chance(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  const whole = (below: number): number => Math.floor(chance() * below)
  const pick = <T>(from: readonly T[]): T => from[whole(from.length)] as T
  const oneIn = (times: number): boolean => whole(times) === 0
  const value = (): Json => (oneIn(200) ? large : oneIn(2) ? pick(NASTY) : pick(values))
  const text = (): string =>
    oneIn(4) ? String(pick(NASTY.filter((one) => typeof one === 'string'))) : pick(texts)

  function mutateOnce(root: Json): Json {
    if (typeof root !== 'object' || root === null || oneIn(12)) return value()
    const copy = (Array.isArray(root) ? [...root] : { ...root }) as Record<string, Json>
    const keys = Object.keys(copy)
    const key = keys.length === 0 || oneIn(10) ? text() : pick(keys)
    switch (whole(4)) {
      case 0:
        delete copy[key]
        break
      case 1:
        copy[key] = value()
        break
      case 2:
        copy[key] = [copy[key], copy[key]]
        break
      default:
        copy[key] = mutateOnce(copy[key])
    }
    return copy
  }

  function mutate(root: Json): Json {
    let changed = root
    for (let times = 1 + whole(3); times > 0; times--) changed = mutateOnce(changed)
    return changed
  }

  function scramble(original: string): string {
    let changed = original
    for (let times = 1 + whole(3); times > 0; times--) {
      const at = whole(changed.length + 1)
      const kind = whole(3)
      const middle = kind === 0 ? '' : kind === 1 ? text() : changed.slice(at, at + 5).repeat(2)
      changed = changed.slice(0, at) + middle + changed.slice(kind === 0 ? at + 1 : at)
    }
    return changed
  }

  return {
    whole,
    pick,
    oneIn,
    value,
    text,
    mutate,
    scramble,
    bodyFrom(template) {
      const kind = whole(20)
      if (kind < 14) return JSON.stringify(mutate(template)) ?? ''
      if (kind < 16) return JSON.stringify(value()) ?? ''
      if (kind < 18) return scramble(JSON.stringify(template))
      return kind === 18 ? text() : JSON.stringify(template)
    },
  }
}

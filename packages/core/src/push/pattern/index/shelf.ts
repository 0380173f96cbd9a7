import type { Test } from '../pattern.ts'
import { AffixTrie } from './affix-trie.ts'
import { IntervalTree } from './interval-tree.ts'

type But = Extract<Test, { is: 'but' }>

/** The tests on one path, each kind kept so that a value finds the buckets of those that hold of it without trying the others. */
export class Shelf<Bucket> {
  readonly path: number
  texts: Map<string, Bucket> | null = null
  /** The texts that are how a number reads: saves writing the event's numbers down. */
  numbers: Map<number, Bucket> | null = null
  nulls: Bucket | null = null
  present: Bucket | null = null
  absent: Bucket | null = null
  prefixes: AffixTrie<Bucket> | null = null
  suffixes: AffixTrie<Bucket> | null = null
  parts: AffixTrie<Bucket> | null = null
  networks: AffixTrie<Bucket> | null = null
  ranges: IntervalTree<Bucket> | null = null
  /** Hold of nearly every value, so nothing is won by looking for them; but rules that ask the same are asked once. */
  buts: { test: But; bucket: Bucket }[] | null = null
  readonly buckets: Bucket[] = []
  readonly #make: () => Bucket
  readonly #ranges = new Map<string, { low: number; high: number; value: Bucket }>()
  readonly #buts = new Map<number, Bucket>()

  constructor(path: number, makeBucket: () => Bucket) {
    this.path = path
    this.#make = () => {
      const bucket = makeBucket()
      this.buckets.push(bucket)
      return bucket
    }
  }

  /**
   * Where rules wait for a test to hold. `whole`: to be found there says all of the test; else the test itself is still to
   * be held against the value.
   */
  bucketFor(test: Test, number: number): { bucket: Bucket; whole: boolean } {
    switch (test.is) {
      case 'text':
        return { bucket: this.#forText(test.text), whole: true }
      case 'null':
        this.nulls ??= this.#make()
        return { bucket: this.nulls, whole: true }
      case 'affix':
        return this.#forAffix(test)
      case 'contains':
        this.parts ??= new AffixTrie(false)
        return { bucket: this.parts.at(test.part, this.#make), whole: true }
      case 'cidr':
        this.networks ??= new AffixTrie(false)
        return { bucket: this.networks.at(test.bits, this.#make), whole: true }
      case 'numeric':
        return { bucket: this.#forRange(test), whole: test.except.length === 0 }
      case 'but':
        return { bucket: this.#forBut(test, number), whole: true }
      case 'exists':
        if (test.there) this.present ??= this.#make()
        else this.absent ??= this.#make()
        return { bucket: (test.there ? this.present : this.absent) as Bucket, whole: true }
      default:
        return test satisfies never
    }
  }

  /** After the last `bucketFor`. */
  close(): void {
    for (const trie of [this.prefixes, this.suffixes, this.parts, this.networks]) trie?.close()
    if (this.#ranges.size > 0) this.ranges = new IntervalTree([...this.#ranges.values()])
  }

  #forText(text: string): Bucket {
    this.texts ??= new Map()
    const known = this.texts.get(text)
    if (known) return known
    const bucket = this.#make()
    this.texts.set(text, bucket)
    if (String(Number(text)) === text) {
      this.numbers ??= new Map()
      this.numbers.set(Number(text), bucket)
    }
    return bucket
  }

  #forAffix({ prefix, suffix }: { prefix: string; suffix: string }): { bucket: Bucket; whole: boolean } {
    const whole = prefix === '' || suffix === ''
    if (prefix.length >= suffix.length) {
      this.prefixes ??= new AffixTrie(false)
      return { bucket: this.prefixes.at(prefix, this.#make), whole }
    }
    this.suffixes ??= new AffixTrie(true)
    return { bucket: this.suffixes.at(suffix, this.#make), whole }
  }

  #forRange({ low, high }: { low: number; high: number }): Bucket {
    const key = `${low} ${high}`
    const known = this.#ranges.get(key)
    if (known) return known.value
    const value = this.#make()
    this.#ranges.set(key, { low, high, value })
    return value
  }

  #forBut(test: But, number: number): Bucket {
    const known = this.#buts.get(number)
    if (known) return known
    const bucket = this.#make()
    this.#buts.set(number, bucket)
    this.buts ??= []
    this.buts.push({ test, bucket })
    return bucket
  }
}

/** A stretch of text that all operands below share. */
type Branch<T> = { label: string; value: T | null; children: Map<number, Branch<T>> }

/** Numbers of a branch in the closed trie: where its label begins and ends, and which branches are its children. */
const LABEL = 0
const LABEL_END = 1
const FIRST_CHILD = 2
const AFTER_CHILDREN = 3
const WIDTH = 4

/**
 * Finds which of many beginnings (or, read backwards, ends) a text has, in one walk along the text: thousands of operands
 * with the same long beginning cost one comparison. Grown by `at`, then closed into flat lists, in which a step of the
 * walk fetches little from memory.
 */
export class AffixTrie<T> {
  readonly #root: Branch<T> = branchOf('')
  readonly #backwards: boolean
  #branches = new Int32Array()
  /** By branch: the first character of its label. Children of one branch stand together, in ascending order. */
  #codes = new Uint16Array()
  #labels = ''
  #values: (T | null)[] = []

  constructor(backwards: boolean) {
    this.#backwards = backwards
  }

  /** The value kept under an operand, made at first. */
  at(operand: string, make: () => T): T {
    const word = this.#backwards ? reversed(operand) : operand
    let branch = this.#root
    let done = 0
    while (done < word.length) {
      let child = branch.children.get(word.charCodeAt(done))
      if (child) {
        const shared = sharedLength(child.label, word, done)
        if (shared < child.label.length) split(child, shared)
        done += shared
      } else {
        child = branchOf(word.slice(done))
        branch.children.set(word.charCodeAt(done), child)
        done = word.length
      }
      branch = child
    }
    branch.value ??= make()
    return branch.value
  }

  /** After the last `at`, before the first `walk`. */
  close(): void {
    const all = [this.#root]
    const first: number[] = []
    for (const { children } of all) {
      first.push(all.length)
      all.push(...[...children.entries()].sort(([one], [other]) => one - other).map(([, child]) => child))
    }
    this.#branches = new Int32Array(all.length * WIDTH)
    let labelled = 0
    for (const [index, { label, children }] of all.entries()) {
      const from = first[index] ?? 0
      this.#branches.set([labelled, labelled + label.length, from, from + children.size], index * WIDTH)
      labelled += label.length
    }
    this.#codes = Uint16Array.from(all, ({ label }) => label.charCodeAt(0))
    this.#labels = all.map(({ label }) => label).join('')
    this.#values = all.map(({ value }) => value)
    this.#root.children.clear()
  }

  /** Calls `hit` for every operand that the text has, read from `start`. */
  walk(text: string, hit: (value: T) => void, start = 0): void {
    const branches = this.#branches
    let branch = 0
    let done = start
    for (;;) {
      const value = this.#values[branch]
      if (value !== null && value !== undefined) hit(value)
      if (done >= text.length) return
      branch = this.#child(branch, this.#code(text, done))
      if (branch < 0) return
      const label = branches[branch * WIDTH + LABEL]!
      const length = branches[branch * WIDTH + LABEL_END]! - label
      if (done + length > text.length) return
      for (let at = 1; at < length; at += 1)
        if (this.#labels.charCodeAt(label + at) !== this.#code(text, done + at)) return
      done += length
    }
  }

  /** By halving; -1: there is none. */
  #child(branch: number, code: number): number {
    let from = this.#branches[branch * WIDTH + FIRST_CHILD]!
    const end = this.#branches[branch * WIDTH + AFTER_CHILDREN]!
    let to = end
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.#codes[middle]! < code) from = middle + 1
      else to = middle
    }
    return from < end && this.#codes[from] === code ? from : -1
  }

  #code(text: string, at: number): number {
    return text.charCodeAt(this.#backwards ? text.length - 1 - at : at)
  }
}

function branchOf<T>(label: string): Branch<T> {
  return { label, value: null, children: new Map() }
}

function split<T>(branch: Branch<T>, length: number): void {
  const rest = { ...branch, label: branch.label.slice(length) }
  branch.label = branch.label.slice(0, length)
  branch.value = null
  branch.children = new Map([[rest.label.charCodeAt(0), rest]])
}

function sharedLength(label: string, word: string, from: number): number {
  let length = 1
  while (length < label.length && from + length < word.length) {
    if (label.charCodeAt(length) !== word.charCodeAt(from + length)) break
    length += 1
  }
  return length
}

/** By code units, as `charCodeAt` reads them: a spread would keep the halves of a character in order. */
function reversed(text: string): string {
  let word = ''
  for (let at = text.length - 1; at >= 0; at -= 1) word += text[at]
  return word
}

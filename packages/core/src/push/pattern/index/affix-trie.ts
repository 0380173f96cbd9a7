type Branch<T> = { label: string; value: T | null; children: Map<number, Branch<T>> | null }

/**
 * Finds which of many beginnings (or, read backwards, ends) a text has, in one walk along the text. Edges hold whole
 * stretches, so that thousands of operands with the same long beginning cost one comparison.
 */
export class AffixTrie<T> {
  readonly #root: Branch<T> = { label: '', value: null, children: null }
  readonly #backwards: boolean

  constructor(backwards: boolean) {
    this.#backwards = backwards
  }

  /** The value kept under an operand, made at first. */
  at(operand: string, make: () => T): T {
    const word = this.#backwards ? reversed(operand) : operand
    let branch = this.#root
    let done = 0
    while (done < word.length) {
      branch.children ??= new Map()
      const child = branch.children.get(word.charCodeAt(done))
      if (!child) {
        const leaf = { label: word.slice(done), value: null, children: null }
        branch.children.set(word.charCodeAt(done), leaf)
        branch = leaf
        break
      }
      const shared = sharedLength(child.label, word, done)
      if (shared < child.label.length) split(child, shared)
      branch = child
      done += shared
    }
    branch.value ??= make()
    return branch.value
  }

  /** Calls `hit` for every operand that the text has, read from `start`. */
  walk(text: string, hit: (value: T) => void, start = 0): void {
    let branch = this.#root
    let done = start
    for (;;) {
      if (branch.value !== null) hit(branch.value)
      if (branch.children === null || done >= text.length) return
      const child = branch.children.get(this.#code(text, done))
      if (!child) return
      const { label } = child
      if (done + label.length > text.length) return
      for (let at = 1; at < label.length; at += 1)
        if (label.charCodeAt(at) !== this.#code(text, done + at)) return
      branch = child
      done += label.length
    }
  }

  #code(text: string, at: number): number {
    return text.charCodeAt(this.#backwards ? text.length - 1 - at : at)
  }
}

function split<T>(branch: Branch<T>, length: number): void {
  const rest = { ...branch, label: branch.label.slice(length) }
  branch.children = new Map([[rest.label.charCodeAt(0), rest]])
  branch.label = branch.label.slice(0, length)
  branch.value = null
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

/** A stretch of text that all operands below share. */
type Branch<T> = {
  label: string
  value: T | null
  /** First characters of the children's labels, in the order of `children`. */
  codes: number[]
  children: Branch<T>[]
  /** Where there are too many to look through. */
  byCode: Map<number, Branch<T>> | null
}

const FEW_CHILDREN = 16

/**
 * Finds which of many beginnings (or, read backwards, ends) a text has, in one walk along the text: thousands of operands
 * with the same long beginning cost one comparison.
 */
export class AffixTrie<T> {
  readonly #root = leaf<T>('')
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
      let child = childOf(branch, word.charCodeAt(done))
      if (child) {
        const shared = sharedLength(child.label, word, done)
        if (shared < child.label.length) split(child, shared)
        done += shared
      } else {
        child = leaf(word.slice(done))
        addChild(branch, child)
        done = word.length
      }
      branch = child
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
      if (done >= text.length) return
      const child = childOf(branch, this.#code(text, done))
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

function leaf<T>(label: string): Branch<T> {
  return { label, value: null, codes: [], children: [], byCode: null }
}

function childOf<T>({ codes, children, byCode }: Branch<T>, code: number): Branch<T> | undefined {
  if (byCode) return byCode.get(code)
  for (let at = 0; at < codes.length; at += 1) if (codes[at] === code) return children[at]
  return undefined
}

function addChild<T>(branch: Branch<T>, child: Branch<T>): void {
  branch.codes.push(child.label.charCodeAt(0))
  branch.children.push(child)
  if (branch.byCode) branch.byCode.set(child.label.charCodeAt(0), child)
  else if (branch.children.length > FEW_CHILDREN)
    branch.byCode = new Map(branch.children.map((one) => [one.label.charCodeAt(0), one]))
}

function split<T>(branch: Branch<T>, length: number): void {
  const rest = { ...branch, label: branch.label.slice(length) }
  Object.assign(branch, leaf<T>(branch.label.slice(0, length)))
  addChild(branch, rest)
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

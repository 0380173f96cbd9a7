import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AffixTrie } from './affix-trie.ts'

const word = fc.stringMatching(/^[abc]{1,6}$/)
const text = fc.stringMatching(/^[abc]{0,10}$/)

describe('a trie of operands', () => {
  it.each([false, true])('[D27] finds each that a text has, once (backwards: %s)', (backwards) => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), text, (operands, given) => {
        const trie = new AffixTrie<string>(backwards)
        for (const operand of operands) expect(trie.at(operand, () => operand)).toBe(operand)
        trie.close()
        const found: string[] = []
        trie.walk(given, (operand) => found.push(operand))
        const holding = [...new Set(operands)].filter((operand) =>
          backwards ? given.endsWith(operand) : given.startsWith(operand),
        )
        expect(found.sort()).toEqual(holding.sort())
      }),
      { numRuns: 2_000 },
    )
  })

  it('[D27] tells many children apart, and halves of characters', () => {
    const trie = new AffixTrie<number>(false)
    const letters = Array.from({ length: 500 }, (_, code) => String.fromCharCode(0xd700 + code))
    letters.forEach((letter, code) => {
      trie.at(`x${letter}`, () => code)
    })
    trie.close()
    letters.forEach((letter, code) => {
      const found: number[] = []
      trie.walk(`x${letter}y`, (one) => found.push(one))
      expect(found).toEqual([code])
    })
  })
})

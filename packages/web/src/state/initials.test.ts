import { describe, expect, it } from 'vitest'
import { initials } from './initials.ts'

describe('initials of a placeholder', () => {
  it.each([
    ['王芳', '王芳'],
    ['欧阳娜娜', '娜娜'],
    ['李', '李'],
    ['Li Wei 李伟', '李伟'],
    ['Ann', 'A'],
    ['ann smith', 'AS'],
    ['Jean-Claude van Damme', 'JD'],
    ['  spaced   out ', 'SO'],
    ['Ångström', 'Å'],
    ['王𠮷', '王𠮷'],
    ['7 of 9', '79'],
    ['🙂', '?'],
    ['', '?'],
  ])('%s gives %s', (name, expected) => {
    expect(initials(name)).toBe(expected)
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** The custom properties with a hex colour in the n-th block that has `--ground`: paper, paper in the dark, stage. */
function palette(index: number): Map<string, string> {
  const blocks = css.match(/\{[^{}]*--ground:[^{}]*\}/gu) ?? []
  const shared = css.match(/--(leave|on-leave|leave-strong|on-scrim): (#[0-9a-f]{6})/gu) ?? []
  const text = `${blocks[index] ?? ''}${shared.join(';')}`
  return new Map(
    Array.from(text.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/gu), (match) => [match[1]!, match[2]!]),
  )
}

const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    channel(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['ground', 'surface', 'raised'] as const
/** What is read needs 4.5:1, edges of controls and icons 3:1 (WCAG 1.4.3, 1.4.11). */
const pairs: readonly (readonly [front: string, back: string, least: number])[] = [
  ...grounds.flatMap((back) =>
    ['ink', 'muted', 'accent', 'danger', 'warning', 'good'].map((front) => [front, back, 4.5] as const),
  ),
  ...grounds.map((back) => ['edge', back, 3] as const),
  ['ink', 'hover', 4.5],
  ['muted', 'hover', 4.5],
  ['danger', 'hover', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['on-leave', 'leave', 4.5],
  ['on-leave', 'leave-strong', 4.5],
]

describe.each([
  ['paper', 0],
  ['paper in the dark', 1],
  ['stage', 2],
] as const)('colours of %s', (_, index) => {
  const colours = palette(index)
  it.each(pairs)('%s on %s has at least %d:1', (front, back, least) => {
    const [a, b] = [colours.get(front), colours.get(back)]
    expect(a && b, `${front} or ${back} is missing`).toBeTruthy()
    expect(contrast(a!, b!)).toBeGreaterThanOrEqual(least)
  })
})

it('dark by choice has the colours of dark by the system', () => {
  expect(palette(3)).toEqual(palette(1))
})

it('a name on its scrim is readable over a white picture', () => {
  // 60 % black over white is #666666.
  expect(contrast('#666666', '#ffffff')).toBeGreaterThanOrEqual(4.5)
  expect(css).toContain('--scrim: rgb(0 0 0 / 60%)')
})

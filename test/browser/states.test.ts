/** Every state of every page, in both languages: nothing for axe to say, nothing refused by the policy, nothing cut off. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Result } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { chromiumForAll } from '../support/chromium.ts'
import { galleryForAll } from '../support/gallery.ts'

const gallery = galleryForAll()
const chromium = chromiumForAll()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Names of all states, from the gallery's own list. */
async function statesOf(page: Page): Promise<string[]> {
  await page.goto(gallery.url)
  const names = await page.locator('li a:first-child').allInnerTexts()
  // A list that lost its entries would make this file pass for nothing.
  expect(names.length).toBeGreaterThan(35)
  return names
}

async function open(page: Page, state: string, language: string): Promise<void> {
  await page.goto(`${gallery.url}?show=${state}&lang=${language === 'en' ? 'en' : 'zh'}`)
  await page.locator('h1').first().waitFor()
}

/** axe is put in by the debugger's door, past the policy, which stays in force for the page. */
async function violations(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: axe })
  const { result } = await session.send('Runtime.evaluate', {
    expression:
      "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations))",
    awaitPromise: true,
    returnByValue: true,
  })
  await session.detach()
  return (JSON.parse(String(result.value)) as Result[]).map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  )
}

/** Whatever sticks out of the window to the side: the page itself, or a button that nobody could reach. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth
    const buttons = Array.from(document.querySelectorAll('button, .banner, .toast')).filter((one) => {
      const { left, right, width } = one.getBoundingClientRect()
      return width > 1 && (left < -1 || right > innerWidth + 1)
    })
    return [
      ...(wide > innerWidth ? [`page ${wide} px`] : []),
      ...buttons.map((one) => `${one.className} ${one.textContent}`),
    ]
  })
}

const sizes = [
  { width: 740, height: 360 },
  { width: 320, height: 568 },
]

it.each(['en', 'zh-CN'] as const)('every state in %s', { timeout: 240_000 }, async (language) => {
  const visitor = await chromium.visitor({ language, size: 'phone' })
  const page = await visitor.tab()
  const found: Record<string, string[]> = {}
  const note = (where: string, what: string[]) => {
    if (what.length > 0) found[where] = what
  }
  for (const state of await statesOf(page)) {
    await open(page, state, language)
    for (const size of sizes) {
      await page.setViewportSize(size)
      note(`${state}, ${size.width} px wide`, await cutOff(page))
    }
    note(`${state}, axe`, await violations(page))
  }
  expect(found).toEqual({})
})

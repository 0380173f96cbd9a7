/** Every state of every page, in both languages: nothing for axe to say, nothing refused by the policy, nothing cut off. */
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeViolations } from '../support/axe.ts'
import { chromiumForAll } from '../support/chromium.ts'
import { galleryForAll } from '../support/gallery.ts'

const gallery = galleryForAll()
const chromium = chromiumForAll()

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

/** What lays itself out by measuring has done so. */
const drawn = (page: Page) =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  )

const sizes = [
  { width: 740, height: 360 },
  { width: 320, height: 568 },
]

/** In a build every state is looked at in one language, by turns; in the long run in both. */
const LANGUAGES = ['en', 'zh-CN'] as const
const isLong = process.env.PARLEY_TEST_LONG === '1'

/** One on each core of a small machine. */
const TABS = 2

it.each(LANGUAGES)('the states in %s', { timeout: 240_000 }, async (language) => {
  const visitor = await chromium.visitor({ language, size: 'phone' })
  const found: Record<string, string[]> = {}
  const note = (where: string, what: string[]) => {
    if (what.length > 0) found[where] = what
  }
  const tabs = await Promise.all(Array.from({ length: TABS }, () => visitor.tab()))
  const turn = LANGUAGES.indexOf(language)
  const left = (await statesOf(tabs[0]!)).filter((_, at) => isLong || at % LANGUAGES.length === turn)
  const workOff = async (page: Page): Promise<void> => {
    for (let state = left.shift(); state !== undefined; state = left.shift()) {
      await open(page, state, language)
      for (const size of sizes) {
        await page.setViewportSize(size)
        await drawn(page)
        note(`${state}, ${size.width} px wide`, await cutOff(page))
      }
      note(`${state}, axe`, await axeViolations(page))
    }
  }
  await Promise.all(tabs.map(workOff))
  expect(found).toEqual({})
})

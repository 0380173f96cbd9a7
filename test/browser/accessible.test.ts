/** The real pages, walked through by keyboard alone and looked at by axe; every state of each is in `states.test.ts`. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeViolations } from '../support/axe.ts'
import { booked } from '../support/booked.ts'
import { chromiumForAll, type Language, type SIZES } from '../support/chromium.ts'
import { guestInside } from '../support/people.ts'
import { createTab, personAt, personIn } from '../support/room.ts'
import { ADMIN_PASSWORD, serverForAll } from '../support/server.ts'

const server = serverForAll({ env: { PARLEY_DEMO: 'off', PARLEY_THROTTLE_FACTOR: '100' } })
const chromium = chromiumForAll()

/** Tabs on until the element with this test id has the focus, as somebody without a pointer does. */
async function tabTo(page: Page, id: string): Promise<void> {
  const passed: string[] = []
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab')
    const here = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null
      const { outlineStyle, outlineWidth } = element ? getComputedStyle(element) : new CSSStyleDeclaration()
      return {
        id: element?.dataset.testid ?? '',
        name: element?.ariaLabel ?? element?.textContent ?? '',
        seen: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      }
    })
    passed.push(here.name)
    if (here.id !== id) continue
    expect(here.seen, `the focus on ${id} is seen`).toBe(true)
    return
  }
  throw new Error(`Tab never came to ${id}: ${passed.join(' → ')}`)
}

describe('by keyboard alone', () => {
  it('from the door into the room, muting, asking who is there, removing, and out again', async () => {
    const meeting = await booked(server)
    await guestInside(server, meeting.guest, 'Ann')
    const { page, at, headline, until, row } = await personAt(chromium, meeting.host)
    const { keyboard } = page
    await at('join').waitFor()
    await tabTo(page, 'allow-devices')
    await keyboard.press('Enter')
    await at('mic').waitFor()
    await tabTo(page, 'name')
    await keyboard.type('Li Wei')
    await keyboard.press('Enter')
    await at('room').waitFor()

    await tabTo(page, 'mic')
    await keyboard.press('Space')
    await until('muted', async () => (await at('mic').getAttribute('data-on')) === 'false')
    await keyboard.press('Control+d')
    await until('unmuted', async () => (await at('mic').getAttribute('data-on')) === 'true')

    await tabTo(page, 'people')
    await keyboard.press('Enter')
    await at('people-panel').waitFor()
    expect(await at('people-panel').evaluate((panel) => panel.contains(document.activeElement))).toBe(true)
    // The first is the own one.
    await tabTo(page, 'person-menu')
    await tabTo(page, 'person-menu')
    await keyboard.press('Enter')
    const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset.testid)
    const inMenu = () => page.evaluate(() => document.activeElement?.closest('[role="menu"]') !== null)
    await until('the menu has the focus', inMenu)
    await keyboard.press('End')
    await until('its last action has the focus', async () => (await focused()) === 'act-remove')
    await keyboard.press('Enter')
    await page.getByRole('alertdialog').waitFor()
    await keyboard.press('Escape')
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    expect(await row('Ann')).toBeDefined()
    await until('the focus back at its button', async () => (await focused()) === 'person-menu')
    await keyboard.press('Escape')
    await at('people-panel').waitFor({ state: 'detached' })
    expect(await focused()).toBe('people')

    // From one panel straight to the other: back to the button that was used last.
    await keyboard.press('Enter')
    await until('the panel', async () => (await focused()) === 'people-panel')
    await at('chat').click()
    await until('the field', async () => (await focused()) === 'chat-input')
    await keyboard.press('Control+Alt+c')
    await until('the focus back at its button', async () => (await focused()) === 'chat')

    await tabTo(page, 'leave')
    await keyboard.press('Enter')
    await until('the leave page', async () => (await headline()) === 'You left the meeting')
  })
})

const looks: [Language, keyof typeof SIZES][] = [
  ['en', 'desktop'],
  ['zh-CN', 'phone'],
]

describe('axe finds nothing, and the policy refuses nothing', () => {
  it.each(looks)('from the start page to the leave page, %s, %s', async (language, size) => {
    const found: Record<string, string[]> = {}
    const look = async (where: string, page: Page) => {
      const violations = await axeViolations(page)
      if (violations.length > 0) found[where] = violations
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(language)
    }

    const visitor = await chromium.visitor({ language, size })
    const tab = createTab(await visitor.tab())
    const { page, at } = tab
    await page.goto(server.url)
    await at('sign-in').waitFor()
    await look('start', page)
    await at('account').fill('admin')
    await at('account-password').fill(ADMIN_PASSWORD)
    await at('sign-in').click()
    await at('create').waitFor()
    await look('signed in', page)
    await at('create').click()
    await at('invitation').waitFor()
    await look('invitation', page)

    const meeting = await booked(server)
    await personIn(chromium, meeting.guest, 'Ann')
    await page.goto(meeting.host)
    await at('allow-devices').waitFor()
    await look('door', page)
    await tab.allowDevices()
    await look('door with a picture', page)
    await tab.join('李伟')
    await tab.openPeople()
    await tab.idOf('Ann')
    await look('room', page)
    await at('person-menu').last().click()
    await at('act-remove').click()
    await at('confirm-remove').waitFor()
    await look('question', page)
    await page.keyboard.press('Escape')
    // On a phone the list covers the controls' neighbours.
    await page.keyboard.press('Escape')
    await at('people-panel').waitFor({ state: 'detached' })
    await at('more').click()
    await at('settings').waitFor()
    await look('menu', page)
    // Where there are only fingers no keys are offered.
    expect(await at('keys').count()).toBe(size === 'phone' ? 0 : 1)
    const last = size === 'phone' ? 'settings' : 'keys'
    await at(last).click()
    await page.getByRole('dialog').waitFor()
    await look(last, page)
    await page.keyboard.press('Escape')
    await at('leave').click()
    await at('to-start').waitFor()
    await look('leave', page)
    expect(found).toEqual({})
  })
})

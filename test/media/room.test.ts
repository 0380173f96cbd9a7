/** The room among people: chat, hands, reactions, who is seen where, a shared screen, keys. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { booked } from '../support/booked.ts'
import { chromiumForAll } from '../support/chromium.ts'
import { personIn } from '../support/room.ts'
import { serverForAll } from '../support/server.ts'

const server = serverForAll({ env: { PARLEY_DEMO: 'off', PARLEY_THROTTLE_FACTOR: '100' } })
const chromium = chromiumForAll()

const two = async () => {
  const links = await booked(server)
  const host = await personIn(chromium, links.host, 'Li Wei')
  const guest = await personIn(chromium, links.guest, 'Ann')
  return { links, host, guest }
}

/** Away from every control, as somebody who only watches. */
const lookAway = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())

describe('in the room', { timeout: 90_000 }, () => {
  it('what is written is read by all, by who comes late, and by one person alone', async () => {
    const { links, host, guest } = await two()
    await guest.at('chat').click()
    await guest.at('chat-input').fill('agenda: https://a.example/x.')
    await guest.page.keyboard.press('Enter')
    await host.toast(/Ann: agenda/u)
    await host.at('toast-action').first().click()
    const link = host.at('chat-message').getByRole('link')
    expect(await link.getAttribute('href')).toBe('https://a.example/x')
    expect(await link.getAttribute('rel')).toContain('noopener')

    await host.at('chat-to').selectOption({ label: 'Ann' })
    await host.at('chat-input').fill('only you')
    await host.page.keyboard.press('Enter')
    await guest.at('chat-message').filter({ hasText: 'only you' }).waitFor()

    const late = await personIn(chromium, links.guest, 'Late', { without: true })
    await late.at('chat').click()
    await late.at('chat-message').first().waitFor()
    expect(await late.at('chat-message').allInnerTexts()).toEqual(['agenda: https://a.example/x.'])
  })

  it('hands are numbered, reactions are seen, and everyone chooses whom to see large', async () => {
    const { host, guest } = await two()
    await guest.at('hand').click()
    await host.toast('Ann raised a hand')
    await host.page.locator('.tile-hand').first().waitFor()

    await guest.at('react').click()
    await guest.at('react-clap').click()
    await host.page.locator('[data-reaction="clap"]').first().waitFor()
    await guest.page.keyboard.press('Escape')

    await lookAway(guest.page)
    await guest.page.keyboard.press('Control+Alt+l')
    await guest.at('gallery').waitFor()
    expect(await guest.at('gallery').getByTestId('tile').count()).toBe(2)
    await guest.page.keyboard.press('Control+Alt+l')

    const small = guest.page.locator('.strip').getByTestId('tile').first()
    const id = await small.getAttribute('data-member-id')
    await small.hover()
    await small.getByTestId('tile-menu').click()
    await guest.at('pin').click()
    await guest.until('the pinned one large', async () => (await guest.main()) === id)
  })

  it('a shared screen is seen large, and ends for all when the sharing ends', async () => {
    const { host, guest } = await two()
    await guest.at('share').click()
    await guest.at('sharing').waitFor()
    await host.until('a picture of the screen', () =>
      host.at('screen-picture').evaluate((video) => (video as HTMLVideoElement).videoWidth > 0),
    )
    expect(await host.main()).toBe(await host.idOf('Ann'))
    await guest.at('sharing').getByRole('button').click()
    await host.at('screen-picture').waitFor({ state: 'detached' })
  })

  it('holding the space bar speaks for as long as it is held, and only away from controls', async () => {
    const { guest } = await two()
    await guest.at('mic').click()
    const isOn = (on: boolean) =>
      guest.until(
        `microphone ${on}`,
        async () => (await guest.at('mic').getAttribute('data-on')) === String(on),
      )
    await isOn(false)
    await lookAway(guest.page)
    await guest.page.keyboard.down('Space')
    await isOn(true)
    await guest.page.keyboard.up('Space')
    await isOn(false)
    await guest.at('chat').click()
    await guest.at('chat-input').press('Space')
    expect(await guest.at('mic').getAttribute('data-on')).toBe('false')
  })
})

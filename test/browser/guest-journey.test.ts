/** [WC] 1.3, 2.2, 3.2: one guest from the link to the way back, with a reload at every step; and what may stand in the way. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { booked } from '../support/booked.ts'
import { chromiumForAll } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'
import { guestInside } from '../support/people.ts'
import { createTab, everywhere, personAt, personIn } from '../support/room.ts'
import { serverForAll } from '../support/server.ts'

const server = serverForAll({ env: { PARLEY_DEMO: 'off', PARLEY_THROTTLE_FACTOR: '100' } })
const chromium = chromiumForAll()
const asking = chromiumForAll({ prompts: true })

/** A shut door is looked at every 20 to 40 s, so that not all pages ask at once. */
const LONGEST_LOOK_MS = 41_000
const A_SECOND = { withinMs: 1_000 }

describe('the guest', () => {
  it('goes from an early link to the leave page and back; a reload at each step comes back to it', async () => {
    const meeting = await booked(server, {
      startTime: Date.now() + 30 * 60_000,
      duration: 30,
      settings: { joinBeforeStartMin: 0, waitingRoom: true },
    })
    const guest = await personAt(chromium, meeting.guest)
    const { page, at } = guest
    await page.clock.install()
    const headline = (text: string) => guest.until(text, async () => (await guest.headline()) === text)
    await headline('Not started yet')
    await page.reload()
    await headline('Not started yet')
    expect(await page.getByText(/Starts in (30|29):\d\d/).count()).toBe(1)
    // The host begins before the time. The page looks every 20 to 40 s: the story does not wait that long.
    const host = await personIn(chromium, meeting.host, 'Li Wei')
    await page.clock.fastForward(LONGEST_LOOK_MS)
    await at('join').waitFor()

    await page.reload()
    await at('join').waitFor()
    expect(await at('own-picture').count()).toBe(0)
    await guest.allowDevices()
    await at('own-picture').waitFor()
    await at('name').fill('Ann')
    await at('join').click()
    await at('waiting').waitFor()
    expect(await at('place').innerText()).toBe('Place 1 in the queue')
    await host.until('the badge', async () => /1 waiting/.test(await host.at('people').innerText()), A_SECOND)
    await page.reload()
    await at('waiting').waitFor()
    expect(await at('place').innerText()).toBe('Place 1 in the queue')

    await host.at('admit').click()
    await at('room').waitFor()
    await guest.openPeople()
    const [ann, li] = await Promise.all([host.idOf('Ann'), guest.idOf('Li Wei')])
    await Promise.all([host.sees(ann), guest.sees(li), guest.hears(li)])
    await page.reload()
    await at('room').waitFor()
    await Promise.all([host.sees(ann), guest.sees(li)])

    await at('mic').click()
    await at('hand').click()
    await host.until('the hand', async () => (await host.hand(ann)) === '1', A_SECOND)
    await page.reload()
    await at('room').waitFor()
    await guest.openPeople()
    await guest.until('muted still', async () => (await guest.row('Ann'))?.muted)
    expect(await guest.row('Ann')).toMatchObject({ id: ann, muted: true, cameraOpen: true })
    await everywhere([host, guest], 'the hand, still up', async (one) => (await one.hand(ann)) === '1')
    await Promise.all([host.sees(ann), guest.sees(li)])
    expect(await host.rows()).toHaveLength(2)

    await at('leave').click()
    await headline('You left the meeting')
    await page.reload()
    await headline('You left the meeting')
    await at('rejoin').click()
    await at('join').waitFor()
    expect(await at('name').inputValue()).toBe('Ann')
  })

  it('at a locked meeting leaves the name, and is in as soon as it is unlocked, also after a reload', async () => {
    const meeting = await booked(server)
    const host = await guestInside(server, meeting.host, 'Li Wei')
    await host.conference.lock()
    const guest = await personAt(chromium, meeting.guest)
    await guest.page.clock.install()
    const headline = (text: string) => guest.until(text, async () => (await guest.headline()) === text)
    await headline('The meeting is locked')
    await guest.at('name').fill('Ann')
    await guest.at('arm').click()
    await guest.at('disarm').waitFor()
    await guest.page.reload()
    await guest.at('disarm').waitFor()
    await headline('The meeting is locked')
    await host.conference.unlock()
    await guest.page.clock.fastForward(LONGEST_LOOK_MS)
    await guest.at('room').waitFor()
    await guest.openPeople()
    expect(await guest.row('Ann')).toMatchObject({ role: 'guest' })
  })

  it('stays when the host leaves: the meeting goes on, and the place is kept for the host', async () => {
    const meeting = await booked(server)
    const host = await personIn(chromium, meeting.host, 'Li Wei')
    const [ann, bob] = await Promise.all([
      personIn(chromium, meeting.guest, 'Ann'),
      personIn(chromium, meeting.guest, 'Bob'),
    ])
    const ids = { ann: await bob.idOf('Ann'), bob: await ann.idOf('Bob') }
    await host.at('leave').click()
    await everywhere([ann, bob], 'no host', async (one) => {
      const rows = await one.rows()
      return rows.length === 2 && rows.every(({ role }) => role === 'guest')
    })
    await ann.toast('Li Wei left')
    await Promise.all([ann.sees(ids.bob), bob.sees(ids.ann), bob.hears(ids.ann)])
    await host.at('rejoin').click()
    await host.join('Li Wei')
    await host.openPeople()
    // The place waits two minutes for the one who left; the same link brings a host's powers meanwhile.
    await everywhere([ann, bob], 'a co-host', async (one) => (await one.row('Li Wei'))?.role === 'cohost')
    await host.at('mute-all').waitFor()
  })

  it('whose browser holds sound back hears after one tap, and loses nothing else', async () => {
    const meeting = await booked(server)
    const host = await personIn(chromium, meeting.host, 'Li Wei')
    const first = await personIn(asking, meeting.guest, 'Ann', { devices: 'unasked', without: true })
    const li = await first.idOf('Li Wei')
    await first.hears(li)

    // As after a crash: the browser opens the tab again, and no hand has touched it yet.
    const kept = await first.page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)))
    await first.page.goto('about:blank')
    const tab = createTab(await reopened(first.visitor, kept))
    await tab.page.goto(`${server.url}/gzbwclient/room`)
    expect(await untouched(tab.page)).toEqual({ hear: true, playing: false })
    await tab.at('hear').click()
    await tab.at('hear').waitFor({ state: 'detached' })
    await tab.hears(li)
    expect(await playing(tab.page)).toBe(true)
    await host.openPeople()
    expect(await host.rows()).toHaveLength(2)
  })
})

/** A tab that finds what another one had kept. */
async function reopened({ tab }: { tab(): Promise<Page> }, kept: string): Promise<Page> {
  const page = await tab()
  await page.addInitScript((entries) => {
    for (const [key, value] of JSON.parse(entries) as [string, string][])
      if (location.protocol.startsWith('http') && sessionStorage.getItem(key) === null)
        sessionStorage.setItem(key, value)
  }, kept)
  return page
}

/** Waits for the offer to hear, and says whether anything sounds; every other way to ask a page counts as a touch of it. */
async function untouched(page: Page): Promise<unknown> {
  const session = await page.context().newCDPSession(page)
  const seen = async () => {
    const expression = `({ hear: document.querySelector('[data-testid="hear"]') !== null, playing: (${soundsPlay})() })`
    return (await session.send('Runtime.evaluate', { expression, returnByValue: true })).result.value
  }
  await eventually(async () => (await seen()).hear, { what: 'the offer to hear', withinMs: 15_000 })
  return seen()
}

const playing = (page: Page): Promise<boolean> => page.evaluate(soundsPlay)

/** In the page: whether every voice is really played. */
function soundsPlay(): boolean {
  const sounds = [...document.querySelectorAll<HTMLAudioElement>('[data-testid="sound"]')]
  return sounds.length > 0 && sounds.every(({ paused }) => !paused)
}

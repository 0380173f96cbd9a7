/** [WC] 2.2, 3.2: every state that keeps one out has a sentence, and leads in when it passes. */
import { describe, expect, it } from 'vitest'
import { booked } from '../support/booked.ts'
import { chromiumForAll } from '../support/chromium.ts'
import { send } from '../support/http.ts'
import { guestInside } from '../support/people.ts'
import { personAt, personIn } from '../support/room.ts'
import { serverForAll, serverForTest } from '../support/server.ts'

const server = serverForAll({ env: { PARLEY_DEMO: 'off', PARLEY_THROTTLE_FACTOR: '100' } })
const chromium = chromiumForAll()

const sending = { media: { audio: true, video: true } }
const refused = [/Failed to load resource/]

describe('the door', () => {
  it('before the start: counts down, and opens by itself when the time has come', async () => {
    const startTime = Date.now() + 6_000
    const { guest } = await booked(server, { startTime, duration: 30, settings: { joinBeforeStartMin: 0 } })
    const person = await personAt(chromium, guest)
    await person.until('the reason', async () => (await person.headline()) === 'Not started yet')
    expect(await person.page.getByText(/Starts in 0?0:0\d/).count()).toBe(1)
    expect(await person.at('join').count()).toBe(0)
    // At most three seconds after the start, so that not all pages ask at once.
    await person.at('join').waitFor({ timeout: 12_000 })
    expect(Date.now()).toBeGreaterThanOrEqual(startTime)
    await person.join('Ann')
  })

  it('at 400 % nothing of it lies outside the page', async () => {
    const { guest } = await booked(server)
    const { page, at } = await personAt(chromium, guest)
    // What is left of 1280 × 1024.
    await page.setViewportSize({ width: 320, height: 256 })
    await at('allow-devices').waitFor()
    for (const id of ['allow-devices', 'name', 'join']) {
      const box = await at(id).boundingBox()
      expect(box && box.x >= 0 && box.x + box.width <= 320, id).toBe(true)
    }
    await at('allow-devices').click()
    await at('mic').waitFor()
  })

  it('ended, and never existed', async () => {
    const meeting = await booked(server)
    await guestInside(server, meeting.guest, 'Bob')
    await meeting.end()
    const person = await personAt(chromium, meeting.guest, { expected: refused })
    await person.until('the reason', async () => (await person.headline()) === 'This meeting has ended')
    await person.page.goto(`${meeting.guest.slice(0, -4)}zzzz`)
    await person.until('the reason', async () => (await person.headline()) === 'This meeting does not exist')
    await person.at('join').waitFor({ state: 'detached' })
    await person.page.goto(`${server.url}/gzbwclient/room`)
    await person.until('the reason', async () => (await person.headline()) === 'This meeting does not exist')
  })

  it('full: says so, and lets in when somebody has left', async () => {
    const small = await serverForTest({ env: { PARLEY_DEMO: 'off', PARLEY_CONF_MAX_MEMBERS: '2' } })
    const { guest } = await booked(small)
    const [, leaving] = [await guestInside(small, guest, 'Bob'), await guestInside(small, guest, 'Eve')]
    const person = await personAt(chromium, guest)
    await person.until('the reason', async () => (await person.headline()) === 'The meeting is full')
    await leaving.conference.leave()
    await person.at('retry').click()
    await person.at('join').waitFor()
    await person.join('Ann')
  })

  it('too many tries: says how long to wait', async () => {
    const strict = await serverForTest({ env: { PARLEY_DEMO: 'off' } })
    const { guest } = await booked(strict)
    const wrong = `${guest.slice(0, -4)}zzzz`
    // Ten in a minute are allowed; the page's own is the one too many.
    for (let tries = 0; tries < 10; tries += 1) await send(wrong, { method: 'POST', body: {} })
    const person = await personAt(chromium, wrong, { expected: refused })
    await person.until('the reason', async () => (await person.headline()) === 'Too many tries')
    expect(await person.at('retry').isDisabled()).toBe(true)
  })

  it('the fifth with a camera comes in as one who watches, and sees the four', async () => {
    const { guest } = await booked(server)
    const three = ['Bob', 'Eve', 'Zoe'].map((name) => guestInside(server, guest, name, sending))
    await Promise.all(three)
    const sender = await personIn(chromium, guest, 'Li Wei')
    const fifth = await personIn(chromium, guest, 'Ann')
    await fifth.page.getByText('You watch only: 4 people already send picture and sound.').waitFor()
    expect(await fifth.sendsSound()).toBe(false)
    const li = await fifth.idOf('Li Wei')
    await Promise.all([fifth.sees(li), fifth.hears(li)])
    expect(await sender.row('Ann')).toMatchObject({ muted: true, cameraOpen: false })
  })
})

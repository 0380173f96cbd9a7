/** The guest's way in and out, step by step, in a real browser: what stands around the door and the room. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { booked } from '../support/booked.ts'
import { chromiumForAll } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'
import { guestInside, signedIn } from '../support/people.ts'
import { createTab, personAt, personIn } from '../support/room.ts'
import { ADMIN_PASSWORD, serverForAll, serverForTest } from '../support/server.ts'

const RETURN = 'https://crm.example.org'
const server = serverForAll({
  env: { PARLEY_DEMO: 'off', PARLEY_THROTTLE_FACTOR: '100', PARLEY_RETURN_ORIGINS: RETURN },
})
const chromium = chromiumForAll()
const asking = chromiumForAll({ prompts: true })

/** A host without a page, and a guest who has knocked. */
async function knocked(name = 'Ann') {
  const meeting = await booked(server, { settings: { waitingRoom: true } })
  const host = await guestInside(server, meeting.host, 'Li Wei')
  const guest = await personAt(chromium, meeting.guest)
  await guest.allowDevices()
  await guest.at('name').fill(name)
  await guest.at('join').click()
  await guest.at('waiting').waitFor()
  return {
    meeting,
    host,
    guest,
    headline: (text: string) => guest.until(text, async () => (await guest.headline()) === text),
  }
}

/** The id under which the host sees somebody who waits. */
const waitingId = ({ conference }: Awaited<ReturnType<typeof guestInside>>, name: string) =>
  eventually(
    async () =>
      [...conference.mirror.getState().members.values()].find(
        ({ displayName, state }) => displayName === name && state === 'waiting',
      )?.memberId,
    { what: `${name} waiting` },
  )

describe('the waiting room', () => {
  it('says that one waits and where; a reload keeps the place; who is let in goes on by itself', async () => {
    const { host, guest } = await knocked()
    expect(await guest.headline()).toBe('You are in the waiting room')
    expect(await guest.at('place').innerText()).toBe('Place 1 in the queue')
    expect(await guest.at('own-picture').count()).toBe(1)
    await guest.at('ready').check()
    const ann = await waitingId(host, 'Ann')
    await guest.page.reload()
    await guest.at('waiting').waitFor()
    expect(await guest.at('ready').isChecked()).toBe(true)
    expect(await waitingId(host, 'Ann')).toBe(ann)
    await host.conference.admit([ann])
    await guest.at('room').waitFor()
  })

  it('sent back there: the same page, and in again', async () => {
    const { host, guest, headline } = await knocked()
    const ann = await waitingId(host, 'Ann')
    await host.conference.admit([ann])
    await guest.at('room').waitFor()
    await host.conference.returnToLobby([ann])
    await headline('You are back in the waiting room')
    await host.conference.admit([ann])
    await guest.at('room').waitFor()
  })

  it('who is not let in is told so, also after a reload', async () => {
    const { host, guest, headline } = await knocked()
    await host.conference.refuse([await waitingId(host, 'Ann')])
    await headline('The host did not let you in')
    await guest.page.reload()
    await headline('The host did not let you in')
  })

  it('can be left, and the meeting can end meanwhile', async () => {
    const first = await knocked()
    await first.guest.at('leave-waiting').click()
    await first.headline('You left the waiting room')
    const second = await knocked()
    await second.meeting.end()
    await second.headline('The meeting has ended')
  })
})

describe('the door', () => {
  it('fetches no code of the room before somebody begins, and little enough', async () => {
    const { guest: link } = await booked(server)
    const { page, at } = await personAt(chromium, link)
    await at('join').waitFor()
    const fetched = () =>
      page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .map(({ name }) => new URL(name).pathname)
          .filter((path) => path.startsWith('/assets/')),
      )
    const before = await fetched()
    const sizes = await Promise.all(
      before.map(async (path) => {
        const answer = await fetch(server.url + path, { headers: { 'accept-encoding': 'gzip' } })
        await answer.arrayBuffer()
        return Number(answer.headers.get('content-length'))
      }),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(130_000)
    await at('name').fill('Ann')
    await eventually(async () => (await fetched()).length > before.length, { what: 'the code of the room' })
  })

  it('who is connected ahead is in by one call', async () => {
    const { guest: link } = await booked(server)
    const person = await personAt(chromium, link)
    const frames: string[] = []
    person.page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => frames.push(String(payload))),
    )
    await person.at('name').fill('Ann')
    await eventually(async () => person.page.evaluate(() => sessionStorage.getItem('parley.session')), {
      what: 'signed in ahead',
    })
    expect(frames.filter((frame) => frame.includes('conference.join'))).toEqual([])
    await person.join('Ann')
    expect(frames.filter((frame) => frame.includes('"conference.join"'))).toHaveLength(1)
  })

  it('tells how to allow what is blocked', async () => {
    const { guest: link } = await booked(server)
    const { page, at } = await personAt(asking, link, { devices: 'denied' })
    await at('allow-devices').click()
    await at('permission-help').click()
    await page.getByRole('dialog').getByText('Select the icon at the left of the address.').waitFor()
    await page.keyboard.press('Escape')
    expect(await at('join').isEnabled()).toBe(true)
  })

  it('in WeChat leads to the browser of the system, with the link where that finds it', async () => {
    const { guest: link } = await booked(server)
    const { page, at, headline, until } = await personAt(chromium, link, {
      before: () =>
        Object.defineProperty(navigator, 'userAgent', {
          value: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) MicroMessenger/8.0.49(0x18003137)',
        }),
    })
    await until('the guidance', async () => (await headline()) === 'Open this in your browser')
    expect(page.url()).toBe(link)
    await at('stay').click()
    await at('join').waitFor()
    expect(new URL(page.url()).pathname).toBe('/gzbwclient/room')
  })

  it('checks the connection and gives a report', async () => {
    const { guest: link } = await booked(server)
    const { page, at, until } = await personAt(chromium, link)
    await at('check-connection').click()
    await until('the verdict', async () => (await at('check-verdict').innerText()).startsWith('All is well'))
    expect(await page.locator('[data-what="loopback"][data-ok="true"]').count()).toBe(1)
    await page.getByRole('button', { name: 'Copy report' }).waitFor()
  })
})

describe('two tabs with one place', () => {
  it('the copy asks; staying there leaves the first alone', async () => {
    const { guest: link } = await booked(server)
    const first = await personIn(chromium, link, 'Ann')
    const opened = first.visitor.context.waitForEvent('page')
    await first.page.evaluate(() => void window.open(location.href))
    const copy = createTab(await opened)
    await copy.until('asked', async () => (await copy.headline()) === 'The meeting is open in another tab')
    await copy.at('stay-there').click()
    await copy.until('told', async () => (await copy.headline()) === 'The meeting goes on in the other tab')
    expect(await first.at('room').count()).toBe(1)
    expect(await first.rows()).toHaveLength(1)
  })
})

describe('the way back', () => {
  const leaveWith = async (returnTo: string) => {
    const { guest: link } = await booked(server)
    const guest = await personIn(chromium, `${link}?returnTo=${encodeURIComponent(returnTo)}`, 'Ann', {
      without: true,
    })
    await guest.at('leave').click()
    await guest.at('to-start').waitFor()
    return guest
  }

  it('leads to a site the operator trusts, by name', async () => {
    const guest = await leaveWith(`${RETURN}/case/7`)
    expect(await guest.at('return').getAttribute('href')).toBe(`${RETURN}/case/7`)
    expect(await guest.at('return').innerText()).toBe('Back to crm.example.org')
  })

  it('leads to no other', async () => {
    const guest = await leaveWith('https://crm.example.org.evil.example/')
    expect(await guest.at('return').count()).toBe(0)
  })
})

describe('an invitation', () => {
  it('rings at who is signed in, and is answered only by a hand', async () => {
    const meeting = await booked(server)
    const page = await (await chromium.visitor()).tab()
    const tab = createTab(page)
    await page.goto(server.url)
    await tab.at('account').fill('admin')
    await tab.at('account-password').fill(ADMIN_PASSWORD)
    await tab.at('sign-in').click()
    await tab.at('create').waitFor()
    const { client } = await signedIn(server)
    const host = await guestInside(server, meeting.host, 'Li Wei')
    const me = client.session.getState()
    const userId = me.is === 'signed-in' ? me.userId : ''
    await host.conference.invite({ userIds: [userId] })
    await tab.at('ring-accept').waitFor()
    expect(await page.getByRole('alertdialog').innerText()).toContain('Weekly review')
    expect(await page.title()).toContain('Li Wei')
    await tab.at('ring-decline').click()
    await tab.at('ring-accept').waitFor({ state: 'detached' })
    await host.conference.invite({ userIds: [userId] })
    await tab.at('ring-accept').click()
    await tab.at('room').waitFor()
    expect(await tab.at('mic').getAttribute('data-on')).toBe('false')
  })
})

describe('in a frame of another page', () => {
  const example = readFileSync(fileURLToPath(new URL('../../docs/examples/embed.html', import.meta.url)))

  async function site(): Promise<string> {
    const around = createServer((_request, answer) =>
      answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(example),
    )
    await new Promise<void>((resolve) => around.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void around.close())
    const address = around.address()
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  }

  it('is refused by default', async () => {
    const origin = await site()
    const { guest: link } = await booked(server)
    const visitor = await chromium.visitor({
      expected: [/frame-ancestors/, /policy violated: frame-ancestors/],
    })
    const page = await visitor.tab()
    const refusal = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
    await page.goto(`${origin}/?meeting=${encodeURIComponent(link)}`)
    await refusal
    expect(await page.frameLocator('#meeting').getByTestId('join').count()).toBe(0)
  })

  it('the documented example steers and follows a meeting', async () => {
    const origin = await site()
    const open = await serverForTest({ env: { PARLEY_DEMO: 'off', PARLEY_FRAME_ANCESTORS: origin } })
    const { guest: link } = await booked(open)
    const page = await (await chromium.visitor()).tab()
    await page.goto(`${origin}/?meeting=${encodeURIComponent(link)}`)
    const frame = page.frameLocator('#meeting')
    const told = (event: string) => page.locator('#log li').filter({ hasText: `"event":"${event}"` })
    await told('ready').waitFor()
    await press(page, 'mute')
    await told('error').filter({ hasText: 'notInside' }).waitFor()
    await frame.getByTestId('allow-devices').click()
    await frame.getByTestId('mic').waitFor()
    await frame.getByTestId('name').fill('Ann')
    await frame.getByTestId('join').click()
    await told('joined').filter({ hasText: 'Weekly review' }).waitFor()
    await told('participants').filter({ hasText: '"count":1' }).waitFor()
    await press(page, 'mute')
    await told('muted').filter({ hasText: 'true' }).waitFor()
    await press(page, 'showPeople')
    await frame.getByTestId('people-panel').waitFor()
    await press(page, 'leave')
    await told('left').filter({ hasText: '"reason":"self"' }).waitFor()
  })

  const press = (page: Page, command: string) => page.locator(`[data-command="${command}"]`).click()
})

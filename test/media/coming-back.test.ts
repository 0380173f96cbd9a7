/** [WC] 3.3, 4.8: only the Leave button leaves; every other way out of the page leads back to the same person. */
import { describe, expect, it } from 'vitest'
import { booked } from '../support/booked.ts'
import { chromiumForAll } from '../support/chromium.ts'
import { createTab, personIn } from '../support/room.ts'
import { serverForAll } from '../support/server.ts'

const GRACE_SECONDS = 4
const server = serverForAll({
  env: {
    PARLEY_DEMO: 'off',
    PARLEY_THROTTLE_FACTOR: '100',
    PARLEY_CONF_GRACE_SECONDS: String(GRACE_SECONDS),
  },
})
const chromium = chromiumForAll()

const A_SECOND = { withinMs: 1_000 }
/** What Chromium writes by itself when a server is away. */
const away = [/WebSocket connection to/, /Failed to load resource/]

async function twoPeople(expected: RegExp[] = []) {
  const meeting = await booked(server)
  const [host, guest] = await Promise.all([
    personIn(chromium, meeting.host, 'Li Wei', { expected }),
    personIn(chromium, meeting.guest, 'Ann', { expected }),
  ])
  const [ann, li] = await Promise.all([host.idOf('Ann'), guest.idOf('Li Wei')])
  return { meeting, host, guest, ann, li }
}

describe('coming back', () => {
  it('a reload brings back the same person without the door: id, name, role, mute; devices too', async () => {
    const { host, guest, ann, li } = await twoPeople()
    await guest.at('mic').click()
    await host.until('Ann muted', async () => (await host.row('Ann'))?.muted)
    await guest.page.reload()
    await guest.at('room').waitFor()
    await guest.openPeople()
    expect(await guest.row('Ann')).toMatchObject({ id: ann, role: 'guest', muted: true, cameraOpen: true })
    await Promise.all([host.sees(ann), guest.sees(li)])
    expect(await host.rows()).toHaveLength(2)

    await host.page.reload()
    await host.at('room').waitFor()
    await host.openPeople()
    await host.idOf('Ann')
    expect(await host.row('Li Wei')).toMatchObject({ id: li, role: 'chair', muted: false })
    await Promise.all([host.sees(ann), guest.sees(li), guest.hears(li)])
  })

  it('a closed tab is shown as reconnecting, then lost after the grace, and leaves no ghost', async () => {
    const { host, guest, ann } = await twoPeople()
    await host.sees(ann)
    await guest.close()
    await host.until('reconnecting', async () => (await host.row('Ann'))?.reconnecting, A_SECOND)
    await host.until('Ann gone', async () => !(await host.row('Ann')), {
      withinMs: GRACE_SECONDS * 1_000 + 2_000,
    })
    await host.toast('Ann left')
    expect(await host.at('tile').count()).toBe(0)
    expect(await host.at('sound').count()).toBe(0)
  })

  it('the Leave button leaves at once', async () => {
    const { host, guest } = await twoPeople()
    await guest.at('leave').click()
    await host.until('Ann gone', async () => !(await host.row('Ann')), A_SECOND)
    await guest.until('the leave page', async () => (await guest.headline()) === 'You left the meeting')
    await guest.at('rejoin').waitFor()
  })

  it('the same tab opened twice: the second takes over when told to, the first says so and can take back', async () => {
    const { host, guest, ann } = await twoPeople()
    const opened = guest.visitor.context.waitForEvent('page')
    await guest.page.evaluate(() => void window.open(location.href))
    const second = createTab(await opened)
    await second.at('use-here').click()
    await second.at('room').waitFor()
    await guest.until('joined elsewhere', async () => (await guest.headline()) === 'You joined elsewhere')
    await host.sees(ann)
    expect(await host.rows()).toHaveLength(2)

    await guest.at('rejoin').click()
    await guest.at('room').waitFor()
    await second.until('the other', async () => (await second.headline()) === 'You joined elsewhere')
    await host.sees(ann)
    expect((await host.row('Ann'))?.id).toBe(ann)
  })

  it('a server that was killed and started again finds the same people, and their pictures go on', async () => {
    const { host, guest, ann, li } = await twoPeople(away)
    await Promise.all([host.sees(ann), guest.sees(li)])
    await guest.at('mic').click()
    await host.until('Ann muted', async () => (await host.row('Ann'))?.muted)
    await server.kill()
    await host.at('reconnecting').waitFor()
    // From page to page: no server is needed for what flows already.
    await host.sees(ann)
    await server.start()
    for (const page of [host, guest])
      await page.at('reconnecting').waitFor({ state: 'detached', timeout: 20_000 })
    for (const page of [host, guest]) {
      await page.until('both online', async () => (await page.rows()).every((row) => !row.reconnecting))
      expect((await page.rows()).map(({ id, role, muted }) => [id, role, muted])).toEqual([
        [li, 'chair', false],
        [ann, 'guest', true],
      ])
    }
    await Promise.all([host.sees(ann), guest.sees(li), guest.hears(li)])
    await guest.at('mic').click()
    await host.hears(ann)
  })
})

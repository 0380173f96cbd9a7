/** Another browser than Chromium: its pages and ours have to agree on sound and pictures too. */
import { expect, it } from 'vitest'
import { booked } from '../support/booked.ts'
import { chromiumForAll } from '../support/chromium.ts'
import { personInFirefox } from '../support/firefox.ts'
import { personIn } from '../support/room.ts'
import { serverForAll } from '../support/server.ts'

const server = serverForAll({ env: { PARLEY_DEMO: 'off', PARLEY_THROTTLE_FACTOR: '100' } })
const chromium = chromiumForAll()

it('a guest in Firefox and a host in Chromium see each other, and the host’s mute reaches Firefox', async () => {
  const meeting = await booked(server)
  const guest = await personInFirefox()
  const [host] = await Promise.all([
    personIn(chromium, meeting.host, 'Li Wei'),
    guest.join(meeting.guest, 'Ann'),
  ])
  const ann = await host.idOf('Ann')
  await Promise.all([host.sees(ann), guest.seesSomebody(), host.hears(ann)])
  expect(await host.row('Ann')).toMatchObject({ role: 'guest', muted: false, cameraOpen: true })
  await host.at('person').filter({ hasText: 'Ann' }).getByTestId('mute-person').click()
  await guest.page.waitForSelector('[data-testid="mic"][data-on="false"]', { timeout: 5_000 })
  await host.hearsNothing(ann)
})

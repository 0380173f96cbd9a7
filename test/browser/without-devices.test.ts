/** Guests without camera and microphone, in a browser that asks for permissions and holds sound back as for people. */
import { describe, expect, it } from 'vitest'
import { booked } from '../support/booked.ts'
import { chromiumForAll } from '../support/chromium.ts'
import { personAt, personIn } from '../support/room.ts'
import { serverForAll } from '../support/server.ts'

const server = serverForAll({ env: { PARLEY_DEMO: 'off', PARLEY_THROTTLE_FACTOR: '100' } })
const talking = chromiumForAll()
const asking = chromiumForAll({ prompts: true })

describe('a guest without permissions', () => {
  it('joins without devices, sees and hears, and is listed as one who sends nothing', async () => {
    const meeting = await booked(server)
    const host = await personIn(talking, meeting.host, 'Li Wei')
    const watcher = await personIn(asking, meeting.guest, 'Ann', { devices: 'unasked', without: true })
    const li = await watcher.idOf('Li Wei')
    await Promise.all([watcher.sees(li), watcher.hears(li)])
    expect(await watcher.at('hear').count()).toBe(0)
    expect(await watcher.sendsSound()).toBe(false)
    await host.idOf('Ann')
    expect(await host.row('Ann')).toMatchObject({ role: 'guest', muted: true, cameraOpen: false })
  })

  it('who refuses is told how to allow, and joins all the same', async () => {
    const meeting = await booked(server)
    const host = await personIn(talking, meeting.host, 'Li Wei')
    const guest = await personAt(asking, meeting.guest, { devices: 'denied' })
    await guest.at('allow-devices').click()
    await guest.page.getByText('Camera and microphone are blocked').waitFor()
    await guest.page.getByText('You can also join without').waitFor()
    await guest.join('Ann')
    await guest.openPeople()
    const li = await guest.idOf('Li Wei')
    await Promise.all([guest.sees(li), guest.hears(li)])
    await guest.at('mic').click()
    await guest.toast('The browser blocks it')
    expect(await host.row('Ann')).toMatchObject({ muted: true })
  })
})

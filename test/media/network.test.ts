/** Real networks: what a page does when the cable is out, and when nothing but a relay connects two people ([WC] App. C 13, 14). */
import { describe, expect, it } from 'vitest'
import { booked } from '../support/booked.ts'
import { chromiumForTest } from '../support/chromium.ts'
import { startCoturn } from '../support/coturn.ts'
import { mayMakeNetworks, privateNetwork } from '../support/private-network.ts'
import { personIn } from '../support/room.ts'
import { callRpc } from '../support/rpc.ts'
import { API_KEY, serverForTest, type TestServer } from '../support/server.ts'

const GRACE_SECONDS = 6
/** What Chromium writes by itself when the network is away. */
const away = [/WebSocket connection to/, /Failed to load resource/, /net::ERR/]

async function anyAddressServer(ice: object[] = []) {
  return serverForTest({
    env: {
      PARLEY_DEMO: 'off',
      PARLEY_HOST: '0.0.0.0',
      PARLEY_PUBLIC_URL: '',
      PARLEY_THROTTLE_FACTOR: '100',
      PARLEY_CONF_GRACE_SECONDS: String(GRACE_SECONDS),
      PARLEY_ICE_SERVERS: JSON.stringify(ice),
    },
  })
}

async function eventsOf(server: TestServer, confId: string): Promise<{ type: string }[]> {
  const { json } = await callRpc<{ events: { type: string }[] }>(
    server,
    'conference.getEvents',
    { confId, fromVersion: 0, limit: 1_000 },
    API_KEY,
  )
  return json.result?.events ?? []
}

/** The same link by another of the machine's addresses. */
const by = (link: string, address: string) => {
  const url = new URL(link)
  url.hostname = address
  return url.href
}

describe.skipIf(!mayMakeNetworks())('on real networks', () => {
  it('a cable that is out for 1 s, 4 s and 10 s: the same two see and hear each other again, shown as away meanwhile', async () => {
    const { houses } = privateNetwork(1)
    const [house] = houses
    if (!house) throw new Error('no house')
    const server = await anyAddressServer()
    const meeting = await booked(server)
    const origin = `http://${house.gateway}:${server.port}`
    const [here, there] = await Promise.all([
      chromiumForTest({ secure: origin }),
      chromiumForTest({ executable: house.browser, secure: origin }),
    ])
    const host = await personIn(here, by(meeting.host, house.gateway), 'Li Wei', { expected: away })
    const guest = await personIn(there, by(meeting.guest, house.gateway), 'Ann', { expected: away })
    const [ann, li] = await Promise.all([host.idOf('Ann'), guest.idOf('Li Wei')])
    await Promise.all([host.sees(ann), guest.sees(li)])
    const seen = { withinMs: 5_000 }
    for (const seconds of [1, 4, 10]) {
      house.cut()
      const shown = host.until('Ann shown as away', async () => (await host.row('Ann'))?.reconnecting, {
        withinMs: 12_000,
      })
      await host.page.waitForTimeout(seconds * 1_000)
      // Short of what a browser itself needs to notice, nothing need be shown.
      if (seconds === 10) await shown
      else shown.catch(() => {})
      house.mend()
      await Promise.all([host.sees(ann), guest.sees(li), guest.hears(li), host.hears(ann)])
      await host.until('Ann shown as back', async () => (await host.row('Ann'))?.reconnecting === false, seen)
      expect((await host.rows()).map(({ name }) => name)).toEqual(['Li Wei (you)', 'Ann'])
      expect((await guest.rows()).map(({ name }) => name)).toEqual(['Li Wei', 'Ann (you)'])
      const told = await eventsOf(server, meeting.confId)
      const [joined, left] = ['member.joined', 'member.left'].map(
        (type) => told.filter((event) => event.type === type).length,
      )
      if (seconds < GRACE_SECONDS) expect([joined, left]).toEqual([2, 0])
      expect(joined! - left!).toBe(2)
    }
  })

  it('two guests whom only a relay connects see each other', async () => {
    const { houses } = privateNetwork(2)
    const addresses = houses.map(({ gateway }) => gateway)
    const relay = await startCoturn(addresses)
    const server = await anyAddressServer([relay.iceServer])
    const meeting = await booked(server)
    const people = await Promise.all(
      houses.map(async ({ browser, gateway }, at) => {
        const chromium = await chromiumForTest({
          executable: browser,
          secure: `http://${gateway}:${server.port}`,
        })
        return personIn(chromium, by(meeting.guest, gateway), `Guest ${at}`, { expected: away })
      }),
    )
    const [a, b] = people
    if (!a || !b) throw new Error('nobody')
    const [idOfB, idOfA] = await Promise.all([a.idOf('Guest 1'), b.idOf('Guest 0')])
    await Promise.all([a.sees(idOfB), b.sees(idOfA), a.hears(idOfB)])
    expect(await a.isRelayed()).toBe(true)
  })
})

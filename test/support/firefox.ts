import puppeteer, { type Page } from 'puppeteer-core'
import { onTestFinished } from 'vitest'
import { keepConnections } from './chromium.ts'
import { eventually } from './eventually.ts'

/** A person in Debian's Firefox, driven by WebDriver BiDi; camera and microphone are its own fakes and allowed. */
export type FirefoxPerson = {
  page: Page
  /** From the link into the room. */
  join(link: string, name: string): Promise<void>
  /** Somebody else's picture moves on this page. */
  seesSomebody(): Promise<void>
}

const PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
}

export async function personInFirefox(): Promise<FirefoxPerson> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    extraPrefsFirefox: PREFERENCES,
  })
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  await page.evaluateOnNewDocument(keepConnections)
  const at = (id: string) => page.waitForSelector(`[data-testid="${id}"]`, { timeout: 20_000 })
  const click = async (id: string) => (await at(id))?.click()

  return {
    page,
    async join(link, name) {
      await page.goto(link)
      await click('allow-devices')
      await at('mic')
      const field = await at('name')
      await field?.type(name)
      await click('join')
      await at('room')
    },
    async seesSomebody() {
      // Its videos count no frames without a screen; its decoder does.
      const frames = () =>
        page.evaluate(async () => {
          const kept = (globalThis as unknown as { keptConnections: RTCPeerConnection[] }).keptConnections
          const reports = await Promise.all(kept.map((connection) => connection.getStats()))
          return reports
            .flatMap((report) => [...report.values()])
            .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')
            .reduce((sum, { framesDecoded }) => sum + (framesDecoded ?? 0), 0) as number
        })
      const before = await frames()
      await eventually(async () => (await frames()) > before + 10, {
        what: 'a moving picture in Firefox',
        withinMs: 15_000,
        everyMs: 200,
      })
    },
  }
}

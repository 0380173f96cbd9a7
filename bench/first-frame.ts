/**
 * `first-frame`: from the click on "Join" to the first frame of the other person, who is inside already, on mesh media. Beside
 * it, taking turns in the same run, a bare page that does nothing but that. 30 repeats each. Aim: at most 1.3 times as long.
 */
import { createServer } from 'node:http'
import { type Browser, chromium, type Page } from 'playwright-core'
import { Pool } from 'undici'
import { WebSocketServer } from 'ws'
import { BARE_MESH_PAGE } from './support/bare-mesh.html.ts'
import { fixed, median, quantile, table } from './support/figures.ts'
import { openMeetings } from './support/huawei.ts'
import { startServer } from './support/server.ts'

const REPEATS = 30

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
]

async function pageIn(browser: Browser): Promise<Page> {
  const context = await browser.newContext()
  await context.grantPermissions(['camera', 'microphone'])
  return context.newPage()
}

/** Notes the first decoded frame of any video that is not one's own preview. */
function watchFrames(): void {
  const state = { clickedAt: Number.NaN }
  document.addEventListener(
    'click',
    ({ target }) => {
      if ((target as Element).closest('[data-testid="join"]')) state.clickedAt = performance.now()
    },
    true,
  )
  const seen = new WeakSet<HTMLVideoElement>()
  const look = () => {
    for (const video of document.querySelectorAll<HTMLVideoElement>('[data-testid="room"] video')) {
      if (seen.has(video)) continue
      seen.add(video)
      video.requestVideoFrameCallback(() => {
        const own = video.closest('[data-own="true"]') !== null
        if (!own) Object.assign(globalThis, { firstFrameMs: performance.now() - state.clickedAt })
      })
    }
  }
  document.addEventListener('DOMContentLoaded', () =>
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true }),
  )
}

const firstFrame = async (page: Page): Promise<number> => {
  const handle = await page.waitForFunction(
    () => (globalThis as { firstFrameMs?: number }).firstFrameMs,
    null,
    {
      polling: 20,
    },
  )
  return (await handle.jsonValue()) as number
}

async function enterParley(page: Page, link: string, name: string): Promise<void> {
  await page.addInitScript(watchFrames)
  await page.goto(link)
  await page.getByTestId('allow-devices').click()
  await page.getByTestId('mic').waitFor()
  await page.getByTestId('name').fill(name)
  // The picture runs before the click, on both sides of the comparison.
  await page.waitForTimeout(500)
  await page.getByTestId('join').click()
}

const server = await startServer()
const pool = new Pool(server.url)
const browser = await chromium.launch({
  executablePath: process.env.PARLEY_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: FLAGS,
})
const bareHttp = createServer((_request, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end(BARE_MESH_PAGE),
)
const bareSockets = new WebSocketServer({ server: bareHttp })
bareSockets.on('connection', (socket) =>
  socket.on('message', (data) => {
    for (const other of bareSockets.clients) if (other !== socket) other.send(String(data))
  }),
)
await new Promise<void>((resolve) => bareHttp.listen(0, '127.0.0.1', resolve))
const address = bareHttp.address()
const bareUrl = `http://localhost:${typeof address === 'object' && address ? address.port : 0}/`
try {
  const parley: number[] = []
  const bare: number[] = []
  for (let n = 0; n < REPEATS; n++) {
    const [meeting] = await openMeetings(pool, 1)
    if (!meeting) throw new Error('no meeting')
    const link = meeting.guestLink.replace('127.0.0.1', 'localhost')
    const [first, second] = [await pageIn(browser), await pageIn(browser)]
    await enterParley(first, link, 'Li')
    await first.getByTestId('room').waitFor()
    await enterParley(second, link, 'Ann')
    parley.push(await firstFrame(second))
    await Promise.all([first.context().close(), second.context().close()])

    const [one, two] = [await pageIn(browser), await pageIn(browser)]
    for (const page of [one, two]) {
      await page.goto(bareUrl)
      await page.locator('#join:enabled').waitFor()
      await page.waitForTimeout(500)
      await page.locator('#join').click()
    }
    bare.push(await firstFrame(two))
    await Promise.all([one.context().close(), two.context().close()])
  }
  const row = (what: string, values: number[]) => ({
    what,
    'p50 ms': fixed(median(values), 0),
    'p90 ms': fixed(quantile(values, 0.9), 0),
    'to the bare one': fixed(median(values) / median(bare), 2),
  })
  table(`From the click to the first frame of the other, ${REPEATS} times each`, [
    row('Parley', parley),
    row('bare mesh', bare),
  ])
} finally {
  await browser.close()
  bareSockets.close()
  bareHttp.close()
  await pool.close()
  await server.stop()
}

/**
 * `page`: what a guest's browser has to fetch before it can join (gzip, as served), and when the door can be used on a slow
 * phone: 4 times slower processor, cold cache, from the click on the link to the button that works. 15 repeats. Aims: 130 kB, 2 s.
 */
import { chromium } from 'playwright-core'
import { Pool } from 'undici'
import { fixed, median, quantile, table } from './support/figures.ts'
import { openMeetings } from './support/huawei.ts'
import { startServer } from './support/server.ts'

const REPEATS = 15
const SLOWER = 4

const server = await startServer()
const pool = new Pool(server.url)
const browser = await chromium.launch({
  executablePath: process.env.PARLEY_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
})
try {
  const [meeting] = await openMeetings(pool, 1)
  if (!meeting) throw new Error('no meeting')
  // By the name that browsers take for secure.
  const link = meeting.guestLink.replace('127.0.0.1', 'localhost')
  const usable: number[] = []
  const bytes = new Map<string, number>()
  for (let n = 0; n < REPEATS; n++) {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    })
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    const paths = new Map<string, string>()
    bytes.clear()
    session.on('Network.responseReceived', ({ requestId, response }) =>
      paths.set(requestId, new URL(response.url).pathname),
    )
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const path = paths.get(requestId)
      if (path) bytes.set(path, encodedDataLength)
    })
    const start = performance.now()
    await page.goto(link, { waitUntil: 'commit' })
    await page.getByTestId('join').click({ trial: true })
    usable.push(performance.now() - start)
    // What is fetched by itself afterwards counts too; what the person's typing sets off does not.
    await page.waitForLoadState('networkidle')
    await context.close()
  }
  const total = [...bytes.values()].reduce((sum, one) => sum + one, 0)
  table('Before joining, gzip as served', [
    ...[...bytes].map(([path, size]) => ({
      path: path.replace(/conference\/.*/, 'conference/…'),
      kB: fixed(size / 1_000),
    })),
    { path: 'all', kB: fixed(total / 1_000) },
  ])
  table(`From the link to a door that can be used, processor ${SLOWER} times slower`, [
    { 'p50 ms': fixed(median(usable), 0), 'worst ms': fixed(quantile(usable, 1), 0), repeats: REPEATS },
  ])
} finally {
  await browser.close()
  await pool.close()
  await server.stop()
}

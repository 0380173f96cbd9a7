/**
 * `node scripts/screenshots.mjs` makes the picture of the README, `docs/images/room.png`: the built server, four drawn people
 * in four browsers, nothing retouched. `node scripts/screenshots.mjs {folder}` writes door, room and leave page there, on
 * desktop and phone, in both languages, for looking at.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { ensureBuilt } from './build.mjs'
import { drawnDevices } from './lib/portrait.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } }
/** The main picture settles: a speaker is one after 0.6 s, joining is told for six. */
const SETTLES_MS = 8_000

/** @type {Record<string, import('./lib/portrait.mjs').Persona>} */
const PEOPLE = {
  李伟: {
    skin: '#e3b48c',
    hair: '#26211f',
    style: 'short',
    shirt: '#33525c',
    wall: '#8d9a8f',
    shelf: '#5b5046',
    speaks: false,
  },
  'Maria Santos': {
    skin: '#c98d63',
    hair: '#3a2519',
    style: 'long',
    shirt: '#a8572f',
    wall: '#b7a98f',
    shelf: '#6d5a45',
    speaks: true,
  },
  'Tom Becker': {
    skin: '#e9c2a4',
    hair: '#7a4b2a',
    style: 'beard',
    shirt: '#3c4a66',
    wall: '#7f8c98',
    shelf: '#4a4f57',
    speaks: false,
  },
  王芳: {
    skin: '#efcda9',
    hair: '#1f1b1c',
    style: 'bun',
    shirt: '#6a7d4e',
    wall: '#a59a9a',
    shelf: '#57504f',
    speaks: false,
  },
}

const folder = process.argv[2]
const { ok, message } = await ensureBuilt()
console.log(message)
if (!ok) process.exit(1)

const data = mkdtempSync(join(tmpdir(), 'parley-pictures-'))
const server = spawn(process.execPath, [join(ROOT, 'packages/server/dist/main.js')], {
  env: {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PARLEY_PORT: '0',
    PARLEY_DATA_DIR: data,
    PARLEY_ADMIN_PASSWORD: 'only for pictures',
    PARLEY_API_KEY: 'only-for-pictures-0',
  },
  stdio: ['ignore', 'pipe', 'ignore'],
})
const browser = await chromium.launch({
  executablePath: process.env.PARLEY_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--allow-loopback-in-peer-connection',
    '--autoplay-policy=no-user-gesture-required',
    '--use-fake-device-for-media-stream',
    '--disable-background-timer-throttling',
    '--disable-renderer-backgrounding',
    '--disable-backgrounding-occluded-windows',
  ],
})
try {
  const meeting = await createMeeting(await greeting())
  if (folder === undefined) await readmePicture(meeting)
  else await everything(meeting, folder)
} finally {
  await browser.close()
  server.kill('SIGTERM')
  rmSync(data, { recursive: true, force: true })
}

/** @returns {Promise<string>} the address it prints */
async function greeting() {
  let said = ''
  for await (const chunk of server.stdout) {
    said += chunk
    const url = /^Parley is at (\S+)/m.exec(said)?.[1]
    if (url) return url
  }
  throw new Error('the server did not start')
}

/** @param {string} url @returns {Promise<{ joinUrl: string, hostUrl: string }>} */
async function createMeeting(url) {
  const answer = await fetch(`${url}/gzbwclient/jsonrpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer only-for-pictures-0' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'conference.create',
      params: { confName: 'Weekly review', createdBy: 'admin' },
    }),
  })
  const { result, error } = await answer.json()
  if (!result) throw new Error(`no meeting: ${JSON.stringify(error)}`)
  return result
}

/** @param {string} link @param {string} name @param {{ language?: string, size?: keyof typeof SIZES, scheme?: 'light' | 'dark' }} [look] */
async function atDoor(link, name, { language = 'en-GB', size = 'desktop', scheme = 'light' } = {}) {
  const phone = size === 'phone'
  const context = await browser.newContext({
    viewport: SIZES[size],
    locale: language,
    colorScheme: scheme,
    isMobile: phone,
    hasTouch: phone,
    reducedMotion: 'reduce',
  })
  await context.grantPermissions(['camera', 'microphone'])
  await context.addInitScript(drawnDevices, PEOPLE[name] ?? Object.values(PEOPLE)[0])
  const page = await context.newPage()
  await page.goto(link)
  await page.getByTestId('allow-devices').click()
  await page.getByTestId('mic').waitFor()
  await page.getByTestId('name').fill(name)
  return page
}

/** @param {import('playwright-core').Page} page */
async function enter(page) {
  await page.getByTestId('join').click()
  await page.getByTestId('room').waitFor()
  return page
}

/** @param {{ joinUrl: string, hostUrl: string }} meeting */
async function readmePicture({ joinUrl, hostUrl }) {
  const guest = async (/** @type {string} */ name) => enter(await atDoor(joinUrl, name))
  const page = await enter(await atDoor(hostUrl, '李伟'))
  const [, listener] = await Promise.all([guest('Maria Santos'), guest('Tom Becker'), guest('王芳')])
  // With the microphone off, as people listen.
  await listener.getByTestId('mic').click()
  await page.getByTestId('people').click()
  await page.waitForTimeout(SETTLES_MS)
  await page.mouse.move(0, 0)
  const file = join(ROOT, 'docs/images/room.png')
  mkdirSync(join(ROOT, 'docs/images'), { recursive: true })
  await page.screenshot({ path: file })
  console.log(file)
}

/** @param {{ joinUrl: string, hostUrl: string }} meeting @param {string} target */
async function everything({ joinUrl, hostUrl }, target) {
  mkdirSync(target, { recursive: true })
  await enter(await atDoor(hostUrl, 'Maria Santos'))
  await enter(await atDoor(joinUrl, 'Tom Becker'))
  for (const language of ['en-GB', 'zh-CN'])
    for (const size of /** @type {(keyof typeof SIZES)[]} */ (Object.keys(SIZES))) {
      /** @param {import('playwright-core').Page} page @param {string} what */
      const take = (page, what) =>
        page.screenshot({ path: join(target, `${what}-${language.slice(0, 2)}-${size}.png`) })
      const page = await atDoor(joinUrl, '王芳', { language, size })
      await page.waitForTimeout(500)
      await take(page, 'door')
      await enter(page)
      await page.waitForTimeout(SETTLES_MS)
      await take(page, 'room')
      await page.getByTestId('people').click()
      await page.waitForTimeout(300)
      await take(page, 'people')
      await page.keyboard.press('Escape')
      await page.getByTestId('leave').click()
      await page.getByTestId('to-start').waitFor()
      await take(page, 'leave')
      await page.context().close()
    }
  console.log(target)
}

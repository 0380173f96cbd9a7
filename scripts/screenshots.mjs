/**
 * `node scripts/screenshots.mjs` makes the six pictures kept in `docs/images`, in English; `node scripts/screenshots.mjs
 * {folder} [en|zh]` makes them there, in both languages or one, and more for looking at. The built server, drawn people in real
 * browsers, nothing retouched. Up to six browsers run at once: on a busy machine it takes minutes.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { ensureBuilt } from './build.mjs'
import { drawnDevices } from './lib/portrait.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const KEY = 'only-for-pictures-0'
const SIZES = { desktop: { width: 1184, height: 640 }, phone: { width: 390, height: 844 } }
/** What is larger should not go into the repository. */
const MOST_BYTES = 160_000
/** Somebody who joined is told of for six seconds, a speaker is one after 0.6 s; more on a busy machine. */
const SETTLES_MS = 8_000
const SLOW_MS = 60_000

const WORDS = {
  en: {
    language: 'en-GB',
    title: 'Weekly review',
    chat: [
      ['Maria Santos', 'The figures are in the shared folder.'],
      ['Tom Becker', 'Thank you. I have one question about May.'],
    ],
  },
  zh: {
    language: 'zh-CN',
    title: '每周例会',
    chat: [
      ['Maria Santos', '数据已经放在共享文件夹里了。'],
      ['Tom Becker', '谢谢。我对五月的数据有一个问题。'],
    ],
  },
}
/** @typedef {(typeof WORDS)['en']} Words @typedef {import('playwright-core').Page} Page */

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
  'Ana Souza': {
    skin: '#a8714a',
    hair: '#2b1c17',
    style: 'long',
    shirt: '#5c4a72',
    wall: '#9fa58c',
    shelf: '#665c48',
    speaks: true,
  },
}

const [folder, only] = process.argv.slice(2)
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
    PARLEY_API_KEY: KEY,
    PARLEY_DEMO: 'off',
    PARLEY_THROTTLE_FACTOR: '100',
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
  const url = await greeting()
  const target = folder ?? join(ROOT, 'docs/images')
  mkdirSync(target, { recursive: true })
  if (folder === undefined) await pictures(url, WORDS.en, (name) => join(target, `${name}.png`))
  else
    for (const [short, words] of Object.entries(WORDS))
      if (only === undefined || only === short)
        await pictures(url, words, (name) => join(target, `${name}-${short}.png`), true)
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

/** As a program does. @param {string} url @param {string} method @param {object} params */
async function call(url, method, params) {
  const answer = await fetch(`${url}/gzbwclient/jsonrpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY}` },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const { result, error } = await answer.json()
  if (error) throw new Error(`${method}: ${JSON.stringify(error)}`)
  return result
}

/**
 * One meeting from the door to the leave page. `fileOf`: where a picture of this name goes; `all`: not only those that are kept.
 *
 * @param {string} url @param {Words} words @param {(name: string) => string} fileOf
 */
async function pictures(url, words, fileOf, all = false) {
  /** @param {Page} page @param {string} name */
  const take = async (page, name) => {
    await page.mouse.move(0, 0)
    await page.screenshot({ path: fileOf(name) })
    const { size } = statSync(fileOf(name))
    console.log(
      `${fileOf(name)} ${Math.ceil(size / 1000)} kB${size > MOST_BYTES ? ', too large to keep' : ''}`,
    )
  }
  /** @param {Page} page @param {string} name */
  const alsoTake = async (page, name) => (all ? take(page, name) : undefined)

  const meeting = await call(url, 'conference.create', { confName: words.title, createdBy: 'admin' })
  const { confId, joinUrl, hostUrl } = meeting
  const guest = (/** @type {string} */ name, /** @type {keyof typeof SIZES} */ size = 'desktop') =>
    atDoor(joinUrl, name, words, size)

  const host = await enter(await atDoor(hostUrl, '李伟', words))
  const tom = await guest('Tom Becker')
  await take(tom, 'door')
  const phone = await guest('王芳', 'phone')
  await alsoTake(phone, 'door-phone')
  const maria = await guest('Maria Santos')
  for (const page of [tom, phone, maria]) await enter(page)
  for (const [name, text] of words.chat) await write(name === 'Tom Becker' ? tom : maria, text ?? '')
  await maria.getByTestId('chat').click()
  await tom.getByTestId('mic').click()
  await tom.getByTestId('hand').click()
  await settled(tom, 'Maria Santos')
  await take(tom, 'room')
  await settled(phone, 'Maria Santos')
  await take(phone, 'phone')

  await call(url, 'conference.update', { confId, settings: { waitingRoom: true } })
  const ana = await guest('Ana Souza')
  await knock(ana)
  const another = await guest('张敏', 'phone')
  await knock(another)
  await ana.waitForTimeout(1_000)
  await take(ana, 'waiting')
  await alsoTake(another, 'waiting-phone')
  await host.getByTestId('people').click()
  await host.getByTestId('waiting-list').waitFor()
  await settled(host, 'Maria Santos')
  await take(host, 'host')
  if (all) await more(host, phone, take)

  await tom.getByTestId('leave').click()
  await tom.getByTestId('to-start').waitFor()
  await take(tom, 'leave')
  for (const page of [host, tom, phone, maria, ana, another]) await page.context().close()
}

/** What the kept pictures leave out. @param {Page} host @param {Page} phone @param {(page: Page, name: string) => Promise<void>} take */
async function more(host, phone, take) {
  await host.getByTestId('people-more').click()
  await take(host, 'host-for-all')
  await host.getByTestId('meeting-settings').click()
  await host.getByRole('dialog').waitFor()
  await take(host, 'host-settings')
  await host.keyboard.press('Escape')
  await host.getByTestId('person-menu').nth(2).click()
  await take(host, 'host-person')
  await host.keyboard.press('Escape')
  await host.getByTestId('people-invite').click()
  await host.getByTestId('invitation-text').waitFor()
  await take(host, 'host-invitation')
  await host.keyboard.press('Escape')
  await host.getByTestId('more').click()
  await take(host, 'host-more')
  await host.getByTestId('view').click()
  await host.waitForTimeout(500)
  await take(host, 'host-gallery')
  await phone.getByTestId('more').click()
  await take(phone, 'phone-more')
  await phone.getByTestId('people').click()
  await phone.getByTestId('people-panel').waitFor()
  await take(phone, 'phone-people')
}

/** @param {string} link @param {string} name @param {Words} words @param {keyof typeof SIZES} [size] */
async function atDoor(link, name, { language }, size = 'desktop') {
  const phone = size === 'phone'
  const context = await browser.newContext({
    viewport: SIZES[size],
    locale: language,
    colorScheme: 'light',
    isMobile: phone,
    hasTouch: phone,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(SLOW_MS)
  await context.grantPermissions(['camera', 'microphone'])
  await context.addInitScript(drawnDevices, PEOPLE[name] ?? Object.values(PEOPLE)[0])
  const page = await context.newPage()
  await page.goto(link)
  await page.getByTestId('allow-devices').click()
  await page.getByTestId('mic').waitFor()
  await page.getByTestId('name').fill(name)
  await page.getByTestId('name').blur()
  return page
}

/** @param {Page} page */
async function enter(page) {
  await page.getByTestId('join').click()
  await page.getByTestId('room').waitFor()
  return page
}

/** @param {Page} page */
async function knock(page) {
  await page.getByTestId('join').click()
  await page.getByTestId('place').waitFor()
}

/** @param {Page} page @param {string} text */
async function write(page, text) {
  if ((await page.getByTestId('chat-panel').count()) === 0) await page.getByTestId('chat').click()
  await page.getByTestId('chat-input').fill(text)
  await page.getByTestId('chat-send').click()
  await page.getByTestId('chat-message').filter({ hasText: text }).waitFor()
  await page.getByTestId('chat-input').blur()
}

/** Nothing is told any more, and who speaks is in the large picture. @param {Page} page @param {string} speaker */
async function settled(page, speaker) {
  await page.getByTestId('main-video').filter({ hasText: speaker }).waitFor()
  await page.waitForTimeout(SETTLES_MS)
  await page.waitForFunction(() => document.querySelector('[data-testid="toast"]') === null)
}

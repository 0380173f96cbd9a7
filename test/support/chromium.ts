import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { writeTalk } from './talk.ts'

export const EXECUTABLE = process.env.PARLEY_TEST_CHROMIUM ?? '/usr/bin/chromium'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
]

export const SIZES = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const

export type Language = 'en' | 'zh-CN'

export type VisitorOptions = {
  language?: Language
  size?: keyof typeof SIZES
  /** What the browser answers when a page asks for camera and microphone. */
  devices?: 'granted' | 'denied' | 'unasked'
  /** Complaints of the browser that the story causes; all others fail it. */
  expected?: RegExp[]
  /** Runs in every page before its own code. */
  before?: () => void
}

/** One person's browser: storage, permissions and tabs of its own. */
export type Visitor = {
  context: BrowserContext
  /** A further tab; reports like the first. */
  tab(): Promise<Page>
  /** What pages wrote to the console as warnings or errors, uncaught errors and violations of the Content-Security-Policy. */
  complaints: string[]
}

export type Chromium = {
  readonly browser: Browser
  visitor(options?: VisitorOptions): Promise<Visitor>
}

/**
 * A Chromium that all tests of the file share. With `prompts` it asks for permissions and holds sound back as it does
 * for people; the flag that answers by itself also grants, and so would hide what happens without. With `keep` its visitors
 * stay from test to test, and what they complained of fails the file.
 */
export function chromiumForAll({
  prompts = false,
  keep = false,
}: {
  prompts?: boolean
  keep?: boolean
} = {}): Chromium {
  let browser: Browser | null = null
  const kept: (() => void)[] = []
  const folder = mkdtempSync(join(tmpdir(), 'parley-chromium-'))
  beforeAll(async () => {
    browser = await launchChromium(folder, { prompts })
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
    for (const judge of kept) judge()
  })
  return {
    get browser() {
      return started(browser)
    },
    visitor: async (options = {}) => {
      if (!keep) return visitorOf(browser, options)
      const visitor = await createVisitor(started(browser), options)
      kept.push(() => judge(visitor, options))
      return visitor
    },
  }
}

/** A Chromium of one test's own, e.g. in a network of its own. `secure`: an origin of plain HTTP to be taken for a secure one. */
export async function chromiumForTest(options: LaunchOptions): Promise<Chromium> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-chromium-'))
  const browser = await launchChromium(folder, options)
  onTestFinished(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { browser, visitor: (visitor = {}) => visitorOf(browser, visitor) }
}

async function visitorOf(browser: Browser | null, options: VisitorOptions): Promise<Visitor> {
  const visitor = await createVisitor(started(browser), options)
  onTestFinished(async () => {
    await visitor.context.close()
    judge(visitor, options)
  })
  return visitor
}

function started(browser: Browser | null): Browser {
  if (!browser) throw new Error('Chromium is not started yet')
  return browser
}

function judge({ complaints }: Visitor, { expected = [] }: VisitorOptions): void {
  const unexpected = complaints.filter((text) => !expected.some((pattern) => pattern.test(text)))
  expect(unexpected, 'the browser complained').toEqual([])
}

export type LaunchOptions = { prompts?: boolean; executable?: string; secure?: string }

/** `folder`: where the voice of the fake microphone is written. */
export async function launchChromium(
  folder: string,
  { prompts = false, executable = EXECUTABLE, secure }: LaunchOptions = {},
): Promise<Browser> {
  const talk = join(folder, 'talk.wav')
  writeTalk(talk)
  return chromium.launch({
    executablePath: executable,
    headless: true,
    args: [
      ...FLAGS,
      ...(secure === undefined ? [] : [`--unsafely-treat-insecure-origin-as-secure=${secure}`]),
      `--use-file-for-fake-audio-capture=${talk}`,
      // Without a head Chromium lets everything sound by itself, unlike the one that people have.
      ...(prompts
        ? ['--autoplay-policy=document-user-activation-required']
        : ['--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required']),
    ],
  })
}

export async function createVisitor(
  browser: Browser,
  { language = 'en', size = 'desktop', devices = 'granted', before }: VisitorOptions = {},
): Promise<Visitor> {
  const phone = size === 'phone'
  const context = await browser.newContext({
    viewport: SIZES[size],
    locale: language === 'en' ? 'en-GB' : language,
    hasTouch: phone,
    isMobile: phone,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(15_000)
  if (devices === 'granted') await context.grantPermissions(['camera', 'microphone'])
  // An explicit list refuses whatever is not on it.
  if (devices === 'denied') await context.grantPermissions(['geolocation'])
  await context.addInitScript(keepConnections)
  await context.addInitScript(keepToasts)
  if (before) await context.addInitScript(before)

  const complaints: string[] = []
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(String(error.error())))
  return { context, complaints, tab: () => context.newPage() }
}

/** Notes what every toast says: on a busy machine one may be gone before it is looked for. */
function keepToasts(): void {
  const seen: string[] = []
  const said = new WeakMap<Element, string>()
  Object.assign(globalThis, { toastsSeen: seen })
  const look = () => {
    for (const toast of document.querySelectorAll<HTMLElement>('[data-testid="toast"]')) {
      const text = toast.innerText
      if (said.get(toast) === text) continue
      said.set(toast, text)
      seen.push(text)
    }
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true })
}

/** In the page: keeps the peer connections for `stats.ts`, and makes violations of the policy complaints. */
export function keepConnections(): void {
  const kept: RTCPeerConnection[] = []
  const Original = globalThis.RTCPeerConnection
  globalThis.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      kept.push(this)
    }
  }
  Object.assign(globalThis, { keptConnections: kept })
  document.addEventListener(
    'securitypolicyviolation',
    ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
      console.error(`policy violated: ${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`),
  )
}

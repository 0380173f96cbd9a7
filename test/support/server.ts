import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'

/** What `npm run build` makes and `npm start` runs. */
export const BUILT_SERVER = fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url))

const READY_WITHIN_MS = 15_000
/** A connection that never ends by itself is cut after 2 s; the rest is what a busy machine needs. */
const STOPPED_WITHIN_MS = 10_000
/** pino: 50 is error, 60 fatal. Bad input is never one. */
const FAULT_LEVEL = 50

export const ADMIN_PASSWORD = 'correct horse battery'
export const API_KEY = 'stories-api-key-0123456789'
export const ACCESS_KEY = { id: 'stories-access-key', secret: 'stories-access-key-secret' }

export type ServerOptions = {
  /** Settings beside those of `DEFAULTS`; undefined takes one out. */
  env?: Record<string, string | undefined>
  /** The file to run. */
  entry?: string
  /** Faults in the log do not fail the test: it causes them. */
  faultsExpected?: boolean
}

/** A Parley server in a process of its own, with a data folder of its own. */
export type TestServer = {
  /** `http://localhost:{port}`: what it prints, and what its links begin with. */
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly dataDir: string
  /** What it said on standard output since the last start. */
  readonly greeting: string
  readonly links: { guest: string; host: string }
  /** From the start of the process to its first answer on `/readyz`. */
  readonly readyAfterMs: number
  /** Log lines of all starts. */
  log(): LogLine[]
  /** Ends at once, as by a power cut. */
  kill(): Promise<void>
  /** Ends in an orderly way; fails unless the exit code is 0. */
  stop(): Promise<void>
  /** Starts again on the same data and port; `env` changes settings from here on. */
  start(env?: Record<string, string | undefined>): Promise<void>
  /** Resolves when the process is gone, whoever ended it. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Ends it if need be, removes its data, and fails on faults in its log. */
  dispose(): Promise<void>
}

export type LogLine = { level: number; msg: string } & Record<string, unknown>

const DEFAULTS: Record<string, string> = {
  PARLEY_PORT: '0',
  PARLEY_ADMIN_PASSWORD: ADMIN_PASSWORD,
  PARLEY_API_KEY: API_KEY,
  PARLEY_ACCESS_KEY_ID: ACCESS_KEY.id,
  PARLEY_ACCESS_KEY_SECRET: ACCESS_KEY.secret,
  PARLEY_LOG_LEVEL: 'info',
}

/** Starts a server that lives until the test that asked for it ends. */
export async function serverForTest(options: ServerOptions = {}): Promise<TestServer> {
  const server = createServerProcess(options)
  onTestFinished(() => server.dispose())
  await server.start()
  return server
}

/** Starts a server that all tests of the file or `describe` share. */
export function serverForAll(options: ServerOptions = {}): TestServer {
  const server = createServerProcess(options)
  beforeAll(() => server.start())
  afterAll(() => server.dispose())
  return server
}

/** A server that is not started yet and that the caller disposes of. */
export function createServerProcess({
  env = {},
  entry = BUILT_SERVER,
  faultsExpected = false,
}: ServerOptions = {}): TestServer {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-story-'))
  let settings: Record<string, string | undefined> = { ...DEFAULTS, PARLEY_DATA_DIR: dataDir, ...env }
  let child: ChildProcess | null = null
  let exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }> | null = null
  let url = ''
  let said = ''
  let logged = ''
  let readyAfterMs = 0

  function running(): ChildProcess {
    if (!child) throw new Error('the server was never started')
    return child
  }

  const isGone = (): boolean => !child || child.exitCode !== null || child.signalCode !== null

  async function start(changed: Record<string, string | undefined> = {}): Promise<void> {
    if (!isGone()) throw new Error('the server is running')
    settings = { ...settings, ...changed }
    said = ''
    const startedAt = performance.now()
    // Nothing of the caller's own PARLEY_ settings may leak in.
    const { PATH, HOME, TZ } = process.env
    const started = spawn(process.execPath, ['--enable-source-maps', entry], {
      env: { PATH, HOME, TZ, ...settings } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    exited = once(started, 'exit').then(([code, signal]) => ({ code, signal }))
    started.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    started.stderr.setEncoding('utf8').on('data', (text: string) => {
      logged += text
    })
    const deadline = Date.now() + READY_WITHIN_MS
    while (!greeted()) {
      if (isGone() || Date.now() > deadline) throw new Error(`the server did not start:\n${tail()}`)
      await sleep(5)
    }
    url = /^Parley is at (\S+)/m.exec(said)?.[1] ?? ''
    readyAfterMs = performance.now() - startedAt
    // Links already made name this port; a public address may hide it.
    const { port } = new URL(url)
    if (port !== '') settings.PARLEY_PORT = port
  }

  /** All lines are there: with a demo, the last one is about it. */
  function greeted(): boolean {
    const wanted = settings.PARLEY_DEMO === 'off' ? /^Parley is at \S+\n/m : /PARLEY_DEMO=off\)\n/
    return wanted.test(said)
  }

  function tail(): string {
    return `${said}${logged}`.split('\n').slice(-60).join('\n')
  }

  function log(): LogLine[] {
    return logged.split('\n').flatMap((line) => {
      if (!line.startsWith('{')) return []
      try {
        return [JSON.parse(line) as LogLine]
      } catch {
        // Cut in two by a kill.
        return []
      }
    })
  }

  async function end(
    signal: NodeJS.Signals,
  ): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    const target = running()
    if (isGone()) throw new Error(`the server was gone before it was ended:\n${tail()}`)
    target.kill(signal)
    const forced = setTimeout(() => target.kill('SIGKILL'), STOPPED_WITHIN_MS)
    const how = await exited!
    clearTimeout(forced)
    return how
  }

  function linkFor(who: 'guest' | 'host'): string {
    const link = new RegExp(`as ${who}: +(\\S+)`).exec(said)?.[1]
    if (!link) throw new Error(`the server printed no ${who} link:\n${said}`)
    return link
  }

  return {
    get url() {
      return url
    },
    get port() {
      return Number(new URL(url).port)
    },
    get pid() {
      return running().pid ?? 0
    },
    dataDir,
    get greeting() {
      return said
    },
    get links() {
      return { guest: linkFor('guest'), host: linkFor('host') }
    },
    get readyAfterMs() {
      return readyAfterMs
    },
    log,
    start,
    async kill() {
      expect(await end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' })
    },
    async stop() {
      expect(await end('SIGTERM'), tail()).toEqual({ code: 0, signal: null })
    },
    get exited() {
      return exited ?? Promise.reject(new Error('the server was never started'))
    },
    async dispose() {
      if (!isGone()) await end('SIGKILL')
      rmSync(dataDir, { recursive: true, force: true })
      if (faultsExpected) return
      const faults = log().filter(({ level }) => level >= FAULT_LEVEL)
      expect(faults, `the server logged faults; its last words:\n${tail()}`).toEqual([])
    },
  }
}

/** Runs the server until it ends by itself: for starts that are refused. */
export async function runToEnd(
  env: Record<string, string>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [BUILT_SERVER], {
    env: { PATH, HOME, ...env } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text
    })
  const forced = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(forced)
  return { code, ...texts }
}

/** A memory figure of a running process, in bytes. Linux only, as the stories are. */
export function residentBytes(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
  return pages * 4_096
}

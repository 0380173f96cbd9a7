import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { FakeClock } from '@parley/core/memory'
import { build } from 'esbuild'
import LibsqlDatabase from 'libsql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore, type Store } from './index.ts'

const ROUNDS = 8
const require = createRequire(import.meta.url)
/** Where what is not bundled is found. */
const modules = dirname(dirname(require.resolve('libsql')))

let folder: string
let script: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-crash-'))
  script = join(folder, 'commit.cjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'testing/commit-until-killed.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: script,
    logLevel: 'error',
    external: ['libsql', 'mysql2', 'kysely', 'vitest'],
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('[D14] has every acknowledged commit and settled delivery after SIGKILL, whole and in order', async () => {
  const file = join(folder, 'parley.db')
  const acknowledged = new Map<string, number>()
  const settled = new Set<string>()
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [id, revision] of await commitUntilKilled(file, 20 + round * 25)) {
      if (id.includes('-')) settled.add(id)
      else acknowledged.set(id, revision)
    }

    const store = await openStore({ kind: 'sqlite', file }, { clock: new FakeClock() })
    const log = await store.log.entries({ after: 0, limit: 100_000 })
    expect(log.map(({ position }) => position)).toEqual(log.map((_, at) => at + 1))
    expect(await store.log.lastPosition()).toBe(log.length)
    for (const [id, revision] of acknowledged) {
      const own = log.filter(({ conferenceId }) => conferenceId === id)
      expect(own.map((event) => event.revision)).toEqual(own.map((_, at) => at + 1))
      expect(own.length).toBeGreaterThanOrEqual(revision)
      // What was kept and not acknowledged is a whole commit of three events, one at most.
      expect([0, 3]).toContain(own.length - revision)
      const index = (await store.conferences.find({ limit: 10 })).items.find((one) => one.conferenceId === id)
      expect(index?.revision).toBe(own.length)
    }
    await expectWhole(store, settled)
    await store.close()
  }
  expect(acknowledged.size).toBe(3)
  expect(settled.size).toBeGreaterThan(ROUNDS)
  const database = new LibsqlDatabase(file)
  expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }])
  database.close()
})

/** What was settled is, once; what is pending is owed, and nothing else. */
async function expectWhole({ push }: Store, settled: ReadonlySet<string>): Promise<void> {
  for (const id of settled) {
    expect((await push.delivery(id))?.status).toBe('delivered')
    expect((await push.attempts(id)).map(({ no }) => no)).toEqual([1])
  }
  const [counts] = await push.targetCounts()
  const { pending, delivered } = await push.counts()
  expect(counts?.pending).toBe(pending)
  expect(delivered).toBeGreaterThanOrEqual(settled.size)
}

/** The last revision that was acknowledged for each conference. */
async function commitUntilKilled(file: string, afterMs: number): Promise<Map<string, number>> {
  const child = spawn(process.execPath, [script, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_PATH: modules },
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const closed = once(child, 'close')
  await once(child.stdout, 'data')
  await sleep(afterMs)
  expect(child.exitCode).toBeNull()
  child.kill('SIGKILL')
  await closed
  const revisions = new Map<string, number>()
  for (const line of said.slice(0, said.lastIndexOf('\n')).split('\n')) {
    const [id = '', revision] = line.split(' ')
    revisions.set(id, Number(revision))
  }
  return revisions
}

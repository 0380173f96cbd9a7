import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConferenceId, type NewSiteEvent, Refusal, type UserId } from '@parley/core'
import { FakeClock } from '@parley/core/memory'
import { anAppend, aSiteEvent } from '@parley/core/testing'
import { sql } from 'kysely'
import LibsqlDatabase from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSqlConferenceStore } from './conferences.ts'
import { Database } from './database.ts'
import { openStore, type Store } from './index.ts'
import { createSqlLog } from './log.ts'
import { openSqlite } from './sqlite.ts'

const A = '100000001' as ConferenceId

describe('a SQLite store', () => {
  let folder: string
  let file: string
  let store: Store
  const open = (at: string): Promise<Store> =>
    openStore({ kind: 'sqlite', file: at }, { clock: new FakeClock(), scryptCost: 4 })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-sqlite-'))
    file = join(folder, 'parley.db')
    store = await open(file)
  })
  afterEach(async () => {
    await store.close()
    await rm(folder, { recursive: true })
  })

  it('has everything again when it is opened again', async () => {
    await store.conferences.commit([anAppend({ id: '100000001', count: 3, snapshot: true })])
    await store.keyring.put('seal', 'k')
    const before = await store.conferences.load(A)
    await store.close()
    store = await open(file)
    expect(await store.conferences.load(A)).toEqual(before)
    expect(await store.log.lastPosition()).toBe(3)
    expect(await store.keyring.get('seal')).toBe('k')
  })

  it('waits for the disk with every commit, but for what is merely done again', async () => {
    const connections = await openSqlite(file)
    const database = new Database(connections)
    const NORMAL = 1
    const FULL = 2
    type Mode = { synchronous: number }
    const mode = async (trx: Parameters<Parameters<Database['transaction']>[0]>[0]) =>
      (await sql<Mode>`pragma synchronous`.execute(trx)).rows[0]?.synchronous
    expect(await database.repeatable(mode)).toBe(NORMAL)
    expect(await database.transaction(mode)).toBe(FULL)
    await expect(database.repeatable(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    const together = await Promise.all([
      database.repeatable(mode),
      database.transaction(mode),
      database.repeatable(mode),
      database.transaction(mode),
    ])
    expect(together).toEqual([NORMAL, FULL, NORMAL, FULL])
    await connections.close()
  })

  it('says that the disk is full, keeps nothing of what it refused, and goes on when there is room', async () => {
    const connections = await openSqlite(file)
    const database = new Database(connections)
    const conferences = createSqlConferenceStore(database)
    const log = createSqlLog(database)
    const pages = async (most: number): Promise<void> => {
      await sql.raw(`pragma max_page_count = ${most}`).execute(connections.writer)
    }
    await pages(1)
    const commits: string[] = []
    for (let at = 100; at < 400 && commits.at(-1) !== 'unavailable'; at++) {
      const outcome = await conferences
        .commit([anAppend({ id: `300000${at}`, count: 20 })])
        .then(([result]) => (result?.ok ? 'kept' : 'refused'))
        .catch((error: unknown) => (error instanceof Refusal ? error.code : String(error)))
      commits.push(outcome)
    }
    const kept = commits.length - 1
    expect(commits.at(-1)).toBe('unavailable')
    expect(await log.lastPosition()).toBe(kept * 20)
    await pages(1_000_000)
    expect(await conferences.commit([anAppend({ id: '300000999', count: 2 })])).toMatchObject([{ ok: true }])
    expect(await log.lastPosition()).toBe(kept * 20 + 2)
    await database.close()
  })

  it('is copied while it is written to, and the copy opens as a store', async () => {
    await store.conferences.commit([anAppend({ id: '100000001', count: 50 })])
    const copy = join(folder, 'backup.db')
    const writing = Promise.all(
      Array.from({ length: 20 }, (_, at) => store.conferences.commit([anAppend({ id: `20000000${at}` })])),
    )
    await store.backup(copy)
    await writing
    expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([])
    const restored = await open(copy)
    const position = await restored.log.lastPosition()
    expect(position).toBeGreaterThanOrEqual(50)
    const log = await restored.log.entries({ after: 0, limit: 1_000 })
    expect(log).toEqual((await store.log.entries({ after: 0, limit: 1_000 })).slice(0, position))
    expect(await restored.conferences.commit([anAppend({ id: '300000003' })])).toEqual([
      { ok: true, position: position + 1 },
    ])
    await restored.close()
    await expect(store.backup(copy)).rejects.toThrow(/already/)
    await rm(copy)
    await store.backup(copy)
    const later = await open(copy)
    expect(await later.log.lastPosition()).toBe(70)
    await later.close()
  })

  it('is whole in its one file once it is closed', async () => {
    await store.conferences.commit([anAppend({ id: A, count: 5 })])
    await store.close()
    const moved = join(folder, 'moved.db')
    await copyFile(file, moved)
    store = await open(moved)
    expect(await store.log.lastPosition()).toBe(5)
  })

  it('keeps nothing of a commit that breaks half-way, and goes on', async () => {
    await store.conferences.commit([anAppend({ id: '100000001' })])
    const broken = anAppend({ id: '200000002' })
    const [event] = anAppend({ id: '100000001' }).events
    const repeated = { ...broken, events: broken.events.map((one) => ({ ...one, id: event?.id ?? one.id })) }
    await expect(store.conferences.commit([anAppend({ id: '300000003' }), repeated])).rejects.toThrow()
    expect(await store.log.lastPosition()).toBe(1)
    expect((await store.conferences.find({ limit: 10 })).total).toBe(1)
    expect(await store.conferences.commit([anAppend({ id: '300000003' })])).toEqual([
      { ok: true, position: 2 },
    ])
  })

  it('[D58] leaves nothing of an erased person in its file', async () => {
    const closed = { id: A, state: 'closed', closedAt: 1, text: 'a meeting' } as const
    await store.conferences.commit([anAppend({ ...closed, count: 400, snapshot: true, ownerName: 'Zhuge' })])
    const userId = 'owner' as UserId
    await store.erasure.erase(
      { is: 'user', userId },
      (counts) =>
        ({
          ...aSiteEvent({ id: 'erased' }),
          type: 'PersonErased',
          data: { person: { is: 'user', userId }, ...counts },
        }) as NewSiteEvent<'PersonErased'>,
    )
    await store.close()
    const bytes = await readFile(file)
    expect(bytes.includes('a meeting')).toBe(true)
    expect(['张三', 'Zhuge', 'zhuge', 'Alice'].filter((trace) => bytes.includes(trace))).toEqual([])
    store = await open(file)
  })

  it('does not open what a newer Parley has made', async () => {
    const database = new LibsqlDatabase(file)
    database.exec("insert into schema_migration (version, name, applied_at) values (99, 'later', 0)")
    database.close()
    await expect(open(file)).rejects.toThrow(/newer Parley.*99/)
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, it } from 'vitest'
import { openMysql } from './mysql.ts'
import { openSqlite } from './sqlite.ts'
import { type Mariadb, startMariadb } from './testing/mariadb.ts'
import { expectMovedAfterBreaks, migrationContract } from './testing/migration-contract.ts'

let folder: string
let mariadb: Mariadb
let made = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-migrations-'))
  mariadb = await startMariadb()
})
afterAll(async () => {
  await mariadb?.stop()
  await rm(folder, { recursive: true, force: true })
})

function nextName(): string {
  made += 1
  return `old${made}`
}

async function openMariadb() {
  return openMysql(await mariadb.createDatabase(nextName()), 3)
}

migrationContract('SQLite', () => openSqlite(join(folder, `${nextName()}.db`)))
migrationContract('MariaDB', openMariadb)

it('go on in MariaDB after a start that broke off half-way', { timeout: 120_000 }, () =>
  expectMovedAfterBreaks(openMariadb, 8),
)

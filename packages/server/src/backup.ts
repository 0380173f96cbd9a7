import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ConfigError, readConfig } from './config/read-config.ts'
import { backupSqlite } from './drivers/store-sql/index.ts'

/**
 * `npm run backup -- [file]`: copies the SQLite store into one file while the server runs. The file is the whole
 * backup: log, accounts, keys, deliveries. To restore, put it into an empty data folder as `parley.db`.
 */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  if (config.PARLEY_DATABASE_URL !== '') {
    throw new ConfigError([
      'PARLEY_DATABASE_URL is set; back that database up with its own tool, for example mariadb-dump --single-transaction',
    ])
  }
  const source = join(config.dataDir, 'parley.db')
  if (!existsSync(source))
    throw new ConfigError([`there is no database in ${config.dataDir} (PARLEY_DATA_DIR)`])
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-')
  const target = resolve(process.argv[2] ?? join(config.dataDir, 'backups', `parley-${stamp}.db`))
  if (existsSync(target)) throw new ConfigError([`${target} is there already`])
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  await backupSqlite(source, target)
  console.log(`Backed up to ${target}`)
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
})

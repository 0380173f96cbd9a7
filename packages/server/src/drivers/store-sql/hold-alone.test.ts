import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { holdAlone } from './hold-alone.ts'

describe('holding a data folder alone', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-hold-'))
    file = join(folder, 'parley.lock')
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('refuses a second holder until the first lets go', () => {
    const letGo = holdAlone(file)
    expect(letGo).not.toBeNull()
    expect(holdAlone(file, 10)).toBeNull()
    letGo?.()
    const again = holdAlone(file, 10)
    expect(again).not.toBeNull()
    again?.()
  })

  it('ends with the process that holds, also when it is killed', async () => {
    const libsql = createRequire(import.meta.url).resolve('libsql')
    const script = `
      const Database = require(${JSON.stringify(libsql)})
      const database = new Database(${JSON.stringify(file)})
      database.exec('begin exclusive')
      console.log('held')
      setInterval(() => database.inTransaction, 1000)`
    const other = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')
    expect(holdAlone(file, 10)).toBeNull()
    other.kill('SIGKILL')
    await once(other, 'exit')
    const letGo = holdAlone(file)
    expect(letGo).not.toBeNull()
    letGo?.()
  })
})

import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { guestInside } from '../support/people.ts'
import { createServerProcess, serverForTest } from '../support/server.ts'

const BACKUP = fileURLToPath(new URL('../../packages/server/dist/backup.js', import.meta.url))

function backup(dataDir: string, ...args: string[]): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BACKUP, ...args], {
    env: { PATH: process.env.PATH, PARLEY_DATA_DIR: dataDir },
    encoding: 'utf8',
  })
  return { code: status, output: stdout + stderr }
}

test('a backup of a running server, put into an empty folder, is the same server', async () => {
  const server = await serverForTest()
  await guestInside(server, server.links.guest, 'Li')
  const before = await createApi(server).events()
  const folder = mkdtempSync(join(tmpdir(), 'parley-backup-'))
  const file = join(folder, 'copy.db')
  expect(backup(server.dataDir, file)).toMatchObject({ code: 0 })
  await server.kill()

  const restored = createServerProcess()
  copyFileSync(file, join(restored.dataDir, 'parley.db'))
  try {
    await restored.start({ PARLEY_PORT: String(server.port) })
    const after = await createApi(restored).events()
    expect(after.slice(0, before.length)).toEqual(before)
    // The same keys: links and passwords handed out before still lead in.
    expect(restored.links).toEqual(server.links)
  } finally {
    await restored.dispose()
  }
})

test('a backup refuses to overwrite, and says what is missing', async () => {
  const server = await serverForTest()
  const folder = mkdtempSync(join(tmpdir(), 'parley-backup-'))
  const file = join(folder, 'copy.db')
  expect(backup(server.dataDir, file).code).toBe(0)
  expect(backup(server.dataDir, file)).toMatchObject({
    code: 1,
    output: expect.stringContaining('is there already'),
  })
  expect(backup(folder)).toMatchObject({ code: 1, output: expect.stringContaining('there is no database') })
  expect(existsSync(join(folder, 'backups'))).toBe(false)
})

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createProgram } from '../support/huawei-client.ts'
import { createServerProcess, runToEnd } from '../support/server.ts'

test('a first start on a port that is taken says so in a sentence, and what it drew is not lost', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const { port } = other.address() as AddressInfo
  const server = createServerProcess({
    env: { PARLEY_ADMIN_PASSWORD: undefined, PARLEY_API_KEY: undefined },
  })
  onTestFinished(() => server.dispose())

  const failed = await runToEnd({ PARLEY_DATA_DIR: server.dataDir, PARLEY_PORT: String(port) })
  expect(failed.code).toBe(1)
  expect(failed.stderr).toContain(`address already in use 127.0.0.1:${port} (PARLEY_PORT, PARLEY_HOST)`)
  expect(failed.stderr).not.toMatch(/^\s+at /m)
  const file = join(server.dataDir, 'first-start.txt')
  expect(failed.stdout).toContain(file)
  const password = /admin: (\S+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? ''

  await server.start()
  expect((await createProgram(server).login('admin', password)).status).toBe(200)
})

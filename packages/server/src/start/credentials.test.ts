import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createMemoryDirectory,
  createMemoryKeyring,
  createSequentialIds,
  createTestSecrets,
  FakeClock,
} from '@parley/core/memory'
import { describe, expect, it } from 'vitest'
import { readConfig } from '#config/read-config.ts'
import { ensureCredentials, handOver } from './credentials.ts'

function house() {
  const parts = {
    directory: createMemoryDirectory(),
    keyring: createMemoryKeyring(),
    secrets: createTestSecrets(),
    ids: createSequentialIds(),
    clock: new FakeClock(),
  }
  return {
    ...parts,
    start: (env: Record<string, string> = {}) => ensureCredentials({ ...parts, config: readConfig(env) }),
  }
}

describe('the first start', () => {
  it('draws the password and the key once, and keeps only hashes', async () => {
    const { start, directory, keyring } = house()
    const first = await start()
    const { adminPassword, apiKey } = first.drawn
    expect(await directory.verify('admin', adminPassword!)).toMatchObject({ account: 'admin', admin: true })
    expect(await first.verifyApiKey(apiKey!)).not.toBeNull()
    expect(await keyring.get('api-key.hash')).not.toContain(apiKey)
    const second = await start()
    expect(second.drawn).toEqual({})
    expect(await second.verifyApiKey(apiKey!)).not.toBeNull()
    expect(await second.verifyApiKey('wrong')).toBeNull()
  })

  it('takes what is set as it is, and a change at a later start too', async () => {
    const { start, directory } = house()
    const first = await start({
      PARLEY_ADMIN_PASSWORD: 'first-password',
      PARLEY_API_KEY: 'first-key-of-some-length',
    })
    expect(first.drawn).toEqual({})
    const second = await start({
      PARLEY_ADMIN_PASSWORD: 'second-password',
      PARLEY_API_KEY: 'second-key-of-some-length',
    })
    expect(await directory.verify('admin', 'first-password')).toBeNull()
    expect(await directory.verify('admin', 'second-password')).not.toBeNull()
    expect(await second.verifyApiKey('first-key-of-some-length')).toBeNull()
    expect(await second.verifyApiKey('second-key-of-some-length')).not.toBeNull()
  })

  it('shows what was drawn on a terminal, else leaves it in a file only its owner reads', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'parley-'))
    expect(handOver({ apiKey: 'k' }, { isTerminal: true, dataDir })[0]).toContain('k')
    const [line] = handOver({ apiKey: 'the-key' }, { isTerminal: false, dataDir })
    expect(line).not.toContain('the-key')
    const path = join(dataDir, 'first-start.txt')
    expect(line).toContain(path)
    expect(readFileSync(path, 'utf8')).toContain('the-key')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(handOver({}, { isTerminal: true, dataDir })).toEqual([])
  })
})

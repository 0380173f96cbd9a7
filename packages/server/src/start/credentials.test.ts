import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
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
import { ensureCredentials } from './credentials.ts'
import { createFirstSecrets } from './first-secrets.ts'

function house() {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-'))
  const path = join(dataDir, 'first-start.txt')
  const parts = {
    directory: createMemoryDirectory(),
    keyring: createMemoryKeyring(),
    secrets: createTestSecrets(),
    ids: createSequentialIds(),
    clock: new FakeClock(),
  }
  const left = () => (existsSync(path) ? readFileSync(path, 'utf8') : '')
  return {
    ...parts,
    path,
    left,
    password: () => /admin: (\S+)/.exec(left())?.[1] ?? '',
    apiKey: () => /API key: (\S+)/.exec(left())?.[1] ?? '',
    accessKey: () => ({
      id: /key id: (\S+)/.exec(left())?.[1] ?? '',
      secret: /key secret: (\S+)/.exec(left())?.[1] ?? '',
    }),
    handOver(isTerminal: boolean): string[] {
      const lines: string[] = []
      createFirstSecrets(dataDir).handOver(isTerminal, (line) => lines.push(line))
      return lines
    },
    /** `told`: what is said of a start that gets so far. */
    async start(env: Record<string, string> = {}, over: Partial<typeof parts> = {}) {
      const firstSecrets = createFirstSecrets(dataDir)
      const config = readConfig(env)
      const credentials = await ensureCredentials({ ...parts, ...over, config, firstSecrets })
      const told: string[] = []
      firstSecrets.handOver(false, (line) => told.push(line))
      return { ...credentials, told }
    },
  }
}

describe('the first start', () => {
  it('draws the password and the key once, and keeps only hashes', async () => {
    const { start, directory, keyring, left, path, password, apiKey } = house()
    const first = await start()
    expect(first.told).toEqual([expect.stringContaining(path)])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(await directory.verify('admin', password())).toMatchObject({ account: 'admin', admin: true })
    expect(await first.verifyApiKey(apiKey())).not.toBeNull()
    expect(await keyring.get('api-key.hash')).not.toContain(apiKey())
    const before = left()
    const second = await start()
    expect(second.told).toEqual([])
    expect(left()).toBe(before)
    expect(await second.verifyApiKey(apiKey())).not.toBeNull()
    expect(await second.verifyApiKey('wrong')).toBeNull()
  })

  it('draws an access key once, and keeps it sealed', async () => {
    const { start, keyring, accessKey } = house()
    const { accessKey: drawn } = await start()
    expect(drawn.id).toMatch(/^parley-[\w-]{24}$/)
    expect(drawn.secret).toMatch(/^[\w-]{24}$/)
    expect(accessKey()).toEqual(drawn)
    expect(await keyring.get('access-key.sealed')).not.toContain(drawn.secret)
    expect((await start()).accessKey).toEqual(drawn)
    const configured = {
      PARLEY_ACCESS_KEY_ID: 'set-id',
      PARLEY_ACCESS_KEY_SECRET: 'set-secret-of-some-length',
    }
    await start(configured)
    expect(accessKey()).toEqual({ id: '', secret: '' })
  })

  it('on two nodes at once ends with the secrets of one', async () => {
    const one = house()
    const other = house()
    const { directory, keyring } = one
    const both = await Promise.all([
      one.start(),
      other.start({}, { directory, keyring, secrets: one.secrets }),
    ])
    expect(both[0].admin).toEqual(both[1].admin)
    const passwords = [one.password(), other.password()].filter(Boolean)
    expect(passwords).toHaveLength(1)
    expect(await directory.verify('admin', passwords[0] ?? '')).not.toBeNull()
    const [apiKey = '', ...more] = [one.apiKey(), other.apiKey()].filter(Boolean)
    expect(more).toEqual([])
    for (const { verifyApiKey } of both) expect(await verifyApiKey(apiKey)).not.toBeNull()
    expect(both[0].accessKey).toEqual(both[1].accessKey)
  })

  it('loses no secret wherever it breaks off', async () => {
    const { start, directory, keyring, password, apiKey, accessKey } = house()
    const breaks = async () => {
      throw new Error('the end')
    }
    // After the password's hash, before the key's; and once before either was stored.
    await expect(start({}, { directory: { ...directory, create: breaks } })).rejects.toThrow('the end')
    await expect(start({}, { keyring: { ...keyring, putIfAbsent: breaks } })).rejects.toThrow('the end')
    const beforeLast: typeof keyring.putIfAbsent = (name, value) =>
      name.startsWith('access') ? breaks() : keyring.putIfAbsent(name, value)
    await expect(start({}, { keyring: { ...keyring, putIfAbsent: beforeLast } })).rejects.toThrow('the end')
    const whole = await start()
    expect(accessKey()).toEqual(whole.accessKey)
    expect(await directory.verify('admin', password())).not.toBeNull()
    expect(await whole.verifyApiKey(apiKey())).not.toBeNull()
  })

  it('takes what is set as it is, and a change at a later start too', async () => {
    const { start, directory, left } = house()
    const first = await start({
      PARLEY_ADMIN_PASSWORD: 'first-password',
      PARLEY_API_KEY: 'first-key-of-some-length',
      PARLEY_ACCESS_KEY_ID: 'first-id',
      PARLEY_ACCESS_KEY_SECRET: 'first-secret-of-some-length',
    })
    expect(left()).toBe('')
    const second = await start({
      PARLEY_ADMIN_PASSWORD: 'second-password',
      PARLEY_API_KEY: 'second-key-of-some-length',
      PARLEY_ACCESS_KEY_ID: 'second-id',
      PARLEY_ACCESS_KEY_SECRET: 'second-secret-of-some-length',
    })
    expect(first.told).toEqual([])
    expect(await directory.verify('admin', 'first-password')).toBeNull()
    expect(await directory.verify('admin', 'second-password')).not.toBeNull()
    expect(first.accessKey).toEqual({ id: 'first-id', secret: 'first-secret-of-some-length' })
    expect(second.accessKey).toEqual({ id: 'second-id', secret: 'second-secret-of-some-length' })
    // Kept, as one drawn would be.
    expect((await start()).accessKey).toEqual(second.accessKey)
    expect(await second.verifyApiKey('first-key-of-some-length')).toBeNull()
    expect(await second.verifyApiKey('second-key-of-some-length')).not.toBeNull()
  })

  it('shows on a terminal what was drawn, also by a start that broke off, and leaves no file', async () => {
    const { start, handOver, password, apiKey, left } = house()
    await start()
    const secrets = [password(), apiKey()]
    const shown = handOver(true).join('\n')
    for (const secret of secrets) expect(shown).toContain(secret)
    expect(left()).toBe('')
    expect(handOver(true)).toEqual([])
  })

  it('takes out of the file what was set otherwise since', async () => {
    const { start, password, apiKey } = house()
    await start()
    const key = apiKey()
    await start({ PARLEY_ADMIN_PASSWORD: 'another-password' })
    expect([password(), apiKey()]).toEqual(['', key])
  })
})

import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Clock,
  type Directory,
  HOME_TENANT,
  type Ids,
  type Keyring,
  type Secrets,
  type User,
} from '@parley/core'
import type { Config } from '#config/read-config.ts'

export const ADMIN_ACCOUNT = 'admin'
const API_KEY_HASH = 'api-key.hash'
const DRAWN_BYTES = 18

export type Credentials = {
  admin: User
  verifyApiKey(token: string): Promise<{ keyId: string; name: string } | null>
  /** What was drawn at this start and is nowhere else to be read. */
  drawn: { adminPassword?: string; apiKey?: string }
}

type Parts = {
  config: Config
  directory: Directory
  keyring: Keyring
  secrets: Secrets
  ids: Ids
  clock: Clock
}

/** The account `admin` and the API key: as configured, else drawn once and kept hashed. */
export async function ensureCredentials(parts: Parts): Promise<Credentials> {
  const drawn: Credentials['drawn'] = {}
  const admin = await ensureAdmin(parts, drawn)
  const hash = await ensureApiKey(parts, drawn)
  return {
    admin,
    drawn,
    async verifyApiKey(token) {
      return parts.secrets.equal(parts.secrets.digest(token), hash)
        ? { keyId: hash.slice(0, 12), name: 'API key' }
        : null
    },
  }
}

async function ensureAdmin(
  { config, directory, ids, clock }: Parts,
  drawn: Credentials['drawn'],
): Promise<User> {
  const configured = config.PARLEY_ADMIN_PASSWORD
  const known = await directory.byAccount(ADMIN_ACCOUNT)
  if (known) {
    if (configured !== '') await directory.setPassword(known.id, configured)
    return known
  }
  const password = configured === '' ? draw() : configured
  if (configured === '') drawn.adminPassword = password
  return directory.create({
    id: ids.userId(),
    tenantId: HOME_TENANT,
    account: ADMIN_ACCOUNT,
    name: 'Admin',
    mobile: '',
    email: '',
    admin: true,
    password,
    createdAt: clock.now(),
  })
}

async function ensureApiKey(
  { config, keyring, secrets }: Parts,
  drawn: Credentials['drawn'],
): Promise<string> {
  if (config.PARLEY_API_KEY !== '') {
    const hash = secrets.digest(config.PARLEY_API_KEY)
    await keyring.put(API_KEY_HASH, hash)
    return hash
  }
  const known = await keyring.get(API_KEY_HASH)
  if (known) return known
  const key = `parley_${draw()}`
  drawn.apiKey = key
  return keyring.putIfAbsent(API_KEY_HASH, secrets.digest(key))
}

function draw(): string {
  return randomBytes(DRAWN_BYTES).toString('base64url')
}

/**
 * Secrets that were drawn belong to whoever sits at the terminal; without one they go to a file only the
 * owner of the process reads, and its path is told.
 */
export function handOver(
  drawn: Credentials['drawn'],
  { isTerminal, dataDir }: { isTerminal: boolean; dataDir: string },
): string[] {
  const lines = [
    ...(drawn.adminPassword ? [`Password of the account ${ADMIN_ACCOUNT}: ${drawn.adminPassword}`] : []),
    ...(drawn.apiKey ? [`API key: ${drawn.apiKey}`] : []),
  ]
  if (lines.length === 0) return []
  if (isTerminal) return [...lines, 'They are shown this once and stored hashed.']
  const path = join(dataDir, 'first-start.txt')
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'w' })
  return [`The first password and API key are in ${path}; read it and delete it.`]
}

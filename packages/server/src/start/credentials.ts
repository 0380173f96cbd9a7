import { randomBytes } from 'node:crypto'
import {
  type Clock,
  type Directory,
  HOME_TENANT,
  type Ids,
  type Keyring,
  Refusal,
  type Secrets,
  type User,
} from '@parley/core'
import type { Config } from '#config/read-config.ts'
import type { FirstSecrets } from './first-secrets.ts'

export const ADMIN_ACCOUNT = 'admin'
const API_KEY_HASH = 'api-key.hash'
const ACCESS_KEY = 'access-key.sealed'
const DRAWN_BYTES = 18
const PASSWORD_LABEL = `Password of the account ${ADMIN_ACCOUNT}`
const API_KEY_LABEL = 'API key'
const ACCESS_KEY_ID_LABEL = 'Access key id'
const ACCESS_KEY_SECRET_LABEL = 'Access key secret'

export type Credentials = {
  admin: User
  verifyApiKey(token: string): Promise<{ keyId: string; name: string } | null>
  /** Signs calls of the management API ([AL] 5.3). */
  accessKey: AccessKey
}

type AccessKey = { id: string; secret: string }

type Parts = {
  config: Config
  directory: Directory
  keyring: Keyring
  secrets: Secrets
  ids: Ids
  clock: Clock
  firstSecrets: Pick<FirstSecrets, 'leave' | 'drop'>
}

/**
 * The account `admin`, the API key and the access key: as configured, else drawn once. The first two are kept hashed; the
 * access key's secret is needed to check signatures, so it is kept sealed.
 */
export async function ensureCredentials(parts: Parts): Promise<Credentials> {
  const admin = await ensureAdmin(parts)
  const hash = await ensureApiKey(parts)
  return {
    admin,
    accessKey: await ensureAccessKey(parts),
    async verifyApiKey(token) {
      return parts.secrets.equal(parts.secrets.digest(token), hash)
        ? { keyId: hash.slice(0, 12), name: 'API key' }
        : null
    },
  }
}

async function ensureAdmin(parts: Parts): Promise<User> {
  const { config, directory, ids, clock, firstSecrets } = parts
  const configured = config.PARLEY_ADMIN_PASSWORD
  if (configured !== '') firstSecrets.drop(PASSWORD_LABEL)
  const known = await directory.byAccount(ADMIN_ACCOUNT)
  if (known) {
    if (configured !== '') await directory.setPassword(known.id, configured)
    return known
  }
  const password = configured === '' ? draw() : configured
  if (configured === '') firstSecrets.leave(PASSWORD_LABEL, password)
  try {
    return await directory.create({
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
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'exists') throw error
    // Another node was faster: its password is the one that counts, unless one is configured.
    firstSecrets.drop(PASSWORD_LABEL)
    return ensureAdmin(parts)
  }
}

async function ensureApiKey({ config, keyring, secrets, firstSecrets }: Parts): Promise<string> {
  if (config.PARLEY_API_KEY !== '') {
    firstSecrets.drop(API_KEY_LABEL)
    const hash = secrets.digest(config.PARLEY_API_KEY)
    await keyring.put(API_KEY_HASH, hash)
    return hash
  }
  const known = await keyring.get(API_KEY_HASH)
  if (known) return known
  const key = `parley_${draw()}`
  firstSecrets.leave(API_KEY_LABEL, key)
  const kept = await keyring.putIfAbsent(API_KEY_HASH, secrets.digest(key))
  // Another node was faster: its key is the one that counts.
  if (kept !== secrets.digest(key)) firstSecrets.drop(API_KEY_LABEL)
  return kept
}

async function ensureAccessKey({ config, keyring, secrets, firstSecrets }: Parts): Promise<AccessKey> {
  const drop = (): void => {
    firstSecrets.drop(ACCESS_KEY_ID_LABEL)
    firstSecrets.drop(ACCESS_KEY_SECRET_LABEL)
  }
  const sealed = (key: AccessKey): string => secrets.seal(JSON.stringify(key))
  if (config.PARLEY_ACCESS_KEY_ID !== '') {
    drop()
    const key = { id: config.PARLEY_ACCESS_KEY_ID, secret: config.PARLEY_ACCESS_KEY_SECRET }
    await keyring.put(ACCESS_KEY, sealed(key))
    return key
  }
  const known = await keyring.get(ACCESS_KEY)
  if (known) return JSON.parse(secrets.open(known)) as AccessKey
  const key = { id: `parley-${draw()}`, secret: draw() }
  firstSecrets.leave(ACCESS_KEY_ID_LABEL, key.id)
  firstSecrets.leave(ACCESS_KEY_SECRET_LABEL, key.secret)
  const kept = JSON.parse(secrets.open(await keyring.putIfAbsent(ACCESS_KEY, sealed(key)))) as AccessKey
  // Another node was faster: its key is the one that counts.
  if (kept.id !== key.id) drop()
  return kept
}

function draw(): string {
  return randomBytes(DRAWN_BYTES).toString('base64url')
}

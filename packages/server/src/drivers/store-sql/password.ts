import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** log2 of scrypt's N; with r = 8 a hash takes 128 * N * 8 bytes while it is made: 32 MiB at 15. */
export type ScryptCost = number

export const SCRYPT_COST: ScryptCost = 15
const BLOCK = 8
const SALT_BYTES = 16
const KEY_BYTES = 32

/** `scrypt$15$<salt>$<key>`: tells how it was made, so that the cost can rise later. */
export async function hashPassword(password: string, cost: ScryptCost): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const key = await derive(password, salt, cost)
  return ['scrypt', cost, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Takes as long without a hash to compare with: who asks cannot tell whether there is one. */
export async function verifyPassword(
  password: string,
  hash: string | null,
  cost: ScryptCost,
): Promise<boolean> {
  const [, madeAt, salt, key] = hash?.split('$') ?? []
  if (!madeAt || !salt || !key) {
    await derive(password, randomBytes(SALT_BYTES), cost)
    return false
  }
  const expected = Buffer.from(key, 'base64url')
  const actual = await derive(password, Buffer.from(salt, 'base64url'), Number(madeAt))
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

/** On the thread pool: the event loop goes on. */
function derive(password: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  const N = 2 ** cost
  const options = { N, r: BLOCK, p: 1, maxmem: 256 * N * BLOCK }
  return new Promise((resolve, reject) => {
    // The same letters typed on another system may be other code points.
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

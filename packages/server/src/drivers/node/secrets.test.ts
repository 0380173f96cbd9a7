import { createMemoryKeyring } from '@parley/core/memory'
import { describe, expect, it } from 'vitest'
import { createSecrets } from './secrets.ts'

describe('secrets', () => {
  it('what is sealed opens again, under the same keyring only', async () => {
    const keyring = createMemoryKeyring()
    const sealed = (await createSecrets(keyring)).seal('482913 会议')
    expect((await createSecrets(keyring)).open(sealed)).toBe('482913 会议')
    await expect(createSecrets(createMemoryKeyring()).then((other) => other.open(sealed))).rejects.toThrow()
  })

  it('a seal that was touched does not open', async () => {
    const secrets = await createSecrets(createMemoryKeyring())
    const sealed = Buffer.from(secrets.seal('secret'), 'base64url')
    for (const at of [0, 1, 13, 29, sealed.length - 1]) {
      const touched = Buffer.from(sealed)
      touched[at]! ^= 1
      expect(() => secrets.open(touched.toString('base64url'))).toThrow()
    }
    expect(secrets.seal('secret')).not.toBe(secrets.seal('secret'))
  })

  it('a MAC differs by purpose and text and is stable over restarts', async () => {
    const keyring = createMemoryKeyring()
    const [a, b] = [await createSecrets(keyring), await createSecrets(keyring)]
    expect(a.mac('link', 'x')).toBe(b.mac('link', 'x'))
    expect(a.mac('link', 'x')).not.toBe(a.mac('host', 'x'))
    expect(a.equal('x', 'x')).toBe(true)
    expect(a.equal('x', 'xx')).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { createTestSecrets } from './secrets.ts'
import { hmacSha256, sha256 } from './sha-256.ts'

const hex = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
const ascii = (text: string): number[] => [...text].map((char) => char.charCodeAt(0))

describe('the hash of the test secrets', () => {
  it('is SHA-256 (FIPS 180-4 examples)', () => {
    expect(hex(sha256([]))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(hex(sha256(ascii('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(hex(sha256(ascii('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')))).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    )
  })
  it('is HMAC-SHA-256 (RFC 4231, case 2)', () => {
    expect(hex(hmacSha256(ascii('Jefe'), ascii('what do ya want for nothing?')))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    )
  })
})

describe('test secrets', () => {
  const secrets = createTestSecrets()
  it('open what they sealed, whatever the script', () => {
    expect(secrets.open(secrets.seal('会议 482913 é 🙂'))).toBe('会议 482913 é 🙂')
    expect(secrets.seal('same')).not.toBe(secrets.seal('same'))
  })
  it('refuse a changed seal, a made-up one and one under another key', () => {
    const sealed = secrets.seal('482913')
    const flipped = sealed.replace(/\.(.)/, (_, first: string) => `.${first === '0' ? '1' : '0'}`)
    expect(() => secrets.open(flipped)).toThrow()
    expect(() => secrets.open('482913')).toThrow()
    expect(() => createTestSecrets('other').open(sealed)).toThrow()
  })
  it('keep purposes apart and write base64url without padding', () => {
    expect(secrets.mac('link', 'a')).not.toBe(secrets.mac('host', 'a'))
    expect(secrets.mac('link', 'a')).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })
  it('compare exactly', () => {
    expect(secrets.equal('abc', 'abc')).toBe(true)
    expect(secrets.equal('abc', 'abd')).toBe(false)
    expect(secrets.equal('abc', 'abcd')).toBe(false)
    expect(secrets.equal('abcd', 'abc')).toBe(false)
  })
})

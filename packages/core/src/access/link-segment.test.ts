import { createHmac, timingSafeEqual } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Secrets } from '../ports/secrets.ts'
import { decodeLink, encodeLink, linkPrefix, plainLink } from './link-segment.ts'

/** The document's vectors use the key itself, whatever the purpose. */
const secrets: Pick<Secrets, 'mac' | 'equal'> = {
  mac: (_purpose, text) => createHmac('sha256', 'example-link-key').update(text).digest('base64url'),
  equal: (a, b) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b)),
}

describe('[WC] 2.3 link segments, vectors of appendix B', () => {
  it.each([
    ['123456', 'MTIzNDU2'],
    ['12345', 'MTIzNDU'],
    ['K7M2PQ9X', 'SzdNMlBROVg'],
    ['会议室1', '5Lya6K6u5a6kMQ'],
    ['a?b~', 'YT9ifg'],
  ])('spell %s as %s', (password, tail) => {
    const segment = encodeLink(password, secrets as Secrets)
    expect(segment.slice(4)).toBe(tail)
    expect(decodeLink(segment)).toEqual({ prefix: segment.slice(0, 4), password })
  })

  it('begin with the MAC of the password', () => {
    expect(linkPrefix('123456', secrets)).toBe('jbL6')
    expect(encodeLink('123456', secrets as Secrets)).toBe('jbL6MTIzNDU2')
  })

  it.each([
    ['aB3xMTIzNDU2', '123456'],
    ['aB3xMTIzNDU', '12345'],
    ['aB3xMTIzNDU=', '12345'],
    ['aB3xMTIzNDU%3D', '12345'],
    // Both alphabets of base64.
    ['aB3xYT9ifg==', 'a?b~'],
    ['aB3xPj4-Pw', '>>>?'],
    ['aB3xPj4+Pw', '>>>?'],
  ])('read %s as %s', (segment, password) => {
    expect(decodeLink(segment)).toEqual({ prefix: 'aB3x', password })
  })

  it.each([
    ['aB3xMTIzNDV', 'a tail that is not canonical'],
    ['123456', 'a bare password, whose tail is nothing'],
    ['aB3x', 'no password'],
    ['aB3xMTI/MDU2', 'a slash'],
    ['aB3xMTI%2FMDU2', 'a slash in disguise'],
    ['aB3x%00%00', 'control characters'],
    ['aB3xMTIzNDU2%', 'a broken percent-encoding'],
    ['aB3xMTIzN', 'a length that no base64 has'],
    ['a B3MTIzNDU2', 'a prefix with a space'],
    ['aB3x/////w', 'bytes that are not UTF-8'],
    [`aB3x${'QUFB'.repeat(33)}`, 'more than 132 characters'],
    ['aB3xQUI', 'a password of 2 characters'],
    ['aB3xIDEyMzQ1', 'a password with a leading space'],
    ['aB3xMTIzNAk', 'a password with a tab'],
  ])('refuse %s: %s', (segment) => {
    expect(decodeLink(segment)).toBeNull()
  })

  it('are the password itself to old clients', () => {
    expect(plainLink('123456')).toBe('123456')
    expect(plainLink('%E4%BC%9A%E8%AE%AE%E5%AE%A41')).toBe('会议室1')
    for (const segment of ['123', 'a%2Fb12', `${'x'.repeat(65)}`, '12345%0A', '%'])
      expect(plainLink(segment)).toBeNull()
  })
})

import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createAddressOf, throttleKey } from './caller.ts'

const from = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({
    socket: { remoteAddress },
    connection: { remoteAddress },
    headers: forwarded ? { 'x-forwarded-for': forwarded } : {},
  }) as unknown as IncomingMessage

describe('who calls', () => {
  it('IPv6 is counted per /64, IPv4 in IPv6 clothes as IPv4', () => {
    expect(throttleKey('2001:db8:1:2:3:4:5:6')).toBe(throttleKey('2001:db8:1:2::9'))
    expect(throttleKey('2001:db8:1:2::1')).not.toBe(throttleKey('2001:db8:1:3::1'))
    expect(throttleKey('::ffff:192.0.2.7')).toBe('192.0.2.7')
    expect(throttleKey('nonsense')).toBe('nonsense')
  })

  it('forwarded addresses count only when they come from whom we trust', () => {
    expect(createAddressOf(false)(from('192.0.2.1', '198.51.100.7'))).toBe('192.0.2.1')
    expect(createAddressOf(true)(from('192.0.2.1', '198.51.100.7'))).toBe('198.51.100.7')
    expect(createAddressOf(1)(from('192.0.2.1', '203.0.113.9, 198.51.100.7'))).toBe('198.51.100.7')
    expect(createAddressOf(['192.0.2.0/24'])(from('192.0.2.1', '198.51.100.7'))).toBe('198.51.100.7')
    expect(createAddressOf(['192.0.2.0/24'])(from('203.0.113.1', '198.51.100.7'))).toBe('203.0.113.1')
  })
})

import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { certificateRoutes } from './certificates.ts'

describe('certificates of signing keys', () => {
  it('[D39] are served to everybody under their own address, for good', async () => {
    const app = Fastify()
    const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n'
    await app.register(certificateRoutes, {
      certificate: (id: string) => (id === '0123456789abcdef' ? pem : null),
    })
    const found = await app.inject('/eventbridge/certs/0123456789abcdef.pem')
    expect([found.statusCode, found.body]).toEqual([200, pem])
    expect(found.headers['cache-control']).toContain('immutable')
    for (const file of [
      '0123456789abcdee.pem',
      '0123456789abcdef',
      'x.pem',
      '..%2f..%2fetc%2fpasswd',
      '%00.pem',
    ])
      expect((await app.inject(`/eventbridge/certs/${file}`)).statusCode).toBe(404)
  })
})

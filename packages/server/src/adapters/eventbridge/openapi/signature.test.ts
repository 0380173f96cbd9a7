import { describe, expect, it } from 'vitest'
import { readAuthorization, sign, textsToSign } from './signature.ts'

/** The test vectors of [AL] 5.3. */
const request = {
  method: 'POST',
  url: '/openapi/createRule',
  headers: {
    'content-type': 'application/json; charset=utf-8',
    date: 'Tue, 21 Jul 2020 12:22:24 GMT',
    'x-acs-signature-nonce': '0123456789abcdef0123456789abcdef',
    'x-acs-signature-method': 'HMAC-SHA1',
    'x-acs-signature-version': '1.0',
    'x-eventbridge-version': '2015-06-06',
    host: 'meet.example.org',
    accept: 'application/json',
  },
}

describe('what is signed', () => {
  it('[AL] 5.3 is what the SDK signs', () => {
    const [text] = textsToSign(request)
    expect(text).toBe(
      'POST\n\napplication/json; charset=utf-8\nTue, 21 Jul 2020 12:22:24 GMT\n' +
        'x-acs-signature-method:HMAC-SHA1\nx-acs-signature-nonce:0123456789abcdef0123456789abcdef\n' +
        'x-acs-signature-version:1.0\n/openapi/createRule',
    )
    expect(sign('demo-secret', text)).toBe('6R3vInMggWIV5Hh7m2CHl72dPrU=')
    const headers = {
      ...request.headers,
      'x-acs-accesskey-id': 'demo-id',
      'x-acs-security-token': 'demo-token',
    }
    expect(sign('demo-secret', textsToSign({ ...request, headers })[0])).toBe('obKkaugB6/emASLDA+YXr6UomaU=')
  })

  it('[AL] 5.3 or what the documentation and the Java sample sign: other headers, and a line for accept', () => {
    const [, documented, java] = textsToSign(request)
    expect(java).toContain('1.0\nx-eventbridge-version:2015-06-06\n/openapi/createRule')
    expect(documented).toBe(java.replace('POST\n', 'POST\napplication/json\n'))
  })

  it('has the query in order, and headers without line breaks', () => {
    const [text] = textsToSign({ ...request, url: '/openapi/x?b=2&a=1', headers: { 'x-acs-a': ' x\ty ' } })
    expect(text).toBe('POST\n\n\n\nx-acs-a:x y\n/openapi/x?a=1&b=2')
  })
})

describe('the authorization', () => {
  const signature = '6R3vInMggWIV5Hh7m2CHl72dPrU='
  it('is read in both spellings', () => {
    for (const text of [`acs:demo-id:${signature}`, `acs demo-id:${signature}`])
      expect(readAuthorization(text)).toEqual({ keyId: 'demo-id', signature })
  })

  it('is nothing else', () => {
    for (const text of [
      undefined,
      '',
      'Bearer x',
      `acs:${signature}`,
      'acs:demo-id:short',
      `acs:a b:${signature}`,
    ])
      expect(readAuthorization(text)).toBeNull()
  })
})

import { expect, it } from 'vitest'
import type { Receipt } from '../../ports/courier.ts'
import { hideEchoes } from './hide-echoes.ts'

const parcel = {
  headers: {
    authorization: 'Bearer a-token-of-ours',
    'webhook-signature': 'v1,c2lnbmVk v1a,YWxzbyBzaWduZWQ=',
    'x-stage': 'prod',
    'user-agent': 'Parley/1.0.0',
  },
  shown: { authorization: '…', 'webhook-signature': 'v1,c2l…', 'x-stage': '…', 'user-agent': 'Parley/1.0.0' },
}
const answered = (response: string, headers: Record<string, string> = {}): Receipt => ({
  is: 'answered',
  status: 500,
  headers,
  response,
  retryAfterMs: null,
  durationMs: 1,
})

it('what proved something in the request is not kept of an answer that repeats it', () => {
  expect(
    hideEchoes(
      answered('Authorization=Bearer a-token-of-ours, token=a-token-of-ours, sent: v1a,YWxzbyBzaWduZWQ=', {
        'x-echo': 'a-token-of-ours!',
      }),
      parcel,
    ),
  ).toEqual(answered('Authorization=…, token=…, sent: …', { 'x-echo': '…!' }))
})

it('all else of an answer is, and words that are too short to be secrets', () => {
  const plain = answered('prod: no Bearer, Parley/1.0.0', { server: 'x' })
  expect(hideEchoes(plain, parcel)).toEqual(plain)
  expect(hideEchoes(plain, { headers: {}, shown: {} })).toBe(plain)
  const failed = { is: 'failed', error: 'no answer', durationMs: 1 } as const
  expect(hideEchoes(failed, parcel)).toBe(failed)
})

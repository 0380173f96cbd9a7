import { describe, expect, it } from 'vitest'
import { Refusal } from '../refusal.ts'
import { checkTargetHeaders } from './target-headers.ts'

describe('a target’s own headers', () => {
  it('are taken in lower case', () => {
    expect(checkTargetHeaders({ Authorization: 'Bearer a b', 'X-Team': '' })).toEqual({
      authorization: 'Bearer a b',
      'x-team': '',
    })
  })

  it.each([
    ['Host', 'x'],
    ['Content-Length', '1'],
    ['content-type', 'text/plain'],
    ['Webhook-Signature', 'v1,x'],
    ['X-EventBridge-Signature-Token', 'x'],
    ['x-parley-attempt', '1'],
    ['ce-id', '1'],
    ['transfer-encoding', 'chunked'],
    ['proxy-authorization', 'x'],
    ['a b', 'x'],
    ['', 'x'],
    ['x\r\ny', 'x'],
    ['x-a', 'b\r\nx-evil: 1'],
    ['x-a', 'é'],
    ['x-a', ' blank first'],
    ['x-a', 'x'.repeat(2_049)],
  ])('[D36] %j: %j is refused, with its place', (name, value) => {
    const refusal = (() => {
      try {
        return checkTargetHeaders({ [name]: value })
      } catch (error) {
        return error
      }
    })()
    expect(refusal).toBeInstanceOf(Refusal)
    expect((refusal as Refusal).details.path).toMatch(/^\/target\/headers\//)
  })

  it('not one name twice, and not too many', () => {
    expect(() => checkTargetHeaders({ 'X-A': '1', 'x-a': '2' })).toThrow(/twice/)
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, no) => [`x-${no}`, '1']))
    expect(() => checkTargetHeaders(many)).toThrow(/at most/)
  })
})

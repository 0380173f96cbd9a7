import { describe, expect, it } from 'vitest'
import { closedBy, leftWhy } from './refusals.ts'

describe('why one is not inside any more', () => {
  it.each([
    ['left by oneself', { why: 'left' }, 'self'],
    ['removed', { why: 'removed' }, 'removed'],
    ['removed and kept out', { why: 'removed', code: 735 }, 'banned'],
    ['ended', { why: 'ended' }, 'ended'],
    ['taken over', { why: 'replaced' }, 'elsewhere'],
    ['unreachable', { why: 'unreachable' }, 'lost'],
  ] as const)('%s', (_, phase, expected) => {
    expect(leftWhy({ is: 'over', ...phase }, false, false)).toBe(expected)
  })
  it('whoever ended the meeting for all is told that they did', () => {
    expect(leftWhy({ is: 'over', why: 'ended' }, true, false)).toBe('endedByYou')
  })
  it.each([
    ['left', 'leftWaiting'],
    ['ended', 'waitOver'],
    ['refused-entry', 'refused'],
    ['lobby-expired', 'expired'],
  ] as const)('out of the waiting room: %s', (why, expected) => {
    expect(leftWhy({ is: 'over', why }, false, true)).toBe(expected)
  })
  it.each(['refused', 'signed-out'] as const)('%s leads back to the door', (why) => {
    expect(leftWhy({ is: 'over', why, code: 732 }, false, false)).toBeNull()
    expect(closedBy(732)).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { documentTitle } from './document-title.ts'
import { lostConnection, recovery } from './recovery.ts'

describe('a lost connection', () => {
  const since = 100_000
  it.each([
    [0, 'short'],
    [4_999, 'short'],
    [5_000, 'long'],
    [29_999, 'long'],
    [30_000, 'help'],
  ])('after %d ms is told as %s', (lasts, stage) => {
    expect(recovery({ is: 'reconnecting', since, until: null }, since + lasts).stage).toBe(stage)
  })
  it('counts down to the next try, and shows nothing while one is made', () => {
    const seconds = (until: number | null) =>
      recovery({ is: 'reconnecting', since, until }, since + 6_000).tryInSeconds
    expect(seconds(since + 9_200)).toBe(4)
    expect(seconds(since + 6_000)).toBeNull()
    expect(seconds(null)).toBeNull()
  })
  it('keeps the moment it began over any number of tries', () => {
    const first = lostConnection({ is: 'online' }, { is: 'idle' }, 7)
    const waiting = { is: 'waiting', attempt: 2, until: 50, code: 1006 } as const
    expect(lostConnection(first, waiting, 20)).toEqual({ is: 'reconnecting', since: 7, until: 50 })
  })
})

describe('title of the tab', () => {
  const view = { title: 'Weekly', waiting: 2, hosting: true }
  it('tells a host who waits, others nothing, and a lost connection before all', () => {
    expect(documentTitle(view, { is: 'online' })).toEqual({
      key: 'room.documentWaiting',
      values: { title: 'Weekly', count: 2 },
    })
    expect(documentTitle({ ...view, hosting: false }, { is: 'online' }).key).toBe('room.documentTitle')
    expect(documentTitle(view, { is: 'reconnecting', since: 0, until: null }).key).toBe(
      'room.documentReconnecting',
    )
  })
})

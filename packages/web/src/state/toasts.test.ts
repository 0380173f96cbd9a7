import { describe, expect, it } from 'vitest'
import { createManualClock } from './manual-clock.ts'
import { createToasts, type News } from './toasts.ts'

const joined = (name: string): News => ({
  message: { key: 'news.joined', values: { name } },
  group: { name: 'joined', many: (count) => ({ key: 'news.joinedMany', values: { count } }) },
})
const plain = (title: string): News => ({ message: { key: 'news.renamed', values: { title } } })

const setUp = () => {
  const clock = createManualClock()
  const toasts = createToasts(clock)
  const shown = () => toasts.store.get().map((toast) => toast.message)
  return { clock, toasts, shown }
}

describe('toasts', () => {
  it('group people who join', () => {
    const { toasts, shown } = setUp()
    toasts.add(joined('Ann'))
    expect(shown()).toEqual([{ key: 'news.joined', values: { name: 'Ann' } }])
    toasts.add(joined('Bob'))
    toasts.add(joined('Cem'))
    expect(shown()).toEqual([{ key: 'news.joinedMany', values: { count: 3 } }])
  })

  it('are two at most, the oldest goes', () => {
    const { toasts, shown } = setUp()
    for (const title of ['1', '2', '3']) toasts.add(plain(title))
    expect(shown()).toEqual([plain('2').message, plain('3').message])
  })

  it('leave after six seconds, counted anew when grouped', async () => {
    const { clock, toasts, shown } = setUp()
    toasts.add(joined('Ann'))
    await clock.advance(5_000)
    toasts.add(joined('Bob'))
    await clock.advance(5_000)
    expect(shown()).toHaveLength(1)
    await clock.advance(1_000)
    expect(shown()).toHaveLength(0)
  })

  it('stay while pointer or focus rests on them', async () => {
    const { clock, toasts, shown } = setUp()
    toasts.add(plain('1'))
    toasts.hold(true)
    await clock.advance(60_000)
    expect(shown()).toHaveLength(1)
    toasts.hold(false)
    await clock.advance(6_000)
    expect(shown()).toHaveLength(0)
  })

  it('can be dismissed', () => {
    const { toasts, shown } = setUp()
    toasts.add(plain('1'))
    toasts.dismiss(toasts.store.get()[0]!.id)
    expect(shown()).toEqual([])
  })
})

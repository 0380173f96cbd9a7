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

  it('do not stay for ever when what the focus was on was taken away', async () => {
    const { clock, toasts, shown } = setUp()
    toasts.add({ ...plain('?'), question: 'waiting' })
    toasts.hold(true)
    toasts.drop('waiting')
    toasts.add(plain('1'))
    await clock.advance(6_000)
    expect(shown()).toEqual([])
    toasts.add(plain('2'))
    toasts.add(plain('3'))
    toasts.hold(true)
    toasts.add(plain('4'))
    await clock.advance(6_000)
    expect(shown()).toEqual([])
  })

  it('can be dismissed', () => {
    const { toasts, shown } = setUp()
    toasts.add(plain('1'))
    toasts.dismiss(toasts.store.get()[0]!.id)
    expect(shown()).toEqual([])
  })
})

describe('toasts with a button', () => {
  const ask = (question: string): News => ({
    message: { key: 'asked.unmute', values: { actor: 'Ann' } },
    question,
    action: { label: { key: 'mic.short.unmute' }, run: () => undefined },
  })

  it('a question outlives plain news and the crowd of them', async () => {
    const { clock, toasts, shown } = setUp()
    toasts.add(ask('audio'))
    for (const title of ['1', '2', '3']) toasts.add(plain(title))
    expect(shown()).toEqual([ask('audio').message, plain('3').message])
    await clock.advance(6_000)
    expect(shown()).toEqual([ask('audio').message])
    await clock.advance(24_000)
    expect(shown()).toEqual([])
  })
  it('the same question again is one, and one that is answered elsewhere goes', () => {
    const { toasts, shown } = setUp()
    toasts.add(ask('audio'))
    toasts.add(ask('audio'))
    expect(shown()).toHaveLength(1)
    toasts.drop('video')
    expect(shown()).toHaveLength(1)
    toasts.drop('audio')
    expect(shown()).toEqual([])
  })
  it('what is only to be heard is not shown', () => {
    const { toasts, shown } = setUp()
    toasts.add({ ...plain('1'), heardOnly: true })
    expect(shown()).toEqual([])
  })
})

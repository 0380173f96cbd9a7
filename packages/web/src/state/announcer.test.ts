import { expect, it } from 'vitest'
import { createAnnouncer } from './announcer.ts'
import { createManualClock } from './manual-clock.ts'

const joined = (name: string) => ({
  message: { key: 'news.joined' as const, values: { name } },
  group: {
    name: 'joined' as const,
    many: (count: number) => ({ key: 'news.joinedMany' as const, values: { count } }),
  },
})

it('gathers those who join within a second into one sentence', async () => {
  const clock = createManualClock()
  const { store, tell } = createAnnouncer(clock)
  tell(joined('Ann'))
  await clock.advance(600)
  tell(joined('Bob'))
  expect(store.get().people).toBeNull()
  await clock.advance(400)
  expect(store.get().people?.message).toEqual({ key: 'news.joinedMany', values: { count: 2 } })
})

it('says at once what happens to the reader, and says it again when it happens again', () => {
  const { store, tell } = createAnnouncer(createManualClock())
  const muted = { message: { key: 'news.mutedYouSystem' as const }, urgent: true }
  tell(muted)
  const first = store.get().urgent
  tell(muted)
  expect(first?.message).toEqual({ key: 'news.mutedYouSystem' })
  expect(store.get().urgent?.turn).not.toBe(first?.turn)
})

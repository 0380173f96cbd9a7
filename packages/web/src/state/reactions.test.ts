import type { Conference } from '@parley/client'
import { describe, expect, it } from 'vitest'
import { createManualClock } from './manual-clock.ts'
import { createReactions } from './reactions.ts'
import type { News } from './toasts.ts'

function setUp() {
  const clock = createManualClock()
  const sent: string[] = []
  const news: News[] = []
  const conference = {
    react: async (reaction: string) => {
      sent.push(reaction)
    },
  } as unknown as Conference
  const reactions = createReactions({ conference, me: () => 'me', clock, tell: (one) => news.push(one) })
  const heard = (memberId: string, reaction: 'like' | 'heart' = 'like') =>
    reactions.heard({ memberId, displayName: memberId, reaction })
  const shown = () => reactions.store.get().shown.map(({ memberId, reaction }) => [memberId, reaction])
  return { clock, sent, news, reactions, heard, shown }
}

describe('reactions', () => {
  it('are shown for four seconds, the newest of each person', async () => {
    const { clock, heard, shown } = setUp()
    heard('a')
    await clock.advance(3_000)
    heard('a', 'heart')
    heard('b')
    expect(shown()).toEqual([
      ['a', 'heart'],
      ['b', 'like'],
    ])
    await clock.advance(3_999)
    expect(shown()).toHaveLength(2)
    await clock.advance(1)
    expect(shown()).toEqual([])
  })
  it('of a full room are a few dozen on the page, not hundreds', () => {
    const { heard, shown } = setUp()
    for (let one = 0; one < 300; one += 1) heard(`m${one}`)
    expect(shown()).toHaveLength(24)
    expect(shown().at(-1)).toEqual(['m299', 'like'])
  })
  it('rest a second between two of one own', async () => {
    const { clock, reactions, sent } = setUp()
    await reactions.send('like')
    await reactions.send('heart')
    await clock.advance(1_000)
    await reactions.send('clap')
    expect(sent).toEqual(['like', 'clap'])
  })
  it('of others are spoken, gathered, and never shown as a toast', () => {
    const { heard, news } = setUp()
    heard('me')
    heard('a')
    expect(news).toMatchObject([{ message: { key: 'react.heard' }, heardOnly: true }])
  })
})

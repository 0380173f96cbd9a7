import type { ConferenceId, SignalOf } from '@parley/core'
import { FakeClock } from '@parley/core/memory'
import { describe, expect, it } from 'vitest'
import { CaptionPace } from './caption-pace.ts'

function line(lineId: string, text: string, final = false): SignalOf<'Caption'> {
  const conferenceId = '900123456' as ConferenceId
  const texts = [{ language: 'en', text }]
  return {
    type: 'Caption',
    conferenceId,
    at: 0,
    lineId,
    participantId: null,
    texts,
    final,
    beginMs: 0,
    endMs: 1,
  }
}

describe('the pace of captions', () => {
  it('tells a growing line at most three times a second, its latest words last, and the final one at once', () => {
    const clock = new FakeClock()
    const told: { at: number; text: string | undefined }[] = []
    const start = clock.now()
    const pace = new CaptionPace(clock, ({ texts }) =>
      told.push({ at: clock.now() - start, text: texts[0]?.text }),
    )
    for (let at = 0; at < 1_000; at += 20) {
      pace.hear(line('a', `${at}`))
      clock.advance(20)
    }
    expect(told).toEqual([
      { at: 0, text: '0' },
      { at: 334, text: '320' },
      { at: 668, text: '660' },
    ])
    pace.hear(line('a', 'all', true))
    expect(told.at(-1)).toEqual({ at: 1000, text: 'all' })
    // What was still waiting of it is not told behind it.
    clock.advance(1_000)
    expect(told).toHaveLength(4)
  })

  it('keeps the lines of two people apart', () => {
    const clock = new FakeClock()
    const told: (string | undefined)[] = []
    const pace = new CaptionPace(clock, ({ texts }) => told.push(texts[0]?.text))
    pace.hear(line('a', 'a1'))
    pace.hear(line('a', 'a2'))
    pace.hear(line('b', 'b1'))
    pace.hear(line('a', 'a3'))
    clock.advance(400)
    expect(told).toEqual(['a1', 'a3', 'b1'])
    pace.hear(line('b', 'b2'))
    pace.stop()
    clock.advance(1_000)
    expect(told).toHaveLength(3)
  })
})

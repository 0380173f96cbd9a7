import type { CaptionView } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { captionBlocks, createCaptions } from './captions.ts'
import { createManualClock } from './manual-clock.ts'

const line = (lineId: string, memberId: string | null, text = lineId): CaptionView => ({
  lineId,
  memberId,
  texts: [
    { language: 'zh-CN', text },
    { language: 'en', text: `${text} in English` },
  ],
  final: false,
  beginMs: 0,
  endMs: 0,
})

describe('lines', () => {
  it('are the last two of each, who spoke last at the end', () => {
    const blocks = captionBlocks([line('1', 'a'), line('2', 'a'), line('3', 'b'), line('4', 'a')], null)
    expect(blocks.map(({ memberId, lines }) => [memberId, lines.map(({ text }) => text)])).toEqual([
      ['b', ['3']],
      ['a', ['2', '4']],
    ])
  })
  it('come in the language that was chosen, and as spoken where there is none', () => {
    expect(captionBlocks([line('1', 'a')], 'en')[0]?.lines[0]).toMatchObject({
      text: '1 in English',
      language: 'en',
    })
    expect(captionBlocks([line('1', 'a')], 'fr')[0]?.lines[0]?.text).toBe('1')
  })
})

describe('captions', () => {
  it('leave ten seconds after the last word of each line', async () => {
    const clock = createManualClock()
    const captions = createCaptions(clock)
    const texts = () => captions.store.get().blocks.flatMap(({ lines }) => lines.map(({ text }) => text))
    const first = line('1', 'a', 'we')
    captions.follow(['en'], [first])
    await clock.advance(6_000)
    const grown = line('1', 'a', 'we begin')
    captions.follow(['en'], [grown, line('2', 'b')])
    await clock.advance(6_000)
    expect(texts()).toEqual(['we begin', '2'])
    captions.follow(['en'], [grown, line('2', 'b', 'longer')])
    await clock.advance(4_000)
    expect(texts()).toEqual(['longer'])
    await clock.advance(6_000)
    expect(texts()).toEqual([])
  })
  it('fall back to what is spoken when the chosen language is not offered any more', () => {
    const captions = createCaptions(createManualClock())
    captions.follow(['en', 'zh-CN'], [])
    captions.choose('en')
    captions.follow(['zh-CN'], [])
    expect(captions.store.get().language).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { createSettings } from './settings.ts'
import type { Box } from './tab.ts'

function box(first?: string): Box & { text: () => string | null } {
  let kept: string | null = first ?? null
  return {
    getItem: () => kept,
    setItem: (_, text) => {
      kept = text
    },
    removeItem: () => undefined,
    text: () => kept,
  }
}

describe('settings', () => {
  it('begin with single keys off and everything else as most expect', () => {
    expect(createSettings(box()).store.get()).toMatchObject({
      shortcuts: true,
      singleKeys: false,
      pushToTalk: true,
      theme: 'system',
      audioOnly: false,
    })
  })
  it('are kept for the next time, but not "sound only": that is about the line of today', () => {
    const storage = box()
    createSettings(storage).change({ singleKeys: true, captionSize: 'large', audioOnly: true })
    expect(createSettings(storage).store.get()).toMatchObject({
      singleKeys: true,
      captionSize: 'large',
      audioOnly: false,
    })
  })
  it.each(['{', 'null', '[]', '{"theme":"pink","sounds":"yes","captionSize":3}'])(
    'take nothing foreign: %s',
    (text) => {
      expect(createSettings(box(text)).store.get()).toMatchObject({
        theme: 'system',
        sounds: true,
        captionSize: 'medium',
      })
    },
  )
  it('last as long as the page where nothing can be kept', () => {
    const full: Box = {
      getItem: () => {
        throw new Error('forbidden')
      },
      setItem: () => {
        throw new Error('full')
      },
      removeItem: () => undefined,
    }
    const settings = createSettings(full)
    settings.change({ sounds: false })
    expect(settings.store.get().sounds).toBe(false)
  })
})

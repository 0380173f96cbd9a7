import { describe, expect, it } from 'vitest'
import { createManualClock } from './manual-clock.ts'
import { type Channel, createOtherTabs } from './other-tabs.ts'

/** Tabs of one browser: what one says all others hear. */
function browser() {
  const tabs: ((word: unknown) => void)[] = []
  return (): Channel => {
    const mine = tabs.push(() => undefined) - 1
    return {
      listen: (heard) => {
        tabs[mine] = heard
      },
      say: (word) => {
        for (const [index, heard] of tabs.entries()) if (index !== mine) heard(word)
      },
    }
  }
}

describe('a copied seat', () => {
  it('is known to be in use while another tab holds it', async () => {
    const clock = createManualClock()
    const tab = browser()
    const [first, copy] = [createOtherTabs(tab(), clock), createOtherTabs(tab(), clock)]
    first.hold('seat')
    expect(await copy.isOpen('seat')).toBe(true)
  })

  it('is free when nobody answers: a reload, or the other was closed', async () => {
    const clock = createManualClock()
    const tab = browser()
    const [first, copy] = [createOtherTabs(tab(), clock), createOtherTabs(tab(), clock)]
    first.hold('another seat')
    const asked = copy.isOpen('seat')
    await clock.advance(300)
    expect(await asked).toBe(false)
    first.hold('seat')
    first.hold(null)
    const again = copy.isOpen('seat')
    await clock.advance(300)
    expect(await again).toBe(false)
  })

  it('does not answer its own question, nor chokes on strangers', async () => {
    const clock = createManualClock()
    const tab = browser()
    const [mine, stranger] = [createOtherTabs(tab(), clock), tab()]
    mine.hold('seat')
    const asked = mine.isOpen('seat')
    for (const word of [null, 'x', 7, {}, { here: 'other' }]) stranger.say(word)
    await clock.advance(300)
    expect(await asked).toBe(false)
  })

  it('cannot be asked about without a channel', async () => {
    expect(await createOtherTabs(null, createManualClock()).isOpen('seat')).toBe(false)
  })
})

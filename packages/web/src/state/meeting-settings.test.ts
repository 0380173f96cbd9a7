import { describe, expect, it } from 'vitest'
import { meetingSettings } from './fixtures.ts'
import { hostStage } from './host-test-stage.ts'

const settings = meetingSettings()

describe('a setting of the meeting', () => {
  it('goes out alone, each by its own call', async () => {
    const { host, calls, clock } = hostStage({ view: { settings } })
    host.settings.change('waitingRoom', true)
    host.settings.change('locked', true)
    host.settings.change('allowUnmute', false)
    host.settings.change('chat', 'none')
    await clock.advance(1)
    expect(calls).toEqual([
      ['update', { settings: { waitingRoom: true } }],
      ['lock'],
      ['update', { allowUnmute: false }],
      ['update', { settings: { chat: 'none' } }],
    ])
  })
  it('is shown as wished until the server tells how it is', async () => {
    const { host, becomes, clock } = hostStage({ view: { settings } })
    host.settings.change('chat', 'none')
    await clock.advance(1)
    expect(host.settings.wished.get()).toEqual({ chat: 'none' })
    await becomes({ settings: { ...settings, chat: 'none' } })
    expect(host.settings.wished.get()).toEqual({})
    expect(host.store.get()?.rules?.chat).toBe('none')
  })
  it('goes back at once when it is refused', async () => {
    const { host, refuses, said, clock } = hostStage({ view: { settings } })
    refuses('update', 403)
    host.settings.change('shareLocked', true)
    await clock.advance(1)
    expect(host.settings.wished.get()).toEqual({})
    expect(said()).toEqual([{ key: 'error.forbidden' }])
  })
  it('shows the meeting as it is when an answer has no event', async () => {
    const { host, clock } = hostStage({ view: { settings } })
    host.settings.change('muteOnEntry', true)
    await clock.advance(2_999)
    expect(host.settings.wished.get()).toEqual({ muteOnEntry: true })
    await clock.advance(10)
    expect(host.settings.wished.get()).toEqual({})
  })
  it('that is so already asks nothing', () => {
    const { host, calls } = hostStage({ view: { settings } })
    host.settings.change('chat', 'free')
    host.settings.change('locked', false)
    expect(calls).toEqual([])
  })
})

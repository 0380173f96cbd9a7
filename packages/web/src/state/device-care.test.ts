import { describe, expect, it } from 'vitest'
import { keepDevices } from './device-care.ts'
import type { Devices, DevicesState, Kind } from './devices.ts'
import { devicesState } from './fixtures.ts'
import { createManualClock } from './manual-clock.ts'
import { createStore } from './store.ts'

class Track extends EventTarget {
  muted = false
  readyState = 'live'
}
const asTrack = (track: Track) => track as unknown as MediaStreamTrack

function setUp() {
  const clock = createManualClock()
  const mic = new Track()
  const listed = [{ id: 'x', label: 'Mic' }]
  const menus = { audio: listed, video: [], output: [] }
  const store = createStore<DevicesState>(
    devicesState({ audio: { track: asTrack(mic), on: true, trouble: null }, menus }),
  )
  const done: unknown[][] = []
  let visible = true
  let seen = (): void => undefined
  const told: string[] = []
  const stop = keepDevices(
    { store, choose: async (...args) => void done.push(['choose', ...args]) } as Pick<
      Devices,
      'store' | 'choose'
    >,
    (kind: Kind) => {
      done.push(['on', kind])
    },
    clock,
    {
      visible: () => visible,
      onVisibility: (listener) => {
        seen = listener
        return () => undefined
      },
    },
    ({ message }) => told.push(message.key),
  )
  const patch = (change: Partial<DevicesState>) => store.update((state) => ({ ...state, ...change }))
  return {
    clock,
    mic,
    done,
    told,
    stop,
    patch,
    menus,
    unplug: () => patch({ audio: { track: null, on: false, trouble: 'missing' } }),
    plug: () => patch({ audio: { track: asTrack(new Track()), on: true, trouble: null } }),
    show: (shown: boolean) => {
      visible = shown
      seen()
    },
  }
}

describe('devices while in', () => {
  it('an unplugged microphone is told and another is taken up, told again', async () => {
    const { clock, done, told, unplug, plug } = setUp()
    unplug()
    expect(told).toEqual(['news.deviceGone'])
    await clock.advance(700)
    expect(done).toEqual([['on', 'audio']])
    plug()
    expect(told).toEqual(['news.deviceGone', 'news.deviceBack'])
  })
  it('with no other there it waits until one is plugged in', async () => {
    const { clock, done, unplug, patch, menus } = setUp()
    patch({ menus: { ...menus, audio: [] } })
    unplug()
    await clock.advance(700)
    expect(done).toEqual([])
    patch({ menus: { ...menus } })
    expect(done).toEqual([['on', 'audio']])
  })
  it('never switches on what the person switched off', async () => {
    const { clock, done, patch, show } = setUp()
    patch({ audio: { track: null, on: false, trouble: null } })
    await clock.advance(10_000)
    show(false)
    show(true)
    expect(done).toEqual([])
  })
  it('a microphone that the system keeps muted is opened anew when the page is shown again', () => {
    const { mic, done, show } = setUp()
    show(false)
    mic.muted = true
    show(true)
    expect(done).toEqual([['choose', 'audio', '']])
  })
  it('muted for a moment is no reason, muted on is', async () => {
    const { clock, mic, done } = setUp()
    mic.muted = true
    mic.dispatchEvent(new Event('mute'))
    mic.muted = false
    await clock.advance(700)
    expect(done).toEqual([])
    mic.muted = true
    mic.dispatchEvent(new Event('mute'))
    await clock.advance(700)
    expect(done).toHaveLength(1)
  })
})

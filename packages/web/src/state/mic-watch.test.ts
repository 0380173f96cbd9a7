import { describe, expect, it } from 'vitest'
import type { Devices, DevicesState } from './devices.ts'
import { createManualClock } from './manual-clock.ts'
import { createMicWatch } from './mic-watch.ts'
import { createStore } from './store.ts'

const track = (id: string) => ({ id }) as unknown as MediaStreamTrack

function setUp() {
  const clock = createManualClock()
  const store = createStore({
    audio: { track: track('a') as MediaStreamTrack | null, on: true, trouble: null },
  } as DevicesState)
  const set = (change: Partial<DevicesState['audio']>) =>
    store.update((state) => ({ ...state, audio: { ...state.audio, ...change } }))
  let peak = 0
  const stopped: string[] = []
  const watch = createMicWatch({ store } as Devices, clock, (of) => ({
    peak: () => peak,
    stop: () => stopped.push(of.id),
  }))
  const stop = watch.start()
  return {
    clock,
    stop,
    watch,
    set,
    stopped,
    loud: (value: number) => {
      peak = value
    },
    silent: () => watch.store.get().silent,
  }
}

describe('an open microphone', () => {
  it('that is flat for four seconds is told, and not before', async () => {
    const world = setUp()
    await world.clock.advance(3_900)
    expect(world.silent()).toBe(false)
    await world.clock.advance(400)
    expect(world.silent()).toBe(true)
  })

  it('that is heard is taken back at once and never doubted again', async () => {
    const world = setUp()
    await world.clock.advance(5_000)
    world.loud(0.02)
    await world.clock.advance(200)
    expect(world.silent()).toBe(false)
    world.loud(0)
    await world.clock.advance(60_000)
    expect(world.silent()).toBe(false)
  })

  it('in a quiet room is not silent', async () => {
    const world = setUp()
    world.loud(0.0004)
    await world.clock.advance(10_000)
    expect(world.silent()).toBe(false)
  })

  it('that is muted says nothing, and counts from when it is open', async () => {
    const world = setUp()
    world.set({ on: false })
    await world.clock.advance(60_000)
    expect(world.silent()).toBe(false)
    world.set({ on: true })
    await world.clock.advance(3_600)
    expect(world.silent()).toBe(false)
    await world.clock.advance(800)
    expect(world.silent()).toBe(true)
  })

  it('that is exchanged is listened to anew, and the former let go', async () => {
    const world = setUp()
    await world.clock.advance(5_000)
    world.set({ track: track('b') })
    expect(world.silent()).toBe(false)
    expect(world.stopped).toEqual(['a'])
    await world.clock.advance(4_400)
    expect(world.silent()).toBe(true)
    world.stop()
    expect(world.stopped).toEqual(['a', 'b'])
  })
})

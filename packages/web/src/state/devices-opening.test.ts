import { describe, expect, it } from 'vitest'
import { createDevices, type Kind, type MediaSource } from './devices.ts'

/** A browser that answers when it is told to, as one does while its question stands. */
function slowSource() {
  const tracks: { kind: Kind; stopped: boolean }[] = []
  const waiting: (() => void)[] = []
  const track = (kind: Kind) => {
    const made = {
      kind,
      stopped: false,
      stop() {
        made.stopped = true
      },
      addEventListener: () => undefined,
    }
    tracks.push(made)
    return made
  }
  const source: MediaSource = {
    granted: async () => true,
    mediaDevices: {
      getUserMedia: async (wanted?: MediaStreamConstraints) => {
        await new Promise<void>((resolve) => waiting.push(resolve))
        const made = (['audio', 'video'] as const).filter((kind) => wanted?.[kind]).map(track)
        return { getTracks: () => made } as unknown as MediaStream
      },
    },
  }
  const answer = async () => {
    for (const resolve of waiting.splice(0)) resolve()
    await new Promise((resolve) => setTimeout(resolve))
  }
  const live = () => tracks.filter(({ stopped }) => !stopped).map(({ kind }) => kind)
  return { source, answer, live, asked: () => waiting.length }
}

describe('while a device is being opened', () => {
  it('a second press waits for the first: one camera is opened, and one is stopped', async () => {
    const { source, answer, live, asked } = slowSource()
    const devices = createDevices(source)
    void devices.set('video', true)
    void devices.set('video', true)
    expect(asked()).toBe(1)
    await answer()
    expect(live()).toEqual(['video'])
    await devices.set('video', false)
    expect(live()).toEqual([])
  })

  it('who switches it off again does not get it when it comes', async () => {
    const { source, answer, live } = slowSource()
    const devices = createDevices(source)
    void devices.set('video', true)
    void devices.set('video', false)
    await answer()
    expect(live()).toEqual([])
    expect(devices.store.get().video).toEqual({ track: null, on: false, trouble: null })
  })

  it('a question answered after leaving opens nothing', async () => {
    const { source, answer, live } = slowSource()
    const devices = createDevices(source)
    void devices.ask()
    devices.stop()
    await answer()
    expect(live()).toEqual([])
    expect(devices.store.get()).toMatchObject({ audio: { on: false }, video: { on: false } })
  })

  it('pressed again after it was called off, it is opened after all', async () => {
    const { source, answer, live } = slowSource()
    const devices = createDevices(source)
    void devices.set('video', true)
    void devices.set('video', false)
    void devices.set('video', true)
    await answer()
    expect(live()).toEqual(['video'])
    expect(devices.store.get().video.on).toBe(true)
  })

  it('a switch pressed while both are asked for waits for that answer', async () => {
    const { source, answer, live, asked } = slowSource()
    const devices = createDevices(source)
    void devices.ask()
    void devices.set('audio', true)
    expect(asked()).toBe(1)
    await answer()
    expect(live()).toEqual(['audio', 'video'])
  })
})

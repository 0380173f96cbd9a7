import { describe, expect, it } from 'vitest'
import { createDevices, type Kind, type MediaSource } from './devices.ts'

type FakeTrack = { kind: Kind; enabled: boolean; stopped: boolean; unplug: () => void }

const named = (name: string) => Object.assign(new Error(name), { name })

/** A browser that gives, denies or lacks each kind, and counts how often it was asked. */
function fakeSource(answers: Partial<Record<Kind, string>> = {}, granted = true) {
  const asked: string[] = []
  const tracks: FakeTrack[] = []
  const track = (kind: Kind): FakeTrack => {
    let ended: (() => void) | undefined
    const made = {
      kind,
      enabled: true,
      stopped: false,
      unplug: () => ended?.(),
      stop() {
        made.stopped = true
      },
      addEventListener: (_: string, listener: () => void) => {
        ended = listener
      },
    }
    tracks.push(made)
    return made
  }
  const source: MediaSource = {
    granted: async () => granted,
    mediaDevices: {
      getUserMedia: async (wanted?: MediaStreamConstraints) => {
        const kinds = (['audio', 'video'] as const).filter((kind) => wanted?.[kind])
        asked.push(kinds.join('+'))
        for (const kind of kinds) if (answers[kind]) throw named(answers[kind])
        const made = kinds.map(track)
        return { getTracks: () => made } as unknown as MediaStream
      },
    },
  }
  return { source, asked, tracks }
}

describe('asking for camera and microphone', () => {
  it('asks once for both and switches both on', async () => {
    const { source, asked } = fakeSource()
    const devices = createDevices(source)
    await devices.ask()
    expect(asked).toEqual(['audio+video'])
    expect(devices.store.get()).toMatchObject({ access: 'settled', audio: { on: true }, video: { on: true } })
  })

  it('does not prompt again after a no', async () => {
    const { source, asked } = fakeSource({ audio: 'NotAllowedError', video: 'NotAllowedError' })
    const devices = createDevices(source)
    await devices.ask()
    expect(asked).toEqual(['audio+video'])
    expect(devices.store.get()).toMatchObject({
      audio: { on: false, trouble: 'denied' },
      video: { on: false, trouble: 'denied' },
    })
  })

  it('settles for the microphone when there is no camera', async () => {
    const { source, asked } = fakeSource({ video: 'NotFoundError' })
    const devices = createDevices(source)
    await devices.ask()
    expect(asked).toEqual(['audio+video', 'audio', 'video'])
    expect(devices.store.get()).toMatchObject({
      audio: { on: true },
      video: { on: false, trouble: 'missing' },
    })
  })

  it('tells a device that another program holds', async () => {
    const { source } = fakeSource({ video: 'NotReadableError' })
    const devices = createDevices(source)
    await devices.ask()
    expect(devices.store.get().video.trouble).toBe('busy')
  })

  it('says from the start when the page is not in a secure context', () => {
    const devices = createDevices({ mediaDevices: undefined, granted: async () => false })
    expect(devices.store.get()).toMatchObject({
      audio: { trouble: 'insecure' },
      video: { trouble: 'insecure' },
    })
  })
})

describe('switching', () => {
  it('keeps the microphone while muted, so that unmuting is instant', async () => {
    const { source, asked, tracks } = fakeSource()
    const devices = createDevices(source)
    await devices.ask()
    const mic = tracks.find((track) => track.kind === 'audio')!
    await devices.set('audio', false)
    expect(mic).toMatchObject({ enabled: false, stopped: false })
    await devices.set('audio', true)
    expect(mic.enabled).toBe(true)
    expect(asked).toEqual(['audio+video'])
  })

  it('gives the camera back when it is closed and asks for it again', async () => {
    const { source, asked, tracks } = fakeSource()
    const devices = createDevices(source)
    await devices.ask()
    await devices.set('video', false)
    expect(tracks.find((track) => track.kind === 'video')?.stopped).toBe(true)
    expect(devices.store.get().video.track).toBeNull()
    await devices.set('video', true)
    expect(asked).toEqual(['audio+video', 'video'])
    expect(devices.store.get().video.on).toBe(true)
  })

  it('notices an unplugged device', async () => {
    const { source, tracks } = fakeSource()
    const devices = createDevices(source)
    await devices.ask()
    tracks.find((track) => track.kind === 'audio')!.unplug()
    expect(devices.store.get().audio).toEqual({ track: null, on: false, trouble: 'missing' })
  })

  it('stops both at the end', async () => {
    const { source, tracks } = fakeSource()
    const devices = createDevices(source)
    await devices.ask()
    devices.stop()
    expect(tracks.every((track) => track.stopped)).toBe(true)
  })
})

describe('after a reload', () => {
  it('takes up what was on without a prompt', async () => {
    const { source, asked } = fakeSource()
    const devices = createDevices(source)
    expect(await devices.restore({ audio: true, video: false })).toEqual({ missed: false })
    expect(asked).toEqual(['audio'])
    expect(devices.store.get()).toMatchObject({ audio: { on: true }, video: { on: false } })
  })

  it('never prompts: without permission it stays off and says so', async () => {
    const { source, asked } = fakeSource({}, false)
    const devices = createDevices(source)
    expect(await devices.restore({ audio: true, video: true })).toEqual({ missed: true })
    expect(asked).toEqual([])
  })
})

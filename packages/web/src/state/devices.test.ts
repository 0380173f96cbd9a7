import { describe, expect, it } from 'vitest'
import { createDevices, type Kind, type MediaSource, troubleOf } from './devices.ts'

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

describe('choosing another device', () => {
  const infos = (list: [MediaDeviceKind, string, string][]) =>
    list.map(([kind, deviceId, label]) => ({ kind, deviceId, label, groupId: '', toJSON: () => ({}) }))

  /** Two microphones and two cameras; what is asked for exactly may be broken. */
  function twoOfEach({ broken = [] as string[], handheld = false } = {}) {
    const open: string[] = []
    const wanted: MediaTrackConstraints[] = []
    const kept: Record<string, string> = {}
    const source: MediaSource = {
      granted: async () => true,
      canChooseOutput: true,
      handheld,
      remember: (slot, id) => {
        kept[slot] = id
      },
      mediaDevices: {
        enumerateDevices: async () =>
          infos([
            ['audioinput', 'default', 'Default'],
            ['audioinput', 'm1', 'Headset (046d:0a44)'],
            ['audioinput', 'm2', 'Laptop'],
            ['videoinput', 'c1', 'Front'],
            ['videoinput', 'c2', 'Back'],
            ['audiooutput', 'o1', 'Loud'],
          ]),
        getUserMedia: async (asked?: MediaStreamConstraints) => {
          const made = (['audio', 'video'] as const)
            .filter((kind) => asked?.[kind])
            .map((kind) => {
              const wish = asked?.[kind] as MediaTrackConstraints
              wanted.push(wish)
              const exact = (wish.deviceId as { exact?: string } | undefined)?.exact
              const side = (wish.facingMode as { exact?: string } | undefined)?.exact
              const id = exact ?? (side === 'environment' ? 'c2' : kind === 'audio' ? 'm1' : 'c1')
              if (broken.includes(id)) throw named('NotReadableError')
              open.push(id)
              return {
                kind,
                enabled: true,
                getSettings: () => ({ deviceId: id }),
                stop: () => open.splice(open.indexOf(id), 1),
                addEventListener: () => undefined,
              }
            })
          return { getTracks: () => made } as unknown as MediaStream
        },
      },
    }
    return { devices: createDevices(source), open, wanted, kept }
  }

  it('lists what has a name, without the aliases of the system', async () => {
    const { devices } = twoOfEach()
    expect(devices.store.get().menus.audio).toEqual([])
    await devices.ask()
    expect(devices.store.get().menus).toEqual({
      audio: [
        { id: 'm1', label: 'Headset' },
        { id: 'm2', label: 'Laptop' },
      ],
      video: [
        { id: 'c1', label: 'Front' },
        { id: 'c2', label: 'Back' },
      ],
      output: [
        { id: '', label: '' },
        { id: 'o1', label: 'Loud' },
      ],
    })
    expect(devices.store.get().chosen).toEqual({ audio: 'm1', video: 'c1', output: '' })
  })

  it('gives the former back, takes the new one and remembers it', async () => {
    const { devices, open, kept } = twoOfEach()
    await devices.ask()
    await devices.choose('video', 'c2')
    expect(open).toEqual(['m1', 'c2'])
    expect(devices.store.get()).toMatchObject({ chosen: { video: 'c2' }, video: { on: true } })
    expect(kept).toEqual({ video: 'c2' })
  })

  it('keeps a muted microphone muted', async () => {
    const { devices } = twoOfEach()
    await devices.ask()
    await devices.set('audio', false)
    await devices.choose('audio', 'm2')
    expect(devices.store.get().audio).toMatchObject({ on: false, track: { enabled: false } })
    expect(devices.store.get().chosen.audio).toBe('m2')
  })

  it('a closed camera stays closed and opens as the chosen one', async () => {
    const { devices, open, wanted } = twoOfEach()
    await devices.ask()
    await devices.set('video', false)
    await devices.choose('video', 'c2')
    expect(open).toEqual(['m1'])
    await devices.set('video', true)
    expect(wanted.at(-1)).toMatchObject({ deviceId: { ideal: 'c2' } })
  })

  it('one that does not open leads back to the former', async () => {
    const { devices, open, kept } = twoOfEach({ broken: ['c2'] })
    await devices.ask()
    await devices.choose('video', 'c2')
    expect(open).toEqual(['m1', 'c1'])
    expect(kept).toEqual({})
    expect(devices.store.get()).toMatchObject({ chosen: { video: 'c1' }, video: { on: true, trouble: null } })
  })

  it('a phone turns to its other camera and back', async () => {
    const { devices, open, wanted } = twoOfEach({ handheld: true })
    await devices.ask()
    expect(devices.store.get().canFlip).toBe(true)
    await devices.flip()
    expect(wanted.at(-1)).toMatchObject({ facingMode: { exact: 'environment' } })
    expect(devices.store.get().facing).toBe('environment')
    expect(open).toEqual(['m1', 'c2'])
    await devices.flip()
    expect(devices.store.get().facing).toBe('user')
  })

  it('an output is only remembered: the elements that play follow it', async () => {
    const { devices, wanted, kept } = twoOfEach()
    await devices.ask()
    const asked = wanted.length
    await devices.choose('output', 'o1')
    expect(devices.store.get().chosen.output).toBe('o1')
    expect(kept).toEqual({ output: 'o1' })
    expect(wanted).toHaveLength(asked)
  })
})

describe('what a refusal means', () => {
  it.each([
    ['NotAllowedError', 'Permission denied', 'denied'],
    ['NotAllowedError', 'Permission denied by system', 'system'],
    ['NotAllowedError', 'Permission dismissed', 'dismissed'],
    ['NotAllowedError', 'The request is not allowed by the user agent', 'denied'],
    ['NotFoundError', 'Requested device not found', 'missing'],
    ['NotReadableError', 'Could not start video source', 'busy'],
    ['AbortError', '', 'busy'],
  ])('%s "%s" is %s', (name, message, expected) => {
    expect(troubleOf(Object.assign(new Error(message), { name }))).toBe(expected)
  })
})

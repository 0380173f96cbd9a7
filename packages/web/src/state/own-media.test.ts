import { RpcError } from '@parley/client'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Devices, DevicesState, Kind } from './devices.ts'
import { devicesState, member } from './fixtures.ts'
import { createOwnMedia } from './own-media.ts'
import { createStore } from './store.ts'
import type { News } from './toasts.ts'

const track = {} as MediaStreamTrack

function setUp(
  options: { on?: Partial<Record<Kind, boolean>>; trouble?: 'denied'; refuse?: number; taken?: number } = {},
) {
  const store = createStore<DevicesState>(
    devicesState({
      audio: { track, on: options.on?.audio ?? false, trouble: null },
      video: { track, on: options.on?.video ?? false, trouble: null },
    }),
  )
  const devices = {
    store,
    set: async (kind: Kind, on: boolean) => {
      const next = options.trouble && on ? { on: false, trouble: options.trouble } : { on, trouble: null }
      store.update((state) => ({ ...state, [kind]: { ...state[kind], ...next } }))
    },
  } as unknown as Devices
  const calls: string[] = []
  const news: News[] = []
  let self = member({ muted: true, selfMuted: true })
  const call = (name: string) => async () => {
    calls.push(name)
    if (options.refuse !== undefined) throw new RpcError(options.refuse)
  }
  const own = createOwnMedia(
    devices,
    {
      mute: call('mute'),
      unmute: call('unmute'),
      openCamera: call('openCamera'),
      closeCamera: call('closeCamera'),
      takePlace: async () => options.taken ?? null,
    },
    () => self,
    (one) => news.push(one),
  )
  return {
    own,
    calls,
    news,
    devices,
    be: (next: typeof self) => (self = next),
    on: (kind: Kind) => store.get()[kind].on,
  }
}

describe('own switches', () => {
  it('switch the device on and tell the server', async () => {
    const { own, calls, on } = setUp()
    await own.toggle('audio')
    expect(on('audio')).toBe(true)
    expect(calls).toEqual(['unmute'])
  })

  it('switch off what is open', async () => {
    const { own, calls, on, be } = setUp({ on: { audio: true } })
    be(member({ muted: false }))
    await own.toggle('audio')
    expect(on('audio')).toBe(false)
    expect(calls).toEqual(['mute'])
  })

  it('a second press before the answer is not lost: the last one counts', async () => {
    const { own, calls, on, be } = setUp({ on: { audio: true } })
    be(member({ muted: false }))
    const presses = [own.toggle('audio'), own.toggle('audio')]
    await Promise.all(presses)
    expect(on('audio')).toBe(true)
    expect(calls).toEqual(['mute', 'unmute'])
  })

  it.each([
    ['audio', { muted: true, selfMuted: false, chairMuted: true }, 'unmute'],
    ['video', { cameraOpen: false, selfCameraOff: false, chairCameraOff: true }, 'openCamera'],
  ] as const)(
    'a lost device that is back is not switched on against the host: %s',
    async (kind, closed, call) => {
      const { own, calls, on, be } = setUp()
      be(member(closed))
      await own.takeUp(kind)
      expect([on(kind), calls]).toEqual([false, []])
      be(member({ muted: false, chairMuted: false, cameraOpen: true, chairCameraOff: false }))
      await own.takeUp(kind)
      expect([on(kind), calls]).toEqual([true, [call]])
    },
  )

  it('a press that takes back an opening device keeps it from being heard', async () => {
    const { own, calls, on, devices } = setUp()
    const set = devices.set
    let opened = (): void => {}
    const opening = new Promise<void>((resolve) => {
      opened = resolve
    })
    // Asking for the microphone takes a while; giving it up does not.
    devices.set = async (kind, wanted) => {
      if (wanted) await opening
      await set(kind, wanted)
    }
    const first = own.toggle('audio')
    const back = own.toggle('audio')
    opened()
    await Promise.all([first, back])
    expect(on('audio')).toBe(false)
    expect(calls).not.toContain('unmute')
  })

  it('a third press takes the second back', async () => {
    const { own, calls, on, be } = setUp({ on: { audio: true } })
    be(member({ muted: false }))
    await Promise.all([own.toggle('audio'), own.toggle('audio'), own.toggle('audio')])
    expect(on('audio')).toBe(false)
    expect(calls).toEqual(['mute'])
  })

  it('a refusal of the chair closes the microphone again and says why', async () => {
    const { own, news, on } = setUp({ refuse: 738 })
    await own.toggle('audio')
    expect(on('audio')).toBe(false)
    expect(news.map((one) => one.message.key)).toEqual(['room.heldByHost'])
  })

  it('without permission nothing is told to the server, and the reader is told what to do', async () => {
    const { own, calls, news } = setUp({ trouble: 'denied' })
    await own.toggle('video')
    expect(calls).toEqual([])
    expect(news[0]?.message.key).toBe('room.devicesDenied')
  })

  it('a watcher who finds all places taken stays silent and is told', async () => {
    const { own, calls, news, on } = setUp({ taken: 4 })
    await own.toggle('audio')
    expect(on('audio')).toBe(false)
    expect(calls).toEqual([])
    expect(news[0]?.message).toEqual({ key: 'room.watchOnly', values: { max: '4' } })
  })

  it('two quick clicks end where they began, and nothing is heard in between', async () => {
    const { own, calls, on } = setUp()
    await Promise.all([own.toggle('audio'), own.toggle('audio')])
    expect(on('audio')).toBe(false)
    expect(calls).not.toContain('unmute')
  })
})

/** Lets everything go on that waits for nothing but promises. */
const settle = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve()
}

describe('push to talk', () => {
  it('speaks while held, if muted before', async () => {
    const { own, calls, on } = setUp()
    own.hold(true)
    await settle()
    expect(on('audio')).toBe(true)
    own.hold(false)
    await settle()
    expect(on('audio')).toBe(false)
    expect(calls).toEqual(['unmute', 'mute'])
  })
  it('let go before it was heard of: silent at the end', async () => {
    const { own, on } = setUp()
    own.hold(true)
    own.hold(false)
    await settle()
    expect(on('audio')).toBe(false)
  })
  it('changes nothing for who speaks anyway', async () => {
    const { own, calls, on, be } = setUp({ on: { audio: true } })
    be(member({ muted: false }))
    own.hold(true)
    own.hold(false)
    await settle()
    expect(on('audio')).toBe(true)
    expect(calls).toEqual([])
  })
})

describe('agreeing with the server', () => {
  let world: ReturnType<typeof setUp>
  beforeEach(() => {
    world = setUp({ on: { audio: true, video: true } })
  })

  it('a host mute switches the device off', () => {
    world.own.agree(member({ muted: true, chairMuted: true, cameraOpen: true }))
    expect(world.on('audio')).toBe(false)
    expect(world.on('video')).toBe(true)
    expect(world.calls).toEqual([])
  })

  it('who comes in with an open microphone and is muted is told so, once', () => {
    const muted = member({ muted: true, chairMuted: true, cameraOpen: true })
    world.own.agree(muted)
    world.own.agree(muted)
    expect(world.news.map((one) => one.message.key)).toEqual(['room.mutedOnEntry'])
    const later = setUp({ on: { audio: true } })
    later.own.agree(member({ muted: false }))
    later.own.agree(muted)
    expect(later.news).toEqual([])
  })

  it('what is open at the server but off here is reported closed', async () => {
    await world.devices.set('audio', false)
    world.own.agree(member({ muted: false, cameraOpen: true }))
    expect(world.calls).toEqual(['mute'])
  })

  it('the server never switches anything on', async () => {
    await world.devices.set('video', false)
    world.own.agree(member({ muted: false, cameraOpen: false }))
    expect(world.on('video')).toBe(false)
  })
})

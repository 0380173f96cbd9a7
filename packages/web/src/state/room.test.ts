import type {
  Client,
  Conference,
  ConferencePhase,
  Mesh,
  MirrorChange,
  MirrorState,
  SocketState,
} from '@parley/client'
import type { Media, MemberView } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { createAnnouncer } from './announcer.ts'
import type { Devices, DevicesState, Kind } from './devices.ts'
import { conference, devicesState, member } from './fixtures.ts'
import { createManualClock, frameMs } from './manual-clock.ts'
import { createRoom } from './room.ts'
import { createStore } from './store.ts'
import { createToasts } from './toasts.ts'

const media: Media = {
  driver: 'mesh',
  epoch: 1,
  feedId: null,
  iceServers: [],
  publish: {},
  maxPublishers: 4,
  maxWatchers: 12,
}
const place = { memberId: 'me', media, resumed: false, watching: false }
const inside = { is: 'inside', ...place } as const

/** A store as the client has them: `getState` instead of `get`. */
function source<State>(first: State) {
  const store = createStore(first)
  return { getState: store.get, subscribe: store.subscribe, set: store.set }
}

function setUp(options: { phase?: ConferencePhase; me?: Partial<MemberView>; on?: boolean } = {}) {
  const clock = createManualClock()
  const people = (me: Partial<MemberView> = {}) =>
    new Map(
      [
        member({ memberId: 'me', displayName: 'Me', role: 'chair', cameraOpen: true, ...options.me, ...me }),
        member({ memberId: 'a', displayName: 'Ann', joinTime: 2 }),
      ].map((one) => [one.memberId, one]),
    )
  const stateOf = (members = people(), changes = {}): MirrorState => ({
    confId: '1',
    version: 1,
    fresh: true,
    conference: conference({ chairMemberId: 'me', ...changes }),
    members,
    speaker: { active: null, speakers: [] },
    chat: [],
    quality: new Map(),
    captions: [],
  })
  const mirror = source(stateOf())
  const phase = source<ConferencePhase>(options.phase ?? inside)
  const socket = source<SocketState>({ is: 'idle' })
  const changes: MirrorChange[] = []
  let wake: () => void = () => undefined
  async function* events(): AsyncIterable<MirrorChange> {
    for (;;) {
      const next = changes.shift()
      if (next) yield next
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  }
  const calls: unknown[][] = []
  const call =
    (name: string) =>
    async (...args: unknown[]) => {
      calls.push([name, ...args])
      if (name === 'join') phase.set({ ...inside })
    }
  const names = [
    'mute',
    'unmute',
    'openCamera',
    'closeCamera',
    'kick',
    'lock',
    'unlock',
    'end',
    'leave',
    'join',
    'raiseHand',
    'lowerHand',
    'setLoudspeaker',
  ]
  const meeting = {
    confId: '1',
    mirror: { ...mirror, events },
    getState: phase.getState,
    subscribe: phase.subscribe,
    ...Object.fromEntries(names.map((name) => [name, call(name)])),
  } as unknown as Conference
  const given: unknown[] = []
  const received: unknown[] = []
  const mesh = {
    ...source({ peers: new Map(), unserved: false }),
    setLocal: (tracks: unknown) => given.push(tracks),
    setReceiving: (wanted: unknown) => received.push(wanted),
    close: () => calls.push(['mesh closed']),
  } as unknown as Mesh
  const track = {} as MediaStreamTrack
  const device = { track, on: options.on ?? true, trouble: null }
  const store = createStore<DevicesState>(devicesState({ audio: device, video: device }))
  const devices = {
    store,
    set: async (kind: Kind, on: boolean) => store.update((now) => ({ ...now, [kind]: { ...now[kind], on } })),
  } as unknown as Devices
  const client = {
    socket,
    session: source({ is: 'signed-out', why: 'never' }),
    rpc: { call: async () => ({ url: 'https://x/y', password: 'p' }) },
  } as unknown as Client
  const over: unknown[] = []
  const room = createRoom({
    client,
    conference: meeting,
    mesh,
    devices,
    toasts: createToasts(clock),
    announcer: createAnnouncer(clock),
    clock,
    onOver: (phase, byMe) => over.push([phase.why, byMe]),
  })
  const settle = () => clock.advance(0)
  let before = mirror.getState()
  const happen = async (event: object) => {
    changes.push({ kind: 'event', event, before } as MirrorChange)
    before = mirror.getState()
    wake()
    await settle()
  }
  const toasts = () => room.toasts.store.get().map((toast) => toast.message.key)
  return {
    room,
    clock,
    calls,
    given,
    received,
    devices,
    over,
    mirror,
    phase,
    socket,
    stateOf,
    people,
    settle,
    happen,
    toasts,
  }
}

const crowd = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const memberId = `x${index}`
    return [memberId, member({ memberId, joinTime: 10 + index })] as const
  })

describe('in the room', () => {
  it('shows what the mirror shows', async () => {
    const { room, mirror, stateOf, people, clock } = setUp()
    expect(room.store.get().view).toMatchObject({ title: 'Weekly review', hosting: true, locked: false })
    mirror.set(stateOf(people(), { locked: true }))
    await clock.advance(frameMs)
    expect(room.store.get().view?.locked).toBe(true)
  })

  it('draws a burst of three hundred changes once, with the next picture', async () => {
    const { room, mirror, stateOf, people, clock } = setUp()
    const drawn: unknown[] = []
    room.store.subscribe(() => drawn.push(room.store.get().view))
    for (let joined = 1; joined <= 300; joined += 1)
      mirror.set(stateOf(new Map([...people(), ...crowd(joined)])))
    expect(drawn).toHaveLength(0)
    await clock.advance(frameMs)
    expect(drawn).toHaveLength(1)
    expect(room.store.get().view?.people).toHaveLength(302)
  })

  it('a host mute switches the own microphone off and is told with its author', async () => {
    const { mirror, stateOf, people, devices, happen, toasts } = setUp()
    const data = { memberId: 'me', selfMuted: false, chairMuted: true, muted: true }
    mirror.set(stateOf(people({ chairMuted: true, muted: true })))
    expect(devices.store.get().audio.on).toBe(false)
    await happen({ type: 'member.audioChanged', actor: 'a', version: 2, data })
    expect(toasts()).toEqual(['news.mutedBy'])
  })

  it('devices that the browser gives only now do not stay open without a hand', async () => {
    const { devices, calls } = setUp({ on: false, me: { cameraOpen: false, muted: true, selfMuted: true } })
    devices.store.update((now) => ({
      ...now,
      audio: { ...now.audio, on: true },
      video: { ...now.video, on: true },
    }))
    expect(devices.store.get()).toMatchObject({ audio: { on: false }, video: { on: false } })
    expect(calls).toEqual([])
  })

  it('a host who asks gets nothing by itself: a button is shown, and the click switches on', async () => {
    const { room, calls, devices, happen, settle } = setUp({
      me: { muted: true, selfMuted: true, cameraOpen: false },
      on: false,
    })
    await happen({
      type: 'member.asked',
      ephemeral: true,
      actor: 'a',
      by: { name: 'Ann', via: 'page' },
      data: { memberId: 'me', medium: 'mic', on: true, by: 'Ann' },
    })
    const toast = room.toasts.store.get()[0]
    expect(toast?.message).toEqual({ key: 'asked.unmute', values: { actor: 'Ann' } })
    expect(devices.store.get().audio.on).toBe(false)
    calls.length = 0
    toast?.action?.run()
    await settle()
    expect(calls).toEqual([['unmute']])
  })

  it('a question is taken away when it was answered by any other way', async () => {
    const muted = { muted: true, selfMuted: true }
    const { mirror, stateOf, people, devices, happen, toasts } = setUp({ me: muted, on: false })
    const data = { memberId: 'me', medium: 'mic', on: true, by: 'Ann' }
    await happen({ type: 'member.asked', ephemeral: true, actor: 'a', data })
    expect(toasts()).toEqual(['asked.unmute'])
    await devices.set('audio', true)
    mirror.set(stateOf(people({ muted: false, selfMuted: false })))
    expect(toasts()).toEqual([])
  })

  it('asks before removing, then removes', async () => {
    const { room, calls, settle } = setUp()
    room.host.act('a', 'remove')
    expect(room.panels.store.get().overlay).toEqual({ is: 'remove', id: 'a', name: 'Ann' })
    room.host.remove('a', true)
    await settle()
    expect(calls).toEqual([['kick', ['a'], { ban: true }]])
    expect(room.panels.store.get().overlay).toBeNull()
  })

  it('the lock button does what its label says', async () => {
    const { room, calls, mirror, stateOf, people } = setUp()
    room.host.toggleLock()
    mirror.set(stateOf(people(), { locked: true }))
    room.host.toggleLock()
    expect(calls.map(([name]) => name)).toEqual(['lock', 'unlock'])
  })

  it('a lost connection is said once, and its end too', () => {
    const { room, phase, socket, clock, toasts } = setUp()
    phase.set({ ...inside, is: 'returning' })
    const since = clock.now()
    expect(room.store.get().connection).toEqual({ is: 'reconnecting', since, until: null })
    const spoken = room.announcer.store.get().urgent
    socket.set({ is: 'waiting', attempt: 1, until: since + 500, code: 1006 })
    expect(room.store.get().connection).toEqual({ is: 'reconnecting', since, until: since + 500 })
    expect(room.announcer.store.get().urgent).toBe(spoken)
    phase.set({ ...inside })
    expect(room.store.get().connection).toEqual({ is: 'online' })
    expect(toasts()).toEqual(['news.backOnline'])
  })

  it('a watcher who switches on asks for a place, then sends', async () => {
    const watching: ConferencePhase = { ...inside, watching: true }
    const { room, calls, given, settle } = setUp({
      phase: watching,
      me: { muted: true, selfMuted: true, cameraOpen: false },
      on: false,
    })
    const before = given.length
    room.media.toggleMic()
    await settle()
    expect(calls.map(([name]) => name)).toEqual(['join', 'unmute'])
    expect(calls[0]?.[1]).toMatchObject({ media: { audio: true, video: true }, muted: true })
    expect(given.length).toBeGreaterThan(before)
  })

  it('sound only: the others’ cameras are not wanted here, now or from the beginning', () => {
    const { room, received } = setUp({})
    expect(received).toEqual([{ video: true }])
    room.settings.change({ audioOnly: true })
    expect(received.at(-1)).toEqual({ video: false })
    room.settings.change({ audioOnly: false })
    expect(received.at(-1)).toEqual({ video: true })
  })

  it('sound only ends when the camera is turned on', async () => {
    const { room, devices, settle } = setUp()
    room.settings.change({ audioOnly: true })
    await settle()
    expect(devices.store.get().video.on).toBe(false)
    expect(room.settings.store.get().audioOnly).toBe(true)
    room.media.set('video', true)
    await settle()
    expect(devices.store.get().video.on).toBe(true)
    expect(room.settings.store.get().audioOnly).toBe(false)
  })

  it('says that others send already only to who has something to send', () => {
    const watching: ConferencePhase = { ...inside, watching: true }
    expect(setUp({ phase: watching }).room.media.store.get().watchOnlyOf).toBe(4)
    const { room, devices, phase } = setUp({ phase: watching, on: false })
    const none = { track: null, on: false, trouble: 'missing' } as const
    devices.store.set(devicesState({ audio: none, video: none }))
    phase.set({ ...watching })
    expect(room.media.store.get().watchOnlyOf).toBeNull()
  })

  it('tells who ended the meeting', async () => {
    const { room, phase, over, settle } = setUp()
    room.host.end()
    await settle()
    phase.set({ is: 'over', why: 'ended' })
    expect(over).toEqual([['ended', true]])
  })

  it('a stopped room tells nothing more', () => {
    const { room, phase, over, calls } = setUp()
    room.stop()
    phase.set({ is: 'over', why: 'left' })
    expect(over).toEqual([])
    expect(calls).toEqual([['mesh closed']])
  })
})

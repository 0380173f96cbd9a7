import type {
  Client,
  Conference,
  ConferencePhase,
  Mesh,
  MirrorChange,
  MirrorState,
  Peer,
} from '@parley/client'
import type { ConferenceView, EphemeralEvent, MemberView } from '@parley/protocol'
import { createAnnouncer } from '../src/state/announcer.ts'
import { browserClock } from '../src/state/clock.ts'
import { conference } from '../src/state/fixtures.ts'
import { createRoom, type Room } from '../src/state/room.ts'
import { createSettings, noBox } from '../src/state/settings.ts'
import { createStore } from '../src/state/store.ts'
import { createToasts } from '../src/state/toasts.ts'
import { type FakeApp, fakePicture } from './fake-app.ts'

export type FakeMeeting = {
  me: string
  members: readonly MemberView[]
  conference?: Partial<ConferenceView>
  state?: Partial<MirrorState>
  phase?: Partial<Extract<ConferencePhase, { is: 'inside' }>>
  /** Who shows a screen. */
  screenOf?: string
  unserved?: boolean
}

export type FakeRoom = {
  room: Room
  /** Something told live, as by the server. */
  hear: (event: Pick<EphemeralEvent, 'type' | 'data'>) => void
  lose: () => void
}

const nothing = () => undefined
const never = () => nothing

/** The client's kind of store. */
function source<State>(first: State) {
  const store = createStore(first)
  return { getState: store.get, subscribe: store.subscribe, set: store.set }
}

/** The real room on a meeting that is made up: what is told of it is the only thing invented. */
export function fakeRoom(app: FakeApp, meeting: FakeMeeting): FakeRoom {
  const { me, members } = meeting
  const view = conference({ chairMemberId: 'm0', actualStart: Date.now() - 42_000, ...meeting.conference })
  const mirror = source<MirrorState>({
    confId: view.confId,
    version: 1,
    fresh: true,
    conference: view,
    members: new Map(members.map((member) => [member.memberId, member])),
    speaker: { active: null, speakers: [] },
    chat: [],
    quality: new Map(),
    captions: [],
    ...meeting.state,
  })
  const inside: ConferencePhase = {
    is: 'inside',
    memberId: me,
    media: {
      driver: 'mesh',
      epoch: 1,
      feedId: null,
      iceServers: [],
      publish: {},
      maxPublishers: 4,
      maxWatchers: 12,
    },
    resumed: false,
    watching: false,
    ...meeting.phase,
  }
  const phase = source<ConferencePhase>(inside)
  const changes: MirrorChange[] = []
  let wake: () => void = nothing
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
  const hear: FakeRoom['hear'] = (event) => {
    const frame = {
      confId: view.confId,
      version: 1,
      eventId: 'e',
      time: Date.now(),
      actor: 'm0',
      ephemeral: true,
    }
    changes.push({
      kind: 'event',
      event: { ...frame, ...event } as EphemeralEvent,
      before: mirror.getState(),
    })
    wake()
  }
  const change = (id: string, to: Partial<MemberView>) => {
    const state = mirror.getState()
    const member = state.members.get(id)
    if (member) mirror.set({ ...state, members: new Map(state.members).set(id, { ...member, ...to }) })
  }
  const later = async () => ({ version: 2 })
  const commands = {
    raiseHand: async () => change(me, { handRaisedAt: Date.now() }),
    lowerHand: async () => change(me, { handRaisedAt: null }),
    mute: async (ids = [me]) => {
      for (const id of ids) change(id, { muted: true })
    },
    unmute: async (ids = [me]) => {
      for (const id of ids) change(id, { muted: false })
    },
    openCamera: async () => change(me, { cameraOpen: true }),
    closeCamera: async () => change(me, { cameraOpen: false }),
    postChat: async (text: string, to?: string) => {
      const state = mirror.getState()
      const displayName = state.members.get(me)?.displayName ?? ''
      const message = {
        id: `x${state.chat.length}`,
        time: Date.now(),
        memberId: me,
        displayName,
        text,
        to: to ?? null,
      }
      mirror.set({ ...state, chat: [...state.chat, message] })
    },
    setMainVideo: async (memberId: string | null, { rollCall = false } = {}) => {
      const state = mirror.getState()
      if (!state.conference) return
      const on = memberId === null ? 'nobody' : rollCall ? 'rollCall' : 'broadcast'
      mirror.set({ ...state, conference: { ...state.conference, spotlight: { on, memberId } } })
    },
    update: async ({ settings = {}, allowUnmute }: { settings?: object; allowUnmute?: boolean }) => {
      const state = mirror.getState()
      if (!state.conference?.settings) return
      const view = { ...state.conference, settings: { ...state.conference.settings, ...settings } }
      mirror.set({ ...state, conference: { ...view, allowUnmute: allowUnmute ?? view.allowUnmute } })
    },
    invite: async () => ({ results: [{ target: 'ann', inviteId: 'i', memberId: null, state: 'calling' }] }),
    react: async (reaction: 'like') => {
      const displayName = mirror.getState().members.get(me)?.displayName ?? ''
      hear({ type: 'reaction.shown', data: { memberId: me, displayName, reaction } })
    },
  }
  const fake = new Proxy(
    {
      confId: view.confId,
      mirror: { ...mirror, events },
      getState: phase.getState,
      subscribe: phase.subscribe,
      ...commands,
    } as Record<string, unknown>,
    { get: (target, name: string) => target[name] ?? later },
  ) as unknown as Conference

  const peers = new Map<string, Peer>(
    members
      .filter((member) => member.memberId !== me && member.state === 'online')
      .slice(0, 8)
      .map((member, index) => [
        member.memberId,
        {
          memberId: member.memberId,
          link: 'connected',
          stream: member.cameraOpen ? fakePicture(40 + index * 70, member.displayName) : new MediaStream(),
          screen: member.memberId === meeting.screenOf ? fakeScreen() : null,
        },
      ]),
  )
  const mesh = {
    ...source({ peers, unserved: meeting.unserved ?? false }),
    setLocal: nothing,
    setReceiving: nothing,
    setScreen: nothing,
    close: nothing,
  } as unknown as Mesh
  const client = {
    session: source({ is: 'signed-out', why: 'never' }),
    socket: {
      ...source({ is: 'waiting', attempt: 3, until: Date.now() + 7_000, code: 1006 }),
      hint: nothing,
    },
    rpc: {
      call: async () => ({
        url: 'https://meet.example.org/gzbwclient/conference/aB3xN2s3cTlkMmY',
        password: 'p',
      }),
    },
  } as unknown as Client

  const room = createRoom({
    client,
    conference: fake,
    mesh,
    devices: app.devices,
    toasts: createToasts({ ...browserClock, after: never }),
    announcer: createAnnouncer(browserClock),
    clock: browserClock,
    settings: createSettings(noBox),
    share: {
      ...source({ is: 'off' as const }),
      start: async () => nothing(),
      stop: async () => nothing(),
      close: nothing,
    },
    onOver: nothing,
  })
  return { room, hear, lose: () => phase.set({ ...inside, is: 'returning' } as ConferencePhase) }
}

/** A page of text, so that sharpness and cropping can be seen. */
function fakeScreen(): MediaStream {
  const canvas = document.createElement('canvas')
  canvas.width = 1920
  canvas.height = 1080
  const pen = canvas.getContext('2d')
  const draw = () => {
    if (!pen) return
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, 1920, 1080)
    pen.fillStyle = '#1a1d21'
    pen.font = '600 56px sans-serif'
    pen.fillText('Quarterly figures', 120, 160)
    pen.font = '32px sans-serif'
    for (let line = 0; line < 16; line += 1)
      pen.fillText(`${line + 1}. Revenue by region, ${2010 + line}`, 120, 260 + line * 48)
    pen.fillStyle = '#0e6b5a'
    for (let bar = 0; bar < 8; bar += 1) pen.fillRect(1000 + bar * 100, 900 - bar * 70, 64, bar * 70 + 60)
  }
  draw()
  setInterval(draw, 500)
  return canvas.captureStream(4)
}

import {
  type Client,
  type Conference,
  type ConferencePhase,
  chooseMainVideo,
  type Mesh,
  type MirrorChange,
  type MirrorState,
} from '@parley/client'
import type { ConferenceEvent, EphemeralEvent, MemberView } from '@parley/protocol'
import type { Announcer } from './announcer.ts'
import { createAsked } from './asked.ts'
import { type Captions, createCaptions } from './captions.ts'
import { type Chat, createChat } from './chat.ts'
import { type Chime, createChimes } from './chimes.ts'
import type { Clock } from './clock.ts'
import type { Devices } from './devices.ts'
import { createHands, type Hands } from './hands.ts'
import { createHostPowers, type HostPowers } from './host.ts'
import { createLayout, type Layout } from './layout.ts'
import { newsOf } from './news.ts'
import { createOwnMedia } from './own-media.ts'
import { createPanels, type Panels } from './panels.ts'
import { createReactions, type Reactions } from './reactions.ts'
import { type Connection, lostConnection } from './recovery.ts'
import { createAttempt, type RoomContext } from './room-context.ts'
import { createRoomMedia, type RoomMedia } from './room-media.ts'
import { createViewer, type RoomView } from './room-view.ts'
import { createSettings, noBox, type Settings } from './settings.ts'
import { createScreenShare, type ScreenShare, type ShareLine } from './share.ts'
import { createStore, type Store } from './store.ts'
import type { News, Toasts } from './toasts.ts'
import { whoDid } from './who-did.ts'

export type RoomState = { connection: Connection; view: RoomView | null }

/** The room, part by part; each has its own state, so that what changes in one draws nothing in the others. */
export type Room = {
  store: Store<RoomState>
  media: RoomMedia
  layout: Layout
  share: ScreenShare
  chat: Chat
  hands: Hands
  reactions: Reactions
  captions: Captions
  panels: Panels
  host: HostPowers
  settings: Settings
  toasts: Toasts
  announcer: Announcer
  /** Says aloud who speaks just now. */
  sayWhoSpeaks: () => void
  setLoudspeaker: (on: boolean) => void
  tryNow: () => void
  leave: () => void
  stop: () => void
}

export type RoomParts = {
  client: Client
  conference: Conference
  mesh: Mesh
  devices: Devices
  toasts: Toasts
  announcer: Announcer
  clock: Clock
  /** Absent where the browser cannot share a screen. */
  share?: ShareLine | null
  settings?: Settings
  /** Plays a sound; absent: silence. */
  chime?: (chime: Chime) => void
  /** The way in failed or the meeting is over for this page. */
  onOver: (phase: Extract<ConferencePhase, { is: 'over' }>, endedByMe: boolean) => void
}

/** The room from joining to leaving. Reads the mirror, never the answers of calls, so that all pages show one truth. */
export function createRoom(parts: RoomParts): Room {
  const { client, conference, mesh, devices, toasts, announcer, clock, onOver } = parts
  const settings = parts.settings ?? createSettings(noBox)
  const store = createStore<RoomState>({ connection: { is: 'entering' }, view: null })
  const patch = (change: Partial<RoomState>) => store.update((state) => ({ ...state, ...change }))
  const tell = (news: News) => {
    toasts.add(news)
    announcer.tell(news)
  }
  let stopped = false

  const meId = () => {
    const phase = conference.getState()
    return phase.is === 'inside' || phase.is === 'returning' ? phase.memberId : null
  }
  const self = (): MemberView | null => conference.mirror.getState().members.get(meId() ?? '') ?? null
  const attempt = createAttempt(tell)
  const context: RoomContext = { client, conference, clock, me: meId, self, tell, attempt }

  const panels = createPanels()
  const layout = createLayout()
  const hands = createHands(context)
  const reactions = createReactions(context)
  const captions = createCaptions(clock)
  const host = createHostPowers({ ...context, drop: toasts.drop, ring: () => chimes.ring('time') }, panels)
  const chat = createChat(context, () => panels.open('chat'))
  const share = createScreenShare(context, parts.share ?? null, () => store.get().view)
  const hosting = () => store.get().view?.hosting ?? false
  const chimes = createChimes(
    clock,
    () => hosting() && settings.store.get().sounds,
    parts.chime ?? (() => undefined),
  )

  const placesTaken = (phase: ConferencePhase): number | null =>
    phase.is === 'inside' && phase.watching
      ? phase.media.driver === 'mesh'
        ? phase.media.maxPublishers
        : 0
      : null
  /** Joining again with media is how a watcher becomes one who sends; the server keeps the person ([WC] 4.6). */
  const takePlace = async (): Promise<number | null> => {
    const me = self()
    if (!me || placesTaken(conference.getState()) === null) return null
    await conference.join({
      displayName: me.displayName,
      media: { audio: true, video: true },
      muted: me.selfMuted,
      cameraOff: me.selfCameraOff,
      orWatch: true,
    })
    return placesTaken(conference.getState())
  }
  const own = createOwnMedia(
    devices,
    {
      mute: () => conference.mute(),
      unmute: () => conference.unmute(),
      openCamera: () => conference.openCamera(),
      closeCamera: () => conference.closeCamera(),
      takePlace,
    },
    self,
    tell,
    { label: { key: 'hand.raise' }, run: () => void hands.raise() },
  )
  const media = createRoomMedia(mesh, own)
  const asked = createAsked(context, own, devices, () => void share.start(), toasts)

  /** What silences the own devices waits for nothing; what is drawn waits for the next picture. */
  const readMirror = () => {
    const member = self()
    if (member) {
      if (conference.getState().is === 'inside') own.agree(member)
      asked.follow(member)
      if (!member.chairMuted) toasts.drop('held')
    }
    if (store.get().view === null) drawView()
    else drawSoon()
  }
  const drawSoon = () => {
    if (!drawing) drawing = clock.frame(drawView)
  }

  const viewer = createViewer()
  let drawing: (() => void) | null = null
  const drawView = () => {
    drawing = null
    const state = conference.mirror.getState()
    const me = meId()
    if (!me || !state.conference || stopped) return
    const view = viewer({
      me,
      conference: state.conference,
      members: [...state.members.values()],
      speakers: state.speaker,
      main: chooseMainVideo(state),
      quality: state.quality,
      cutOff: media.store.get().cutOff,
    })
    if (view) layout.follow(view)
    patch({ view })
    chat.follow(state.chat)
    captions.follow(state.conference.captions, state.captions)
    chimes.waiting(view?.waiting ?? 0)
  }

  const readPhase = () => {
    const phase = conference.getState()
    switch (phase.is) {
      case 'inside': {
        const { audio, video } = devices.store.get()
        // Only who has something to send misses a place.
        const wants = audio.track !== null || video.track !== null
        media.watchOnly(wants ? placesTaken(phase) : null)
        if (store.get().connection.is === 'reconnecting')
          tell({ message: { key: 'news.backOnline' }, tone: 'good' })
        patch({ connection: { is: 'online' } })
        // A watcher who got a place has tracks that were held back until now.
        giveTracks()
        readMirror()
        return
      }
      case 'returning':
        readSocket()
        return
      case 'over':
        if (!stopped) onOver(phase, host.endedIt())
        return
      default:
        return
    }
  }

  const readSocket = () => {
    if (conference.getState().is !== 'returning') return
    const before = store.get().connection
    if (before.is !== 'reconnecting') announcer.tell({ message: { key: 'room.reconnecting' }, urgent: true })
    patch({ connection: lostConnection(before, client.socket.getState(), clock.now()) })
  }

  const giveTracks = () => {
    const { audio, video } = devices.store.get()
    mesh.setLocal({ audio: audio.track, video: video.track })
  }
  /** A question of the browser may be answered only in here: what was not switched on by hand does not stay open. */
  const followDevices = () => {
    giveTracks()
    // Who turns the camera on has done with sound only, which says that none is sent.
    if (settings.store.get().audioOnly && devices.store.get().video.on) settings.change({ audioOnly: false })
    const member = self()
    if (member && conference.getState().is === 'inside') own.agree(member)
  }

  const hear = (event: ConferenceEvent | EphemeralEvent, before: MirrorState) => {
    const members = [...before.members.values()]
    if ('ephemeral' in event) {
      if (event.type === 'reaction.shown') reactions.heard(event.data)
      else if (event.type === 'member.asked' && event.data.memberId === meId())
        asked.ask(event.data, whoDid(event, members) ?? event.data.by)
      return
    }
    const me = meId() ?? ''
    const news = newsOf(event, { me, members })
    if (news) tell(news)
    const others = event.actor !== me
    if (event.type === 'member.handChanged' && event.data.handRaisedAt !== null && others) chimes.ring('hand')
    if (event.type === 'chat.posted' && event.data.memberId !== me && panels.store.get().open !== 'chat')
      chimes.ring('chat')
    if (event.type === 'member.updated' && event.data.memberId === me && event.data.shareInvited) {
      const by = whoDid(event, members)
      if (by !== null) asked.inviteToShare(by)
    }
  }

  const followNews = async () => {
    for await (const change of conference.mirror.events() as AsyncIterable<MirrorChange>) {
      if (stopped) return
      if (change.kind === 'event') hear(change.event, change.before)
    }
  }

  /** Sound only: the own camera goes off, those of the others are not sent here. */
  const obeySettings = () => {
    const { audioOnly } = settings.store.get()
    mesh.setReceiving({ video: !audioOnly })
    if (audioOnly) void own.set('video', false)
  }

  const offs = [
    conference.mirror.subscribe(readMirror),
    conference.subscribe(readPhase),
    client.socket.subscribe(readSocket),
    devices.store.subscribe(followDevices),
    media.store.subscribe(drawSoon),
    settings.store.subscribe(obeySettings),
    panels.store.subscribe(() => chat.opened(panels.store.get().open === 'chat')),
    media.stop,
    host.stop,
  ]
  void followNews()
  mesh.setReceiving({ video: !settings.store.get().audioOnly })
  giveTracks()
  media.read()
  readPhase()

  return {
    store,
    media,
    layout,
    share,
    chat,
    hands,
    reactions,
    captions,
    panels,
    host,
    settings,
    toasts,
    announcer,
    sayWhoSpeaks: () => {
      const names =
        store
          .get()
          .view?.people.filter((one) => one.speaking)
          .map((one) => one.name) ?? []
      announcer.tell({
        message:
          names.length > 0 ? { key: 'keys.speaking', values: { names } } : { key: 'keys.nobodySpeaks' },
        urgent: true,
      })
    },
    setLoudspeaker: (on) => void attempt(() => conference.setLoudspeaker(on)),
    tryNow: () => client.socket.hint('online'),
    leave: () => {
      // The page goes at once; the server hears it as fast as the wire lets it.
      void attempt(() => conference.leave())
    },
    stop: () => {
      stopped = true
      drawing?.()
      for (const off of offs) off()
      share.close()
      mesh.close()
    },
  }
}

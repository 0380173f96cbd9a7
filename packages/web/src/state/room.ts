import {
  type Client,
  type Conference,
  type ConferencePhase,
  chooseMainVideo,
  type Mesh,
  type MirrorState,
  RpcError,
} from '@parley/client'
import type { MemberView } from '@parley/protocol'
import type { Announcer } from './announcer.ts'
import type { Clock } from './clock.ts'
import type { Devices } from './devices.ts'
import { newsOf } from './news.ts'
import { createOwnMedia } from './own-media.ts'
import { type RoomView, roomView } from './room-view.ts'
import { createStore, type Store } from './store.ts'
import type { News, Toasts } from './toasts.ts'

export type Connection =
  | { is: 'entering' }
  | { is: 'online' }
  /** `until`: when the next try is made; null while one is under way. */
  | { is: 'reconnecting'; since: number; until: number | null }

/** What lies over the room; one thing at a time. */
export type Overlay =
  | { is: 'remove'; id: string; name: string }
  | { is: 'end' }
  | { is: 'invite' }
  | { is: 'keys' }
  | null

export type RoomState = {
  connection: Connection
  view: RoomView | null
  /** Sound and picture of the others, by member. */
  streams: ReadonlyMap<string, MediaStream>
  peopleOpen: boolean
  overlay: Overlay
  /** The browser holds the sound back until a click. */
  soundBlocked: boolean
  /** Rises when sound may be tried again. */
  soundTry: number
  /** Set when one only watches because others already send. */
  watchOnlyOf: number | null
  invitation: InvitationState
}

export type InvitationState =
  | { is: 'none' | 'asking' | 'failed' }
  | { is: 'there'; link: string; password: string }

export type Room = {
  store: Store<RoomState>
  toasts: Toasts
  announcer: Announcer
  toggleMic: () => void
  toggleCamera: () => void
  mute: (id: string) => void
  allowToSpeak: (id: string) => void
  askRemove: (id: string) => void
  remove: (id: string, ban: boolean) => void
  toggleLock: () => void
  showPeople: (open: boolean) => void
  show: (overlay: Overlay) => void
  showInvitation: () => void
  soundWasBlocked: () => void
  hear: () => void
  tryNow: () => void
  end: () => void
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
  /** The way in failed or the meeting is over for this page. */
  onOver: (phase: Extract<ConferencePhase, { is: 'over' }>, endedByMe: boolean) => void
}

/** The room from joining to leaving. Reads the mirror, never the answers of calls, so that all pages show one truth. */
export function createRoom({
  client,
  conference,
  mesh,
  devices,
  toasts,
  announcer,
  clock,
  onOver,
}: RoomParts): Room {
  const store = createStore<RoomState>({
    connection: { is: 'entering' },
    view: null,
    streams: new Map(),
    peopleOpen: false,
    overlay: null,
    soundBlocked: false,
    soundTry: 0,
    watchOnlyOf: null,
    invitation: { is: 'none' },
  })
  const patch = (change: Partial<RoomState>) => store.update((state) => ({ ...state, ...change }))
  const tell = (news: News) => {
    toasts.add(news)
    announcer.tell(news)
  }

  let endedByMe = false
  let stopped = false
  let seen: MirrorState = conference.mirror.getState()

  const meId = () => {
    const phase = conference.getState()
    return phase.is === 'inside' || phase.is === 'returning' ? phase.memberId : null
  }
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
  const self = (): MemberView | null => conference.mirror.getState().members.get(meId() ?? '') ?? null
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
  )

  const readMirror = () => {
    const state = conference.mirror.getState()
    const me = meId()
    if (!me || !state.conference) return
    const view = roomView({
      me,
      conference: state.conference,
      members: [...state.members.values()],
      speakers: state.speaker,
      main: chooseMainVideo(state),
    })
    patch({ view })
    const member = self()
    if (member && conference.getState().is === 'inside') own.agree(member)
  }

  const readPhase = () => {
    const phase = conference.getState()
    const before = store.get().connection
    switch (phase.is) {
      case 'inside': {
        if (before.is === 'reconnecting') tell({ message: { key: 'news.backOnline' }, tone: 'good' })
        const { audio, video } = devices.store.get()
        // Only who has something to send misses a place.
        const wants = audio.track !== null || video.track !== null
        patch({ connection: { is: 'online' }, watchOnlyOf: wants ? placesTaken(phase) : null })
        // A watcher who got a place has tracks that were held back until now.
        giveTracks()
        readMirror()
        return
      }
      case 'returning':
        readSocket()
        return
      case 'over':
        if (!stopped) onOver(phase, endedByMe)
        return
      default:
        return
    }
  }

  const readSocket = () => {
    if (conference.getState().is !== 'returning') return
    const before = store.get().connection
    const socket = client.socket.getState()
    const since = before.is === 'reconnecting' ? before.since : clock.now()
    if (before.is !== 'reconnecting') announcer.tell({ message: { key: 'room.reconnecting' }, urgent: true })
    patch({ connection: { is: 'reconnecting', since, until: socket.is === 'waiting' ? socket.until : null } })
  }

  const readPeers = () =>
    patch({ streams: new Map(Array.from(mesh.getState().peers, ([id, peer]) => [id, peer.stream])) })

  const giveTracks = () => {
    const { audio, video } = devices.store.get()
    mesh.setLocal({ audio: audio.track, video: video.track })
  }

  const followNews = async () => {
    for await (const change of conference.mirror.events()) {
      if (stopped) return
      if (change.kind === 'event' && !('ephemeral' in change.event)) {
        const news = newsOf(change.event, { me: meId() ?? '', members: [...seen.members.values()] })
        if (news) tell(news)
      }
      seen = conference.mirror.getState()
    }
  }

  const attempt = (run: () => Promise<unknown>) => {
    run().catch((error: unknown) => {
      // Without an answer the mirror tells what became of it; an answer that says no is told.
      if (error instanceof RpcError) tell({ message: { key: 'room.actionFailed' }, tone: 'warning' })
    })
  }

  const offs = [
    conference.mirror.subscribe(readMirror),
    conference.subscribe(readPhase),
    client.socket.subscribe(readSocket),
    mesh.subscribe(readPeers),
    devices.store.subscribe(giveTracks),
  ]
  void followNews()
  giveTracks()
  readPeers()
  readPhase()

  return {
    store,
    toasts,
    announcer,
    toggleMic: () => void own.toggle('audio'),
    toggleCamera: () => void own.toggle('video'),
    mute: (id) => attempt(() => conference.mute([id])),
    allowToSpeak: (id) => attempt(() => conference.unmute([id])),
    askRemove: (id) => {
      const name = store.get().view?.people.find((person) => person.id === id)?.name
      if (name !== undefined) patch({ overlay: { is: 'remove', id, name } })
    },
    remove: (id, ban) => {
      patch({ overlay: null })
      attempt(() => conference.kick([id], { ban }))
    },
    toggleLock: () => attempt(() => (store.get().view?.locked ? conference.unlock() : conference.lock())),
    showPeople: (peopleOpen) => patch({ peopleOpen }),
    show: (overlay) => patch({ overlay }),
    showInvitation: () => {
      patch({ overlay: { is: 'invite' }, invitation: { is: 'asking' } })
      client.rpc.call('conference.getJoinAddress', { confId: conference.confId }).then(
        ({ url, password }) => patch({ invitation: { is: 'there', link: url, password } }),
        () => patch({ invitation: { is: 'failed' } }),
      )
    },
    soundWasBlocked: () => patch({ soundBlocked: true }),
    hear: () => patch({ soundBlocked: false, soundTry: store.get().soundTry + 1 }),
    tryNow: () => client.socket.hint('online'),
    end: () => {
      patch({ overlay: null })
      endedByMe = true
      attempt(() =>
        conference.end().catch((error: unknown) => {
          endedByMe = false
          throw error
        }),
      )
    },
    leave: () => {
      // The page goes at once; the server hears it as fast as the wire lets it.
      attempt(() => conference.leave())
    },
    stop: () => {
      stopped = true
      for (const off of offs) off()
      mesh.close()
    },
  }
}

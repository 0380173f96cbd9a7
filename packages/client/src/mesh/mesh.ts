import type { MemberId, MemberView, MeshMedia, SignalFrame } from '@parley/protocol'
import type { Conference } from '../conference/conference.ts'
import type { MirrorState } from '../mirror/state.ts'
import type { Clock } from '../platform.ts'
import { createStore, type Store } from '../store.ts'
import { createOwnReport } from './own-report.ts'
import { createPair, type Pair, type Peer } from './pair.ts'
import { createQualityWatch } from './quality.ts'
import { type LocalTracks, nothingOut, type Outgoing, type Rtc, type ScreenTracks } from './rtc.ts'
import { type SendLimits, sendLimits } from './send-limits.ts'
import { type PeerStats, readStats } from './stats.ts'
import { wantedBy } from './wanted.ts'

export type MeshState = {
  peers: ReadonlyMap<MemberId, Peer>
  /** A watcher beyond those whom the senders can serve: sees who is there, gets no media. */
  unserved: boolean
}

/** Sound and pictures straight from page to page ([WC] 8.10), for as long as the conference is inside. */
export type Mesh = Store<MeshState> & {
  /** What to send; also for switching devices. Tracks stay the caller's: the mesh never stops them, it only silences. */
  setLocal(tracks: LocalTracks): void
  /** The captured screen, sent while the server says that this member shares. */
  setScreen(tracks: ScreenTracks | null): void
  /** Whether the others' cameras are wanted here; where not, nobody sends them. Default: wanted. Screens always are. */
  setReceiving(wanted: { video: boolean }): void
  /** The device came back online or changed its network: finds out at once which connections are dead. */
  networkChanged(): void
  stats(): Promise<ReadonlyMap<MemberId, PeerStats>>
  close(): void
}

/** The part of a conference that the mesh needs. */
export type MeshConference = Pick<
  Conference,
  'getState' | 'subscribe' | 'signal' | 'onSignal' | 'reportMedia'
> & { mirror: Store<MirrorState> }

export type MeshOptions = {
  conference: MeshConference
  rtc: Rtc
  platform: Clock & { random(): number }
  /** `relay`: through TURN only, which hides addresses and passes where nothing else does. Default `all`. */
  iceTransportPolicy?: RTCIceTransportPolicy
  /** Nothing reported here is fatal. */
  onError?(error: unknown, context: { memberId: MemberId }): void
}

type Place = { selfId: MemberId; media: MeshMedia; watching: boolean; resumed: boolean; connected: boolean }

export const createMesh = ({
  conference,
  rtc,
  platform,
  iceTransportPolicy = 'all',
  onError = () => undefined,
}: MeshOptions): Mesh => {
  const store = createStore<MeshState>({ peers: new Map(), unserved: false })
  /** `join`: which entering of the other member the pair was told of. */
  const pairs = new Map<MemberId, { pair: Pair; join: number }>()
  let tracks: LocalTracks = { audio: null, video: null }
  let screen: ScreenTracks | null = null
  let sent: Outgoing = nothingOut
  let receivingVideo = true
  let epoch: number | null = null
  let unserved = false
  let limited = ''
  /** The connection to the server was lost and is not back yet. */
  let wasAway = false
  let seen: unknown[] = []
  let closed = false
  const reportOwn = createOwnReport((report) => conference.reportMedia(report))

  const place = (): Place | null => {
    const now = conference.getState()
    if (now.is !== 'inside' && now.is !== 'returning') return null
    if (now.media.driver !== 'mesh') return null
    const { memberId: selfId, media, watching, resumed } = now
    return { selfId, media, watching, resumed, connected: now.is === 'inside' }
  }

  const outgoing = (here: Place, me: MemberView | undefined): Outgoing => ({
    ...(here.watching ? { audio: null, video: null } : tracks),
    screen: me?.sharing && screen ? screen.video : null,
    screenAudio: me?.sharing && screen ? screen.audio : null,
  })

  const limitsOf = (here: Place, count: number): SendLimits =>
    sendLimits({
      pairs: count,
      maxBitrate: here.media.publish?.maxBitrate,
      sharing: sent.screen !== null,
    })

  const publish = () => {
    const before = store.getState()
    const peers = new Map([...pairs].map(([id, { pair }]) => [id, pair.peer()]))
    const same =
      peers.size === before.peers.size && [...peers].every(([id, peer]) => before.peers.get(id) === peer)
    if (!same || unserved !== before.unserved) store.set({ peers, unserved })
    const here = place()
    if (!here) return
    const join = conference.mirror.getState().members.get(here.selfId)?.joinCount
    reportOwn(
      [here.selfId, join, here.media.epoch],
      sent,
      [...peers.values()].map((peer) => peer.link),
    )
  }

  const drop = (id: MemberId, bye: boolean) => {
    pairs.get(id)?.pair.close({ bye })
    pairs.delete(id)
  }

  const open = (here: Place, { memberId, joinCount }: MemberView) => {
    const pair = createPair({
      selfId: here.selfId,
      memberId,
      rtc,
      clock: platform,
      random: platform.random,
      // One transport for all lines: a quarter of the candidates, and of the relay's allocations.
      configuration: { iceServers: here.media.iceServers, iceTransportPolicy, bundlePolicy: 'max-bundle' },
      limits: limitsOf(here, pairs.size + 1),
      tracks: sent,
      receivingVideo,
      returning: here.resumed || joinCount > 1,
      send: (signal) => conference.signal(memberId, signal),
      onChange: publish,
      onError: (error) => onError(error, { memberId }),
    })
    pairs.set(memberId, { pair, join: joinCount })
  }

  const obey = (me: MemberView) => {
    if (tracks.audio) tracks.audio.enabled = !me.muted
    if (tracks.video) tracks.video.enabled = me.cameraOpen
  }

  /** What goes out now, to all pairs, where it changed. */
  const give = (here: Place) => {
    const me = conference.mirror.getState().members.get(here.selfId)
    if (me) obey(me)
    const next = outgoing(here, me)
    const changed = (Object.keys(next) as (keyof Outgoing)[]).some((slot) => next[slot] !== sent[slot])
    sent = next
    if (changed) for (const { pair } of pairs.values()) pair.setOutgoing(next)
  }

  const sync = () => {
    if (closed) return
    const state = conference.mirror.getState()
    const now = [conference.getState(), state.members]
    if (now.every((part, index) => part === seen[index])) return
    seen = now
    const here = place()
    unserved = false
    if (here?.media.epoch !== epoch) {
      for (const id of [...pairs.keys()]) drop(id, false)
      epoch = here?.media.epoch ?? null
    }
    const back = here?.connected === true && wasAway
    wasAway = here?.connected === false
    if (here) {
      const wanted = wantedBy(here.selfId, state, here.media.maxWatchers)
      unserved = wanted.unserved
      for (const id of [...pairs.keys()]) if (!wanted.pairs.has(id)) drop(id, false)
      give(here)
      for (const [id, member] of wanted.pairs) {
        const online = here.connected && member.state === 'online'
        // Nobody to signal with while either side's connection is down; what stands keeps standing.
        if (!pairs.has(id) && online) open(here, member)
        const known = pairs.get(id)
        if (!known) continue
        // Whoever entered anew had a while without signals, even if nobody saw it.
        if (known.join !== member.joinCount) known.pair.setReachable(false)
        known.join = member.joinCount
        known.pair.setReachable(online)
        known.pair.silence(member)
      }
      limit(here)
      // What took the socket away may have taken more, and the browser says so only seconds later.
      if (back) for (const { pair } of pairs.values()) pair.doubt()
    }
    publish()
  }

  const limit = (here: Place) => {
    const limits = limitsOf(here, pairs.size)
    const text = JSON.stringify([limits, pairs.size])
    if (text === limited) return
    limited = text
    for (const { pair } of pairs.values()) pair.setLimits(limits)
  }

  const receive = (frame: SignalFrame) => {
    const here = place()
    if (closed || !here || frame.epoch !== here.media.epoch) return
    // The first offer may overtake the event that tells of its sender; the mirror decides who is a member.
    sync()
    pairs.get(frame.from)?.pair.receive(frame)
  }

  const stops = [conference.subscribe(sync), conference.mirror.subscribe(sync), conference.onSignal(receive)]
  sync()
  const quality = createQualityWatch({
    clock: platform,
    reports: () =>
      [...pairs]
        .filter(([, { pair }]) => pair.peer().link === 'connected')
        .map(([id, { pair }]) => [id, pair.report] as const),
    tell: (own) => conference.reportMedia({ quality: own }),
  })

  const changed = () => {
    const here = place()
    if (here) {
      give(here)
      limit(here)
    }
    publish()
  }

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    setLocal: (next) => {
      tracks = next
      changed()
    },
    setScreen: (next) => {
      // Sharp letters before smooth movement, unless the caller has said otherwise.
      if (next && next.video.contentHint === '') next.video.contentHint = 'detail'
      screen = next
      changed()
    },
    setReceiving: ({ video }) => {
      if (video === receivingVideo) return
      receivingVideo = video
      for (const { pair } of pairs.values()) pair.setReceivingVideo(video)
    },
    networkChanged: () => {
      for (const { pair } of pairs.values()) {
        pair.mend()
        pair.doubt()
      }
    },
    stats: async () => {
      const rows = await Promise.all(
        [...pairs].map(async ([id, { pair }]) => [id, readStats((await pair.report()).rows)] as const),
      )
      return new Map(rows)
    },
    close: () => {
      closed = true
      quality.stop()
      for (const stop of stops) stop()
      for (const id of [...pairs.keys()]) drop(id, true)
      store.set({ peers: new Map(), unserved: false })
    },
  }
}

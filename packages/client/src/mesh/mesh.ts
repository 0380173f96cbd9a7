import type { MediaState, MemberId, MemberView, MeshMedia, SignalFrame } from '@parley/protocol'
import type { Conference } from '../conference/conference.ts'
import { isInside } from '../mirror/select.ts'
import type { Clock } from '../platform.ts'
import { createStore, type Store } from '../store.ts'
import { createPair, type Pair, type Peer } from './pair.ts'
import type { LocalTracks, Rtc } from './rtc.ts'
import type { PeerStats } from './stats.ts'

export type MeshState = { peers: ReadonlyMap<MemberId, Peer> }

/** Sound and pictures straight from page to page ([WC] 8.10), for as long as the conference is inside. */
export type Mesh = Store<MeshState> & {
  /** What to send; also for switching devices. Tracks stay the caller's: the mesh never stops them, it only silences. */
  setLocal(tracks: LocalTracks): void
  stats(): Promise<ReadonlyMap<MemberId, PeerStats>>
  close(): void
}

/** The part of a conference that the mesh needs. */
export type MeshConference = Pick<
  Conference,
  'getState' | 'subscribe' | 'mirror' | 'signal' | 'onSignal' | 'reportMedia'
>

export type MeshOptions = {
  conference: MeshConference
  rtc: Rtc
  platform: Clock & { random(): number }
  /** Nothing reported here is fatal. */
  onError?(error: unknown, context: { memberId: MemberId }): void
}

type Place = { selfId: MemberId; media: MeshMedia; watching: boolean; resumed: boolean; connected: boolean }

const sends = (member: MemberView): boolean =>
  member.media === undefined || member.media.audio || member.media.video

export const createMesh = ({ conference, rtc, platform, onError = () => undefined }: MeshOptions): Mesh => {
  const store = createStore<MeshState>({ peers: new Map() })
  const pairs = new Map<MemberId, Pair>()
  const nothing: LocalTracks = { audio: null, video: null }
  let tracks = nothing
  let epoch: number | null = null
  let wasConnected = false
  let wasUp = false
  let lastReport = ''
  let closed = false

  const place = (): Place | null => {
    const now = conference.getState()
    if (now.is !== 'inside' && now.is !== 'returning') return null
    if (now.media.driver !== 'mesh') return null
    return {
      selfId: now.memberId,
      media: now.media,
      watching: now.watching,
      resumed: now.resumed,
      connected: now.is === 'inside',
    }
  }

  const outgoing = (here: Place): LocalTracks => (here.watching ? nothing : tracks)

  const publish = () => {
    const before = store.getState().peers
    const peers = new Map([...pairs].map(([id, pair]) => [id, pair.peer()]))
    if (peers.size !== before.size || [...peers].some(([id, peer]) => before.get(id) !== peer))
      store.set({ peers })
    report()
  }

  /** Own state only: nobody is believed about others. */
  const report = () => {
    const here = place()
    if (!here) return
    const { audio, video } = outgoing(here)
    const links = [...store.getState().peers.values()].map((peer) => peer.link)
    const connected = links.length === 0 || links.includes('connected')
    let mediaState: MediaState = 'none'
    if (audio || video) mediaState = connected ? 'up' : wasUp ? 'stalled' : 'connecting'
    wasUp = mediaState === 'up' || mediaState === 'stalled'
    const described = [
      ...(audio ? [{ kind: 'audio' as const, mid: '0' }] : []),
      ...(video ? [{ kind: 'video' as const, mid: '1' }] : []),
    ]
    // Whoever enters again is `none` to the server, hence the join in what is compared.
    const join = conference.mirror.getState().members.get(here.selfId)?.joinCount
    const text = JSON.stringify([here.selfId, join, here.media.epoch, mediaState, described])
    if (text === lastReport) return
    lastReport = text
    conference.reportMedia({ mediaState, tracks: described })
  }

  const drop = (id: MemberId, bye: boolean) => {
    pairs.get(id)?.close({ bye })
    pairs.delete(id)
  }

  const open = (here: Place, memberId: MemberId) => {
    pairs.set(
      memberId,
      createPair({
        selfId: here.selfId,
        memberId,
        rtc,
        clock: platform,
        random: platform.random,
        iceServers: here.media.iceServers,
        maxBitrate: here.media.publish?.maxBitrate,
        tracks: outgoing(here),
        returning: here.resumed,
        send: (signal) => conference.signal(memberId, signal),
        onChange: publish,
        onError: (error) => onError(error, { memberId }),
      }),
    )
  }

  /** Two watchers have nothing to send each other. */
  const wants = (here: Place, member: MemberView | undefined): member is MemberView =>
    member !== undefined &&
    member.memberId !== here.selfId &&
    isInside(member) &&
    (!here.watching || sends(member))

  const obey = (me: MemberView | undefined) => {
    if (!me) return
    if (tracks.audio) tracks.audio.enabled = !me.muted
    if (tracks.video) tracks.video.enabled = me.cameraOpen
  }

  const sync = () => {
    if (closed) return
    const here = place()
    const { members } = conference.mirror.getState()
    if (here?.media.epoch !== epoch) {
      for (const id of [...pairs.keys()]) drop(id, false)
      epoch = here?.media.epoch ?? null
    }
    if (here) {
      for (const id of [...pairs.keys()]) if (!wants(here, members.get(id))) drop(id, false)
      for (const member of members.values()) {
        if (!wants(here, member)) continue
        // Nobody to signal with while either side's connection is down; what stands keeps standing.
        if (!pairs.has(member.memberId) && here.connected && member.state === 'online')
          open(here, member.memberId)
        pairs.get(member.memberId)?.silence(member)
      }
      obey(members.get(here.selfId))
      if (here.connected && !wasConnected) for (const pair of pairs.values()) pair.recheck()
    }
    wasConnected = here?.connected ?? false
    publish()
  }

  const receive = (frame: SignalFrame) => {
    const here = place()
    if (closed || !here || frame.epoch !== here.media.epoch) return
    // The first offer may overtake the event that tells of its sender; the mirror decides who is a member.
    sync()
    pairs.get(frame.from)?.receive(frame)
  }

  const stops = [conference.subscribe(sync), conference.mirror.subscribe(sync), conference.onSignal(receive)]
  sync()

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    setLocal: (next) => {
      tracks = next
      const here = place()
      obey(here ? conference.mirror.getState().members.get(here.selfId) : undefined)
      if (here) for (const pair of pairs.values()) pair.setLocal(outgoing(here))
      publish()
    },
    stats: async () => {
      const rows = await Promise.all([...pairs].map(async ([id, pair]) => [id, await pair.stats()] as const))
      return new Map(rows)
    },
    close: () => {
      closed = true
      for (const stop of stops) stop()
      for (const id of [...pairs.keys()]) drop(id, true)
      store.set({ peers: new Map() })
    },
  }
}

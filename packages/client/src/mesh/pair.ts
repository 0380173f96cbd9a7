import type { IceServer, MemberView, Signal } from '@parley/protocol'
import type { Clock } from '../platform.ts'
import { createNegotiation, type Negotiation } from './negotiation.ts'
import type { LocalTracks, Rtc } from './rtc.ts'
import { type PeerStats, readStats } from './stats.ts'

/** How the connection to one other member stands. `failed` is not the end: it is tried again while both are inside. */
export type PeerLink = 'connecting' | 'connected' | 'interrupted' | 'failed'

export type Peer = {
  memberId: string
  link: PeerLink
  /** What is received; a new object when the connection was rebuilt. Tracks of a muted member are disabled. */
  stream: MediaStream
}

/** The connection between oneself and one other member, over any number of RTCPeerConnections. */
export type Pair = {
  peer(): Peer
  receive(signal: Signal): void
  setLocal(tracks: LocalTracks): void
  /** Plays only what the member has open. */
  silence(member: MemberView): void
  /** The way for signals was interrupted: what was under way may be lost. */
  recheck(): void
  stats(): Promise<PeerStats>
  /** Says bye unless the other is gone already. */
  close(options: { bye: boolean }): void
}

export type PairOptions = {
  selfId: string
  memberId: string
  rtc: Rtc
  clock: Clock
  random: () => number
  iceServers: IceServer[]
  maxBitrate: number | undefined
  tracks: LocalTracks
  /** This page is a fresh one of a member who was inside before: the other side may not notice by itself. */
  returning: boolean
  /** Resolves to whether it reached the other page. */
  send(signal: Signal): Promise<boolean>
  onChange(): void
  onError(error: unknown): void
}

/** Without a connection for so long, everything is built anew; longer each time. */
const rebuildMs = 10_000
const rebuildCapMs = 30_000
/** The side that does not offer first waits so long for an offer before it asks. */
const askMs = 2_000
const restartMs = 3_000
const lostSignalMs = 3_000

export const createPair = (options: PairOptions): Pair => {
  const { selfId, memberId, rtc, clock, send, onChange, onError } = options
  /** [WC] 8.10: the smaller memberId makes the first offer, the larger is polite. */
  const first = selfId < memberId
  let tracks = options.tracks
  let member: MemberView | null = null
  let link: PeerLink = 'connecting'
  let stream = new rtc.MediaStream()
  let current: Peer = { memberId, link, stream }
  let negotiation: Negotiation | null = null
  let builtAt = 0
  let rebuilds = 0
  let closed = false
  let cancelWatch = (): void => undefined
  let cancelStep = (): void => undefined

  const publish = () => {
    current = { memberId, link, stream }
    onChange()
  }

  const silenceTracks = () => {
    if (!member) return
    for (const track of stream.getTracks())
      track.enabled = track.kind === 'audio' ? !member.muted : member.cameraOpen
  }

  const watch = (ms: number) => {
    cancelWatch()
    cancelWatch = clock.after(ms, () => {
      if (link === 'connected' && negotiation?.isStable()) return
      rebuilds += 1
      const built = build()
      if (!first) ask(built)
    })
  }

  const transmit = (signal: Signal) => {
    // While connected nothing else guards a renegotiation whose answer gets lost.
    if (signal.kind === 'offer' && link === 'connected') watch(rebuildMs)
    send(signal).then(
      (delivered) => {
        if (!delivered) missed(signal)
      },
      () => missed(signal),
    )
  }
  /** A description that did not arrive leaves both waiting for ever. A candidate or bye that did not is no loss. */
  const missed = (signal: Signal) => {
    if (!closed && (signal.kind === 'offer' || signal.kind === 'answer')) watch(lostSignalMs)
  }

  const ask = ({ end }: Negotiation) => transmit({ kind: 'bye', payload: { again: true, fromEnd: end } })

  const onState = (state: RTCPeerConnectionState) => {
    cancelStep()
    switch (state) {
      case 'connected':
        rebuilds = 0
        cancelWatch()
        link = 'connected'
        break
      case 'disconnected':
        // Often heals by itself within a second or two; a restart meanwhile would only add traffic to a bad network.
        link = 'interrupted'
        cancelStep = clock.after(restartMs, () => negotiation?.restart())
        watch(restartMs + rebuildMs)
        break
      case 'failed':
        link = 'failed'
        negotiation?.restart()
        watch(rebuildMs)
        break
      case 'closed':
      case 'new':
      case 'connecting':
        return
      default:
        state satisfies never
    }
    publish()
  }

  const build = (): Negotiation => {
    negotiation?.close()
    cancelStep()
    stream = new rtc.MediaStream()
    link = 'connecting'
    builtAt = clock.now()
    const end = Math.floor(options.random() * 2 ** 48)
      .toString(16)
      .padStart(12, '0')
    const built = createNegotiation({
      pc: new rtc.RTCPeerConnection({ iceServers: options.iceServers }),
      end,
      first,
      tracks,
      maxBitrate: options.maxBitrate,
      handlers: {
        send: transmit,
        onState,
        onError,
        onTrack: (track) => {
          if (!stream.getTracks().includes(track)) stream.addTrack(track)
          silenceTracks()
          publish()
        },
      },
    })
    negotiation = built
    watch(Math.min(rebuildCapMs, rebuildMs + rebuilds * 5_000))
    publish()
    return built
  }

  const receive = (signal: Signal) => {
    if (closed || !negotiation) return
    let now = negotiation
    const { fromEnd, toEnd } = signal.payload ?? {}
    if (toEnd !== undefined && toEnd !== now.end) return
    const known = now.remoteEnd()
    const stranger = now.isBound() && known !== null && fromEnd !== undefined && fromEnd !== known
    switch (signal.kind) {
      case 'offer':
        // The other page was reloaded or began anew, and so must we.
        if (stranger) now = build()
        cancelStep()
        now.describe('offer', signal.payload.sdp, fromEnd ?? null).catch(onError)
        return
      case 'answer':
        if (!stranger) now.describe('answer', signal.payload.sdp, fromEnd ?? null).catch(onError)
        return
      case 'candidate': {
        if (stranger || 'completed' in signal.payload) return
        const { candidate, sdpMid = null, sdpMLineIndex = null, usernameFragment = null } = signal.payload
        now.candidate({ candidate, sdpMid, sdpMLineIndex, usernameFragment }).catch(onError)
        return
      }
      case 'bye':
        if (signal.payload?.again) reoffer(now)
        else if (!stranger) farewell(now)
        return
      default:
        signal satisfies never
    }
  }

  const reoffer = (now: Negotiation) => {
    if (!first) return
    // Our first offer may just be on its way to that very end.
    const underWay = !now.isBound() && rebuilds === 0 && clock.now() - builtAt < askMs
    if (!underWay) build()
  }

  /** Usually the member is about to leave and the pair goes with it; if not, it is tried again. */
  const farewell = (now: Negotiation) => {
    now.close()
    cancelStep()
    link = 'failed'
    watch(rebuildMs)
    publish()
  }

  const initial = build()
  if (!first)
    cancelStep = clock.after(options.returning ? 0 : askMs, () => {
      if (!initial.isBound()) ask(initial)
    })

  return {
    peer: () => current,
    receive,
    setLocal: (next) => {
      tracks = next
      negotiation?.setLocal(next)
    },
    silence: (view) => {
      member = view
      silenceTracks()
    },
    recheck: () => {
      if (!closed) watch(lostSignalMs)
    },
    stats: async () => readStats((await negotiation?.stats()) ?? new Map()),
    close: ({ bye }) => {
      if (closed) return
      if (bye && negotiation) transmit({ kind: 'bye', payload: { fromEnd: negotiation.end } })
      closed = true
      cancelWatch()
      cancelStep()
      negotiation?.close()
    },
  }
}

import type { IceServer, MemberView, Signal } from '@parley/protocol'
import type { Clock } from '../platform.ts'
import { askMs, createCare } from './care.ts'
import { createDoubt } from './doubt.ts'
import { createInbound } from './inbound.ts'
import { createNegotiation, type Negotiation } from './negotiation.ts'
import type { Outgoing, PeerLink, Rtc } from './rtc.ts'
import type { SendLimits } from './send-limits.ts'
import { receivedOf } from './stats.ts'

export type Peer = {
  memberId: string
  link: PeerLink
  /** What is received; a new object when the connection was rebuilt. Tracks of a muted member are disabled. */
  stream: MediaStream
  /** The shared screen, with its sound if it has any; null unless the member shares and it has come. */
  screen: MediaStream | null
}

/** The connection between oneself and one other member, over any number of RTCPeerConnections. */
export type Pair = {
  peer(): Peer
  receive(signal: Signal): void
  setOutgoing(tracks: Outgoing): void
  setLimits(limits: SendLimits): void
  setReceivingVideo(wanted: boolean): void
  /** Plays only what the member has open. */
  silence(member: MemberView): void
  /** Whether signals get through: both sides' connections to the server are up. Nothing is begun while they do not. */
  setReachable(reachable: boolean): void
  /** What looks connected may be dead: finds out and mends it. */
  doubt(): void
  /** ICE anew if it is known to be broken. */
  mend(): void
  /** `end` changes with every rebuilding, and the counters begin anew. */
  report(): Promise<{ end: string; rows: RTCStatsReport }>
  /** Says bye unless the other is gone already. */
  close(options: { bye: boolean }): void
}

export type PairOptions = {
  selfId: string
  memberId: string
  rtc: Rtc
  clock: Clock
  random: () => number
  configuration: RTCConfiguration & { iceServers: IceServer[] }
  limits: SendLimits
  tracks: Outgoing
  receivingVideo: boolean
  /** One of the two was inside before: a connection may stand at the other side that is no longer ours. */
  returning: boolean
  /** Resolves to whether it reached the other page. */
  send(signal: Signal): Promise<boolean>
  onChange(): void
  onError(error: unknown): void
}

export const createPair = (options: PairOptions): Pair => {
  const { selfId, memberId, rtc, clock, send, onChange, onError } = options
  /** [WC] 8.10: the smaller memberId makes the first offer, the larger is polite. */
  const first = selfId < memberId
  let { tracks, limits, receivingVideo } = options
  let member: MemberView | null = null
  let link: PeerLink = 'connecting'
  let inbound = createInbound(rtc)
  let current: Peer = { memberId, link, stream: inbound.stream, screen: null }
  let builtAt = clock.now()
  let closed = false
  const doubt = createDoubt(clock)

  const publish = () => {
    current = { memberId, link, stream: inbound.stream, screen: inbound.screen(member) }
    onChange()
  }

  const transmit = (signal: Signal) => {
    if (signal.kind === 'offer') care.offered()
    send(signal).then(
      (delivered) => {
        if (!delivered) missed(signal)
      },
      () => missed(signal),
    )
  }
  /** A description that did not arrive leaves both waiting for ever. A candidate or bye that did not is no loss. */
  const missed = (signal: Signal) => {
    if (signal.kind === 'offer' || signal.kind === 'answer') care.lost()
  }

  const onState = (state: RTCPeerConnectionState) => {
    const next = linkOf(state)
    if (!next) return
    link = next
    care.linkChanged()
    publish()
  }

  const negotiate = (): Negotiation => {
    const end = Math.floor(options.random() * 2 ** 48)
      .toString(16)
      .padStart(12, '0')
    return createNegotiation({
      pc: new rtc.RTCPeerConnection(options.configuration),
      end,
      first,
      tracks,
      limits,
      receivingVideo,
      handlers: {
        send: transmit,
        onState,
        onError,
        onTrack: (slot, track) => {
          inbound.add(slot, track)
          inbound.silence(member)
          publish()
        },
      },
    })
  }
  let negotiation = negotiate()

  const build = (): Negotiation => {
    negotiation.close()
    doubt.cancel()
    inbound = createInbound(rtc)
    link = 'connecting'
    builtAt = clock.now()
    negotiation = negotiate()
    care.built()
    publish()
    return negotiation
  }

  const care = createCare({
    clock,
    first,
    returning: options.returning,
    patient: {
      link: () => link,
      isStable: () => negotiation.isStable(),
      isBound: () => negotiation.isBound(),
      restart: () => negotiation.restart(),
      resend: () => negotiation.resend(),
      ask: () => transmit({ kind: 'bye', payload: { again: true, fromEnd: negotiation.end } }),
      rebuild: build,
    },
  })

  const receive = (signal: Signal) => {
    if (closed) return
    let now = negotiation
    const { fromEnd, toEnd } = signal.payload ?? {}
    if (toEnd !== undefined && toEnd !== now.end) return
    const known = now.remoteEnd()
    const stranger = now.isBound() && known !== null && fromEnd !== undefined && fromEnd !== known
    switch (signal.kind) {
      case 'offer':
        // The other page was reloaded or began anew, and so must we.
        if (stranger) now = build()
        care.heard()
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
    const underWay = !now.isBound() && care.rebuilds() === 0 && clock.now() - builtAt < askMs
    if (!underWay) build()
  }

  const farewell = (now: Negotiation) => {
    now.close()
    link = 'failed'
    care.ended()
    publish()
  }

  care.built()

  return {
    peer: () => current,
    receive,
    setOutgoing: (next) => {
      tracks = next
      negotiation.setOutgoing(next)
    },
    setLimits: (next) => {
      limits = next
      negotiation.setLimits(next)
    },
    setReceivingVideo: (wanted) => {
      receivingVideo = wanted
      negotiation.setReceivingVideo(wanted)
    },
    silence: (view) => {
      member = view
      inbound.silence(view)
      if (inbound.screen(view) !== current.screen) publish()
    },
    setReachable: care.setReachable,
    doubt: () => {
      if (link !== 'connected') return
      const asked = negotiation
      doubt.begin(
        async () => receivedOf(await asked.stats()),
        () => {
          if (link === 'connected') care.restart()
        },
      )
    },
    mend: () => {
      if (link === 'interrupted' || link === 'failed') care.restart()
    },
    report: async () => ({ end: negotiation.end, rows: await negotiation.stats() }),
    close: ({ bye }) => {
      if (closed) return
      if (bye) transmit({ kind: 'bye', payload: { fromEnd: negotiation.end } })
      closed = true
      care.stop()
      doubt.cancel()
      negotiation.close()
    },
  }
}

const linkOf = (state: RTCPeerConnectionState): PeerLink | null => {
  switch (state) {
    case 'connected':
      return 'connected'
    case 'disconnected':
      return 'interrupted'
    case 'failed':
      return 'failed'
    default:
      return null
  }
}

import type { IceServer, MemberView, Signal } from '@parley/protocol'
import type { Clock } from '../platform.ts'
import { createInbound } from './inbound.ts'
import { createNegotiation, type Negotiation } from './negotiation.ts'
import type { Outgoing, Rtc } from './rtc.ts'
import type { SendLimits } from './send-limits.ts'
import { receivedOf } from './stats.ts'

/** How the connection to one other member stands. `failed` is not the end: it is tried again while both are inside. */
export type PeerLink = 'connecting' | 'connected' | 'interrupted' | 'failed'

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
  /** Plays only what the member has open. */
  silence(member: MemberView): void
  /** Whether signals get through: both sides' connections to the server are up. Nothing is begun while they do not. */
  setReachable(reachable: boolean): void
  /** The network of this page changed: what looks connected may be dead. */
  networkChanged(): void
  /** `end` changes with every rebuilding, and the counters begin anew. */
  report(): Promise<{ end: string; rows: RTCStatsReport } | null>
  /** Says bye unless the other is gone already. */
  close(options: { bye: boolean }): void
}

export type PairOptions = {
  selfId: string
  memberId: string
  rtc: Rtc
  clock: Clock
  random: () => number
  configuration: { iceServers: IceServer[]; iceTransportPolicy?: RTCIceTransportPolicy }
  limits: SendLimits
  tracks: Outgoing
  /** One of the two was inside before: a connection may stand at the other side that is no longer ours. */
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
/** Both sides notice an interruption; the polite one leaves the other this start, so that one restart does for both. */
const politeMs = 1_000
const lostSignalMs = 3_000
/** A living connection brings something in this time, if only an answer to ICE's own checks. */
const silentMs = 3_000

export const createPair = (options: PairOptions): Pair => {
  const { selfId, memberId, rtc, clock, send, onChange, onError } = options
  /** [WC] 8.10: the smaller memberId makes the first offer, the larger is polite. */
  const first = selfId < memberId
  let { tracks, limits } = options
  let member: MemberView | null = null
  let link: PeerLink = 'connecting'
  let inbound = createInbound(rtc)
  let current: Peer = { memberId, link, stream: inbound.stream, screen: null }
  let negotiation: Negotiation | null = null
  let reachable = true
  /** ICE is to be restarted as soon as signals get through again. */
  let owesRestart = false
  let builtAt = 0
  let rebuilds = 0
  let closed = false
  let cancelWatch = (): void => undefined
  let cancelStep = (): void => undefined
  let cancelProbe = (): void => undefined

  const publish = () => {
    current = { memberId, link, stream: inbound.stream, screen: inbound.screen(member) }
    onChange()
  }

  const isWell = () => link === 'connected' && negotiation?.isStable() === true

  const rebuild = () => {
    rebuilds += 1
    const built = build()
    if (!first) ask(built)
  }

  const watch = (ms: number) => {
    cancelWatch()
    cancelWatch = clock.after(ms, () => {
      if (!isWell() && reachable) rebuild()
    })
  }

  /** An answer comes soon or not at all; the connection after it may take its time. */
  const watchAnswer = () => {
    cancelWatch()
    cancelWatch = clock.after(lostSignalMs, () => {
      if (negotiation?.isStable()) watch(rebuildMs - lostSignalMs)
      else if (reachable) rebuild()
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

  const restart = () => {
    cancelStep()
    if (closed) return
    if (!reachable) owesRestart = true
    else {
      owesRestart = false
      negotiation?.restart()
      watch(rebuildMs)
    }
  }

  /** Signals get through again: whatever waited for that goes on at once, and with the patience of the first time. */
  const resume = () => {
    if (closed || !negotiation) return
    rebuilds = 0
    if (isWell() && !owesRestart) return
    if (!negotiation.isStable()) negotiation.resend()
    else if (negotiation.isBound()) restart()
    else ask(negotiation)
    watchAnswer()
  }

  const onState = (state: RTCPeerConnectionState) => {
    cancelStep()
    switch (state) {
      case 'connected':
        rebuilds = 0
        owesRestart = false
        if (negotiation?.isStable()) cancelWatch()
        link = 'connected'
        break
      case 'disconnected':
        // Seconds without a word have passed already. It may still heal by itself, and a restart does not hinder that.
        link = 'interrupted'
        watch(rebuildMs)
        cancelStep = clock.after(first ? 0 : politeMs, restart)
        break
      case 'failed':
        link = 'failed'
        watch(rebuildMs)
        restart()
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
    cancelProbe()
    owesRestart = false
    inbound = createInbound(rtc)
    link = 'connecting'
    builtAt = clock.now()
    const end = Math.floor(options.random() * 2 ** 48)
      .toString(16)
      .padStart(12, '0')
    const built = createNegotiation({
      pc: new rtc.RTCPeerConnection(options.configuration),
      end,
      first,
      tracks,
      limits,
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
    setOutgoing: (next) => {
      tracks = next
      negotiation?.setOutgoing(next)
    },
    setLimits: (next) => {
      limits = next
      negotiation?.setLimits(next)
    },
    silence: (view) => {
      member = view
      inbound.silence(view)
      if (inbound.screen(view) !== current.screen) publish()
    },
    setReachable: (next) => {
      if (next === reachable) return
      reachable = next
      if (next) resume()
    },
    networkChanged: () => {
      cancelProbe()
      if (link === 'interrupted' || link === 'failed') restart()
      if (link !== 'connected' || !negotiation) return
      const asked = negotiation
      void receivedBy(asked).then((before) => {
        if (closed || asked !== negotiation) return
        cancelProbe = clock.after(silentMs, () => {
          void receivedBy(asked).then((after) => {
            if (asked === negotiation && link === 'connected' && after === before) restart()
          })
        })
      })
    },
    report: async () => {
      if (!negotiation) return null
      const { end } = negotiation
      return { end, rows: await negotiation.stats() }
    },
    close: ({ bye }) => {
      if (closed) return
      if (bye && negotiation) transmit({ kind: 'bye', payload: { fromEnd: negotiation.end } })
      closed = true
      cancelWatch()
      cancelStep()
      cancelProbe()
      negotiation?.close()
    },
  }
}

const receivedBy = async (negotiation: Negotiation): Promise<number> =>
  receivedOf(await negotiation.stats().catch(() => new Map()))

import type { Signal } from '@parley/protocol'
import { kindOf, type Outgoing, type Slot, slots } from './rtc.ts'
import type { SendLimits } from './send-limits.ts'

/** What a negotiation tells its pair. */
export type NegotiationHandlers = {
  send(signal: Signal): void
  onState(state: RTCPeerConnectionState): void
  onTrack(slot: Slot, track: MediaStreamTrack): void
  onError(error: unknown): void
}

/**
 * One RTCPeerConnection from its making to its closing, by the pattern of perfect negotiation
 * (https://www.w3.org/TR/webrtc/#perfect-negotiation-example). The first offer is `first`'s; the other side is the polite one.
 */
export type Negotiation = {
  /** This end's word, see `Signal`. */
  readonly end: string
  /** A description of the other side has been taken; from then on only its end is listened to. */
  isBound(): boolean
  /** The other end's word; null before it is bound, or when it names none. */
  remoteEnd(): string | null
  /** False: an offer is out without its answer. */
  isStable(): boolean
  describe(type: 'offer' | 'answer', sdp: string, fromEnd: string | null): Promise<void>
  candidate(candidate: RTCIceCandidateInit): Promise<void>
  setOutgoing(tracks: Outgoing): void
  setLimits(limits: SendLimits): void
  setReceivingVideo(wanted: boolean): void
  /** ICE anew; what flows goes on flowing meanwhile. */
  restart(): void
  /** An offer without its answer once more: the way for signals was interrupted. */
  resend(): void
  stats(): Promise<RTCStatsReport>
  close(): void
}

export const createNegotiation = ({
  pc,
  end,
  first,
  tracks,
  limits,
  receivingVideo,
  handlers,
}: {
  pc: RTCPeerConnection
  end: string
  first: boolean
  tracks: Outgoing
  limits: SendLimits
  receivingVideo: boolean
  handlers: NegotiationHandlers
}): Negotiation => {
  let outgoing = tracks
  let wanted = limits
  let receives = receivingVideo
  let remoteEnd: string | null = null
  let bound = false
  let makingOffer = false
  let ignoringOffer = false
  let settingAnswer = false
  let restarting = false
  let closed = false
  /** The limits in force, as text, by line. */
  const limited = new Map<Slot, string>()
  /** Candidates that overtook the description they belong to. */
  let early: RTCIceCandidateInit[] = []

  const ends = () => (remoteEnd === null ? { fromEnd: end } : { fromEnd: end, toEnd: remoteEnd })

  /** Lines and transceivers have the same order on both sides: one makes them all at once, the other gets them by description. */
  const transceiverOf = (slot: Slot): RTCRtpTransceiver | undefined =>
    pc.getTransceivers()[slots.indexOf(slot)]

  const direction = (slot: Slot, sends: boolean): RTCRtpTransceiverDirection => {
    if (slot !== 'video' || receives) return sends ? 'sendrecv' : 'recvonly'
    return sends ? 'sendonly' : 'inactive'
  }

  /** Changing a device only replaces the track; a first track of its line changes the direction, and that negotiates. */
  const attach = () => {
    for (const slot of slots) {
      const transceiver = transceiverOf(slot)
      if (!transceiver) continue
      const track = outgoing[slot]
      if (transceiver.sender.track !== track) transceiver.sender.replaceTrack(track).catch(handlers.onError)
      // Who has sent goes on being one who sends: a camera that pauses must not cost a negotiation.
      const sends = track !== null || transceiver.direction.startsWith('send')
      const next = direction(slot, sends)
      if (transceiver.direction !== next) transceiver.direction = next
    }
  }

  /** Tried again after each description until it holds: Chromium refuses it while a negotiation changes the same sender. */
  const limit = () => {
    if (closed || pc.connectionState !== 'connected') return
    for (const slot of ['video', 'screen'] as const) {
      const sender = transceiverOf(slot)?.sender
      const text = JSON.stringify(wanted[slot])
      if (!sender || !outgoing[slot] || limited.get(slot) === text) continue
      const parameters = sender.getParameters()
      if (parameters.encodings.length === 0) continue
      for (const encoding of parameters.encodings)
        Object.assign(encoding, { maxBitrate: undefined, maxFramerate: undefined }, wanted[slot])
      limited.set(slot, text)
      sender.setParameters(parameters).catch((error: unknown) => {
        limited.delete(slot)
        const racing = error instanceof Error && error.name === 'InvalidModificationError'
        if (!racing && !closed) handlers.onError(error)
      })
    }
  }

  const sendDescription = (type: 'offer' | 'answer') => {
    const sdp = pc.localDescription?.sdp
    if (sdp === undefined || closed) return
    if (type === 'answer') handlers.send({ kind: 'answer', payload: { sdp, ...ends() } })
    else {
      handlers.send({ kind: 'offer', payload: { sdp, ...(restarting ? { restart: true } : {}), ...ends() } })
      restarting = false
    }
  }

  const offer = async () => {
    if (closed || (!first && !bound)) return
    try {
      makingOffer = true
      await pc.setLocalDescription()
      // Glare: by now the other side's offer may be in place and ours rolled back.
      if (pc.localDescription?.type === 'offer') sendDescription('offer')
    } catch (error) {
      if (!closed) handlers.onError(error)
    } finally {
      makingOffer = false
    }
  }

  pc.onnegotiationneeded = () => void offer()
  pc.onicecandidate = ({ candidate }) => {
    if (closed || !candidate || candidate.candidate === '') return
    const { sdpMid, sdpMLineIndex, usernameFragment } = candidate
    handlers.send({
      kind: 'candidate',
      payload: { candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment, ...ends() },
    })
  }
  pc.ontrack = ({ track, transceiver }) => {
    const slot = slots[pc.getTransceivers().indexOf(transceiver)]
    if (!closed && slot) handlers.onTrack(slot, track)
  }
  pc.onconnectionstatechange = () => {
    if (closed) return
    limit()
    handlers.onState(pc.connectionState)
  }

  if (first) {
    for (const slot of slots) {
      const track = outgoing[slot]
      pc.addTransceiver(track ?? kindOf[slot], { direction: direction(slot, track !== null) })
    }
    // The browser's own event would come only after whatever the page draws just now.
    void offer()
  }

  /** Bad candidates (an unresolvable mDNS name, another browser's dialect) are never fatal: others may do. */
  const add = async (candidate: RTCIceCandidateInit) => {
    try {
      await pc.addIceCandidate(candidate)
    } catch (error) {
      if (!ignoringOffer && !closed) handlers.onError(error)
    }
  }

  return {
    end,
    isBound: () => bound,
    remoteEnd: () => remoteEnd,
    isStable: () => pc.signalingState === 'stable',
    describe: async (type, sdp, fromEnd) => {
      if (closed) return
      const ready = !makingOffer && (pc.signalingState === 'stable' || settingAnswer)
      const collision = type === 'offer' && !ready
      ignoringOffer = first && collision
      if (ignoringOffer) return
      if (type === 'answer' && pc.signalingState !== 'have-local-offer') return
      bound = true
      remoteEnd = fromEnd
      settingAnswer = type === 'answer'
      try {
        await pc.setRemoteDescription({ type, sdp })
      } finally {
        settingAnswer = false
      }
      if (closed) return
      const waiting = early
      early = []
      for (const candidate of waiting) void add(candidate)
      if (type === 'offer') {
        attach()
        await pc.setLocalDescription()
        sendDescription('answer')
      }
      limit()
    },
    candidate: async (candidate) => {
      if (closed) return
      if (pc.remoteDescription === null && !ignoringOffer) early.push(candidate)
      else await add(candidate)
    },
    setOutgoing: (next) => {
      outgoing = next
      // Before the first description there are no transceivers on the polite side; `describe` attaches then.
      attach()
      limit()
    },
    setReceivingVideo: (next) => {
      receives = next
      attach()
    },
    setLimits: (next) => {
      wanted = next
      limit()
    },
    restart: () => {
      restarting = true
      pc.restartIce()
    },
    resend: () => {
      if (pc.signalingState === 'have-local-offer') sendDescription('offer')
    },
    stats: () => pc.getStats(),
    close: () => {
      closed = true
      pc.onnegotiationneeded = null
      pc.onicecandidate = null
      pc.ontrack = null
      pc.onconnectionstatechange = null
      pc.close()
    },
  }
}

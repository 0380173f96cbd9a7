import type { Rtc } from '../mesh/rtc.ts'

/** Just enough of WebRTC to hold its signalling rules: states, rollback on glare, transceivers, one connection per two ends. */

let lastTrack = 0
export class FakeTrack {
  readonly kind: string
  readonly id: string
  enabled = true
  contentHint = ''
  readyState: 'live' | 'ended' = 'live'
  readonly #ended: (() => void)[] = []
  constructor(kind: string) {
    lastTrack += 1
    this.kind = kind
    this.id = `track-${lastTrack}`
  }
  addEventListener(_type: 'ended', listener: () => void): void {
    this.#ended.push(listener)
  }
  /** By the page: no event. */
  stop(): void {
    this.readyState = 'ended'
  }
  /** By the browser or the system. */
  end(): void {
    this.stop()
    for (const listener of this.#ended) listener()
  }
}

export class FakeStream {
  readonly tracks: FakeTrack[] = []
  getTracks(): FakeTrack[] {
    return this.tracks
  }
  addTrack(track: FakeTrack): void {
    this.tracks.push(track)
  }
}

type Direction = 'sendrecv' | 'recvonly' | 'sendonly' | 'inactive' | 'stopped'
export class FakeTransceiver {
  readonly sender: {
    track: FakeTrack | null
    replaceTrack(track: FakeTrack | null): Promise<void>
    getParameters(): { encodings: object[] }
    setParameters(parameters: unknown): Promise<void>
    parameters: unknown
  }
  readonly receiver: { track: FakeTrack }
  #direction: Direction
  readonly #changed: () => void
  constructor(kind: string, track: FakeTrack | null, direction: Direction, changed: () => void) {
    this.receiver = { track: new FakeTrack(kind) }
    this.sender = {
      track,
      replaceTrack: async (next) => {
        this.sender.track = next
      },
      getParameters: () => ({ encodings: [{}] }),
      setParameters: async (parameters) => {
        this.sender.parameters = parameters
      },
      parameters: undefined,
    }
    this.#direction = direction
    this.#changed = changed
  }
  receives(): boolean {
    return this.#direction === 'sendrecv' || this.#direction === 'recvonly'
  }
  get direction(): Direction {
    return this.#direction
  }
  set direction(next: Direction) {
    this.#direction = next
    this.#changed()
  }
}

type Description = { type: 'offer' | 'answer'; sdp: string }
type Line = { kind: string; direction: Direction }
type Sdp = { ufrag: string; fingerprint: string; lines: Line[] }

const write = (sdp: Sdp): string => `v=0${JSON.stringify(sdp)}`
const read = (text: string): Sdp => JSON.parse(text.slice(3))

export class FakePeerConnection {
  readonly fingerprint: string
  readonly configuration: RTCConfiguration
  signalingState: RTCSignalingState = 'stable'
  connectionState: RTCPeerConnectionState = 'new'
  localDescription: Description | null = null
  remoteDescription: Description | null = null
  candidates: RTCIceCandidateInit[] = []
  restarts = 0
  rollbacks = 0
  /** Own descriptions begun. */
  described = 0
  /** No packet passes at this end. */
  cut = false
  /** What has arrived, in the unit of the statistics. */
  received = 0
  onnegotiationneeded: (() => void) | null = null
  onicecandidate: ((event: { candidate: RTCIceCandidateInit | null }) => void) | null = null
  ontrack: ((event: { track: FakeTrack; transceiver: FakeTransceiver }) => void) | null = null
  onconnectionstatechange: (() => void) | null = null
  readonly #transceivers: FakeTransceiver[] = []
  readonly #register: FakePeerConnection[]
  #needed = false
  /** Descriptions being made; a negotiation is asked for only when none is. */
  #operations = 0
  #ice = 0
  #stable: { local: Description | null; remote: Description | null } = { local: null, remote: null }

  constructor(configuration: RTCConfiguration, register: FakePeerConnection[]) {
    this.configuration = configuration
    this.fingerprint = `f${register.length}`
    this.#register = register
    register.push(this)
  }
  getTransceivers(): FakeTransceiver[] {
    return this.#transceivers
  }
  addTransceiver(of: FakeTrack | string, { direction }: { direction: Direction }): FakeTransceiver {
    const track = typeof of === 'string' ? null : of
    const transceiver = new FakeTransceiver(track?.kind ?? String(of), track, direction, () => this.#need())
    this.#transceivers.push(transceiver)
    this.#need()
    return transceiver
  }
  #need(): void {
    this.#needed = true
    queueMicrotask(() => this.#fire())
  }
  #fire(): void {
    if (!this.#needed || this.#operations > 0 || this.signalingState !== 'stable') return
    this.#needed = false
    this.onnegotiationneeded?.()
  }
  #sdp(): string {
    const lines = this.#transceivers.map((one) => ({
      kind: one.receiver.track.kind,
      direction: one.direction,
    }))
    return write({ ufrag: `${this.fingerprint}-${this.#ice}`, fingerprint: this.fingerprint, lines })
  }
  restartIce(): void {
    this.restarts += 1
    this.#ice += 1
    this.#need()
  }
  async setLocalDescription(): Promise<void> {
    this.described += 1
    this.#operations += 1
    await Promise.resolve()
    this.#operations -= 1
    if (this.signalingState === 'closed') throw new Error('closed')
    const answering = this.signalingState === 'have-remote-offer'
    this.#needed = false
    this.localDescription = { type: answering ? 'answer' : 'offer', sdp: this.#sdp() }
    this.signalingState = answering ? 'stable' : 'have-local-offer'
    if (answering) this.#settled()
    queueMicrotask(() =>
      this.onicecandidate?.({
        candidate: { candidate: `candidate:${this.fingerprint}.local`, sdpMid: '0', sdpMLineIndex: 0 },
      }),
    )
  }
  async setRemoteDescription({ type, sdp }: Description): Promise<void> {
    await Promise.resolve()
    if (this.signalingState === 'closed') throw new Error('closed')
    if (type === 'answer' && this.signalingState !== 'have-local-offer') throw new Error('no offer to answer')
    if (type === 'offer' && this.signalingState === 'have-local-offer') {
      // Implicit rollback: what was wanted is still needed.
      this.rollbacks += 1
      this.localDescription = this.#stable.local
      this.#needed = true
    }
    const known = this.remoteDescription && read(this.remoteDescription.sdp).fingerprint
    if (known !== null && known !== read(sdp).fingerprint)
      throw new Error('a description of another connection')
    this.remoteDescription = { type, sdp }
    if (type === 'offer') {
      const { lines } = read(sdp)
      for (const [index, { kind }] of lines.entries())
        if (!this.#transceivers[index])
          this.#transceivers.push(new FakeTransceiver(kind, null, 'recvonly', () => this.#need()))
    }
    this.signalingState = type === 'offer' ? 'have-remote-offer' : 'stable'
    for (const [index, { direction }] of read(sdp).lines.entries()) {
      const transceiver = this.#transceivers[index]
      if (transceiver && direction.startsWith('send') && transceiver.receives())
        this.ontrack?.({ track: transceiver.receiver.track, transceiver })
    }
    if (type === 'answer') this.#settled()
  }
  #settled(): void {
    this.#stable = { local: this.localDescription, remote: this.remoteDescription }
    queueMicrotask(() => this.#fire())
    this.connect()
  }
  /** Checks succeed once both ends have described themselves to each other and packets pass. */
  connect(): void {
    const other = this.other()
    if (this.cut || other?.cut) return
    if (this.signalingState === 'stable' && other?.signalingState === 'stable' && other.other() === this)
      for (const end of [this, other]) end.become('connected')
  }
  /** The end whose description this one holds. */
  other(): FakePeerConnection | undefined {
    const sdp = this.remoteDescription?.sdp
    return sdp === undefined
      ? undefined
      : this.#register.find((one) => one.fingerprint === read(sdp).fingerprint)
  }
  become(state: RTCPeerConnectionState): void {
    if (this.signalingState === 'closed' || this.connectionState === state) return
    this.connectionState = state
    this.onconnectionstatechange?.()
  }
  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (this.remoteDescription === null) throw new Error('no remote description')
    if (candidate.candidate?.includes('bad')) throw new Error('bad candidate')
    this.candidates.push(candidate)
  }
  async getStats(): Promise<Map<string, unknown>> {
    return new Map([
      ['v', { type: 'inbound-rtp', kind: 'video', framesDecoded: 12, packetsReceived: 5, packetsLost: 1 }],
      ['a', { type: 'inbound-rtp', kind: 'audio', totalAudioEnergy: 0.5 }],
      [
        'p',
        { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.02, bytesReceived: this.received },
      ],
    ])
  }
  close(): void {
    this.signalingState = 'closed'
    this.connectionState = 'closed'
  }
}

/** All connections of one test, in the order of their making. */
export const createFakeRtc = (): { rtc: Rtc; made: FakePeerConnection[] } => {
  const made: FakePeerConnection[] = []
  const rtc = {
    RTCPeerConnection: class extends FakePeerConnection {
      constructor(configuration: RTCConfiguration) {
        super(configuration, made)
      }
    },
    MediaStream: FakeStream,
  }
  // The fakes have the part that the mesh uses, not the whole of the browser's types.
  return { rtc: rtc as unknown as Rtc, made }
}

export const fakeTrack = (kind: 'audio' | 'video'): MediaStreamTrack =>
  new FakeTrack(kind) as unknown as MediaStreamTrack

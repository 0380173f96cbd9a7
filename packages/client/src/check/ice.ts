import type { CheckLine } from './line.ts'

type Rtc = { RTCPeerConnection: new (configuration: RTCConfiguration) => RTCPeerConnection }
type Timer = { now(): number; after(ms: number, run: () => void): () => void }
export type CandidateKind = 'host' | 'srflx' | 'relay'

const isKind = (type: string | null | undefined): type is CandidateKind =>
  type === 'host' || type === 'srflx' || type === 'relay'

/** The kinds of addresses found, each with the transports it came by; addresses themselves stay out of the report. */
export const gather = (
  { RTCPeerConnection }: Rtc,
  { after }: Timer,
  iceServers: RTCIceServer[],
  waitMs: number,
): Promise<ReadonlyMap<CandidateKind, string[]>> =>
  new Promise((resolve) => {
    const found = new Map<CandidateKind, string[]>()
    const pc = new RTCPeerConnection({ iceServers })
    const done = () => {
      cancel()
      pc.onicecandidate = null
      pc.close()
      resolve(found)
    }
    const cancel = after(waitMs, done)
    pc.onicecandidate = ({ candidate }) => {
      if (!candidate) {
        done()
        return
      }
      const { type, protocol } = candidate
      if (!isKind(type)) return
      const ways = found.get(type) ?? []
      if (protocol && !ways.includes(protocol)) ways.push(protocol)
      found.set(type, ways)
    }
    pc.createDataChannel('check')
    pc.setLocalDescription().catch(done)
  })

const loopbackMs = 8_000
const pings = 5

/** A data channel from this page to itself: round trip in the middle of five. `relay`: out and back through TURN. */
export const loopback = async (
  { RTCPeerConnection }: Rtc,
  { now, after }: Timer,
  iceServers: RTCIceServer[],
  policy: RTCIceTransportPolicy,
): Promise<CheckLine> => {
  const near = new RTCPeerConnection({ iceServers, iceTransportPolicy: policy })
  const far = new RTCPeerConnection({ iceServers, iceTransportPolicy: policy })
  const way = policy === 'relay' ? 'through TURN' : 'direct'
  let cancel = (): void => undefined
  const trips: number[] = []
  const measured = new Promise<CheckLine>((resolve) => {
    cancel = after(loopbackMs, () =>
      resolve({ what: 'loopback', ok: false, detail: `no connection ${way} in ${loopbackMs / 1000} s` }),
    )
    const channel = near.createDataChannel('check')
    let sentAt = 0
    const ping = () => {
      sentAt = now()
      channel.send('?')
    }
    channel.onopen = ping
    channel.onmessage = () => {
      trips.push(now() - sentAt)
      if (trips.length < pings) ping()
      else {
        const ms = [...trips].sort((a, b) => a - b)[Math.floor(pings / 2)] ?? 0
        resolve({ what: 'loopback', ok: true, detail: way, ms })
      }
    }
  })
  far.ondatachannel = ({ channel }) => {
    channel.onmessage = () => channel.send('!')
  }
  near.onicecandidate = ({ candidate }) =>
    void far.addIceCandidate(candidate ?? undefined).catch(() => undefined)
  far.onicecandidate = ({ candidate }) =>
    void near.addIceCandidate(candidate ?? undefined).catch(() => undefined)
  try {
    await near.setLocalDescription()
    if (near.localDescription) await far.setRemoteDescription(near.localDescription)
    await far.setLocalDescription()
    if (far.localDescription) await near.setRemoteDescription(far.localDescription)
    return await measured
  } catch (error) {
    return { what: 'loopback', ok: false, detail: String(error) }
  } finally {
    cancel()
    near.close()
    far.close()
  }
}

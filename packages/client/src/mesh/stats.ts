/** What one connection has received so far; counters rise until the connection is rebuilt. */
export type PeerStats = {
  framesDecoded: number
  /** Of the received sound, in the unit of WebRTC statistics: rises while there is sound, stands still in silence. */
  totalAudioEnergy: number
  packetsLost: number
  packetsReceived: number
  roundTripMs: number | null
}

/** The rows and members of RTCStatsReport that are read here. */
type Row = {
  type: string
  framesDecoded?: number
  totalAudioEnergy?: number
  packetsLost?: number
  packetsReceived?: number
  packetsSent?: number
  bytesSent?: number
  bytesReceived?: number
  /** Seconds. */
  jitter?: number
  nominated?: boolean
  currentRoundTripTime?: number
  responsesReceived?: number
  requestsReceived?: number
}

const eachRow = (report: RTCStatsReport, read: (row: Row) => void): void => report.forEach(read)

export const readStats = (report: RTCStatsReport): PeerStats => {
  const stats: PeerStats = {
    framesDecoded: 0,
    totalAudioEnergy: 0,
    packetsLost: 0,
    packetsReceived: 0,
    roundTripMs: null,
  }
  eachRow(report, (row) => {
    if (row.type === 'inbound-rtp') {
      stats.framesDecoded += row.framesDecoded ?? 0
      stats.totalAudioEnergy += row.totalAudioEnergy ?? 0
      stats.packetsLost += row.packetsLost ?? 0
      stats.packetsReceived += row.packetsReceived ?? 0
    }
    if (row.type === 'candidate-pair' && row.nominated && row.currentRoundTripTime !== undefined)
      stats.roundTripMs = row.currentRoundTripTime * 1000
  })
  return stats
}

/** Counters of both directions, for the difference of two moments. */
export type LineCounters = {
  sentPackets: number
  sentBytes: number
  /** Of what was sent, as the other side reports it; null: it has not yet. */
  lostThere: number | null
  receivedPackets: number
  receivedBytes: number
  lostHere: number
  jitterMs: number | null
  roundTripMs: number | null
}

export const readCounters = (report: RTCStatsReport): LineCounters => {
  const line: LineCounters = {
    sentPackets: 0,
    sentBytes: 0,
    lostThere: null,
    receivedPackets: 0,
    receivedBytes: 0,
    lostHere: 0,
    jitterMs: null,
    roundTripMs: null,
  }
  eachRow(report, (row) => {
    switch (row.type) {
      case 'outbound-rtp':
        line.sentPackets += row.packetsSent ?? 0
        line.sentBytes += row.bytesSent ?? 0
        return
      case 'remote-inbound-rtp':
        if (row.packetsLost !== undefined) line.lostThere = (line.lostThere ?? 0) + row.packetsLost
        return
      case 'inbound-rtp':
        line.receivedPackets += row.packetsReceived ?? 0
        line.receivedBytes += row.bytesReceived ?? 0
        line.lostHere += row.packetsLost ?? 0
        if (row.jitter !== undefined && (row.packetsReceived ?? 0) > 0)
          line.jitterMs = Math.max(line.jitterMs ?? 0, row.jitter * 1000)
        return
      case 'candidate-pair':
        if (row.nominated && row.currentRoundTripTime !== undefined)
          line.roundTripMs = row.currentRoundTripTime * 1000
        return
      default:
        return
    }
  })
  return line
}

/** Rises as long as anything at all arrives, media or the checks of ICE. */
export const receivedOf = (report: RTCStatsReport): number => {
  let sum = 0
  eachRow(report, (row) => {
    if (row.type === 'candidate-pair')
      sum += (row.bytesReceived ?? 0) + (row.responsesReceived ?? 0) + (row.requestsReceived ?? 0)
    if (row.type === 'inbound-rtp') sum += row.packetsReceived ?? 0
  })
  return sum
}

/** What one connection has received so far; counters rise until the connection is rebuilt. */
export type PeerStats = {
  framesDecoded: number
  /** Of the received sound, in the unit of WebRTC statistics: rises while there is sound, stands still in silence. */
  totalAudioEnergy: number
  packetsLost: number
  packetsReceived: number
  roundTripMs: number | null
}

type Row = {
  type: string
  kind?: string
  framesDecoded?: number
  totalAudioEnergy?: number
  packetsLost?: number
  packetsReceived?: number
  nominated?: boolean
  currentRoundTripTime?: number
}

export const readStats = (report: RTCStatsReport): PeerStats => {
  const stats: PeerStats = {
    framesDecoded: 0,
    totalAudioEnergy: 0,
    packetsLost: 0,
    packetsReceived: 0,
    roundTripMs: null,
  }
  report.forEach((row: Row) => {
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

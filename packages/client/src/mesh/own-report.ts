import type { MediaState } from '@parley/protocol'
import type { Report } from '../conference/reporter.ts'
import { type Outgoing, type PeerLink, type Slot, slots } from './rtc.ts'

const kindOf: Partial<Record<Slot, 'audio' | 'video' | 'screen'>> = {
  audio: 'audio',
  video: 'video',
  screen: 'screen',
}

/** Own media as the server is told them, when they changed; nobody is believed about others. */
export const createOwnReport = (tell: (report: Report) => void) => {
  let wasUp = false
  let last = ''
  /** `entry`: who, in which join and epoch; whoever enters again is `none` to the server. */
  return (entry: readonly unknown[], tracks: Outgoing, links: readonly PeerLink[]): void => {
    const connected = links.length === 0 || links.includes('connected')
    let mediaState: MediaState = 'none'
    if (slots.some((slot) => tracks[slot])) mediaState = connected ? 'up' : wasUp ? 'stalled' : 'connecting'
    wasUp = mediaState === 'up' || mediaState === 'stalled'
    const described = slots.flatMap((slot, index) => {
      const kind = kindOf[slot]
      return kind && tracks[slot] ? [{ kind, mid: String(index) }] : []
    })
    const text = JSON.stringify([entry, mediaState, described])
    if (text === last) return
    last = text
    tell({ mediaState, tracks: described })
  }
}

import type { MemberView } from '@parley/protocol'
import type { Rtc, Slot } from './rtc.ts'

/** What one connection receives, as the page plays it. */
export type Inbound = {
  readonly stream: MediaStream
  add(slot: Slot, track: MediaStreamTrack): void
  /** Receivers obey the server's word on the sender, so that it holds on every honest page ([WC] 8.10). Null: not known yet. */
  silence(member: MemberView | null): void
  /** Null unless the member shares and a picture of it has come. */
  screen(member: MemberView | null): MediaStream | null
}

export const createInbound = (rtc: Pick<Rtc, 'MediaStream'>): Inbound => {
  const stream = new rtc.MediaStream()
  const screen = new rtc.MediaStream()
  return {
    stream,
    add: (slot, track) => {
      const target = slot === 'screen' || slot === 'screenAudio' ? screen : stream
      if (!target.getTracks().includes(track)) target.addTrack(track)
    },
    silence: (member) => {
      if (!member) return
      for (const track of stream.getTracks())
        track.enabled = track.kind === 'audio' ? !member.muted : member.cameraOpen
      for (const track of screen.getTracks()) track.enabled = member.sharing
    },
    screen: (member) =>
      member?.sharing && screen.getTracks().some((track) => track.kind === 'video') ? screen : null,
  }
}

import type {
  CaptionView,
  ChatView,
  ConferenceView,
  MemberId,
  MemberView,
  QualityItem,
  SpeakersView,
} from '@parley/protocol'

/** A conference as far as this reader knows it; every change makes a new object, what did not change keeps its reference. */
export type MirrorState = {
  confId: string
  /** Version of the last stored event in it; null before the first snapshot. */
  version: number | null
  /** False while something is known to be missing, or the connection is down: what is shown may be old. */
  fresh: boolean
  conference: ConferenceView | null
  /** Everyone the run knows, in the order of the snapshot, later ones at the end; also those who left. */
  members: ReadonlyMap<MemberId, MemberView>
  speaker: SpeakersView
  /** What this reader may see of the run's chat, oldest first, at most `chatLines`. */
  chat: readonly ChatView[]
  /** The last known line of each member inside; absent = unknown. */
  quality: ReadonlyMap<MemberId, QualityItem>
  /** The last lines of speech, oldest first, at most `captionLines`; a line that goes on is replaced in its place. */
  captions: readonly CaptionView[]
}

/** Lines of speech that are kept for showing. */
export const captionLines = 6
/** Of more messages the oldest go; a snapshot tells fewer. */
export const chatLines = 1_000

export const silence: SpeakersView = { active: null, speakers: [] }

export const emptyMirror = (confId: string): MirrorState => ({
  confId,
  version: null,
  fresh: false,
  conference: null,
  members: new Map(),
  speaker: silence,
  chat: [],
  quality: new Map(),
  captions: [],
})

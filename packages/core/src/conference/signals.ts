import type { ConferenceId, ParticipantId } from '../ids.ts'
import type { Instant } from '../instant.ts'

export type Speaker = { participantId: ParticipantId; name: string /** 0-100 */; level: number }

/** What can be shown for a moment beside a picture. */
export const REACTIONS = ['like', 'heart', 'clap', 'laugh', 'wow', 'party', 'no'] as const
export type Reaction = (typeof REACTIONS)[number]

/** `language`: BCP 47. `lineId` is the same for every version of one line. Times count from the start of the line's speech, ms. */
export type CaptionLine = {
  lineId: string
  /** Who speaks; null: not known. */
  participantId: ParticipantId | null
  /** The same words in one or more languages; the first is the original. */
  texts: readonly { language: string; text: string }[]
  final: boolean
  beginMs: number
  endMs: number
}

/** How one person's line is, as that person's page measures it. Levels: 5 very good to 1 unusable, 0 nothing is known. */
export type NetworkSample = {
  participantId: ParticipantId
  up: number
  down: number
  rttMs: number | null
  jitterMs: number | null
  /** 0-100. */
  lossUp: number | null
  lossDown: number | null
  kbpsUp: number | null
  kbpsDown: number | null
}

type SignalData = {
  Speakers: {
    /** The one whose picture to show; kept in silence. */
    active: ParticipantId | null
    /** At most three, loudest first; empty in silence. */
    loudest: readonly Speaker[]
  }
  /** Those whose line changed, or was told longest ago. */
  Network: { samples: readonly NetworkSample[] }
  Caption: CaptionLine
  /** For one person alone. `by`: who asks, as shown. */
  Asked: { participantId: ParticipantId; medium: 'mic' | 'camera'; on: boolean; by: string }
  Reaction: { participantId: ParticipantId; name: string; reaction: Reaction }
}
export type SignalType = keyof SignalData
export type SignalOf<T extends SignalType> = {
  [K in T]: { type: K; conferenceId: ConferenceId; at: Instant } & SignalData[K]
}[T]

/** Live only, coalesced, may be dropped; the feed keeps the last `Speakers`, and of `Network` the last of each person inside. */
export type Signal = SignalOf<SignalType>

/** A signal as a command gives it; the kernel adds conference and time. */
export type SignalDraft = { [K in SignalType]: { type: K } & SignalData[K] }[SignalType]

/** Signals as ephemeral `conference.event`s ([WC] 4.9), complete by type. */
import type { ParticipantId, Signal, SignalOf, SignalType } from '@parley/core'
import type { EphemeralData, EphemeralEvent, EphemeralType, Topic } from '@parley/protocol'
import { qualityView, speakersView } from './views.ts'

type Presented = { [T in EphemeralType]: { type: T; data: EphemeralData[T] } }[EphemeralType]

const PRESENTERS: { [T in SignalType]: (signal: SignalOf<T>) => Presented } = {
  Speakers: (signal) => ({ type: 'speaker.changed', data: speakersView(signal) }),
  Network: ({ samples }) => ({ type: 'quality.changed', data: { items: qualityView(samples) } }),
  Caption: ({ participantId, lineId, texts, final, beginMs, endMs }) => ({
    type: 'caption.heard',
    data: { lineId, memberId: participantId, texts: [...texts], final, beginMs, endMs },
  }),
  Asked: ({ participantId, medium, on, by }) => ({
    type: 'member.asked',
    data: { memberId: participantId, medium, on, by },
  }),
  Reaction: ({ participantId, name, reaction }) => ({
    type: 'reaction.shown',
    data: { memberId: participantId, displayName: name, reaction },
  }),
}

/** Null: for whoever follows the conference, whatever the topics. */
const TOPICS: { [T in SignalType]: Topic | null } = {
  Speakers: 'speaker',
  Network: 'quality',
  Caption: 'conference',
  Asked: null,
  Reaction: 'member',
}

export function topicOfSignal({ type }: Signal): Topic | null {
  return TOPICS[type]
}

/** The one person a signal is for; null: for everybody. */
export function addressee(signal: Signal): ParticipantId | null {
  return signal.type === 'Asked' ? signal.participantId : null
}

/** Params of the frame for a signal; it carries the version at which it was sent. */
export function presentSignal(signal: Signal, version: number, eventId: string): EphemeralEvent {
  const present = PRESENTERS[signal.type] as (signal: Signal) => Presented
  return {
    confId: signal.conferenceId,
    version,
    eventId,
    time: signal.at,
    actor: null,
    ephemeral: true,
    ...present(signal),
  } as EphemeralEvent
}

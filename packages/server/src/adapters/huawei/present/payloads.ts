import type { Conference, NetworkSample, ParticipantId, Run, SignalOf } from '@parley/core'
import { isWaiting, waitingPeople } from '@parley/core'
import type { Changes } from './changes.ts'
import { invitedOf } from './conference-info.ts'
import {
  attendeeEntry,
  attendeeRemoval,
  participantEntry,
  participantRemoval,
  waitingEntry,
  waitingRemoval,
} from './entries.ts'
import type { NotifyType, Payload } from './envelope.ts'
import { basicInfo, dynamicInfo, type Surroundings, speakers } from './facts.ts'
import type { Eyes } from './identity.ts'
import { interpreterGroups } from './interpreters.ts'
import { netCondition, netConditionRemoval, networkQuality } from './network.ts'
import { pictureInfo } from './pictures.ts'
import { resultEntry } from './results.ts'
import { isShown, shownOf } from './shown.ts'

/** What messages are made from. `over`: settings and run are the last ones of a run that has ended. */
export type Sight = {
  conference: Conference
  run: Run
  over: boolean
  speakers: SignalOf<'Speakers'> | null
  /** Of those inside whose line is known. */
  network: ReadonlyMap<ParticipantId, NetworkSample>
  surroundings: (conference: Conference) => Surroundings
}

/** Lists go on by increments. */
export const LISTS = {
  AttendeesNotify: 'attendees',
  ParticipantsNotify: 'participants',
  ChannelAndParticipantsNotify: 'participants',
  WaitingListNotify: 'waiting',
  InviteResultNotify: 'results',
  NetConditionNotify: 'network',
} as const satisfies Partial<Record<NotifyType, string>>
export type List = (typeof LISTS)[keyof typeof LISTS]

export function listOf(type: NotifyType): List | null {
  return Object.hasOwn(LISTS, type) ? LISTS[type as keyof typeof LISTS] : null
}

/** One entry of an increment. How many there are does not depend on who reads. */
export type Row = (eyes: Eyes) => unknown
type Remeasured = ReadonlySet<ParticipantId>

/** The changed entries of each list, those that are to be removed included. */
export const ROWS: Record<List, (sight: Sight, changes: Changes, remeasured: Remeasured) => Row[]> = {
  attendees: ({ conference }, { invited }) =>
    [...invited.values()].map((subject) => {
      const person = conference.people[subject.participantId]
      return person?.invited
        ? (eyes) => attendeeEntry(conference, person, eyes)
        : (eyes) => attendeeRemoval(subject, eyes)
    }),
  participants: ({ conference, run, over }, { people }) =>
    [...people].flatMap(([id, subject]): Row[] => {
      const person = conference.people[id]
      if (person && isShown(person) && !over) return [(eyes) => participantEntry(person, eyes, run.spotlight)]
      return subject ? [(eyes) => participantRemoval(subject, eyes)] : []
    }),
  waiting: ({ conference, over }, { waiting }) =>
    [...waiting.values()].map(({ subject, admitted }) => {
      const person = conference.people[subject.participantId]
      return person && isWaiting(person) && !over
        ? () => waitingEntry(person)
        : () => waitingRemoval(subject, admitted)
    }),
  results: (_sight, { results }) => results.map((result) => (eyes) => resultEntry(result, eyes)),
  network: ({ network }, _changes, remeasured) =>
    [...remeasured].map((id) => {
      const sample = network.get(id)
      return () => (sample ? netCondition(sample) : netConditionRemoval(id))
    }),
}

/** What a full says, by type. Captions are heard or missed: there is no full of them. */
export const FULLS: Record<
  Exclude<NotifyType, 'RealTimeSubtitleNotify'>,
  (sight: Sight, eyes: Eyes) => Payload
> = {
  AttendeesNotify: ({ conference }, eyes) =>
    invitedOf(conference).map((person) => attendeeEntry(conference, person, eyes)),
  ConfBasicInfoNotify: ({ conference, run, surroundings }, eyes) =>
    basicInfo(conference, run, eyes, surroundings(conference)),
  ConfDynamicInfoNotify: ({ conference, run, over }, eyes) =>
    dynamicInfo(conference, run, over ? 'Destroyed' : 'Created', eyes),
  ParticipantsNotify: participants,
  ChannelAndParticipantsNotify: participants,
  WaitingListNotify: ({ conference }) => waitingPeople(conference).map(waitingEntry),
  InterpreterGroupNotify: ({ run }, eyes) => interpreterGroups(run.interpretation, eyes),
  CustomMultiPicNotify: ({ conference, run }, eyes) => pictureInfo(conference.people, run, eyes),
  // Outcomes are news, not a state: nothing is known of those before.
  InviteResultNotify: () => [],
  SpeakerChangeNotify: (sight) => speakers(sight.speakers),
  NetConditionNotify: ({ network }) => [...network.values()].map(netCondition),
  NetworkQualityNotify: ({ network }) => [...network.values()].map(networkQuality),
}

function participants({ conference, run }: Sight, eyes: Eyes): Payload {
  return shownOf(conference).map((person) => participantEntry(person, eyes, run.spotlight))
}

/** Readers of one type with the same answer get the same bytes. */
export function sameFor(type: NotifyType, eyes: Eyes): string {
  switch (type) {
    case 'ConfBasicInfoNotify':
      return eyes
    case 'WaitingListNotify':
    case 'SpeakerChangeNotify':
    case 'NetConditionNotify':
    case 'NetworkQualityNotify':
    case 'RealTimeSubtitleNotify':
      return 'all'
    default:
      return eyes === 'guest' ? 'guest' : 'account'
  }
}

import { hasFloor, isInside } from '@parley/client'
import type {
  ConferenceView,
  InterpretationView,
  MemberRole,
  MemberView,
  QualityItem,
  SettingsView,
  SpeakersView,
} from '@parley/protocol'
import { initials } from './initials.ts'
import { isWatcher } from './member.ts'
import { type MicAction, micActionOf } from './people-actions.ts'

/** What the server last told about the meeting, and who "I" am in it. */
export type RoomFacts = {
  me: string
  conference: ConferenceView
  members: readonly MemberView[]
  speakers: SpeakersView | null
  /** Who fills the big picture, by the rule of [WC] 1.4 that server and pages share. */
  main: string | null
  quality?: ReadonlyMap<string, QualityItem>
  /** Those whose sound and picture stopped coming to this page: a cut line shows here long before the server notices. */
  cutOff?: ReadonlySet<string>
}

/** First to come first; the id settles the same millisecond, so that every page has one order. */
const byPresence = (a: MemberView, b: MemberView): number =>
  (a.joinTime ?? Number.MAX_SAFE_INTEGER) - (b.joinTime ?? Number.MAX_SAFE_INTEGER) ||
  (a.memberId < b.memberId ? -1 : 1)

/** As the server orders hands: first raised first. */
const byHand = (a: MemberView, b: MemberView): number =>
  (a.handRaisedAt ?? 0) - (b.handRaisedAt ?? 0) || (a.memberId < b.memberId ? -1 : 1)

export type Person = {
  id: string
  name: string
  initials: string
  you: boolean
  role: MemberRole
  muted: boolean
  /** Muted by the host: the person alone cannot change it unless the meeting allows. */
  heldMuted: boolean
  cameraOpen: boolean
  heldCamera: boolean
  /** A watcher sends nothing, so there is no microphone to mute. */
  watcher: boolean
  reconnecting: boolean
  speaking: boolean
  /** 0-100, 0 unless speaking. */
  level: number
  joinCount: number
  /** Place in the order of raised hands, from 1. */
  hand: number | null
  sharing: boolean
  /** 5 very good to 1 unusable, the worse of both ways; null while unknown. */
  network: number | null
  /** What the reader may do about this microphone; null: nothing. */
  micAction: MicAction | null
}

export type RoomView = {
  title: string
  /** Epoch ms of the run's start; null when the server has not said. */
  startedAt: number | null
  locked: boolean
  recording: boolean
  /** The own microphone cannot be switched on by oneself. */
  heldMuted: boolean
  me: Person
  main: Person | null
  /** Chosen by a host for everybody. */
  spotlight: string | null
  sharer: Person | null
  /** Everyone inside, first come first, myself first of all: the order in which pictures get their places. */
  inside: readonly Person[]
  /** Everyone inside, the host first, then raised hands in their order. */
  people: readonly Person[]
  /** How many wait to be let in; 0 to those who are not told. */
  waiting: number
  chat: SettingsView['chat']
  /** Why I may not begin to share, null when I may. */
  shareBarred: 'locked' | 'hosts' | 'taken' | null
  /** Languages of the captions, null while there are none. */
  captions: readonly string[] | null
  interpretation: InterpretationView
  /** I hear the others. */
  loudspeaker: boolean
  /** Whether the controls of a host are shown. */
  hosting: boolean
  /** Only the host may end the meeting. */
  mayEnd: boolean
}

type Known = { member: MemberView; key: string; person: Person }

/**
 * Makes the view, and keeps what did not change: a person whose facts are the same is the same object, so that of three hundred
 * only those are drawn again who changed.
 */
export function createViewer(): (facts: RoomFacts) => RoomView | null {
  let known = new Map<string, Known>()

  return ({ me, conference, members, speakers, main, quality, cutOff }) => {
    const self = members.find((member) => member.memberId === me)
    if (!self) return null
    const talking = new Map(speakers?.speakers.map((speaker) => [speaker.memberId, speaker.level]))
    const hosting = hasFloor(self)
    const present = members.filter(isInside).sort(byPresence)
    const hands = new Map(
      present
        .filter((member) => member.handRaisedAt !== null)
        .sort(byHand)
        .map((member, index) => [member.memberId, index + 1]),
    )

    const before = known
    known = new Map()
    const person = (member: MemberView): Person => {
      const id = member.memberId
      const level = member.muted ? 0 : (talking.get(id) ?? 0)
      const hand = hands.get(id) ?? null
      const line = quality?.get(id)
      const levels = [line?.up ?? 0, line?.down ?? 0].filter((one) => one > 0)
      const network = levels.length === 0 ? null : Math.min(...levels)
      const cut = cutOff?.has(id) ?? false
      const key = `${me} ${hosting} ${level} ${hand} ${network} ${cut}`
      const last = before.get(id)
      const made =
        last?.member === member && last.key === key
          ? last.person
          : makePerson(member, { you: id === me, hosting, level, hand, network, cut })
      known.set(id, { member, key, person: made })
      return made
    }

    const everyone = present.map(person)
    const find = (id: string | null) => everyone.find((one) => one.id === id) ?? null
    const rank = (one: Person) =>
      one.role === 'chair' ? 0 : one.role === 'cohost' ? 1 : one.hand !== null ? 2 : 3
    const sharer = everyone.find((one) => one.sharing) ?? null
    const { settings } = conference
    const mine = known.get(me)?.person ?? person(self)
    return {
      title: conference.confName,
      startedAt: conference.actualStart ?? conference.startTime,
      locked: conference.locked,
      recording: conference.recording,
      heldMuted: self.chairMuted && !conference.allowUnmute && !hosting,
      me: mine,
      main: find(main),
      spotlight: conference.spotlight.on === 'nobody' ? null : conference.spotlight.memberId,
      sharer,
      inside: [...everyone].sort((a, b) => Number(b.you) - Number(a.you)),
      people: [...everyone].sort(
        (a, b) => rank(a) - rank(b) || (rank(a) === 2 ? (a.hand ?? 0) - (b.hand ?? 0) : 0),
      ),
      waiting: members.filter((member) => member.state === 'waiting').length,
      chat: settings?.chat ?? 'free',
      shareBarred:
        hosting || self.shareInvited
          ? null
          : settings?.shareLocked
            ? 'locked'
            : settings?.shareBy === 'hosts'
              ? 'hosts'
              : sharer && !sharer.you
                ? 'taken'
                : null,
      captions: conference.captions,
      interpretation: conference.interpretation,
      loudspeaker: self.loudspeaker,
      hosting,
      mayEnd: self.role === 'chair',
    }
  }
}

/** Null until I am inside. */
export const roomView = (facts: RoomFacts): RoomView | null => createViewer()(facts)

type Seen = {
  you: boolean
  hosting: boolean
  level: number
  hand: number | null
  network: number | null
  cut: boolean
}

function makePerson(member: MemberView, { you, hosting, level, hand, network, cut }: Seen): Person {
  const watcher = isWatcher(member)
  // A cohost has the host's powers over everyone but the host.
  const steered = !you && hosting && member.role !== 'chair' && !watcher
  return {
    id: member.memberId,
    name: member.displayName,
    initials: initials(member.displayName),
    you,
    role: member.role,
    muted: member.muted,
    heldMuted: member.chairMuted,
    cameraOpen: member.cameraOpen,
    heldCamera: member.chairCameraOff,
    watcher,
    reconnecting: member.state === 'reconnecting' || cut,
    speaking: level > 0,
    level,
    joinCount: member.joinCount,
    hand,
    sharing: member.sharing,
    network,
    micAction: steered ? micActionOf(member) : null,
  }
}

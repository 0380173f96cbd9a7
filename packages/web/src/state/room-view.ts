import type { ConferenceView, MemberRole, MemberView, SpeakersView } from '@parley/protocol'
import { initials } from './initials.ts'

/** What the server last told about the meeting, and who "I" am in it. */
export type RoomFacts = {
  me: string
  conference: ConferenceView
  members: readonly MemberView[]
  speakers: SpeakersView | null
  /** Who fills the big picture, by the rule of [WC] 1.4 that server and pages share. */
  main: string | null
}

const isInside = (member: MemberView): boolean => member.state === 'online' || member.state === 'reconnecting'

/** First to come first; the id settles the same millisecond, so that every page has one order. */
const byPresence = (a: MemberView, b: MemberView): number =>
  (a.joinTime ?? Number.MAX_SAFE_INTEGER) - (b.joinTime ?? Number.MAX_SAFE_INTEGER) ||
  (a.memberId < b.memberId ? -1 : 1)

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
  /** A watcher sends nothing, so there is no microphone to mute. */
  watcher: boolean
  reconnecting: boolean
  speaking: boolean
  /** 0-100, 0 unless speaking. */
  level: number
  joinCount: number
  may: { mute: boolean; allowToSpeak: boolean; remove: boolean }
}

export type RoomView = {
  title: string
  /** Epoch ms of the run's start; null when the server has not said. */
  startedAt: number | null
  locked: boolean
  me: Person
  main: Person | null
  /** Everyone inside but the main picture, first come first, myself first of all. */
  tiles: readonly Person[]
  /** Everyone inside, the host first. */
  people: readonly Person[]
  /** Whether the controls of a host are shown. */
  hosting: boolean
  /** Only the host may end the meeting. */
  mayEnd: boolean
}

const hosts = (role: MemberRole) => role === 'chair' || role === 'cohost'

/** Null until I am inside. */
export function roomView({ me, conference, members, speakers, main }: RoomFacts): RoomView | null {
  const self = members.find((member) => member.memberId === me)
  if (!self) return null
  const talking = new Map(speakers?.speakers.map((speaker) => [speaker.memberId, speaker.level]))
  const hosting = hosts(self.role)

  const person = (member: MemberView): Person => {
    const other = member.memberId !== me
    // A cohost has the host's powers over everyone but the host.
    const mine = other && hosting && member.role !== 'chair'
    const watcher = member.media?.audio === false && member.media.video === false
    const level = member.muted ? 0 : (talking.get(member.memberId) ?? 0)
    return {
      id: member.memberId,
      name: member.displayName,
      initials: initials(member.displayName),
      you: !other,
      role: member.role,
      muted: member.muted,
      heldMuted: member.chairMuted,
      cameraOpen: member.cameraOpen,
      watcher,
      reconnecting: member.state === 'reconnecting',
      speaking: level > 0,
      level,
      joinCount: member.joinCount,
      may: {
        mute: mine && !member.chairMuted && !member.muted,
        allowToSpeak: mine && member.chairMuted,
        remove: mine,
      },
    }
  }

  const inside = members.filter(isInside).sort(byPresence).map(person)
  const rank = (one: Person) => (one.role === 'chair' ? 0 : one.role === 'cohost' ? 1 : 2)
  return {
    title: conference.confName,
    startedAt: conference.actualStart ?? conference.startTime,
    locked: conference.locked,
    me: person(self),
    main: inside.find((one) => one.id === main) ?? null,
    tiles: inside.filter((one) => one.id !== main).sort((a, b) => Number(b.you) - Number(a.you)),
    people: [...inside].sort((a, b) => rank(a) - rank(b)),
    hosting,
    mayEnd: self.role === 'chair',
  }
}

/** How many tiles are shown when `room` fit: the last place goes to "+n" as soon as not all do. */
export function tilesShown(count: number, room: number): { shown: number; more: number } {
  if (count <= room) return { shown: count, more: 0 }
  const shown = Math.max(0, room - 1)
  return { shown, more: count - shown }
}

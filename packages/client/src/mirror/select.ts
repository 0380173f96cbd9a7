import type { MemberId, MemberView } from '@parley/protocol'
import type { MirrorState } from './state.ts'

/** Online or reconnecting. */
export const isInside = (member: MemberView): boolean =>
  member.state === 'online' || member.state === 'reconnecting'

/** Chair and cohosts: who may steer others ([WC] 1.5). */
export const hasFloor = (member: MemberView): boolean => member.role === 'chair' || member.role === 'cohost'

/** Whether the member sends sound or picture, or shares. Absent `media` = unknown, and nobody is cut off for that. */
export const sends = (member: MemberView): boolean =>
  member.media === undefined || member.media.audio || member.media.video || member.sharing

type Listed = Pick<MirrorState, 'members'>

const byPresence = (a: MemberView, b: MemberView): number =>
  (a.joinTime ?? 0) - (b.joinTime ?? 0) || (a.memberId < b.memberId ? -1 : 1)

/** Online or reconnecting, longest present first. */
export const insideMembers = (state: Listed): MemberView[] =>
  [...state.members.values()].filter(isInside).sort(byPresence)

/** Who is in the waiting room, in the order of the list. Only chair and cohosts are told. */
export const waitingMembers = (state: Listed): MemberView[] =>
  [...state.members.values()].filter((member) => member.state === 'waiting')

/** Whose hand is up, first one first. */
export const raisedHands = (state: Listed): MemberView[] =>
  insideMembers(state)
    .filter((member) => member.handRaisedAt !== null)
    .sort((a, b) => (a.handRaisedAt ?? 0) - (b.handRaisedAt ?? 0))

/**
 * The watchers who get media in a mesh, longest present first: each costs every sender an upload. Both sides of a pair compute
 * it from the mirror, so that neither waits for the other.
 */
export const servedWatchers = (state: Listed, maxWatchers: number): ReadonlySet<MemberId> =>
  new Set(
    insideMembers(state)
      .filter((member) => !sends(member))
      .slice(0, maxWatchers)
      .map((member) => member.memberId),
  )

/**
 * Whose picture fills the big tile ([WC] 1.4): pinned by the chair → active speaker → chair → longest present → nobody.
 * Everyone but the pinned one needs an open camera, for there must be a picture to show. Computed alike in server and page;
 * `speaker.active` already has the timing of [WC] 8.8 (0.6 s to become it, 1.5 s to stay, kept through silence).
 */
export const chooseMainVideo = (state: MirrorState): MemberId | null => {
  const inside = insideMembers(state)
  const { conference, speaker } = state
  const pinned = inside.find((member) => member.memberId === conference?.mainVideo)
  if (pinned) return pinned.memberId
  const withPicture = inside.filter((member) => member.cameraOpen)
  const chosen =
    withPicture.find((member) => member.memberId === speaker.active) ??
    withPicture.find((member) => member.memberId === conference?.chairMemberId) ??
    withPicture[0]
  return chosen?.memberId ?? null
}

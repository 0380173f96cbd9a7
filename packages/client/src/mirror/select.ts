import type { MemberId, MemberView } from '@parley/protocol'
import type { MirrorState } from './state.ts'

export const isInside = (member: MemberView): boolean =>
  member.state === 'online' || member.state === 'reconnecting'

/** Online or reconnecting, longest present first. */
export const insideMembers = (state: MirrorState): MemberView[] =>
  [...state.members.values()].filter(isInside).sort((a, b) => (a.joinTime ?? 0) - (b.joinTime ?? 0))

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

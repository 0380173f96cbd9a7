import type { ConferenceView, MemberView, SpeakersView } from '@parley/protocol'

export const isInside = (member: MemberView): boolean =>
  member.state === 'online' || member.state === 'reconnecting'

/** First to come first; the id settles the same millisecond, so that every page has one order. */
export const byPresence = (a: MemberView, b: MemberView): number =>
  (a.joinTime ?? Number.MAX_SAFE_INTEGER) - (b.joinTime ?? Number.MAX_SAFE_INTEGER) ||
  (a.memberId < b.memberId ? -1 : 1)

/**
 * Who fills the big picture, by the rule of [WC] 1.4: pinned by the chair, else the active speaker, else the chair, else who
 * has been inside longest with an open camera, else nobody. Whoever is not inside is passed over at each step.
 */
export function chooseMainVideo(
  conference: Pick<ConferenceView, 'mainVideo' | 'chairMemberId'>,
  members: readonly MemberView[],
  speakers: Pick<SpeakersView, 'active'> | null,
): string | null {
  const inside = members.filter(isInside)
  const present = (id: string | null | undefined) => inside.find((member) => member.memberId === id)?.memberId
  return (
    present(conference.mainVideo) ??
    present(speakers?.active) ??
    present(conference.chairMemberId) ??
    inside.filter((member) => member.cameraOpen && member.media?.video !== false).sort(byPresence)[0]?.memberId ??
    null
  )
}

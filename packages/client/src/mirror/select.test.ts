import type { ConferenceView, MemberView } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { aConference, aMember, idOf } from '../testing/views.ts'
import { chooseMainVideo, insideMembers } from './select.ts'
import { emptyMirror } from './state.ts'

const state = (
  members: MemberView[],
  conference: Partial<ConferenceView> = {},
  active: string | null = null,
) => ({
  ...emptyMirror('1'),
  conference: aConference(conference),
  members: new Map(members.map((one) => [one.memberId, one])),
  speaker: { active, speakers: [] },
})
const off = { cameraOpen: false, selfCameraOff: true }

describe('main video ([WC] 1.4)', () => {
  const three = [aMember(3), aMember(2), aMember(1)]
  it('pinned before speaker before chair before longest present', () => {
    expect(chooseMainVideo(state(three, { mainVideo: idOf(3), chairMemberId: idOf(2) }, idOf(1)))).toBe(
      idOf(3),
    )
    expect(chooseMainVideo(state(three, { chairMemberId: idOf(2) }, idOf(3)))).toBe(idOf(3))
    expect(chooseMainVideo(state(three, { chairMemberId: idOf(2) }))).toBe(idOf(2))
    expect(chooseMainVideo(state(three))).toBe(idOf(1))
  })
  it('passes over whoever has no picture or is not inside', () => {
    const members = [aMember(1, { state: 'left' }), aMember(2, off), aMember(3)]
    expect(chooseMainVideo(state(members, { chairMemberId: idOf(2) }, idOf(1)))).toBe(idOf(3))
    expect(chooseMainVideo(state([aMember(2, off)]))).toBeNull()
    expect(chooseMainVideo(state([]))).toBeNull()
  })
  it('counts a reconnecting member as inside', () => {
    expect(
      insideMembers(state([aMember(1, { state: 'reconnecting' }), aMember(2, { state: 'invited' })])),
    ).toHaveLength(1)
  })
})

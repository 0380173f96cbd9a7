import type { ConferenceView, MemberView } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { aConference, aMember, idOf } from '../testing/views.ts'
import { chooseMainVideo, insideMembers, raisedHands, servedWatchers, waitingMembers } from './select.ts'
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

describe('lists', () => {
  it('hands in the order they went up, of those inside', () => {
    const hands = [
      aMember(1, { handRaisedAt: 30 }),
      aMember(2, { handRaisedAt: 10 }),
      aMember(3),
      aMember(4, { handRaisedAt: 5, state: 'left' }),
    ]
    expect(raisedHands(state(hands)).map((one) => one.memberId)).toEqual([idOf(2), idOf(1)])
  })

  it('who waits', () => {
    expect(waitingMembers(state([aMember(1), aMember(2, { state: 'waiting' })]))).toHaveLength(1)
  })

  it('the watchers served are the longest present, by id among equals; who shares is none', () => {
    const watcher = (n: number, joinTime: number, over: Partial<MemberView> = {}) =>
      aMember(n, { joinTime, media: { audio: false, video: false }, ...over })
    const members = [
      watcher(5, 1),
      watcher(4, 1),
      watcher(3, 2),
      watcher(2, 0, { sharing: true }),
      watcher(1, 0, { state: 'left' }),
      aMember(6, { joinTime: 0 }),
    ]
    expect([...servedWatchers(state(members), 2)]).toEqual([idOf(4), idOf(5)])
  })
})

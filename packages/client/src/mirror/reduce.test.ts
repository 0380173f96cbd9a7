import type { MemberView } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { startedMirror } from '../testing/fake-mirror.ts'
import { aConference, aMember, anEvent, idOf } from '../testing/views.ts'
import { applyEvent } from './reduce.ts'
import { emptyMirror, type MirrorState } from './state.ts'

const [ANN, LI, WANG] = [idOf(1), idOf(2), idOf(3)]

/** Ann is chair and speaks, Li shares and has a hand up, Wang waits. */
const before: MirrorState = {
  ...emptyMirror('123456789'),
  version: 5,
  conference: aConference({ version: 5, chairMemberId: ANN, mainVideo: LI }),
  members: new Map(
    [
      aMember(1, { role: 'chair' }),
      aMember(2, { handRaisedAt: 3, sharing: true, invited: true, mediaState: 'up' }),
      aMember(3, { state: 'waiting' }),
    ].map((one) => [one.memberId, one]),
  ),
  speaker: {
    active: LI,
    speakers: [
      { memberId: LI, level: 50 },
      { memberId: ANN, level: 20 },
    ],
  },
}

const after = (type: string, data: unknown): MirrorState =>
  applyEvent(before, anEvent(6, type, data) as never)
const member = (state: MirrorState, id: string): MemberView | undefined => state.members.get(id)

describe('what an event makes of what is known', () => {
  it('leaving lowers the hand, ends the share, and takes the voice out', () => {
    const state = after('member.left', { memberId: LI, reason: 'self' })
    expect(member(state, LI)).toMatchObject({
      state: 'left',
      leaveReason: 'self',
      leaveTime: 6,
      handRaisedAt: null,
      sharing: false,
      mediaState: 'none',
      feedId: null,
    })
    expect(state.speaker).toMatchObject({ active: null, speakers: [{ memberId: ANN }] })
    expect(after('member.left', { memberId: ANN, reason: 'kicked' })).toMatchObject({
      speaker: { active: LI, speakers: [{ memberId: LI }] },
    })
    expect(member(after('member.left', { memberId: ANN, reason: 'kicked' }), ANN)?.state).toBe('removed')
  })

  it('the chair changes hands, and who had it is what the server says, or a member', () => {
    const handed = after('conference.chairChanged', { from: ANN, to: LI, fromRole: 'guest' })
    expect([member(handed, ANN)?.role, member(handed, LI)?.role]).toEqual(['guest', 'chair'])
    expect(handed.conference?.chairMemberId).toBe(LI)
    const freed = after('conference.chairChanged', { from: ANN, to: null })
    expect([member(freed, ANN)?.role, freed.conference?.chairMemberId]).toEqual(['member', null])
  })

  it('off the list is forgotten, or known to the run as before', () => {
    expect(member(after('member.uninvited', { memberId: LI, gone: true }), LI)).toBeUndefined()
    const kept = member(after('member.uninvited', { memberId: LI, gone: false }), LI)
    expect(kept).toEqual({ ...member(before, LI), invited: false })
  })

  it('waiting ends in coming, or in being forgotten', () => {
    const over = (state: string | null) =>
      member(after('member.waitingOver', { memberId: WANG, outcome: 'admitted', state }), WANG)
    expect(over('joining')?.state).toBe('joining')
    expect(over(null)).toBeUndefined()
  })

  it('an invitation ends in the state that the server tells', () => {
    const data = { inviteId: 'i', memberId: WANG, result: 'accepted', state: 'joining' }
    expect(member(after('member.inviteResult', data), WANG)?.state).toBe('joining')
  })

  it('an event of somebody unknown changes nothing but the version', () => {
    const state = after('member.handChanged', { memberId: idOf(9), handRaisedAt: 1 })
    expect(state).toEqual({ ...before, version: 6, conference: { ...before.conference, version: 6 } })
  })
})

describe('snapshots', () => {
  it('an older one changes nothing, and one without captions ends them', () => {
    const { mirror } = startedMirror()
    const snapshot = (version: number, over = {}) =>
      mirror.snapshot({
        confId: '123456789',
        version,
        conference: aConference({ version, ...over }),
        members: [],
      })
    snapshot(4)
    expect(mirror.getState().members.size).toBe(1)
    snapshot(7, { captions: ['en'] })
    mirror.receive({
      ...anEvent(7, 'caption.heard', {
        lineId: 'l',
        memberId: null,
        texts: [{ language: 'en', text: 'hi' }],
        final: true,
        beginMs: 0,
        endMs: 1,
      }),
      ephemeral: true,
    } as never)
    snapshot(8, { captions: ['en'] })
    expect(mirror.getState().captions).toHaveLength(1)
    snapshot(9, { captions: null })
    expect(mirror.getState().captions).toEqual([])
  })

  it('nothing is asked for while the connection is away', () => {
    const asked: (number | null)[] = []
    const { mirror } = startedMirror((lastVersion) => {
      asked.push(lastVersion)
      return new Promise(() => undefined)
    })
    mirror.suspend()
    mirror.receive(anEvent(9, 'conference.lockChanged', { locked: true }) as never)
    expect(asked).toEqual([])
    mirror.expect(9)
    expect(asked).toEqual([5])
  })
})

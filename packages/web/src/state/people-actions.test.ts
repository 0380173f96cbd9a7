import type { MemberView } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { conference, member } from './fixtures.ts'
import { actionsFor } from './people-actions.ts'

const host = member({ memberId: 'h', role: 'chair' })
const cohost = member({ memberId: 'c', role: 'cohost' })
const guest = member({ memberId: 'g' })
const actions = (me: string, id: string, changes: Partial<MemberView> = {}, view = {}) =>
  actionsFor(
    {
      conference: conference({ chairMemberId: 'h', ...view }),
      members: new Map([host, cohost, { ...guest, ...changes }].map((one) => [one.memberId, one])),
    },
    me,
    id,
  )
const ofAll = ['spotlight', 'rename', 'toWaitingRoom', 'remove']

describe('what may be done to a person', () => {
  it('by the host: all of it', () => {
    expect(actions('h', 'g')).toEqual([
      'mute',
      'askCamera',
      'askShare',
      'spotlight',
      'rename',
      'makeCohost',
      'handOver',
      'toWaitingRoom',
      'remove',
    ])
  })
  it('by a co-host: all but who is host and co-host, and nothing but the big picture to the host', () => {
    expect(actions('c', 'g')).toEqual(['mute', 'askCamera', 'askShare', ...ofAll])
    expect(actions('c', 'h')).toEqual(['spotlight'])
  })
  it('by a guest: nothing, and to oneself a name if the meeting allows', () => {
    expect(actions('g', 'c')).toEqual([])
    expect(actions('g', 'g')).toEqual(['rename'])
    const settings = { settings: { allowRename: false } }
    expect(actions('g', 'g', {}, settings)).toEqual([])
  })
  it.each<[Partial<MemberView>, string[]]>([
    [{ muted: true, selfMuted: true }, ['askUnmute', 'askCamera', 'askShare']],
    [{ muted: true, chairMuted: true }, ['allowToSpeak', 'askCamera', 'askShare']],
    [{ cameraOpen: true }, ['mute', 'closeCamera', 'askShare']],
    [{ chairCameraOff: true }, ['mute', 'allowCamera', 'askShare']],
    [{ sharing: true }, ['mute', 'askCamera', 'stopShare']],
    [{ shareInvited: true }, ['mute', 'askCamera', 'takeBackShare']],
    [{ handRaisedAt: 5 }, ['mute', 'askCamera', 'lowerHand', 'askShare']],
    [{ media: { audio: false, video: false } }, []],
  ])('follows how the person is: %j', (changes, expected) => {
    expect(actions('c', 'g', changes)).toEqual([...expected, ...ofAll])
  })
  it('ends what is shown to all, and gives up the own place', () => {
    const view = { spotlight: { on: 'broadcast', memberId: 'g' } }
    expect(actions('c', 'g', {}, view)).toContain('endSpotlight')
    expect(actions('h', 'h')).toEqual(['spotlight', 'rename', 'release'])
  })
  it('takes a co-host back', () => {
    expect(actions('h', 'c')).toContain('takeCohost')
  })
  it('nothing to who is not inside', () => {
    expect(actions('h', 'g', { state: 'invited' })).toEqual([])
  })
})

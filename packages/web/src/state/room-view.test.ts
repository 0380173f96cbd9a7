import type { MemberView, SettingsView } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { conference, member } from './fixtures.ts'
import { createViewer, type RoomFacts, roomView } from './room-view.ts'

const host = member({ memberId: 'h', displayName: '李伟', role: 'chair', joinTime: 1, cameraOpen: true })
const ann = member({ memberId: 'a', displayName: 'Ann', joinTime: 2, cameraOpen: true })
const bob = member({ memberId: 'b', displayName: 'Bob', joinTime: 3, muted: true, chairMuted: true })
const gone = member({ memberId: 'g', displayName: 'Gone', state: 'left' })
const meeting = conference({ chairMemberId: 'h' })
const silent = { active: null, speakers: [] }

const seenBy = (
  me: string,
  speakers = silent as { active: string | null; speakers: { memberId: string; level: number }[] },
) => {
  const main = speakers.active ?? 'h'
  const view = roomView({ me, conference: meeting, members: [bob, gone, ann, host], speakers, main })
  if (!view) throw new Error('no view')
  return view
}

describe('room as one person sees it', () => {
  it('is nothing before I am inside', () => {
    expect(roomView({ me: 'x', conference: meeting, members: [ann], speakers: null, main: null })).toBeNull()
  })
  it('shows everyone inside once, myself first', () => {
    const view = seenBy('b')
    expect(view.main?.id).toBe('h')
    expect(view.inside.map(({ id }) => id)).toEqual(['b', 'h', 'a'])
  })
  it('lists people with the host first', () => {
    expect(seenBy('b').people.map((one) => one.id)).toEqual(['h', 'a', 'b'])
  })
  it('shows the one chosen in the main picture and marks who speaks', () => {
    const view = seenBy('b', { active: 'a', speakers: [{ memberId: 'a', level: 70 }] })
    expect(view.main).toMatchObject({ id: 'a', speaking: true, level: 70 })
  })
  it('shows whoever is away, by the server’s word or because nothing comes from them any more', () => {
    const away = (cutOff: ReadonlySet<string>) =>
      roomView({
        me: 'b',
        conference: meeting,
        members: [host, { ...ann, state: 'reconnecting' }, bob],
        speakers: null,
        main: null,
        cutOff,
      })
        ?.people.filter(({ reconnecting }) => reconnecting)
        .map(({ id }) => id)
    expect(away(new Set())).toEqual(['a'])
    expect(away(new Set(['h']))).toEqual(['h', 'a'])
  })
  it('never shows a muted person as speaking', () => {
    const view = seenBy('a', { active: 'b', speakers: [{ memberId: 'b', level: 70 }] })
    expect(view.people.find((one) => one.id === 'b')?.speaking).toBe(false)
  })
})

describe('what one may do to another', () => {
  const mic = (me: string, other: string) => seenBy(me).people.find((one) => one.id === other)?.micAction
  it('the host mutes others and allows them to speak', () => {
    expect(mic('h', 'a')).toBe('mute')
    expect(mic('h', 'b')).toBe('allowToSpeak')
  })
  it('whoever muted by themselves is asked, and a watcher has nothing to mute', () => {
    const view = roomView({
      me: 'h',
      conference: meeting,
      members: [
        host,
        { ...ann, muted: true, selfMuted: true },
        { ...bob, media: { audio: false, video: false } },
      ],
      speakers: null,
      main: null,
    })
    expect(view?.people.map(({ id, micAction }) => [id, micAction])).toEqual([
      ['h', null],
      ['a', 'askUnmute'],
      ['b', null],
    ])
  })
  it('not to oneself', () => {
    expect(mic('h', 'h')).toBeNull()
  })
  it('guests nothing', () => {
    expect(mic('a', 'b')).toBeNull()
  })
  it('a cohost nothing to the host, and does not end the meeting', () => {
    const cohost = { ...ann, role: 'cohost' as const }
    const view = roomView({
      me: 'a',
      conference: meeting,
      members: [host, cohost, bob],
      speakers: null,
      main: null,
    })
    expect(view?.people.find((one) => one.id === 'h')?.micAction).toBeNull()
    expect(view?.people.find((one) => one.id === 'b')?.micAction).toBe('allowToSpeak')
    expect(view).toMatchObject({ hosting: true, mayEnd: false })
  })
})

describe('raised hands, lines and sharing', () => {
  const facts = (changes: Partial<RoomFacts> = {}): RoomFacts => ({
    me: 'b',
    conference: meeting,
    members: [host, ann, bob],
    speakers: null,
    main: null,
    ...changes,
  })

  it('numbers hands as the server does and lists them after the hosts', () => {
    const late = member({ memberId: 'l', joinTime: 9, handRaisedAt: 20 })
    const first = { ...ann, handRaisedAt: 30 }
    const view = roomView(facts({ members: [host, bob, first, late] }))
    expect(view?.people.map(({ id, hand }) => [id, hand])).toEqual([
      ['h', null],
      ['l', 1],
      ['a', 2],
      ['b', null],
    ])
  })

  it('shows the worse of both ways of a line, and nothing while it is unknown', () => {
    const quality = new Map([
      ['a', { memberId: 'a', up: 4, down: 2 }],
      ['h', { memberId: 'h', up: 0, down: 0 }],
    ])
    const view = roomView(facts({ quality }))
    expect(view?.people.map(({ id, network }) => [id, network])).toEqual([
      ['h', null],
      ['a', 2],
      ['b', null],
    ])
  })

  const rules = { shareLocked: false, shareBy: 'everyone' } as const
  const barred = (settings: object, me: Partial<MemberView> = {}, other: Partial<MemberView> = {}) =>
    roomView(
      facts({
        conference: conference({ settings: settings as SettingsView }),
        members: [host, { ...ann, ...other }, { ...bob, ...me }],
      }),
    )?.shareBarred
  it.each([
    ['free', rules, {}, {}, null],
    ['locked', { ...rules, shareLocked: true }, {}, {}, 'locked'],
    ['for hosts', { ...rules, shareBy: 'hosts' }, {}, {}, 'hosts'],
    ['taken', rules, {}, { sharing: true }, 'taken'],
    ['locked, but invited', { ...rules, shareLocked: true }, { shareInvited: true }, {}, null],
    ['locked, but a cohost', { ...rules, shareLocked: true }, { role: 'cohost' }, {}, null],
  ] as const)('sharing is %s', (_, settings, me, other, expected) => {
    expect(barred(settings, me, other)).toBe(expected)
  })

  it('counts who waits, and does not show them inside', () => {
    const view = roomView(facts({ members: [host, bob, { ...ann, state: 'waiting' }] }))
    expect(view).toMatchObject({ waiting: 1 })
    expect(view?.people).toHaveLength(2)
  })
})

describe('of many people', () => {
  it('keeps everyone who did not change, so that nobody else is drawn again', () => {
    const members = Array.from({ length: 300 }, (_, index) =>
      member({ memberId: `m${index}`, joinTime: index }),
    )
    const viewer = createViewer()
    const facts = { me: 'm0', conference: meeting, speakers: null, main: null }
    const before = viewer({ ...facts, members })
    const changed = members.map((one, index) => (index === 7 ? { ...one, muted: true } : one))
    const after = viewer({ ...facts, members: changed })
    const kept = after?.people.filter((one, index) => one === before?.people[index])
    expect(kept).toHaveLength(299)
    expect(after?.people[7]).toMatchObject({ id: 'm7', muted: true })
  })
})

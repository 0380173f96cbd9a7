import { describe, expect, it } from 'vitest'
import { conference, member } from './fixtures.ts'
import { roomView, tilesShown } from './room-view.ts'

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
  it('shows everyone inside once: main picture and tiles, myself first', () => {
    const view = seenBy('b')
    expect(view.main?.id).toBe('h')
    expect(view.tiles.map((tile) => tile.id)).toEqual(['b', 'a'])
  })
  it('lists people with the host first', () => {
    expect(seenBy('b').people.map((one) => one.id)).toEqual(['h', 'a', 'b'])
  })
  it('shows the one chosen in the main picture and marks who speaks', () => {
    const view = seenBy('b', { active: 'a', speakers: [{ memberId: 'a', level: 70 }] })
    expect(view.main).toMatchObject({ id: 'a', speaking: true, level: 70 })
    expect(view.tiles.map((tile) => tile.id)).toEqual(['b', 'h'])
  })
  it('never shows a muted person as speaking', () => {
    const view = seenBy('a', { active: 'b', speakers: [{ memberId: 'b', level: 70 }] })
    expect(view.people.find((one) => one.id === 'b')?.speaking).toBe(false)
  })
})

describe('what one may do to another', () => {
  const may = (me: string, other: string) => seenBy(me).people.find((one) => one.id === other)?.may
  it('the host mutes, allows to speak and removes others', () => {
    expect(may('h', 'a')).toEqual({ mute: true, allowToSpeak: false, remove: true })
    expect(may('h', 'b')).toEqual({ mute: false, allowToSpeak: true, remove: true })
  })
  it('not to oneself', () => {
    expect(may('h', 'h')).toEqual({ mute: false, allowToSpeak: false, remove: false })
  })
  it('guests nothing', () => {
    expect(may('a', 'b')).toEqual({ mute: false, allowToSpeak: false, remove: false })
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
    expect(view?.people.find((one) => one.id === 'h')?.may.remove).toBe(false)
    expect(view?.people.find((one) => one.id === 'b')?.may.remove).toBe(true)
    expect(view).toMatchObject({ hosting: true, mayEnd: false })
  })
})

describe('row of tiles', () => {
  it.each([
    [3, 4, { shown: 3, more: 0 }],
    [4, 4, { shown: 4, more: 0 }],
    [5, 4, { shown: 3, more: 2 }],
    [5, 1, { shown: 0, more: 5 }],
    [0, 4, { shown: 0, more: 0 }],
  ])('%d people in %d places', (count, room, expected) => {
    expect(tilesShown(count, room)).toEqual(expected)
  })
})

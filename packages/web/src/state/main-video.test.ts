import { describe, expect, it } from 'vitest'
import { member } from './fixtures.ts'
import { chooseMainVideo } from './main-video.ts'

const ann = member({ memberId: 'a', joinTime: 1 })
const bob = member({ memberId: 'b', joinTime: 2, cameraOpen: true })
const cem = member({ memberId: 'c', joinTime: 3, cameraOpen: true })
const people = [cem, ann, bob]
const free = { mainVideo: null, chairMemberId: null }

describe('[WC 1.4] main video', () => {
  it('is the one the chair pinned', () => {
    expect(chooseMainVideo({ mainVideo: 'a', chairMemberId: 'b' }, people, { active: 'c' })).toBe('a')
  })
  it('else the active speaker', () => {
    expect(chooseMainVideo({ ...free, chairMemberId: 'b' }, people, { active: 'c' })).toBe('c')
  })
  it('else the chair, camera or not', () => {
    expect(chooseMainVideo({ ...free, chairMemberId: 'a' }, people, { active: null })).toBe('a')
  })
  it('else the longest present with an open camera', () => {
    expect(chooseMainVideo(free, people, null)).toBe('b')
  })
  it('else nobody', () => {
    expect(chooseMainVideo(free, [ann], null)).toBeNull()
  })
  it('passes over who is not inside', () => {
    const gone = { ...cem, state: 'left' as const }
    expect(chooseMainVideo({ mainVideo: 'c', chairMemberId: null }, [gone, bob], { active: 'c' })).toBe('b')
  })
  it('keeps someone who is only interrupted', () => {
    const away = { ...cem, state: 'reconnecting' as const }
    expect(chooseMainVideo({ mainVideo: 'c', chairMemberId: null }, [away, bob], null)).toBe('c')
  })
})

import { describe, expect, it } from 'vitest'
import { conference, member } from './fixtures.ts'
import { hostView } from './host-view.ts'
import { peopleList } from './people.ts'
import { roomView } from './room-view.ts'

const members = [
  member({ memberId: 'h', displayName: 'Li Wei', role: 'chair', joinTime: 1 }),
  member({ memberId: 'a', displayName: 'Ann', joinTime: 2, handRaisedAt: 9 }),
  member({ memberId: 'b', displayName: 'José', joinTime: 3 }),
  member({ memberId: 'c', displayName: '王芳', role: 'cohost', joinTime: 4, handRaisedAt: 7 }),
  member({ memberId: 'w', displayName: 'Wang', state: 'waiting' }),
  member({ memberId: 'r', displayName: 'Rita', state: 'calling' }),
  member({ memberId: 'i', displayName: 'Ida', state: 'invited' }),
  member({ memberId: 'j', displayName: 'Jo', state: 'joining' }),
  member({ memberId: 'l', displayName: 'Left', state: 'left' }),
]
const byId = new Map(members.map((one) => [one.memberId, one]))
const view = conference({ chairMemberId: 'h' })
const list = (query = '') => {
  const room = roomView({ me: 'h', conference: view, members, speakers: null, main: null })
  const host = hostView({ conference: view, members: byId }, 'h', null)
  if (!room || !host) throw new Error('nobody inside')
  return peopleList(room, host, query)
}
const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id)

describe('the list of people', () => {
  it('has raised hands on top in their order, then hosts, then first come first', () => {
    expect(ids(list().inside)).toEqual(['c', 'a', 'h', 'b'])
  })
  it('keeps apart who waits, who is called and who is expected', () => {
    const { waiting, calling, away } = list()
    expect([ids(waiting), ids(calling), ids(away)]).toEqual([['w'], ['r'], ['i', 'j']])
    expect(away.map(({ coming }) => coming)).toEqual([false, true])
  })
  it('is searched by any part of a name, whatever its accents and case, in all parts', () => {
    expect(ids(list('JOS').inside)).toEqual(['b'])
    expect(ids(list('jo').away)).toEqual(['j'])
    expect(ids(list(' 芳 ').inside)).toEqual(['c'])
    expect(list('nobody')).toMatchObject({ inside: [], waiting: [], calling: [], away: [] })
  })
  it('has a field to search from 12 people on', () => {
    const room = { people: [] }
    const many = Array.from({ length: 12 }, (_, id) => ({
      id: `${id}`,
      name: 'x',
      initials: 'x',
      coming: false,
    }))
    const found = (count: number) =>
      peopleList(room, { waiting: many.slice(0, count), calling: [], away: [] }, '').searchable
    expect([found(11), found(12)]).toEqual([false, true])
  })
})

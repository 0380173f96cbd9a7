import { describe, expect, it } from 'vitest'
import { conference, member } from './fixtures.ts'
import { controlsShown, createLayout, fitGrid, keepPlaces, onPage, tilesShown } from './layout.ts'
import { roomView } from './room-view.ts'

const wide = { width: 1248, height: 640, tall: false }

describe('grid', () => {
  it.each([1, 2, 3, 4, 7, 9, 16, 25])('%d tiles fit without overlapping the place', (count) => {
    const { columns, width, height, perPage, pages } = fitGrid(count, wide)
    const rows = Math.ceil(perPage / columns)
    expect(pages).toBe(1)
    expect(perPage).toBe(count)
    expect(columns * width + (columns - 1) * 8).toBeLessThanOrEqual(wide.width)
    expect(rows * height + (rows - 1) * 8).toBeLessThanOrEqual(wide.height)
  })

  it('two people share a wide place side by side and an upright one above each other', () => {
    expect(fitGrid(2, wide).columns).toBe(2)
    expect(fitGrid(2, { width: 374, height: 700, tall: true }).columns).toBe(1)
  })

  it('what does not fit goes to further pages, with tiles that still show a face', () => {
    const grid = fitGrid(50, wide)
    expect(grid.perPage * grid.pages).toBeGreaterThanOrEqual(50)
    expect(grid.perPage).toBeLessThanOrEqual(25)
    expect(grid.width).toBeGreaterThanOrEqual(176)
  })

  it('every page has tiles of the same size', () => {
    expect(fitGrid(26, wide).width).toBe(fitGrid(300, wide).width)
  })

  it('a place too small for one still shows one', () => {
    expect(fitGrid(300, { width: 60, height: 40, tall: false })).toMatchObject({ columns: 1, perPage: 1 })
  })
})

describe('places', () => {
  it.each([
    ['who comes stands at the end', ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c']],
    ['the last fills the place of who leaves', ['a', 'b', 'c', 'd'], ['a', 'c', 'd'], ['a', 'd', 'c']],
    ['who comes takes a place that got free', ['a', 'b', 'c'], ['a', 'c', 'x'], ['a', 'x', 'c']],
    ['the last one leaves', ['a', 'b'], ['a'], ['a']],
    ['several leave', ['a', 'b', 'c', 'd', 'e'], ['c', 'e'], ['e', 'c']],
    ['all leave', ['a', 'b'], [], []],
  ])('%s', (_, before, now, expected) => {
    expect(keepPlaces(before, now)).toEqual(expected)
  })
})

const host = member({ memberId: 'h', role: 'chair', joinTime: 1, cameraOpen: true })
const people = ['a', 'b', 'c'].map((memberId, index) => member({ memberId, joinTime: index + 2 }))

const setUp = () => {
  const layout = createLayout()
  const follow = ({
    members = [host, ...people],
    main = 'h' as string | null,
    spotlight = null as string | null,
    me = 'a',
  } = {}) => {
    const view = roomView({
      me,
      conference: conference(
        spotlight === null ? {} : { spotlight: { on: 'broadcast', memberId: spotlight } },
      ),
      members,
      speakers: null,
      main: spotlight ?? main,
    })
    if (view) layout.follow(view)
  }
  follow()
  const state = layout.store.get
  const strip = () => state().strip.map(({ id }) => id)
  const main = () => [state().main?.is, state().main?.person.id]
  return { layout, follow, state, strip, main }
}

describe('who fills the big place', () => {
  it('a shared screen before all', () => {
    const { layout, follow, main, strip } = setUp()
    layout.pin('c')
    follow({ members: [host, ...people.map((one) => ({ ...one, sharing: one.memberId === 'b' }))] })
    expect(main()).toEqual(['screen', 'b'])
    // The one who shares is still seen beside the screen.
    expect(strip()).toContain('b')
  })
  it('never the own screen: that would be a hall of mirrors', () => {
    const { follow, main } = setUp()
    follow({ members: [host, ...people.map((one) => ({ ...one, sharing: one.memberId === 'a' }))] })
    expect(main()).toEqual(['person', 'h'])
  })
  it('who I pinned before whom the host chose, and the choice again when that one leaves', () => {
    const { layout, follow, main, state } = setUp()
    follow({ spotlight: 'b' })
    expect(main()).toEqual(['person', 'b'])
    layout.pin('c')
    expect(main()).toEqual(['person', 'c'])
    follow({ spotlight: 'b', members: [host, ...people.filter(({ memberId }) => memberId !== 'c')] })
    expect(main()).toEqual(['person', 'b'])
    expect(state().pinned).toBeNull()
  })
  it('without any camera the host, then who is longest here: never an empty place, oneself only when alone', () => {
    const { follow, main } = setUp()
    follow({ main: null })
    expect(main()).toEqual(['person', 'h'])
    follow({ main: null, members: people })
    expect(main()).toEqual(['person', 'b'])
    follow({ main: null, members: people.slice(0, 1) })
    expect(main()).toEqual(['person', 'a'])
  })
  it('a change of speaker swaps two places and moves nobody else', () => {
    const { follow, strip } = setUp()
    expect(strip()).toEqual(['a', 'b', 'c'])
    follow({ main: 'b' })
    expect(strip()).toEqual(['a', 'h', 'c'])
    follow({ main: 'c' })
    expect(strip()).toEqual(['a', 'h', 'b'])
  })
})

describe('gallery', () => {
  it('shows what was chosen unless somebody has to be seen large', () => {
    const { layout, follow, state } = setUp()
    layout.choose('gallery')
    expect(state().mode).toBe('gallery')
    follow({ spotlight: 'b' })
    expect(state().mode).toBe('speaker')
    follow()
    expect(state().mode).toBe('gallery')
  })
  it('comes first on a low screen, until something else is chosen', () => {
    const { layout, follow, state } = setUp()
    layout.low(true)
    expect(state().mode).toBe('gallery')
    follow({ spotlight: 'b' })
    expect(state().mode).toBe('speaker')
    follow()
    layout.low(false)
    expect(state().mode).toBe('speaker')
    layout.low(true)
    layout.toggle()
    expect(state().mode).toBe('speaker')
  })
  it('asking for it gives the pin up', () => {
    const { layout, state } = setUp()
    layout.pin('b')
    layout.toggle()
    expect(state()).toMatchObject({ mode: 'gallery', pinned: null })
  })
  it('turns its pages round and stays on one that exists', () => {
    const { layout, follow, state } = setUp()
    const crowd = Array.from({ length: 50 }, (_, index) =>
      member({ memberId: `x${index}`, joinTime: 10 + index }),
    )
    layout.choose('gallery')
    layout.measured(wide)
    follow({ members: [host, ...people, ...crowd] })
    const { pages, perPage } = state().grid
    expect(pages).toBeGreaterThan(1)
    expect(onPage(state())).toHaveLength(perPage)
    layout.turn(-1)
    expect(state().page).toBe(pages - 1)
    layout.turn(1)
    expect(state().page).toBe(0)
    layout.toPage(pages - 1)
    follow()
    expect(state().page).toBe(0)
    expect(onPage(state())).toHaveLength(4)
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

describe('controls', () => {
  it('on a phone are five: besides microphone, camera, more and leave only the hand', () => {
    expect([...controlsShown(374, false)]).toEqual(['hand'])
  })
  it('of a host have people in its place: a host has no hand to raise', () => {
    expect([...controlsShown(374, true)]).toEqual(['people'])
    expect(controlsShown(1280, true).has('hand')).toBe(false)
  })
  it('go by their rank as the bar gets narrow', () => {
    const all = ['hand', 'chat', 'people', 'share', 'reactions']
    expect([...controlsShown(1280, false)]).toEqual(all)
    const seen = [1000, 600, 560, 520, 480].map((width) => [...controlsShown(width, false)])
    for (const shown of seen) expect(shown).toEqual(all.slice(0, shown.length))
    expect(seen.map(({ length }) => length)).toEqual([5, 4, 4, 3, 2])
  })
})

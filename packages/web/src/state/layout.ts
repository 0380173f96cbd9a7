import type { Person, RoomView } from './room-view.ts'
import { createStore, type Store } from './store.ts'

/** A place for pictures, in px. `tall`: upright pictures, as on a phone. */
export type Box = { width: number; height: number; tall: boolean }

export type Grid = {
  columns: number
  /** Of one tile, px. */
  width: number
  height: number
  perPage: number
  pages: number
}

const gap = 8
/** Narrower than this a face says nothing. */
const leastWidth = { wide: 176, tall: 104 }
const mostPerPage = 25

/** The largest equal tiles that fit; what does not fit goes to further pages with tiles of the same size. */
export function fitGrid(count: number, { width, height, tall }: Box): Grid {
  const ratio = tall ? 4 / 5 : 16 / 9
  const least = tall ? leastWidth.tall : leastWidth.wide
  const room = (along: number, tile: number) => Math.max(1, Math.floor((along + gap) / (tile + gap)))
  const capacity = Math.min(mostPerPage, room(width, least) * room(height, least / ratio))
  const wanted = Math.max(1, Math.min(count, capacity))
  let best = { columns: 1, rows: wanted, width: 0 }
  for (let columns = 1; columns <= wanted; columns += 1) {
    const rows = Math.ceil(wanted / columns)
    const byWidth = (width - gap * (columns - 1)) / columns
    const byHeight = ((height - gap * (rows - 1)) / rows) * ratio
    const tile = Math.min(byWidth, byHeight)
    if (tile > best.width) best = { columns, rows, width: tile }
  }
  const perPage = count > wanted ? Math.min(mostPerPage, best.columns * best.rows) : wanted
  return {
    columns: best.columns,
    width: Math.max(0, Math.floor(best.width)),
    height: Math.max(0, Math.floor(best.width / ratio)),
    perPage,
    pages: Math.max(1, Math.ceil(count / perPage)),
  }
}

/**
 * Nothing jumps: who stays keeps the place; who comes takes a place that got free, else the end; a place that stays free is
 * filled by the last one.
 */
export function keepPlaces(before: readonly string[], now: readonly string[]): string[] {
  const here = new Set(now)
  const had = new Set(before)
  const coming = now.filter((id) => !had.has(id))
  const places: (string | null)[] = before.map((id) => (here.has(id) ? id : (coming.shift() ?? null)))
  places.push(...coming)
  for (;;) {
    const free = places.indexOf(null)
    if (free === -1) break
    const last = places.pop()
    if (free < places.length && last !== undefined) places[free] = last
  }
  return places.filter((id): id is string => id !== null)
}

export type LayoutState = {
  /** Null: as the place suggests. */
  chosen: 'speaker' | 'gallery' | null
  /** What is shown: a shared screen, a pinned or a chosen person takes the big place whatever was chosen. */
  mode: 'speaker' | 'gallery'
  main: { is: 'screen' | 'person'; person: Person } | null
  pinned: string | null
  /** Everyone but the one in the big place. */
  strip: readonly Person[]
  gallery: readonly Person[]
  grid: Grid
  /** From 0. */
  page: number
  screenSize: 'fit' | 'actual'
  /** Put away by a tap on a phone. */
  bare: boolean
}

export type Layout = {
  store: Store<LayoutState>
  /** The room as it is now. */
  follow: (view: RoomView) => void
  /** The place that the stage has. */
  measured: (box: Box) => void
  /** On a low, wide screen a row of small pictures beside a large one wastes the place: there the grid is what one sees first. */
  low: (low: boolean) => void
  choose: (mode: 'speaker' | 'gallery') => void
  toggle: () => void
  pin: (id: string | null) => void
  turn: (step: number) => void
  toPage: (page: number) => void
  setScreenSize: (size: 'fit' | 'actual') => void
  setBare: (bare: boolean) => void
}

const firstBox: Box = { width: 960, height: 540, tall: false }

/** Who is shown where, on this page. */
export function createLayout(): Layout {
  let view: RoomView | null = null
  let box = firstBox
  let isLow = false
  let stripOrder: string[] = []
  let galleryOrder: string[] = []
  const store = createStore<LayoutState>({
    chosen: null,
    mode: 'speaker',
    main: null,
    pinned: null,
    strip: [],
    gallery: [],
    grid: fitGrid(1, box),
    page: 0,
    screenSize: 'fit',
    bare: false,
  })

  const arrange = (change: Partial<LayoutState> = {}) => {
    const state = { ...store.get(), ...change }
    if (!view) return store.set(state)
    const { inside, sharer, spotlight } = view
    const people = new Map(inside.map((person) => [person.id, person]))
    const pinned = state.pinned !== null && people.has(state.pinned) ? state.pinned : null
    // The own screen is not shown to oneself: that would be a hall of mirrors.
    const screen = sharer && !sharer.you ? sharer : null
    const others = inside.filter(({ you }) => !you)
    // Where no camera is open the rule for pictures names nobody: a name is better than an empty place.
    const faceless = others.find(({ role }) => role === 'chair') ?? others[0] ?? inside[0] ?? null
    const person = people.get(pinned ?? '') ?? view.main ?? faceless
    const main: LayoutState['main'] = screen
      ? { is: 'screen', person: screen }
      : person
        ? { is: 'person', person }
        : null
    const called = screen !== null || pinned !== null || people.has(spotlight ?? '')
    const mode = called ? 'speaker' : (state.chosen ?? (isLow ? 'gallery' : 'speaker'))
    const ids = inside.map((one) => one.id)
    stripOrder = keepPlaces(
      stripOrder,
      ids.filter((id) => main?.is !== 'person' || id !== main.person.id),
    )
    galleryOrder = keepPlaces(galleryOrder, ids)
    const all = (order: readonly string[]) =>
      order.flatMap((id) => {
        const one = people.get(id)
        return one ? [one] : []
      })
    const grid = fitGrid(ids.length, box)
    store.set({
      ...state,
      pinned,
      main,
      mode,
      strip: all(stripOrder),
      gallery: all(galleryOrder),
      grid,
      page: Math.min(Math.max(0, state.page), grid.pages - 1),
    })
  }

  const choose = (chosen: 'speaker' | 'gallery') =>
    // Who asks for the gallery does not want the pin any more.
    arrange(chosen === 'gallery' ? { chosen, pinned: null } : { chosen })

  return {
    store,
    follow: (next) => {
      view = next
      arrange()
    },
    measured: (next) => {
      if (next.width === box.width && next.height === box.height && next.tall === box.tall) return
      box = next
      arrange()
    },
    low: (low) => {
      if (low === isLow) return
      isLow = low
      arrange()
    },
    choose,
    toggle: () => choose(store.get().mode === 'gallery' ? 'speaker' : 'gallery'),
    pin: (pinned) => arrange({ pinned }),
    turn: (step) => {
      const { page, grid } = store.get()
      arrange({ page: (page + step + grid.pages) % grid.pages })
    },
    toPage: (page) => arrange({ page }),
    setScreenSize: (screenSize) => arrange({ screenSize }),
    setBare: (bare) => arrange({ bare }),
  }
}

/** The people on the page of the gallery that is shown. */
export const onPage = ({ gallery, grid, page }: LayoutState): readonly Person[] =>
  gallery.slice(page * grid.perPage, (page + 1) * grid.perPage)

/** How many tiles are shown when `room` fit: the last place goes to "+n" as soon as not all do. */
export function tilesShown(count: number, room: number): { shown: number; more: number } {
  if (count <= room) return { shown: count, more: 0 }
  const shown = Math.max(0, room - 1)
  return { shown, more: count - shown }
}

export type Control = 'share' | 'hand' | 'reactions' | 'people' | 'chat'
/** Microphone, camera, more and leave are always there; of the others who comes first stays longest. */
const priority: readonly Control[] = ['hand', 'chat', 'people', 'share', 'reactions']

/** px: one control with its space, and those that are always there. */
const oneControl = 56
const always = 332

/** Which controls have a place in a bar of this width (px), by their own; the rest goes to the menu. */
export function controlsShown(width: number, host: boolean): ReadonlySet<Control> {
  // A host has no hand to raise.
  const wanted = priority.filter((control) => !(host && control === 'hand'))
  // On a phone always five: microphone, camera, this one, more, leave.
  if (width < 480) return new Set(wanted.filter((control) => control === (host ? 'people' : 'hand')))
  return new Set(wanted.slice(0, Math.max(1, Math.floor((width - always) / oneControl))))
}

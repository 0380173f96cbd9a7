import { chooseLanguage, type Language } from '../i18n/language.ts'
import type { Clock } from './clock.ts'
import type { Console } from './console/console.ts'
import { CONSOLE_PATH } from './console/place.ts'
import type { Devices } from './devices.ts'
import { createDoor, type Door, type Entrance, type Look } from './door.ts'
import { createHome, type Home, type HomeParts } from './home.ts'
import type { Entry, GoIn, Inside, Over } from './inside.ts'
import { readLink } from './meeting-target.ts'
import { checkName, type NameCheck } from './names.ts'
import type { Room } from './room.ts'
import { createStore, type Store } from './store.ts'
import { type LeftWhy, type Remembered, type Seat, sameEntrance, type TabMemory } from './tab.ts'

export type Page =
  | { is: 'home'; home: Home }
  | { is: 'door'; door: Door; entrance: Entrance }
  | { is: 'noMeeting' }
  /** `room` null: on the way in. */
  | { is: 'room'; room: Room | null; title: string }
  | { is: 'left'; why: LeftWhy; title: string }
  /** `model` null: its code is on the way. */
  | { is: 'console'; model: Console | null }

export type JoinState = { joining: boolean; nameProblem: Extract<NameCheck, { ok: false }>['why'] | null }

export type App = {
  page: Store<Page>
  language: Store<Language>
  join: Store<JoinState>
  devices: Devices
  /** The name to offer at the door. */
  knownName: () => string
  setLanguage: (language: Language) => void
  /** Reads where the tab is and goes on from there. */
  start: () => void
  enter: (entrance: Entrance) => void
  joinAs: (name: string) => Promise<void>
  rejoin: () => void
  toStart: () => void
  /** The page goes away (reload, closed tab, another address): no leave. */
  closing: () => void
  network: (network: 'online' | 'offline') => void
}

/** The browser's address bar, as far as it is used. */
export type Address = {
  url: () => URL
  /** Replaces the address without loading anything. */
  replace: (path: string) => void
  /** Loads a page of this server. */
  load: (path: string) => void
}

export type AppParts = {
  look: (entrance: Entrance, language: Language) => Promise<Look>
  /** Loads the code of the room and goes in; never throws. */
  goIn: (way: GoIn) => Promise<Entry>
  account: Pick<HomeParts, 'client' | 'wasSignedIn'>
  /** Loads the code of the console. */
  console: (language: () => Language) => Promise<Console>
  devices: Devices
  clock: Clock
  address: Address
  tab: TabMemory
  remembered: Remembered
  preferredLanguages: readonly string[]
}

const roomPath = '/gzbwclient/room'
/** Between two tries to come back to a server that does not answer; up to twice as long, so that pages spread. */
const comeBackMs = 2_000

/** What a refused join means at the door ([WC] 4.10); anything else is told as "not at the moment". */
const refusals: ReadonlyMap<number, 'ended' | 'unknown' | 'locked' | 'full' | 'banned'> = new Map([
  [731, 'ended'],
  [732, 'unknown'],
  [733, 'locked'],
  [734, 'full'],
  [735, 'banned'],
  [742, 'full'],
])
/** The ticket was used or ran out: a new look brings a new one. */
const ticketSpent = 615

const isBelow = (path: string, url: URL) => url.pathname === path || url.pathname.startsWith(`${path}/`)

/** Which page the tab shows, and how one leads to the other. A reload at any step comes back to the same step. */
export function createApp(parts: AppParts): App {
  const { devices, clock, address, tab, remembered } = parts
  const origin = address.url().origin
  const page = createStore<Page>({ is: 'noMeeting' })
  const language = createStore(chooseLanguage(parts.preferredLanguages, remembered.language()))
  const join = createStore<JoinState>({ joining: false, nameProblem: null })
  let inside: Inside | null = null

  const keep = (change: Partial<Seat>) => {
    const seat = tab.seat()
    if (seat) tab.keepSeat({ ...seat, ...change })
  }
  const newSeat = (entrance: Entrance) =>
    tab.keepSeat({
      entrance,
      title: '',
      name: '',
      confId: null,
      wanted: { audio: false, video: false },
      left: null,
    })
  const wantedNow = () => {
    const { audio, video } = devices.store.get()
    return { audio: audio.on, video: video.on }
  }

  const show = (next: Page) => {
    const before = page.get()
    if (before.is === 'door') before.door.stop()
    if (next.is !== 'room') {
      inside?.close()
      inside = null
    }
    page.set(next)
  }

  const showHome = () => {
    const home = createHome({ ...parts.account, clock, origin, language: language.get })
    show({ is: 'home', home })
    void home.start()
  }

  const showConsole = async () => {
    show({ is: 'console', model: null })
    const model = await parts.console(language.get)
    show({ is: 'console', model })
    await model.start()
  }

  const showDoor = (entrance: Entrance): Door => {
    const door = createDoor(() => parts.look(entrance, language.get()), clock)
    show({ is: 'door', door, entrance })
    return door
  }

  const showLeft = (why: LeftWhy) => {
    const title = tab.seat()?.title ?? ''
    keep({ left: why, wanted: wantedNow() })
    show({ is: 'left', why, title })
    devices.stop()
  }

  const onOver = (phase: Over, endedByMe: boolean) => {
    switch (phase.why) {
      case 'left':
        return showLeft('self')
      case 'removed':
        return showLeft('removed')
      case 'ended':
        return showLeft(endedByMe ? 'endedByYou' : 'ended')
      case 'replaced':
        return showLeft('elsewhere')
      case 'unreachable':
        return showLeft('lost')
      case 'refused':
      case 'signed-out':
        return backToDoor(phase.code ?? null)
      default:
        phase.why satisfies never
    }
  }

  /** The place is gone; the door asks anew, or says why it is closed. */
  const backToDoor = (code: number | null) => {
    const seat = tab.seat()
    if (!seat) return show({ is: 'noMeeting' })
    const refusal = refusals.get(code ?? 0)
    if (refusal === 'ended') return showLeft('ended')
    if (refusal === 'banned') return showLeft('removed')
    keep({ confId: null, left: null })
    void showDoor(seat.entrance).look()
  }

  const joinAs = async (input: string) => {
    const at = page.get()
    if (at.is !== 'door' || join.get().joining) return
    const checked = checkName(input)
    if (!checked.ok) return join.set({ joining: false, nameProblem: checked.why })
    const { door, entrance } = at
    join.set({ joining: true, nameProblem: null })
    try {
      const ticket = await door.freshTicket()
      const state = door.store.get()
      if (!ticket || state.is !== 'open') return
      const { confId, title } = state.meeting
      remembered.keepName(checked.name)
      tab.keepSeat({ entrance, title, name: checked.name, confId: null, wanted: wantedNow(), left: null })
      const entry = await parts.goIn({ proof: { by: 'ticket', ticket }, confId, name: checked.name, onOver })
      if (entry.is === 'inside') return arrive(entry.inside, confId, title)
      if (entry.is === 'refused' && entry.code === ticketSpent) await door.look()
      else door.refuse(entry.is === 'refused' ? (refusals.get(entry.code) ?? 'refused') : 'refused')
    } finally {
      join.set({ joining: false, nameProblem: null })
    }
  }

  const arrive = (arrived: Inside, confId: string, title: string) => {
    keep({ confId, wanted: wantedNow(), left: null })
    show({ is: 'room', room: arrived.room, title })
    inside = arrived
  }

  /** A reload, a crash, the way back: the same person, with the devices as they were where no prompt is needed. */
  const comeBack = async (seat: Seat) => {
    const { confId, entrance, title, name } = seat
    if (confId === null) return showDoor(entrance).look()
    const waiting: Page = { is: 'room', room: null, title }
    show(waiting)
    let missed = false
    const prepare = async () => {
      missed = (await devices.restore(seat.wanted)).missed
    }
    const entry = await parts.goIn({ proof: { by: 'resume' }, confId, name, prepare, onOver })
    if (page.get() !== waiting) {
      if (entry.is === 'inside') entry.inside.close()
      return
    }
    switch (entry.is) {
      case 'inside':
        arrive(entry.inside, confId, title)
        if (missed)
          entry.inside.room.toasts.add({ message: { key: 'room.turnOnAfterReload' }, tone: 'warning' })
        return
      case 'refused':
      case 'stranger':
        return backToDoor(entry.is === 'refused' ? entry.code : null)
      case 'unanswered':
        // The place is kept at the server: going on trying beats coming in as somebody new.
        clock.after(comeBackMs * (1 + clock.random()), () => {
          if (page.get() === waiting) void comeBack(seat)
        })
        return
      default:
        entry satisfies never
    }
  }

  devices.store.subscribe(() => {
    if (inside) keep({ wanted: wantedNow() })
  })

  return {
    page,
    language,
    join,
    devices,
    joinAs,
    knownName: () => tab.seat()?.name || remembered.name(),
    setLanguage: (next) => {
      remembered.keepLanguage(next)
      language.set(next)
    },
    start: () => {
      const url = address.url()
      const link = readLink(url)
      const seat = tab.seat()
      if (link) {
        const entrance: Entrance = { by: 'link', ...link }
        address.replace(roomPath)
        // The same link again in a tab that is inside is a reload; otherwise it is a new beginning.
        const inIt = seat !== null && seat.confId !== null && seat.left === null
        if (inIt && sameEntrance(seat.entrance, entrance)) return void comeBack(seat)
        newSeat(entrance)
        return void showDoor(entrance).look()
      }
      if (isBelow(CONSOLE_PATH, url)) return void showConsole()
      if (url.pathname !== roomPath) return showHome()
      if (!seat) return show({ is: 'noMeeting' })
      if (seat.left) return show({ is: 'left', why: seat.left, title: seat.title })
      void comeBack(seat)
    },
    enter: (entrance) => {
      newSeat(entrance)
      address.load(roomPath)
    },
    rejoin: () => {
      const seat = tab.seat()
      if (!seat) return show({ is: 'noMeeting' })
      // Who left by choice comes as somebody new; the others take up the place that is still theirs.
      const samePerson = seat.left === 'elsewhere' || seat.left === 'lost'
      const next: Seat = { ...seat, left: null, confId: samePerson ? seat.confId : null }
      tab.keepSeat(next)
      void comeBack(next)
    },
    toStart: () => {
      tab.forgetSeat()
      address.load('/')
    },
    closing: () => inside?.closing(),
    network: (network) => inside?.network(network),
  }
}

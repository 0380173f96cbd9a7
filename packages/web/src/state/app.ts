import { chooseLanguage, type Language } from '../i18n/language.ts'
import { type ConnectionCheck, createConnectionCheck } from './connection-check.ts'
import { CONSOLE_PATH } from './console/place.ts'
import { createDoor, type Door, type Entrance } from './door.ts'
import { createHome } from './home.ts'
import type { GoIn, Inside } from './inside.ts'
import { createJoining } from './joining.ts'
import { linkOf, readLink } from './meeting-target.ts'
import type { App, AppParts, IceServers, Page } from './pages.ts'
import { closedBy, leftWhy } from './refusals.ts'
import { readReturn, withoutReturn } from './return-address.ts'
import { createRinging } from './ringing.ts'
import { createStore } from './store.ts'
import { type LeftWhy, type Seat, sameEntrance, seatAt } from './tab.ts'

export type { App, Page } from './pages.ts'

const roomPath = '/gzbwclient/room'
const accessibilityPath = '/accessibility'
/** Between two tries to come back to a server that does not answer; up to twice as long, so that pages spread. */
const comeBackMs = 2_000
/** Whose place is still theirs when they want back in; all others come through the door as somebody new. */
const keepsPlace: ReadonlySet<LeftWhy> = new Set(['elsewhere', 'lost'])

const isBelow = (path: string, url: URL) => url.pathname === path || url.pathname.startsWith(`${path}/`)

/** Which page the tab shows, and how one leads to the other. A reload at any step comes back to the same step. */
export function createApp(parts: AppParts): App {
  const { devices, clock, address, tab, remembered, otherTabs } = parts
  const origin = address.url().origin
  const page = createStore<Page>({ is: 'noMeeting' })
  const language = createStore<Language>(chooseLanguage(parts.preferredLanguages, remembered.language()))
  const check = createStore<ConnectionCheck | null>(null)
  const ready = createStore(tab.seat()?.ready ?? false)
  const ringing = createRinging(clock)
  let inside: { the: Inside; stopFollowing: () => void } | null = null
  let stopHome = () => {}
  /** Going from one meeting to another: the end of the first is not shown. */
  let moving = false
  let stayed = false

  const keep = (change: Partial<Seat>) => {
    const seat = tab.seat()
    if (seat) tab.keepSeat({ ...seat, ...change })
  }
  const newId = () => `${clock.now().toString(36)}${Math.floor(clock.random() * 2 ** 48).toString(36)}`
  const wantedNow = () => {
    const { audio, video } = devices.store.get()
    return { audio: audio.on, video: video.on }
  }

  const leaveInside = () => {
    inside?.stopFollowing()
    inside?.the.close()
    inside = null
    otherTabs.hold(null)
  }

  const show = (next: Page) => {
    const before = page.get()
    if (before.is === 'door') before.door.stop()
    if (before.is === 'home') stopHome()
    if (next.is !== 'room' && next.is !== 'waiting') leaveInside()
    page.set(next)
  }

  const showHome = () => {
    const home = createHome({ ...parts.account, clock, origin, language: language.get, ringing })
    stopHome = home.stop
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
    const seat = tab.seat()
    joining.stand(door, seat?.armed ? seat.name : null)
    show({ is: 'door', door, entrance })
    return door
  }

  const showLeft = (why: LeftWhy) => {
    const seat = tab.seat()
    keep({ left: why, wanted: wantedNow() })
    show({ is: 'left', why, title: seat?.title ?? '', returnTo: seat?.returnTo ?? null })
    devices.stop()
  }

  const onOver: GoIn['onOver'] = (phase, endedByMe, waiting) => {
    if (moving) return
    const why = leftWhy(phase, endedByMe, waiting)
    if (why) showLeft(why)
    else backToDoor(phase.code ?? null)
  }

  /** The place is gone; the door asks anew, or says why it is closed. */
  const backToDoor = (code: number | null) => {
    const seat = tab.seat()
    if (!seat) return show({ is: 'noMeeting' })
    const closed = closedBy(code ?? 0)
    if (closed === 'ended') return showLeft('ended')
    if (closed === 'banned') return showLeft('banned')
    keep({ confId: null, left: null, as: 'guest' })
    void showDoor(seat.entrance).look()
  }

  const arrive = (arrived: Inside, confId: string, title: string) => {
    keep({ confId, wanted: wantedNow(), left: null, armed: false })
    otherTabs.hold(tab.seat()?.id ?? null)
    const follow = () => {
      const stage = arrived.stage.get()
      if (stage.is === 'waiting') return show({ is: 'waiting', waiting: stage.waiting, title })
      const waited = page.get().is === 'waiting'
      show({ is: 'room', room: stage.room, title })
      if (waited && ready.get()) parts.chime()
      if (waited) setReady(false)
    }
    const stops = [arrived.stage.subscribe(follow), ringing.follow(arrived.invites, { inside: true })]
    const stopFollowing = () => {
      for (const stop of stops) stop()
    }
    inside = { the: arrived, stopFollowing }
    follow()
  }

  const joining = createJoining({
    ...parts,
    onOver,
    arrive: (...at) => {
      // A place of its own: a copy of this tab made at the door would answer for it after a reload.
      keep({ id: newId() })
      arrive(...at)
    },
    keep,
    wanted: wantedNow,
  })

  /** A reload, a crash, the way back: the same person, with the devices as they were where no prompt is needed. */
  const comeBack = async (seat: Seat, askTabs = true) => {
    const { confId, entrance, title, name } = seat
    if (confId === null) return showDoor(entrance).look()
    const underway: Page = { is: 'room', room: null, title }
    show(underway)
    if (askTabs && (await otherTabs.isOpen(seat.id))) {
      if (page.get() === underway) show({ is: 'otherTab', title, given: false })
      return
    }
    let missed = false
    const prepare = async () => {
      missed = (await devices.restore(seat.wanted)).missed
    }
    const proof = seat.as === 'account' ? ({ by: 'account' } as const) : ({ by: 'resume' } as const)
    const entry = await parts.goIn({ proof, confId, name, prepare, onOver })
    if (page.get() !== underway) {
      if (entry.is === 'inside') entry.inside.close()
      return
    }
    switch (entry.is) {
      case 'inside': {
        arrive(entry.inside, confId, title)
        const stage = entry.inside.stage.get()
        if (missed && stage.is === 'room')
          stage.room.toasts.add({ message: { key: 'room.turnOnAfterReload' }, tone: 'warning' })
        return
      }
      case 'refused':
      case 'stranger':
        return backToDoor(entry.is === 'refused' ? entry.code : null)
      case 'unanswered':
        // The place is kept at the server: going on trying beats coming in as somebody new.
        clock.after(comeBackMs * (1 + clock.random()), () => {
          if (page.get() === underway) void comeBack(seat, false)
        })
        return
      default:
        entry satisfies never
    }
  }

  const setReady = (wanted: boolean) => {
    if (wanted) parts.wakeSound()
    ready.set(wanted)
    keep({ ready: wanted })
  }

  /** In a meeting as an account the name is there already; after a reload nobody is signed in on the start page's own line. */
  const accountName = async (): Promise<string | null> => {
    const seat = tab.seat()
    if (inside && seat?.as === 'account') return seat.name
    const client = await parts.account.client().catch(() => null)
    const state = client?.session.getState()
    return state?.is === 'signed-in' ? (state.name ?? state.userId) : null
  }

  const answerInvite: App['answerInvite'] = async (answer) => {
    const accepted = await ringing.answer(answer)
    if (!accepted) return
    const { invite, joinUrl } = accepted
    const link = URL.canParse(joinUrl, origin) ? readLink(new URL(joinUrl, origin)) : null
    const name = await accountName()
    if (!link || name === null) return
    moving = true
    await inside?.the.leave().catch(() => undefined)
    leaveInside()
    moving = false
    // Nothing is sent before a hand in the room switches it on.
    const seat: Seat = {
      ...seatAt({ by: 'link', ...link }, newId()),
      title: invite.confName,
      name,
      confId: invite.confId,
      as: 'account',
    }
    tab.keepSeat(seat)
    address.replace(roomPath)
    await comeBack(seat, false)
  }

  const startAt = (url: URL) => {
    const link = readLink(withoutReturn(url))
    const seat = tab.seat()
    const { support } = parts
    // The address stays as it is, so that the app's own "open in browser" leads to the meeting.
    const blocked = support !== null && !stayed && (link !== null || support.is === 'noRtc')
    if (link && blocked) return show({ is: 'unsupported', problem: support, link: url.href })
    if (link) {
      const entrance: Entrance = { by: 'link', ...link }
      address.replace(roomPath)
      // The same link again in a tab that is inside is a reload; otherwise it is a new beginning.
      const inIt = seat !== null && seat.confId !== null && seat.left === null
      if (inIt && sameEntrance(seat.entrance, entrance)) return void comeBack(seat)
      tab.keepSeat(seatAt(entrance, newId(), readReturn(url, parts.returnOrigins)))
      return void showDoor(entrance).look()
    }
    if (isBelow(CONSOLE_PATH, url)) return void showConsole()
    if (url.pathname === accessibilityPath) return show({ is: 'accessibility' })
    if (url.pathname !== roomPath) return showHome()
    if (!seat) return show({ is: 'noMeeting' })
    if (blocked) return show({ is: 'unsupported', problem: support, link: origin })
    if (seat.left)
      return show({ is: 'left', why: seat.left, title: seat.title, returnTo: seat.returnTo ?? null })
    void comeBack(seat)
  }

  devices.store.subscribe(() => {
    if (inside) keep({ wanted: wantedNow() })
  })

  return {
    page,
    language,
    join: joining.store,
    check,
    ready,
    ringing,
    devices,
    micWatch: parts.micWatch,
    speakerTest: parts.speakerTest,
    agent: parts.agent,
    joinAs: async (name) => {
      const at = page.get()
      if (at.is === 'door') await joining.enter(at.door, name)
    },
    arm: joining.arm,
    setReady,
    answerInvite,
    begin: () => {
      const at = page.get()
      if (at.is !== 'door' || joining.store.get().joining) return
      const state = at.door.store.get()
      if (state.is === 'open') parts.prepare(state.ticket)
    },
    typeName: (name) => keep({ name }),
    knownName: () => tab.seat()?.name || remembered.name(),
    link: () => {
      const entrance = tab.seat()?.entrance
      return entrance?.by === 'link' ? linkOf(entrance.segment, origin) : null
    },
    setLanguage: (next) => {
      remembered.keepLanguage(next)
      language.set(next)
    },
    start: () => startAt(address.url()),
    stay: () => {
      stayed = true
      startAt(address.url())
    },
    enter: (entrance) => {
      tab.keepSeat(seatAt(entrance, newId()))
      address.load(roomPath)
    },
    rejoin: () => {
      const seat = tab.seat()
      if (!seat) return show({ is: 'noMeeting' })
      const samePerson = seat.left !== null && keepsPlace.has(seat.left)
      const next: Seat = { ...seat, left: null, confId: samePerson ? seat.confId : null }
      tab.keepSeat(next)
      void comeBack(next, false)
    },
    useHere: () => {
      const seat = tab.seat()
      if (seat) void comeBack(seat, false)
    },
    stayThere: () => {
      const title = tab.seat()?.title ?? ''
      tab.forgetSeat()
      show({ is: 'otherTab', title, given: true })
    },
    showCheck: (open) => {
      if (!open) return check.set(null)
      const made = createConnectionCheck(
        (onLine) => parts.check(iceServersOf(inside?.the ?? null), onLine),
        () => ({ time: clock.now(), page: origin, userAgent: parts.userAgent }),
      )
      check.set(made)
      void made.run()
    },
    toStart: () => {
      tab.forgetSeat()
      address.load('/')
    },
    closing: () => inside?.the.closing(),
    network: (network) => inside?.the.network(network),
  }
}

/** Before one is inside the server tells nobody its relays. */
const iceServersOf = (inside: Inside | null): IceServers => inside?.iceServers() ?? []

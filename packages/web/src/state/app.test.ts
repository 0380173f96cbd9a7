import { describe, expect, it } from 'vitest'
import { readAgent } from './agent.ts'
import { createApp, type Page } from './app.ts'
import type { SupportProblem } from './browser-support.ts'
import { createDevices } from './devices.ts'
import type { Entrance, Look } from './door.ts'
import type { Entry, GoIn, Inside, Stage } from './inside.ts'
import { createManualClock } from './manual-clock.ts'
import type { Room } from './room.ts'
import { createStore } from './store.ts'
import { type Box, createRemembered, createTabMemory, type Seat, seatAt } from './tab.ts'

const origin = 'https://meet.example'
const link = `${origin}/gzbwclient/conference/aB3xMTIz`
const entrance: Entrance = { by: 'link', segment: 'aB3xMTIz' }
const meeting = { confId: '123456789', title: 'Weekly', startTime: null, hostName: null }

function fakeBox(): Box & { entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return {
    entries,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  }
}

type World = {
  at?: string
  seat?: Partial<Seat>
  entry?: Entry | ((way: GoIn) => Entry)
  look?: Look | (() => Look)
  box?: Box
  support?: SupportProblem
  /** The seat of another tab of this browser that is inside. */
  elsewhere?: string
  waiting?: boolean
}

/** A tab with its storages, a server that answers as told, and a room that only notes what happens to it. */
function setUp({ at = link, seat, entry, look, box = fakeBox(), support, elsewhere, waiting }: World = {}) {
  const clock = createManualClock()
  const loads: string[] = []
  const went: GoIn[] = []
  const looked: Entrance[] = []
  const closed: string[] = []
  const prepared: string[] = []
  const heard: string[] = []
  const held: (string | null)[] = []
  let url = new URL(at)
  const tab = createTabMemory(box)
  if (seat)
    tab.keepSeat({
      ...seatAt(entrance, 'seat'),
      title: 'Weekly',
      name: 'Ann',
      confId: '123456789',
      wanted: { audio: true, video: false },
      left: null,
      ...seat,
    })
  const toasts: string[] = []
  const room = {
    toasts: { add: (news: { message: { key: string } }) => toasts.push(news.message.key) },
  } as unknown as Room
  const leftWaiting: string[] = []
  const stage = createStore<Stage>(
    waiting
      ? {
          is: 'waiting',
          waiting: { store: null, leave: () => leftWaiting.push('left'), stop: () => undefined } as never,
        }
      : { is: 'room', room },
  )
  const inside: Inside = {
    stage,
    invites: { getState: () => [], subscribe: () => () => undefined } as never,
    leave: async () => void closed.push('leave'),
    iceServers: () => [],
    close: () => closed.push('close'),
    closing: () => closed.push('closing'),
    network: () => undefined,
  }
  const app = createApp({
    look: async (asked) => {
      looked.push(asked)
      return (
        (typeof look === 'function' ? look() : look) ?? {
          is: 'open',
          meeting,
          serverTime: clock.now(),
          ticket: { clientId: 'w', ticket: 't', deadline: clock.now() + 120_000 },
        }
      )
    },
    goIn: async (way) => {
      went.push(way)
      await way.prepare?.()
      const answer = typeof entry === 'function' ? entry(way) : entry
      return answer ?? { is: 'inside', inside }
    },
    account: { client: () => Promise.reject(new Error('not here')), wasSignedIn: () => false },
    console: () => Promise.reject(new Error('not here')),
    prepare: (ticket) => prepared.push(ticket.ticket),
    isPrepared: () => false,
    check: async () => [],
    devices: createDevices({ mediaDevices: undefined, granted: async () => false }),
    micWatch: {} as never,
    speakerTest: {} as never,
    chime: () => heard.push('chime'),
    wakeSound: () => heard.push('wake'),
    agent: readAgent(''),
    support: support ?? null,
    otherTabs: {
      isOpen: async (id) => id === elsewhere,
      hold: (id) => {
        held.push(id)
      },
    },
    userAgent: 'test',
    returnOrigins: ['https://crm.example'],
    clock,
    address: {
      url: () => url,
      replace: (path) => {
        url = new URL(path, origin)
      },
      load: (path) => loads.push(path),
    },
    tab,
    remembered: createRemembered(fakeBox()),
    preferredLanguages: ['en'],
  })
  const settle = () => clock.advance(0)
  const page = () => app.page.get().is
  const go = async () => {
    app.start()
    await settle()
  }
  return {
    app,
    clock,
    tab,
    box,
    loads,
    went,
    looked,
    closed,
    prepared,
    heard,
    held,
    leftWaiting,
    stage,
    room,
    toasts,
    inside,
    settle,
    page,
    go,
    url: () => url.href,
  }
}

describe('opening a link', () => {
  it('leads to the door and takes the secret out of the address', async () => {
    const world = setUp({ at: `${link}#h=key` })
    await world.go()
    expect(world.url()).toBe(`${origin}/gzbwclient/room`)
    expect(world.looked).toEqual([{ ...entrance, hostKey: 'key' }])
    expect(world.app.link()).toBe(link)
    expect(world.page()).toBe('door')
  })

  it('a reload at the door comes back to the same door', async () => {
    const first = setUp()
    await first.go()
    const again = setUp({ at: first.url(), box: first.box })
    await again.go()
    expect(again.page()).toBe('door')
    expect(again.looked).toEqual([entrance])
  })

  it('the room address in a fresh tab knows no meeting', async () => {
    const world = setUp({ at: `${origin}/gzbwclient/room` })
    await world.go()
    expect(world.page()).toBe('noMeeting')
  })

  it('another link in a tab that is inside is a new beginning', async () => {
    const world = setUp({ at: `${origin}/gzbwclient/conference/other`, seat: {} })
    await world.go()
    expect(world.went).toEqual([])
    expect(world.looked).toEqual([{ by: 'link', segment: 'other' }])
  })

  it('works where storage is forbidden', async () => {
    const refuse = () => {
      throw new DOMException('no', 'SecurityError')
    }
    const world = setUp({ box: { getItem: refuse, setItem: refuse, removeItem: refuse } })
    await world.go()
    await world.app.joinAs('Ann')
    expect(world.page()).toBe('room')
  })
})

describe('joining', () => {
  it('needs a name, then goes in with the ticket and remembers both', async () => {
    const world = setUp()
    await world.go()
    await world.app.joinAs('  ')
    expect(world.app.join.get().nameProblem).toBe('missing')
    await world.app.joinAs(' Ann  Smith ')
    expect(world.went[0]).toMatchObject({ proof: { by: 'ticket' }, confId: '123456789', name: 'Ann Smith' })
    expect(world.page()).toBe('room')
    expect(world.tab.seat()).toMatchObject({ confId: '123456789', name: 'Ann Smith', left: null })
  })

  it('twice at once is once', async () => {
    const world = setUp()
    await world.go()
    await Promise.all([world.app.joinAs('Ann'), world.app.joinAs('Ann')])
    expect(world.went).toHaveLength(1)
  })

  it.each([
    [733, 'locked'],
    [734, 'full'],
    [735, 'banned'],
    [731, 'ended'],
    [500, 'refused'],
  ])('refused with %d shows %s at the door', async (code, state) => {
    const world = setUp({ entry: { is: 'refused', code } })
    await world.go()
    await world.app.joinAs('Ann')
    const at = world.app.page.get()
    expect(at.is === 'door' && at.door.store.get().is).toBe(state)
    expect(world.app.join.get().joining).toBe(false)
  })

  it('with a spent ticket asks the door for a new one and goes in with that', async () => {
    let tries = 0
    const world = setUp({
      entry: (): Entry => {
        tries += 1
        return tries === 1 ? { is: 'refused', code: 615 } : { is: 'inside', inside: world.inside }
      },
    })
    await world.go()
    await world.app.joinAs('Ann')
    expect(world.looked).toHaveLength(2)
    expect(world.page()).toBe('room')
  })

  it('everything but joining goes ahead once somebody begins at the open door', async () => {
    const world = setUp()
    await world.go()
    expect(world.prepared).toEqual([])
    world.app.begin()
    expect(world.prepared).toEqual(['t'])
    expect(world.went).toEqual([])
    const early = setUp({ look: { is: 'early', meeting, serverTime: 1 } })
    await early.go()
    early.app.begin()
    expect(early.prepared).toEqual([])
  })
})

describe('coming back after a reload', () => {
  const at = `${origin}/gzbwclient/room`

  it('goes straight into the room as the same person', async () => {
    const world = setUp({ at, seat: {} })
    await world.go()
    expect(world.went[0]).toMatchObject({ proof: { by: 'resume' }, confId: '123456789', name: 'Ann' })
    expect(world.looked).toEqual([])
    expect(world.page()).toBe('room')
  })

  it('also when the link itself is opened again', async () => {
    const world = setUp({ seat: {} })
    await world.go()
    expect(world.went[0]?.proof.by).toBe('resume')
  })

  it('says when a device that was on could not be taken up again', async () => {
    const world = setUp({ at, seat: { wanted: { audio: true, video: true } } })
    await world.go()
    expect(world.toasts).toEqual(['room.turnOnAfterReload'])
  })

  it('keeps trying while the server does not answer, as the same person', async () => {
    let answers = 0
    const world = setUp({
      at,
      seat: {},
      entry: () => (++answers < 3 ? { is: 'unanswered' } : { is: 'stranger' }),
    })
    await world.go()
    expect(world.page()).toBe('room')
    await world.clock.advance(10_000)
    expect(world.went).toHaveLength(3)
    expect(world.page()).toBe('door')
  })

  it('as somebody the server does not know any more leads to the door', async () => {
    const world = setUp({ at, seat: {}, entry: { is: 'stranger' } })
    await world.go()
    expect(world.page()).toBe('door')
    expect(world.tab.seat()?.confId).toBeNull()
    expect(world.app.knownName()).toBe('Ann')
  })

  it('to a meeting that ended meanwhile says so', async () => {
    const world = setUp({ at, seat: {}, entry: { is: 'refused', code: 731 } })
    await world.go()
    expect(world.app.page.get()).toMatchObject({ is: 'left', why: 'ended' })
  })
})

describe('leaving', () => {
  const over = async (why: Parameters<GoIn['onOver']>[0]['why'], byMe = false) => {
    const world = setUp()
    await world.go()
    await world.app.joinAs('Ann')
    world.went[0]!.onOver({ is: 'over', why }, byMe, false)
    return world
  }
  const why = (page: Page) => (page.is === 'left' ? page.why : null)

  it.each([
    ['left', false, 'self'],
    ['removed', false, 'removed'],
    ['ended', false, 'ended'],
    ['ended', true, 'endedByYou'],
    ['replaced', false, 'elsewhere'],
    ['unreachable', false, 'lost'],
  ] as const)(
    '%s (by me: %s) shows %s, closes everything, and a reload shows it again',
    async (reason, byMe, shown) => {
      const world = await over(reason, byMe)
      expect(why(world.app.page.get())).toBe(shown)
      expect(world.closed).toEqual(['close'])
      const again = setUp({ at: `${origin}/gzbwclient/room`, box: world.box })
      await again.go()
      expect(why(again.app.page.get())).toBe(shown)
      expect(again.went).toEqual([])
    },
  )

  it('who left by choice rejoins through the door', async () => {
    const world = await over('left')
    world.app.rejoin()
    await world.settle()
    expect(world.page()).toBe('door')
  })

  it('who was replaced takes the place back only when asked', async () => {
    const world = await over('replaced')
    await world.clock.advance(600_000)
    expect(world.went).toHaveLength(1)
    world.app.rejoin()
    await world.settle()
    expect(world.went[1]).toMatchObject({ proof: { by: 'resume' } })
    expect(world.page()).toBe('room')
  })

  it('a page that goes away says closing and does not leave', async () => {
    const world = setUp()
    await world.go()
    await world.app.joinAs('Ann')
    world.app.closing()
    expect(world.closed).toEqual(['closing'])
    expect(world.tab.seat()?.left).toBeNull()
  })

  it('back to start forgets the meeting', async () => {
    const world = await over('ended')
    world.app.toStart()
    expect(world.loads).toEqual(['/'])
    expect(world.tab.seat()).toBeNull()
  })
})

describe('a door that is not open yet', () => {
  const shut: Look = { is: 'early', meeting, serverTime: 1_800_000_000_000 }

  it('is entered by itself when it opens, if one asked for it', async () => {
    let open = false
    const world = setUp({
      look: () =>
        open
          ? {
              is: 'open',
              meeting,
              serverTime: world.clock.now(),
              ticket: { clientId: 'w', ticket: 't', deadline: world.clock.now() + 120_000 },
            }
          : shut,
    })
    await world.go()
    world.app.arm('  ')
    expect(world.app.join.get()).toMatchObject({ armed: null, nameProblem: 'missing' })
    world.app.arm(' Ann ')
    expect(world.app.join.get()).toMatchObject({ armed: 'Ann', nameProblem: null })
    open = true
    await world.clock.advance(45_000)
    expect(world.page()).toBe('room')
    expect(world.went[0]).toMatchObject({ name: 'Ann' })
  })

  it('is not entered by who only looks, nor by who does not wait any more', async () => {
    let open = false
    const world = setUp({
      look: () =>
        open
          ? { is: 'open', meeting, serverTime: 1, ticket: { clientId: 'w', ticket: 't', deadline: 1e15 } }
          : shut,
    })
    await world.go()
    world.app.arm('Ann')
    world.app.arm(null)
    open = true
    await world.clock.advance(45_000)
    expect(world.page()).toBe('door')
    expect(world.went).toEqual([])
  })

  it('goes on waiting after a reload', async () => {
    const world = setUp({ look: shut })
    await world.go()
    world.app.arm('Ann')
    const again = setUp({ at: world.url(), box: world.box, look: shut })
    await again.go()
    expect(again.app.join.get().armed).toBe('Ann')
  })

  it('that is full when it opens is waited for further; one that says no is not', async () => {
    const open: Look = {
      is: 'open',
      meeting,
      serverTime: 1,
      ticket: { clientId: 'w', ticket: 't', deadline: 1e15 },
    }
    const state = async (code: number) => {
      const world = setUp({
        at: `${origin}/gzbwclient/room`,
        look: open,
        seat: { confId: null, armed: true },
        entry: { is: 'refused', code },
      })
      await world.go()
      return [world.app.join.get().armed, world.went.length]
    }
    expect(await state(734)).toEqual(['Ann', 1])
    expect(await state(403)).toEqual([null, 1])
  })
})

describe('the waiting room', () => {
  it('is a page of its own until the host opens it; a sound tells who asked for one', async () => {
    const world = setUp({ waiting: true })
    await world.go()
    await world.app.joinAs('Ann')
    expect(world.page()).toBe('waiting')
    expect(world.closed).toEqual([])
    world.app.setReady(true)
    world.stage.set({ is: 'room', room: world.room })
    expect(world.page()).toBe('room')
    expect(world.heard).toEqual(['wake', 'chime'])
    expect(world.app.ready.get()).toBe(false)
  })

  it('opens without a sound for who did not ask', async () => {
    const world = setUp({ waiting: true })
    await world.go()
    await world.app.joinAs('Ann')
    world.stage.set({ is: 'room', room: world.room })
    expect(world.heard).toEqual([])
  })

  it('keeps the place and the tick over a reload', async () => {
    const world = setUp({ waiting: true })
    await world.go()
    await world.app.joinAs('Ann')
    world.app.setReady(true)
    const again = setUp({ at: world.url(), box: world.box, waiting: true })
    await again.go()
    expect(again.page()).toBe('waiting')
    expect(again.went[0]?.proof.by).toBe('resume')
    expect(again.app.ready.get()).toBe(true)
  })

  it('is where a host may send one back to', async () => {
    const world = setUp()
    await world.go()
    await world.app.joinAs('Ann')
    world.stage.set({ is: 'waiting', waiting: {} as never })
    expect(world.page()).toBe('waiting')
    expect(world.closed).toEqual([])
  })

  it.each([
    ['refused-entry', 'refused'],
    ['lobby-expired', 'expired'],
    ['ended', 'waitOver'],
    ['left', 'leftWaiting'],
  ] as const)('%s while waiting shows %s, and a reload shows it again', async (why, shown) => {
    const world = setUp({ waiting: true })
    await world.go()
    await world.app.joinAs('Ann')
    world.went[0]!.onOver({ is: 'over', why }, false, true)
    expect(world.app.page.get()).toMatchObject({ is: 'left', why: shown })
    const again = setUp({ at: world.url(), box: world.box })
    await again.go()
    expect(again.app.page.get()).toMatchObject({ is: 'left', why: shown })
  })

  it('is knocked at again through the door', async () => {
    const world = setUp({ waiting: true })
    await world.go()
    await world.app.joinAs('Ann')
    world.went[0]!.onOver({ is: 'over', why: 'lobby-expired' }, false, true)
    world.app.rejoin()
    await world.settle()
    expect(world.page()).toBe('door')
  })
})

describe('a duplicated tab', () => {
  const at = `${origin}/gzbwclient/room`

  it('is asked, and does not go in before the answer', async () => {
    const world = setUp({ at, seat: {}, elsewhere: 'seat' })
    await world.go()
    expect(world.app.page.get()).toMatchObject({ is: 'otherTab', given: false })
    expect(world.went).toEqual([])
    world.app.useHere()
    await world.settle()
    expect(world.page()).toBe('room')
    expect(world.held.at(-1)).toBe('seat')
  })

  it('that gives way forgets the place, so that a reload does not ask again', async () => {
    const world = setUp({ at, seat: {}, elsewhere: 'seat' })
    await world.go()
    world.app.stayThere()
    expect(world.app.page.get()).toMatchObject({ is: 'otherTab', given: true })
    expect(world.tab.seat()).toBeNull()
    expect(world.went).toEqual([])
  })

  it('a reload of the only tab is not asked', async () => {
    const world = setUp({ at, seat: {}, elsewhere: 'another' })
    await world.go()
    expect(world.page()).toBe('room')
  })
})

describe('a browser that will not do', () => {
  const webView: SupportProblem = { is: 'webView', app: 'wechat', os: 'ios', canStay: true }

  it('is told so before anything is asked, with the link still in the address', async () => {
    const world = setUp({ at: `${link}#h=key`, support: webView })
    await world.go()
    expect(world.app.page.get()).toMatchObject({ is: 'unsupported', link: `${link}#h=key` })
    expect(world.url()).toBe(`${link}#h=key`)
    expect(world.looked).toEqual([])
  })

  it('may be used all the same, and stays so over a reload', async () => {
    const world = setUp({ support: webView })
    await world.go()
    world.app.stay()
    await world.settle()
    expect(world.page()).toBe('door')
    const again = setUp({ at: world.url(), box: world.box, support: webView })
    await again.go()
    expect(again.page()).toBe('door')
  })

  it('without WebRTC nothing is tried, at the room address either', async () => {
    const world = setUp({ at: `${origin}/gzbwclient/room`, seat: {}, support: { is: 'noRtc' } })
    await world.go()
    expect(world.page()).toBe('unsupported')
    expect(world.went).toEqual([])
    const home = setUp({ at: `${origin}/accessibility`, support: { is: 'noRtc' } })
    await home.go()
    expect(home.page()).toBe('accessibility')
  })
})

describe('a return address', () => {
  const at = (to: string) => `${link}?returnTo=${encodeURIComponent(to)}`
  const shownAfter = async (to: string) => {
    const world = setUp({ at: at(to) })
    await world.go()
    expect(world.looked).toEqual([entrance])
    await world.app.joinAs('Ann')
    world.went[0]!.onOver({ is: 'over', why: 'left' }, false, false)
    const again = setUp({ at: world.url(), box: world.box })
    await again.go()
    const page = again.app.page.get()
    return page.is === 'left' ? page.returnTo : undefined
  }

  it('that the operator trusts is offered at the end, after a reload too', async () => {
    expect(await shownAfter('https://crm.example/case/7')).toEqual({
      href: 'https://crm.example/case/7',
      site: 'crm.example',
    })
  })

  it('of anybody else is not', async () => {
    expect(await shownAfter('https://evil.example/')).toBeNull()
  })
})

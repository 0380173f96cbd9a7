import { describe, expect, it } from 'vitest'
import { createApp, type Page } from './app.ts'
import { createDevices } from './devices.ts'
import type { Entrance, Look } from './door.ts'
import type { Entry, GoIn, Inside } from './inside.ts'
import { createManualClock } from './manual-clock.ts'
import type { Room } from './room.ts'
import { type Box, createRemembered, createTabMemory, type Seat } from './tab.ts'

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
  look?: Look
  box?: Box
}

/** A tab with its storages, a server that answers as told, and a room that only notes what happens to it. */
function setUp({ at = link, seat, entry, look, box = fakeBox() }: World = {}) {
  const clock = createManualClock()
  const loads: string[] = []
  const went: GoIn[] = []
  const looked: Entrance[] = []
  const closed: string[] = []
  let url = new URL(at)
  const tab = createTabMemory(box)
  if (seat)
    tab.keepSeat({
      entrance,
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
  const inside: Inside = {
    room,
    close: () => closed.push('close'),
    closing: () => closed.push('closing'),
    network: () => undefined,
  }
  const app = createApp({
    look: async (asked) => {
      looked.push(asked)
      return (
        look ?? {
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
    devices: createDevices({ mediaDevices: undefined, granted: async () => false }),
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

  it('with a spent ticket asks the door for a new one', async () => {
    const world = setUp({ entry: { is: 'refused', code: 615 } })
    await world.go()
    await world.app.joinAs('Ann')
    expect(world.looked).toHaveLength(2)
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
    world.went[0]!.onOver({ is: 'over', why }, byMe)
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

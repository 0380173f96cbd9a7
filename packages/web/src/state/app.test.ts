import { describe, expect, it } from 'vitest'
import type { Page } from './app.ts'
import { entrance, link, origin, setUp } from './app-test-stage.ts'
import type { GoIn } from './inside.ts'

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

  it('what was typed at the door is there again after a reload, and when the door opens', async () => {
    const first = setUp()
    await first.go()
    first.app.typeName('Ann')
    expect(first.app.knownName()).toBe('Ann')
    const again = setUp({ at: first.url(), box: first.box })
    await again.go()
    expect(again.app.knownName()).toBe('Ann')
  })

  it('two tabs copied at the door are two people: each holds a place of its own', async () => {
    const one = setUp()
    await one.go()
    const copy = setUp({ at: one.url() })
    copy.tab.keepSeat(one.tab.seat()!)
    await copy.go()
    await copy.clock.advance(1_000)
    for (const world of [one, copy]) await world.app.joinAs('Ann')
    expect(one.held.at(-1)).toBe(one.tab.seat()?.id)
    expect(copy.held.at(-1)).toBe(copy.tab.seat()?.id)
    expect(copy.held.at(-1)).not.toBe(one.held.at(-1))
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

describe('a call into another meeting', () => {
  const rings = {
    inviteId: 'i',
    confId: '987654321',
    confName: 'Budget',
    by: 'Li Wei',
    until: 2_000_000_000_000,
    joinUrl: `${origin}/gzbwclient/conference/other`,
  }
  const called = async () => {
    const world = setUp({ rings })
    await world.go()
    await world.app.joinAs('Ann')
    expect(world.app.ringing.store.get()).toMatchObject({ invite: rings, inside: true })
    return world
  }

  it('accepted: leaves this one without a word of its end, and goes in as the account with nothing on', async () => {
    const world = await called()
    await world.app.answerInvite('accept')
    await world.settle()
    expect(world.closed.slice(0, 2)).toEqual(['leave', 'close'])
    expect(world.went[1]).toMatchObject({
      proof: { by: 'account' },
      confId: '987654321',
      name: 'Ann Account',
    })
    expect(world.tab.seat()).toMatchObject({
      title: 'Budget',
      as: 'account',
      left: null,
      entrance: { by: 'link', segment: 'other' },
      wanted: { audio: false, video: false },
    })
    expect(world.page()).toBe('room')
  })

  it('accepted after a reload in the meeting: goes there all the same', async () => {
    const seat = { as: 'account', name: 'Ann Account' } as const
    const world = setUp({ rings, at: `${origin}/gzbwclient/room`, seat, signedOut: true })
    await world.go()
    expect(world.page()).toBe('room')
    await world.app.answerInvite('accept')
    await world.settle()
    expect(world.went[1]).toMatchObject({
      proof: { by: 'account' },
      confId: '987654321',
      name: 'Ann Account',
    })
  })

  it('declined: stays where one is', async () => {
    const world = await called()
    await world.app.answerInvite('reject')
    expect(world.closed).toEqual([])
    expect(world.went).toHaveLength(1)
    expect(world.app.ringing.store.get().invite).toBeNull()
  })
})

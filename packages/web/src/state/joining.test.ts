import { describe, expect, it } from 'vitest'
import { meeting, origin, setUp } from './app-test-stage.ts'
import type { Look } from './door.ts'
import type { Entry } from './inside.ts'

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

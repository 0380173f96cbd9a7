import type { InviteRinging } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { createManualClock } from './manual-clock.ts'
import { createRinging } from './ringing.ts'

const now = 1_800_000_000_000
const invite = (inviteId: string, change: Partial<InviteRinging> = {}): InviteRinging => ({
  inviteId,
  confId: '123456789',
  confName: 'Weekly',
  by: 'Li Wei',
  until: now + 60_000,
  joinUrl: 'https://meet.example/gzbwclient/conference/x',
  ...change,
})

function setUp({ inside = false, fails = false } = {}) {
  const clock = createManualClock(now)
  const ringing = createRinging(clock)
  let list: readonly InviteRinging[] = []
  const listeners = new Set<() => void>()
  const answers: [string, string][] = []
  const missed: string[] = []
  const rings = (...next: InviteRinging[]) => {
    list = next
    for (const listener of [...listeners]) listener()
  }
  const stop = ringing.follow(
    {
      getState: () => list,
      subscribe: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      answer: async (id, answer) => {
        answers.push([id, answer])
        if (fails) throw new Error('gone')
        rings(...list.filter(({ inviteId }) => inviteId !== id))
        return { version: 1, joinUrl: `https://meet.example/for/${id}` }
      },
    },
    { inside, missed: ({ inviteId }) => missed.push(inviteId) },
  )
  return { clock, ringing, rings, answers, missed, stop, state: ringing.store.get }
}

describe('an invitation that rings', () => {
  it('is never answered by itself, however long it rings', async () => {
    const world = setUp()
    world.rings(invite('a'))
    await world.clock.advance(59_000)
    expect(world.state().invite?.inviteId).toBe('a')
    world.stop()
    expect(world.answers).toEqual([])
    expect(world.state().invite).toBeNull()
  })

  it('that rang out is told as missed; one that was withdrawn or answered elsewhere is not', async () => {
    const world = setUp()
    world.rings(invite('a'))
    world.rings()
    expect(world.missed).toEqual([])
    world.rings(invite('b'))
    await world.clock.advance(60_000)
    world.rings()
    expect(world.missed).toEqual(['b'])
    expect(world.state().invite).toBeNull()
  })

  it('accepted leads into the meeting; declined or busy does not', async () => {
    const world = setUp()
    world.rings(invite('a'), invite('b'), invite('c'))
    expect(await world.ringing.answer('reject')).toBeNull()
    expect(world.state().invite?.inviteId).toBe('b')
    expect(await world.ringing.answer('busy')).toBeNull()
    expect(await world.ringing.answer('accept')).toMatchObject({
      invite: { inviteId: 'c' },
      joinUrl: 'https://meet.example/for/c',
    })
    expect(world.answers).toEqual([
      ['a', 'reject'],
      ['b', 'busy'],
      ['c', 'accept'],
    ])
  })

  it('pressed twice is answered once', async () => {
    const world = setUp()
    world.rings(invite('a'))
    await Promise.all([world.ringing.answer('accept'), world.ringing.answer('accept')])
    expect(world.answers).toHaveLength(1)
  })

  it('that is gone by the time of the answer says so, until read', async () => {
    const world = setUp({ fails: true })
    world.rings(invite('a'))
    expect(await world.ringing.answer('accept')).toBeNull()
    world.rings()
    expect(world.state().problem).toEqual({ key: 'ring.failed' })
    world.ringing.dismiss()
    expect(world.state()).toMatchObject({ invite: null, problem: null })
  })

  it('that still rings after an answer that did not get through is asked about again', async () => {
    const world = setUp({ fails: true })
    world.rings(invite('a'), invite('b'))
    await world.ringing.answer('reject')
    world.ringing.dismiss()
    expect(world.state()).toMatchObject({ invite: { inviteId: 'a' }, problem: null })
    await world.ringing.answer('reject')
    world.rings(invite('b'))
    expect(world.state()).toMatchObject({ invite: { inviteId: 'b' }, problem: null })
  })

  it('knows whether one would leave a meeting for it', () => {
    const world = setUp({ inside: true })
    world.rings(invite('a'))
    expect(world.state().inside).toBe(true)
  })
})

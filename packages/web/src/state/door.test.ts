import { describe, expect, it } from 'vitest'
import { createDoor, type Look, type Meeting } from './door.ts'
import { createManualClock } from './manual-clock.ts'

const meeting: Meeting = { confId: '123456789', title: 'Weekly', startTime: null, hostName: 'Li Wei' }

/** A server that gives the listed answers one after another and then repeats the last. */
function setUp(answers: (Look | ((now: number) => Look))[], random = 0.5) {
  const clock = createManualClock(1_800_000_000_000, () => random)
  const askedAt: number[] = []
  const start = clock.now()
  const door = createDoor(async () => {
    const answer = answers[Math.min(askedAt.length, answers.length - 1)]!
    askedAt.push(clock.now() - start)
    return typeof answer === 'function' ? answer(clock.now()) : answer
  }, clock)
  return { clock, door, askedAt }
}

const open = (now: number): Look => ({
  is: 'open',
  meeting,
  serverTime: now,
  ticket: { clientId: 'w1', ticket: 't', deadline: now + 120_000 },
})
const early =
  (inMs: number | null, from = 1_800_000_000_000) =>
  (now: number): Look => ({
    is: 'early',
    serverTime: now,
    meeting: { ...meeting, startTime: inMs === null ? null : from + inMs },
  })

describe('before the meeting starts', () => {
  it('looks again every 20 to 40 seconds and opens by itself', async () => {
    const { clock, door, askedAt } = setUp([early(null), early(null), open])
    await door.look()
    expect(door.store.get().is).toBe('early')
    await clock.advance(60_000)
    expect(askedAt).toEqual([0, 30_000, 60_000])
    expect(door.store.get().is).toBe('open')
  })

  it.each([
    [0, 20_000],
    [0.999, 39_980],
  ])('spreads the looks (chance %d: after %d ms)', async (random, after) => {
    const { clock, door, askedAt } = setUp([early(null)], random)
    await door.look()
    await clock.advance(40_000)
    expect(askedAt[1]).toBe(after)
  })

  it('looks just after the planned start instead of up to 40 s late', async () => {
    const { clock, door, askedAt } = setUp([early(10_000), open])
    await door.look()
    await clock.advance(12_000)
    expect(askedAt).toEqual([0, 11_500])
    expect(door.store.get().is).toBe('open')
  })

  it('stops after two hours and begins again when asked', async () => {
    const { clock, door, askedAt } = setUp([early(null)])
    await door.look()
    await clock.advance(3 * 3_600_000)
    expect(door.store.get().is).toBe('waitedLong')
    const asked = askedAt.length
    await clock.advance(3_600_000)
    expect(askedAt).toHaveLength(asked)
    await door.look()
    expect(door.store.get().is).toBe('early')
  })

  it('counts down by the clock of the server', async () => {
    const { door } = setUp([(now) => ({ is: 'early', meeting, serverTime: now + 90_000 })])
    await door.look()
    expect(door.store.get()).toMatchObject({ clockOffsetMs: 90_000 })
  })
})

describe('when the server does not answer', () => {
  it('tries again after 4, 8, 16 … seconds and a little more, at most a minute', async () => {
    const { clock, door, askedAt } = setUp([{ is: 'unreachable' }], 0)
    await door.look()
    await clock.advance(200_000)
    expect(askedAt).toEqual([0, 4_000, 12_000, 28_000, 60_000, 120_000, 180_000])
  })
})

describe('states that forbid entering', () => {
  it('ended and unknown are final', async () => {
    for (const is of ['ended', 'unknown'] as const) {
      const { clock, door, askedAt } = setUp([{ is }])
      await door.look()
      await clock.advance(600_000)
      expect(door.store.get()).toEqual({ is })
      expect(askedAt).toHaveLength(1)
    }
  })

  it('too many tries waits as long as the server says', async () => {
    const { clock, door } = setUp([{ is: 'tooMany', retryAfterMs: 30_000 }])
    await door.look()
    expect(door.store.get()).toEqual({ is: 'tooMany', until: clock.now() + 30_000 })
  })

  it('locked and full open by themselves', async () => {
    const { clock, door } = setUp([{ is: 'full', meeting }, open])
    await door.look()
    expect(door.store.get().is).toBe('full')
    await clock.advance(30_000)
    expect(door.store.get().is).toBe('open')
  })

  it('what joining is refused with is shown at the door', async () => {
    const { door } = setUp([open])
    await door.look()
    door.refuse('locked')
    expect(door.store.get()).toEqual({ is: 'locked', meeting })
    door.refuse('banned')
    expect(door.store.get()).toEqual({ is: 'banned' })
  })
})

describe('the ticket', () => {
  it('is used while it lasts', async () => {
    const { clock, door, askedAt } = setUp([open])
    await door.look()
    await clock.advance(90_000)
    expect(await door.freshTicket()).toMatchObject({ ticket: 't' })
    expect(askedAt).toHaveLength(1)
  })

  it('is fetched anew by the one who took long to type a name', async () => {
    const { clock, door, askedAt } = setUp([open])
    await door.look()
    await clock.advance(110_000)
    expect(await door.freshTicket()).toMatchObject({ deadline: clock.now() + 120_000 })
    expect(askedAt).toHaveLength(2)
  })

  it('is none when the meeting ended meanwhile', async () => {
    const { clock, door } = setUp([open, { is: 'ended' }])
    await door.look()
    await clock.advance(110_000)
    expect(await door.freshTicket()).toBeNull()
    expect(door.store.get()).toEqual({ is: 'ended' })
  })
})

it('a door that was left asks no more', async () => {
  const { clock, door, askedAt } = setUp([early(null)])
  await door.look()
  door.stop()
  await clock.advance(600_000)
  expect(askedAt).toHaveLength(1)
})

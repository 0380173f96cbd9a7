import { describe, expect, it } from 'vitest'
import type { SignalOf } from '../conference/signals.ts'
import { createMemoryBus, FakeClock } from '../memory/index.ts'
import { guest, Stage, T0 } from '../testing/given.ts'
import { createSpeakers } from './speakers.ts'

async function floor() {
  const stage = Stage.booked()
  const li = stage.joins(guest('Li')).id
  const mei = stage.joins(guest('Mei')).id
  const clock = new FakeClock(T0)
  const bus = createMemoryBus(() => {})
  const signals: SignalOf<'Speakers'>[] = []
  bus.onSignal((signal) => signal.type === 'Speakers' && signals.push(signal))
  const conferences = { state: async () => stage.conference } as never
  const speakers = createSpeakers({
    conferences,
    bus,
    clock,
    onError: (error) => {
      throw error
    },
  })
  const id = stage.conference!.id
  /** Lets `ms` pass while each of `voices` reports its level every 100 ms. */
  const talk = async (ms: number, voices: Record<string, number>): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 100) {
      for (const [who, level] of Object.entries(voices)) speakers.report(id, who as typeof li, level)
      clock.advance(100)
      await Promise.resolve()
      await Promise.resolve()
    }
  }
  return { stage, li, mei, signals, talk, last: () => signals.at(-1) }
}

describe('who speaks', () => {
  it('[K1] one becomes the speaker after 0.6 s of talking, and stays it in silence', async () => {
    const { li, talk, last } = await floor()
    await talk(500, { [li]: 50 })
    expect(last()?.active ?? null).toBeNull()
    await talk(600, { [li]: 50 })
    expect(last()).toMatchObject({ active: li, loudest: [{ participantId: li, level: 50 }] })
    await talk(4_000, {})
    expect(last()).toMatchObject({ active: li, loudest: [] })
  })

  it('[K1] who begins later takes over, not before the other had 1.5 s', async () => {
    const { li, mei, talk, last } = await floor()
    await talk(1_100, { [li]: 50 })
    await talk(800, { [li]: 50, [mei]: 80 })
    expect(last()?.active).toBe(li)
    await talk(1_500, { [li]: 50, [mei]: 80 })
    expect(last()).toMatchObject({ active: mei, loudest: [{ participantId: mei }, { participantId: li }] })
  })

  it('[K2] the muted and people outside are not heard', async () => {
    const { stage, li, mei, talk, last } = await floor()
    await talk(1_100, { [li]: 50, [mei]: 60 })
    stage.does(guest('Li'), { type: 'Mute', params: {} })
    await talk(600, { [li]: 50, [mei]: 60 })
    expect(last()?.loudest.map(({ participantId }) => participantId)).toEqual([mei])
    stage.does(guest('Mei'), { type: 'Leave', params: {} })
    await talk(600, { [mei]: 61 })
    expect(last()?.loudest).toEqual([])
  })

  it('[K2] a page that reports levels while it is muted does not take the main video', async () => {
    const { stage, li, mei, talk, last } = await floor()
    await talk(1_100, { [mei]: 60 })
    stage.does(guest('Li'), { type: 'Mute', params: {} })
    await talk(3_000, { [li]: 90 })
    expect(last()).toMatchObject({ active: mei, loudest: [] })
  })

  it('[K3] at most two signals a second, and silence is told by an empty list', async () => {
    const { li, talk, signals } = await floor()
    for (let n = 0; n < 20; n++) await talk(100, { [li]: 20 + n })
    expect(signals.length).toBeLessThanOrEqual(4)
    await talk(3_000, {})
    expect(signals.at(-1)?.loudest).toEqual([])
  })
})

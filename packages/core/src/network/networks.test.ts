import { describe, expect, it } from 'vitest'
import type { Signal, SignalOf } from '../conference/signals.ts'
import type { ParticipantId } from '../ids.ts'
import { createMemoryBus, FakeClock } from '../memory/index.ts'
import { guest, KEY, Stage, T0 } from '../testing/given.ts'
import { createNetworks, type LineSample } from './networks.ts'

const GOOD: LineSample = {
  up: 5,
  down: 5,
  rttMs: 40,
  jitterMs: 2,
  lossUp: 0,
  lossDown: 0,
  kbpsUp: 900,
  kbpsDown: 800,
}

/** A meeting with `people` inside; time goes on in steps of 100 ms. */
function meeting(people = 2, reading?: () => Promise<void>) {
  const stage = Stage.booked()
  const ids = Array.from({ length: people }, (_, n) => stage.joins(guest(`P${n}`), { media: false }).id)
  const clock = new FakeClock(T0)
  const bus = createMemoryBus(() => {})
  const told: SignalOf<'Network'>[] = []
  bus.onSignal((signal: Signal) => signal.type === 'Network' && told.push(signal))
  const networks = createNetworks({
    conferences: {
      state: async () => {
        await reading?.()
        return stage.conference
      },
    },
    bus,
    clock,
    onError: (error) => {
      throw error
    },
  })
  const { id } = stage.conference!
  const report = (who: ParticipantId, more: Partial<LineSample> = {}): void =>
    networks.report(id, who, { ...GOOD, ...more })
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 100) {
      clock.advance(100)
      for (let turn = 0; turn < 5; turn++) await Promise.resolve()
    }
  }
  /** What happens in the meeting is news. */
  const happens = (act: () => void): void => {
    const before = stage.log.length
    act()
    const events = stage.log.slice(before).map((event) => ({ ...event, position: event.revision }))
    bus.publish({
      conferenceId: id,
      revision: stage.conference!.revision,
      position: 0,
      events: events as never,
    })
  }
  return { stage, ids, told, report, pass, happens, clock }
}

describe('how the lines are', () => {
  it('[N3] the first is told at once, the same never again', async () => {
    const { ids, told, report, pass } = meeting()
    report(ids[0]!)
    report(ids[1]!, { up: 3 })
    await pass(100)
    expect(told).toEqual([
      {
        type: 'Network',
        conferenceId: told[0]?.conferenceId,
        at: T0 + 100,
        samples: [
          { ...GOOD, participantId: ids[0] },
          { ...GOOD, up: 3, participantId: ids[1] },
        ],
      },
    ])
    report(ids[0]!)
    await pass(20_000)
    expect(told).toHaveLength(1)
  })

  it('[N3] changed values after 5 s, the last of them', async () => {
    const { ids, told, report, pass } = meeting()
    report(ids[0]!)
    await pass(100)
    for (let n = 1; n <= 48; n++) {
      report(ids[0]!, { rttMs: 40 + n })
      await pass(100)
    }
    expect(told).toHaveLength(1)
    await pass(200)
    expect(told.map(({ samples }) => samples[0]?.rttMs)).toEqual([40, 88])
    expect(told[1]!.at - told[0]!.at).toBe(5_000)
  })

  it('[N3] each at their own time, also when nobody reports again', async () => {
    const { ids, told, report, pass } = meeting()
    report(ids[0]!)
    await pass(3_000)
    report(ids[1]!)
    await pass(100)
    report(ids[0]!, { rttMs: 50 })
    report(ids[1]!, { rttMs: 60 })
    await pass(10_000)
    expect(told.map(({ at, samples }) => [at - T0, samples.map(({ rttMs }) => rttMs)])).toEqual([
      [100, [40]],
      [3_100, [40]],
      [5_100, [50]],
      [8_100, [60]],
    ])
  })

  it('[N3] a changed level within a second, and a conference at most once a second', async () => {
    const { ids, told, report, pass } = meeting(30)
    for (let n = 0; n < 100; n++) {
      for (const [at, id] of ids.entries()) report(id, { up: 1 + ((n + at) % 5) })
      await pass(100)
    }
    expect(told.length).toBeGreaterThanOrEqual(10)
    for (const [at, signal] of told.entries())
      if (at > 0) expect(signal.at - told[at - 1]!.at).toBeGreaterThanOrEqual(1_000)
    expect(told.at(-1)?.samples).toHaveLength(30)
    const quiet = told.at(-1)!.at
    await pass(2_000)
    report(ids[0]!, { up: 0 })
    await pass(100)
    expect(told.at(-1)!.at).toBeLessThanOrEqual(quiet + 3_200)
    expect(told.at(-1)?.samples.map(({ participantId }) => participantId)).toEqual([ids[0]])
  })

  it('[N3] at most once a second also when the state is read slowly', async () => {
    const reads: (() => void)[] = []
    const { ids, told, report, pass } = meeting(2, () => new Promise((resolve) => reads.push(resolve)))
    report(ids[0]!)
    await pass(100)
    report(ids[1]!)
    await pass(100)
    expect(reads).toHaveLength(2)
    reads[0]!()
    await pass(100)
    expect(told).toHaveLength(1)
    report(ids[0]!, { up: 1 })
    reads[1]!()
    await pass(100)
    expect(told).toHaveLength(1)
    await pass(1_000)
    for (const read of reads.slice(2)) read()
    await pass(100)
    expect(told.map(({ samples }) => samples.map(({ up }) => up))).toEqual([[5, 5], [1]])
  })

  it('[N4] nothing of people outside, whether they report or have gone', async () => {
    const { stage, ids, told, report, pass, happens } = meeting()
    report(ids[0]!)
    report('f'.repeat(32) as ParticipantId)
    happens(() => stage.does(guest('P0'), { type: 'Leave', params: {} }))
    await pass(1_000)
    expect(told).toEqual([])
    report(ids[0]!, { up: 1 })
    report(ids[1]!)
    await pass(1_000)
    expect(told.map(({ samples }) => samples.map(({ participantId }) => participantId))).toEqual([[ids[1]]])
  })

  it('[N4] who comes back is told of anew; an ended run is forgotten with its alarm', async () => {
    const { stage, ids, told, report, pass, happens } = meeting()
    report(ids[0]!)
    await pass(1_000)
    happens(() => stage.does(guest('P0'), { type: 'Leave', params: {} }))
    stage.joins(guest('P0'), { media: false })
    report(ids[0]!)
    await pass(1_000)
    expect(told).toHaveLength(2)
    report(ids[1]!)
    happens(() => stage.does(KEY, { type: 'EndRun', params: {} }))
    report(ids[1]!)
    await pass(1_000)
    expect(told).toHaveLength(2)
  })
})

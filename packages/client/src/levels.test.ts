import { describe, expect, it } from 'vitest'
import type { Report } from './conference/reporter.ts'
import { createLevelMeter, levelOf, levelRules, reportLevels } from './levels.ts'
import { createFakeClock } from './testing/fake-clock.ts'

const amplitudeOf = (level: number) =>
  10 ** ((levelRules.floorDb + (level / 100) * (levelRules.topDb - levelRules.floorDb)) / 20)

const setup = () => {
  const clock = createFakeClock()
  let level = 0
  const source = {
    fftSize: 64,
    getFloatTimeDomainData: (samples: Float32Array) => samples.fill(level === 0 ? 0 : amplitudeOf(level)),
  }
  const meter = createLevelMeter({ source, clock })
  return {
    clock,
    meter,
    sound: (next: number) => {
      level = next
    },
  }
}

describe('levels', () => {
  it('is 0 at -60 dB, 100 at -10 dB, even between', () => {
    const flat = (value: number) => new Float32Array(16).fill(value)
    expect(levelOf(flat(0))).toBe(0)
    expect(levelOf(flat(0.0001))).toBe(0)
    expect(levelOf(flat(amplitudeOf(50)))).toBe(50)
    expect(levelOf(flat(1))).toBe(100)
  })

  it('does not take a click for speech, nor a breath for its end', async () => {
    const { clock, meter, sound } = setup()
    sound(80)
    await clock.advance(150)
    sound(0)
    await clock.advance(500)
    expect(meter.getState().speaking).toBe(false)
    sound(60)
    await clock.advance(500)
    expect(meter.getState()).toEqual({ speaking: true, level: 60 })
    sound(0)
    await clock.advance(500)
    expect(meter.getState().speaking).toBe(true)
    sound(60)
    await clock.advance(200)
    sound(0)
    await clock.advance(600)
    expect(meter.getState().speaking).toBe(true)
    await clock.advance(300)
    expect(meter.getState().speaking).toBe(false)
  })

  it('between the thresholds nothing turns', async () => {
    const { clock, meter, sound } = setup()
    sound(30)
    await clock.advance(2_000)
    expect(meter.getState().speaking).toBe(false)
    sound(50)
    await clock.advance(500)
    sound(30)
    await clock.advance(5_000)
    expect(meter.getState().speaking).toBe(true)
  })

  it('reports speech each second and its end once, silence never', async () => {
    const { clock, meter, sound } = setup()
    const reports: (Report & { at: number })[] = []
    const begin = clock.now()
    const end = reportLevels(
      meter,
      { reportMedia: (one) => reports.push({ ...one, at: clock.now() - begin }) },
      clock,
    )
    await clock.advance(5_000)
    expect(reports).toEqual([])
    sound(70)
    await clock.advance(3_000)
    sound(0)
    await clock.advance(5_000)
    expect(reports.map((one) => one.level)).toEqual([70, 70, 70, 70, 0])
    expect(reports[1]!.at - reports[0]!.at).toBe(1_000)
    end()
    meter.stop()
    expect(clock.pending()).toBe(0)
  })
})

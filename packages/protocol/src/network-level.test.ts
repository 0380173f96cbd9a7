import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import published from '../../../docs/network-levels.md?raw'
import { networkLevelOf, networkLevels } from './network-level.ts'

const measure = fc.record({
  loss: fc.double({ min: 0, max: 100, noNaN: true }),
  rttMs: fc.option(fc.double({ min: 0, max: 3_000, noNaN: true })),
  jitterMs: fc.option(fc.double({ min: 0, max: 500, noNaN: true })),
})

describe('network level', () => {
  it('[N6] is unknown without packets, whatever else is known', () => {
    expect(networkLevelOf({ loss: null, rttMs: 10, jitterMs: 1 })).toBe(0)
  })

  it('[N6] changes at each published bound, by each of the three alone', () => {
    const fine = { loss: 0, rttMs: 0, jitterMs: 0 }
    for (const { level, lossBelow, rttBelowMs, jitterBelowMs } of networkLevels)
      for (const [at, just] of [
        [{ loss: lossBelow }, { loss: lossBelow - 0.01 }],
        [{ rttMs: rttBelowMs }, { rttMs: rttBelowMs - 0.01 }],
        [{ jitterMs: jitterBelowMs }, { jitterMs: jitterBelowMs - 0.01 }],
      ]) {
        expect(networkLevelOf({ ...fine, ...just })).toBe(level)
        expect(networkLevelOf({ ...fine, ...at })).toBe(level - 1)
      }
  })

  it('[N6] the published table has these bounds', () => {
    for (const { level, lossBelow, rttBelowMs, jitterBelowMs } of networkLevels)
      expect(published).toMatch(
        new RegExp(
          `^\\| ${level} \\| .* \\| below ${lossBelow} % \\| below ${rttBelowMs} ms \\| below ${jitterBelowMs} ms \\|$`,
          'm',
        ),
      )
  })

  it('never gets better when a value gets worse', () => {
    fc.assert(
      fc.property(measure, measure, (a, b) => {
        const worse = {
          loss: Math.max(a.loss, b.loss),
          rttMs: Math.max(a.rttMs ?? 0, b.rttMs ?? 0),
          jitterMs: Math.max(a.jitterMs ?? 0, b.jitterMs ?? 0),
        }
        expect(networkLevelOf(worse)).toBeLessThanOrEqual(networkLevelOf(a))
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { createQualityWatch, type LineSample, type OwnQuality, qualityOf } from './quality.ts'
import { type LineCounters, readCounters } from './stats.ts'

const zero: LineCounters = {
  sentPackets: 0,
  sentBytes: 0,
  lostThere: 0,
  receivedPackets: 0,
  receivedBytes: 0,
  lostHere: 0,
  jitterMs: 5,
  roundTripMs: 20,
}
/** One connection of which so much was lost within 5 s, of 1,000 packets each way. */
const line = ({ up = 0, down = 0, ...over }: { up?: number; down?: number } & Partial<LineCounters>) => ({
  before: { end: 'e', at: 0, counters: zero },
  after: {
    end: 'e',
    at: 5_000,
    counters: {
      ...zero,
      sentPackets: 1_000,
      sentBytes: 625_000,
      lostThere: up,
      receivedPackets: 1_000 - down,
      receivedBytes: 312_500,
      lostHere: down,
      ...over,
    },
  },
})
const judge = (...lines: ReturnType<typeof line>[]): OwnQuality | null => {
  const named = (side: 'before' | 'after') =>
    new Map<string, LineSample>(lines.map((one, index) => [String(index), one[side]]))
  return qualityOf(named('before'), named('after'))
}

describe('quality of the own line', () => {
  it('tells loss, round trip and rate of both directions', () => {
    expect(judge(line({ up: 20, down: 100 }))).toEqual({
      up: 4,
      down: 2,
      rtt: 20,
      jitter: 5,
      lossUp: 2,
      lossDown: 10,
      kbpsUp: 1_000,
      kbpsDown: 500,
    })
  })

  it('adds the rates of all connections', () => {
    expect(judge(line({}), line({}), line({}))).toMatchObject({ kbpsUp: 3_000, kbpsDown: 1_500 })
  })

  it('does not take one bad connection for its own fault, but what most of them show', () => {
    expect(judge(line({}), line({ up: 300, down: 300 }))).toMatchObject({ up: 5, down: 5 })
    expect(judge(line({}), line({ up: 300 }), line({ up: 250 }))).toMatchObject({ up: 1, lossUp: 25 })
    expect(judge(line({ up: 300 }))).toMatchObject({ up: 1, down: 5 })
  })

  it('knows nothing without packets, without an earlier sample, or after a rebuild', () => {
    expect(judge()).toBeNull()
    expect(judge(line({ sentPackets: 3, receivedPackets: 2, lostThere: 0 }))).toBeNull()
    const { before, after } = line({})
    expect(qualityOf(new Map(), new Map([['a', after]]))).toBeNull()
    expect(qualityOf(new Map([['a', { ...before, end: 'old' }]]), new Map([['a', after]]))).toBeNull()
  })

  it('leaves a direction unknown that carries nothing', () => {
    expect(judge(line({ sentPackets: 0, sentBytes: 0, lostThere: null }))).toMatchObject({
      up: 0,
      lossUp: null,
      down: 5,
    })
  })

  it('stays within its bounds, whatever the counters do', () => {
    const count = fc.integer({ min: -2_000, max: 5_000 })
    fc.assert(
      fc.property(count, count, count, count, (up, down, sentPackets, receivedPackets) => {
        const own = judge(line({ up, down, sentPackets, receivedPackets }))
        if (!own) return
        for (const level of [own.up, own.down]) expect([0, 1, 2, 3, 4, 5]).toContain(level)
        for (const loss of [own.lossUp, own.lossDown])
          if (loss !== null && loss !== undefined) expect(loss >= 0 && loss <= 100).toBe(true)
      }),
    )
  })

  it('reads what a browser reports', () => {
    const report = new Map<string, unknown>([
      ['oa', { type: 'outbound-rtp', packetsSent: 100, bytesSent: 5_000 }],
      ['ov', { type: 'outbound-rtp', packetsSent: 900, bytesSent: 95_000 }],
      ['ra', { type: 'remote-inbound-rtp', packetsLost: 1, roundTripTime: 0.03 }],
      ['rv', { type: 'remote-inbound-rtp', packetsLost: 9, roundTripTime: 0.03 }],
      [
        'ia',
        { type: 'inbound-rtp', packetsReceived: 100, packetsLost: -2, bytesReceived: 5_000, jitter: 0.004 },
      ],
      ['is', { type: 'inbound-rtp', packetsReceived: 0, packetsLost: 0, bytesReceived: 0, jitter: 0.9 }],
      ['p1', { type: 'candidate-pair', nominated: false, currentRoundTripTime: 2 }],
      ['p2', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.025 }],
    ])
    expect(readCounters(report as RTCStatsReport)).toEqual({
      sentPackets: 1_000,
      sentBytes: 100_000,
      lostThere: 10,
      receivedPackets: 100,
      receivedBytes: 5_000,
      lostHere: -2,
      jitterMs: 4,
      roundTripMs: 25,
    })
  })

  it('measures every 5 s, survives a connection that is gone, and ends when told', async () => {
    const clock = createFakeClock()
    const told: OwnQuality[] = []
    let packets = 0
    const rows = () => {
      packets += 500
      return new Map([['i', { type: 'inbound-rtp', packetsReceived: packets, packetsLost: 0 }]])
    }
    const watch = createQualityWatch({
      clock,
      reports: () => [
        ['gone', () => Promise.reject(new Error('closed'))],
        ['here', async () => ({ end: 'e', rows: rows() as unknown as RTCStatsReport })],
      ],
      tell: (quality) => told.push(quality),
    })
    await clock.advance(4_900)
    expect(packets).toBe(0)
    await clock.advance(5_200)
    expect(told).toMatchObject([{ up: 0, down: 5 }])
    watch.stop()
    await clock.advance(60_000)
    expect(told).toHaveLength(1)
    expect(clock.pending()).toBe(0)
  })
})

import type { MediaReport, MemberId } from '@parley/protocol'
import { networkLevelOf } from '@parley/protocol'
import type { Clock } from '../platform.ts'
import { type LineCounters, readCounters } from './stats.ts'

export type OwnQuality = NonNullable<MediaReport['quality']>
/** One connection at one moment; `end` changes when its counters begin anew. */
export type LineSample = { end: string; at: number; counters: LineCounters }

const everyMs = 5_000
/** Fewer packets in an interval say nothing about loss. */
const fewPackets = 20

/** One direction of one connection between two samples. */
type Way = { loss: number | null; kbps: number }

const wayOf = (lost: number | null, others: number, bytes: number, ms: number): Way => {
  const packets = others + Math.max(0, lost ?? 0)
  return {
    loss: lost === null || packets < fewPackets ? null : Math.min(100, (Math.max(0, lost) / packets) * 100),
    kbps: (Math.max(0, bytes) * 8) / ms,
  }
}

/**
 * The value in the middle; of two the better one. Loss towards one other page may be that page's own line, and only what most
 * connections show is ours.
 */
const typical = (values: (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b)
  return known[Math.floor((known.length - 1) / 2)] ?? null
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 10) / 10)
const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)

/** The own line between two rounds of samples; null when nothing is known of it. */
export const qualityOf = (
  before: ReadonlyMap<MemberId, LineSample>,
  after: ReadonlyMap<MemberId, LineSample>,
): OwnQuality | null => {
  const lines = [...after].flatMap(([id, { end, at, counters: now }]) => {
    const then = before.get(id)
    if (!then || then.end !== end || at <= then.at) return []
    const was = then.counters
    const ms = at - then.at
    const lostThere = now.lostThere === null ? null : now.lostThere - (was.lostThere ?? 0)
    const sent = now.sentPackets - was.sentPackets
    return {
      // What was lost is among what was sent; what was received is without it.
      up: wayOf(lostThere, sent - Math.max(0, lostThere ?? 0), now.sentBytes - was.sentBytes, ms),
      down: wayOf(
        now.lostHere - was.lostHere,
        now.receivedPackets - was.receivedPackets,
        now.receivedBytes - was.receivedBytes,
        ms,
      ),
      rtt: now.roundTripMs,
      jitter: now.jitterMs,
    }
  })
  const lossUp = typical(lines.map(({ up }) => up.loss))
  const lossDown = typical(lines.map(({ down }) => down.loss))
  if (lossUp === null && lossDown === null) return null
  const rtt = typical(lines.map((line) => line.rtt))
  const jitter = typical(lines.map((line) => line.jitter))
  return {
    up: networkLevelOf({ loss: lossUp, rttMs: rtt, jitterMs: null }),
    down: networkLevelOf({ loss: lossDown, rttMs: rtt, jitterMs: jitter }),
    rtt: rounded(rtt),
    jitter: rounded(jitter),
    lossUp: rounded(lossUp),
    lossDown: rounded(lossDown),
    kbpsUp: Math.round(sum(lines.map(({ up }) => up.kbps))),
    kbpsDown: Math.round(sum(lines.map(({ down }) => down.kbps))),
  }
}

type Reports = () => Iterable<
  readonly [MemberId, () => Promise<{ end: string; rows: RTCStatsReport } | null>]
>

/** Measures the own line every 5 s over all connections, one after the other so that many cost no stutter. */
export const createQualityWatch = ({
  clock,
  reports,
  tell,
}: {
  clock: Clock
  reports: Reports
  tell(quality: OwnQuality): void
}): { stop(): void } => {
  let before: ReadonlyMap<MemberId, LineSample> = new Map()
  let stopped = false
  let cancel = (): void => undefined

  const measure = async () => {
    const after = new Map<MemberId, LineSample>()
    for (const [id, report] of reports()) {
      // A connection that is closed meanwhile just does not count.
      const got = await report().catch(() => null)
      if (got) after.set(id, { end: got.end, at: clock.now(), counters: readCounters(got.rows) })
    }
    if (stopped) return
    const quality = qualityOf(before, after)
    before = after
    if (quality) tell(quality)
    next()
  }
  const next = () => {
    cancel = clock.after(everyMs, () => void measure())
  }
  next()
  return {
    stop: () => {
      stopped = true
      cancel()
    },
  }
}

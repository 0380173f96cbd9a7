import type { Conference } from './conference/conference.ts'
import type { Clock } from './platform.ts'
import { createStore, type Store } from './store.ts'

/** An AnalyserNode fits. */
export type LevelSource = {
  readonly fftSize: number
  getFloatTimeDomainData(samples: Float32Array<ArrayBuffer>): void
}

/** `level` 0-100: 0 at -60 dB and below, 100 at -10 dB. */
export type Level = { speaking: boolean; level: number }

export type LevelMeter = Store<Level> & { stop(): void }

/**
 * Speaking begins at `on` after `onMs` without a pause, and ends at less than `off` for `offMs`: a cough does not begin it,
 * a breath does not end it.
 */
export const levelRules = {
  everyMs: 100,
  on: 35,
  off: 25,
  onMs: 200,
  offMs: 700,
  floorDb: -60,
  topDb: -10,
} as const

/** Level of one block of samples (-1 to 1) by its root mean square. */
export const levelOf = (samples: Float32Array): number => {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  if (sum === 0) return 0
  const db = 10 * Math.log10(sum / samples.length)
  const part = (db - levelRules.floorDb) / (levelRules.topDb - levelRules.floorDb)
  return Math.round(100 * Math.min(1, Math.max(0, part)))
}

/** Listens to one's own microphone, ten times a second. */
export const createLevelMeter = ({ source, clock }: { source: LevelSource; clock: Clock }): LevelMeter => {
  const store = createStore<Level>({ speaking: false, level: 0 })
  const samples = new Float32Array(source.fftSize)
  /** Since when the level has been on the other side of its threshold. */
  let turningSince: number | null = null
  let cancel = (): void => undefined

  const measure = () => {
    source.getFloatTimeDomainData(samples)
    const level = levelOf(samples)
    const before = store.getState()
    const turning = before.speaking ? level < levelRules.off : level >= levelRules.on
    const now = clock.now()
    if (!turning) turningSince = null
    else turningSince ??= now
    const needed = before.speaking ? levelRules.offMs : levelRules.onMs
    const turned = turningSince !== null && now - turningSince >= needed
    if (turned) turningSince = null
    const speaking = turned ? !before.speaking : before.speaking
    if (speaking !== before.speaking || level !== before.level) store.set({ speaking, level })
    cancel = clock.after(levelRules.everyMs, measure)
  }
  measure()

  return { getState: store.getState, subscribe: store.subscribe, stop: () => cancel() }
}

/**
 * Tells the server how loud one speaks, and 0 once when one stops; in between at most once a second (the conference merges
 * what is reported more often). Returns the function that ends it.
 */
export const reportLevels = (
  meter: LevelMeter,
  conference: Pick<Conference, 'reportMedia'>,
  clock: Clock,
): (() => void) => {
  let reporting = false
  /** Loudest since the last report: a tick that falls between two words must not say silence. */
  let peak = 0
  let cancel = (): void => undefined
  const tell = () => {
    const { speaking, level } = meter.getState()
    if (!speaking && !reporting) return
    reporting = speaking
    conference.reportMedia({ level: speaking ? Math.max(1, peak) : 0 })
    peak = level
    cancel()
    if (speaking) cancel = clock.after(1_000, tell)
  }
  const stop = meter.subscribe(() => {
    const { speaking, level } = meter.getState()
    peak = speaking ? Math.max(peak, level) : level
    if (speaking !== reporting) tell()
  })
  tell()
  return () => {
    stop()
    cancel()
    if (reporting) conference.reportMedia({ level: 0 })
  }
}

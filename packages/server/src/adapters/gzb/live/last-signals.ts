/** The last value of each signal that has one ([WC] 4.9 has them live only; ours: part of every opening). */
import type { Opening } from '@parley/core'
import type { QualityItem, SpeakersView } from '@parley/protocol'
import { qualityView, speakersView } from '../views.ts'

export type LastSignals = Pick<Opening, 'speakers' | 'network'>

export const NO_SIGNALS: LastSignals = { speakers: null, network: null }

export function lastSignalsView({ speakers, network }: LastSignals): {
  speaker?: SpeakersView
  quality?: QualityItem[]
} {
  return {
    ...(speakers ? { speaker: speakersView(speakers) } : {}),
    ...(network ? { quality: qualityView(network.samples) } : {}),
  }
}

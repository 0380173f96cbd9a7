import type { NetworkSample, ParticipantId } from '@parley/core'

/** The worse of the two ways, of those that are known; 0: neither is. */
function levelOf({ up, down }: NetworkSample): number {
  const known = [up, down].filter((level) => level > 0)
  return known.length === 0 ? 0 : Math.min(...known)
}

export function isKnown(sample: NetworkSample): boolean {
  return levelOf(sample) > 0
}

/** Levels 4 and 5 are good, 3 is normal, 1 and 2 are bad (our choice: the document knows `good` only). */
function netInfoOf(sample: NetworkSample): 'good' | 'normal' | 'bad' {
  const level = levelOf(sample)
  return level >= 4 ? 'good' : level === 3 ? 'normal' : 'bad'
}

/**
 * One of NetConditionNotify ([HW] 2.4). Figures are texts: ms, kbit/s, and loss in per mille as everywhere else in this protocol;
 * empty where the person's page could not tell. What no page measures (each medium by itself, codecs) is left out.
 */
export function netCondition(sample: NetworkSample) {
  return {
    mode: 0,
    participantID: sample.participantId,
    netInfo: netInfoOf(sample),
    lostPacketRate: text(worst(perMille(sample.lossUp), perMille(sample.lossDown))),
    delay: text(sample.rttMs),
    jitter: text(sample.jitterMs),
    fluxIn: text(sample.kbpsDown),
    fluxOut: text(sample.kbpsUp),
  }
}

/** Nothing is known of that person's line any more. */
export function netConditionRemoval(participantId: ParticipantId) {
  return { mode: 1, participantID: participantId }
}

/** One of NetworkQualityNotify: `UserQos` of [HW] 3.7. What is not known is left out. */
export function networkQuality(sample: NetworkSample) {
  return {
    participantID: sample.participantId,
    mode: 0,
    netRate: String(levelOf(sample)),
    ...figure('bandWidthUp', sample.kbpsUp),
    ...figure('bandWidthDown', sample.kbpsDown),
    ...figure('lostPacketRateUp', perMille(sample.lossUp)),
    ...figure('lostPacketRateDown', perMille(sample.lossDown)),
    ...figure('delay', sample.rttMs),
  }
}

function perMille(percent: number | null): number | null {
  return percent === null ? null : percent * 10
}

function worst(one: number | null, other: number | null): number | null {
  if (one === null) return other
  return other === null ? one : Math.max(one, other)
}

function text(value: number | null): string {
  return value === null ? '' : String(Math.round(value))
}

function figure(key: string, value: number | null): Record<string, number> {
  return value === null ? {} : { [key]: Math.round(value) }
}

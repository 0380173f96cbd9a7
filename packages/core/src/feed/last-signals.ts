import type { Recorded } from '../conference/events.ts'
import type { NetworkSample, Signal, SignalOf } from '../conference/signals.ts'
import type { ParticipantId } from '../ids.ts'

/** What a new reader is told of signals that went by: who speaks, and how the line of everybody inside is. */
export class LastSignals {
  #speakers: SignalOf<'Speakers'> | null = null
  #network: SignalOf<'Network'> | null = null
  readonly #samples = new Map<ParticipantId, NetworkSample>()

  hear(signal: Signal): void {
    if (signal.type === 'Speakers') this.#speakers = signal
    if (signal.type !== 'Network') return
    this.#network = signal
    for (const sample of signal.samples) this.#samples.set(sample.participantId, sample)
  }

  /** Forgets what is over. */
  follow(events: readonly Recorded[]): void {
    for (const event of events) {
      if (event.type === 'ParticipantLeft') this.#samples.delete(event.data.participantId)
      // Everybody has left before.
      if (event.type === 'RunEnded') this.#speakers = null
    }
  }

  values(): { speakers: SignalOf<'Speakers'> | null; network: SignalOf<'Network'> | null } {
    const samples = [...this.#samples.values()]
    return {
      speakers: this.#speakers,
      network: this.#network && samples.length > 0 ? { ...this.#network, samples } : null,
    }
  }
}

import type { Recorded } from '../conference/events.ts'
import type { Signal } from '../conference/signals.ts'
import type { ConferenceId } from '../ids.ts'

/** "There is news": a hint. Who missed one reads the log; `events` spares the reading on the same node. */
export type News = {
  conferenceId: ConferenceId
  revision: number
  position: number
  events: readonly Recorded[]
}

export interface Bus {
  /** In order per conference. MUST NOT throw because of a listener. */
  publish(news: News): void
  /** Live only; may be dropped. */
  signal(signal: Signal): void
  onNews(listener: (news: News) => void): () => void
  onSignal(listener: (signal: Signal) => void): () => void
}

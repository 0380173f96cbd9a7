import type { SignalDraft } from '../conference/signals.ts'
import type { ConferenceId } from '../ids.ts'
import { type Instant, SECOND } from '../instant.ts'
import type { Clock } from '../ports/clock.ts'

/** Reactions of one person in any second; more are dropped. */
const REACTIONS = 5
/** Unfinished versions of one line of speech in any second; the finished one always passes. */
const PARTIALS = 3

export interface SignalGate {
  passes(conferenceId: ConferenceId, draft: SignalDraft): boolean
}

/** Keeps what people and programs may send at will from flooding every reader (SPEC.md, N2). */
export function createSignalGate(clock: Clock): SignalGate {
  /** When each sender's last ones passed, oldest sender first. */
  const passed = new Map<string, Instant[]>()

  function take(key: string, most: number): boolean {
    const now = clock.now()
    const recent = (passed.get(key) ?? []).filter((at) => at > now - SECOND)
    const passes = recent.length < most
    if (passes) recent.push(now)
    // Put last, so that whoever is quiet comes to the front and is forgotten.
    passed.delete(key)
    passed.set(key, recent)
    for (const [other, times] of passed) {
      if ((times.at(-1) ?? 0) > now - SECOND) break
      passed.delete(other)
    }
    return passes
  }

  return {
    passes(conferenceId, draft) {
      if (draft.type === 'Reaction') return take(`${conferenceId} r ${draft.participantId}`, REACTIONS)
      if (draft.type === 'Caption' && !draft.final) return take(`${conferenceId} c ${draft.lineId}`, PARTIALS)
      return true
    },
  }
}

import type { ParticipantId } from '../ids.ts'
import type { Instant } from '../instant.ts'

/** What is remembered of one voice. */
export type Voice = { level: number; heardAt: Instant; talkingSince: Instant | null }

export type Floor = {
  voices: ReadonlyMap<ParticipantId, Voice>
  active: ParticipantId | null
  activeSince: Instant
}

export const SILENCE: Floor = { voices: new Map(), active: null, activeSince: 0 }

/** A report older than this says nothing any more: its page fell silent or away. */
export const VOICE_LIFE_MS = 1_500
/** From this level on somebody talks. */
export const TALKING_LEVEL = 10
/** One becomes the speaker after talking this long, and stays it this long. */
const TALKS_FOR_MS = 600
const STAYS_FOR_MS = 1_500

/** Notes that `id` is heard at `level` (0-100). */
export function hear(floor: Floor, id: ParticipantId, level: number, at: Instant): Floor {
  const before = floor.voices.get(id)
  const continues =
    before !== undefined && before.talkingSince !== null && at - before.heardAt <= VOICE_LIFE_MS
  const talkingSince = level < TALKING_LEVEL ? null : continues ? before.talkingSince : at
  return { ...floor, voices: new Map(floor.voices).set(id, { level, heardAt: at, talkingSince }) }
}

export function silence(floor: Floor, id: ParticipantId): Floor {
  const voices = new Map(floor.voices)
  voices.delete(id)
  return { ...floor, voices, active: floor.active === id ? null : floor.active }
}

/** The speaker at `at`: who began last and talked long enough; kept in silence (SPEC.md, K). */
export function settle(floor: Floor, at: Instant): Floor {
  const voices = new Map([...floor.voices].filter(([, { heardAt }]) => at - heardAt <= VOICE_LIFE_MS))
  let candidate: { id: ParticipantId; since: Instant } | null = null
  for (const [id, { talkingSince }] of voices) {
    if (talkingSince === null || at - talkingSince < TALKS_FOR_MS) continue
    if (!candidate || talkingSince > candidate.since) candidate = { id, since: talkingSince }
  }
  const holds = floor.active !== null && at - floor.activeSince < STAYS_FOR_MS
  if (!candidate || candidate.id === floor.active || holds) return { ...floor, voices }
  return { voices, active: candidate.id, activeSince: at }
}

/** The three loudest who talk at `at`. */
export function loudest(floor: Floor): { id: ParticipantId; level: number }[] {
  return [...floor.voices]
    .filter(([, { talkingSince }]) => talkingSince !== null)
    .map(([id, { level }]) => ({ id, level }))
    .sort((a, b) => b.level - a.level)
    .slice(0, 3)
}

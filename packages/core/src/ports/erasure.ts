import type { ConferenceId } from '../ids.ts'
import type { ErasedPerson, NewSiteEvent } from '../site/events.ts'

/** Makes the store forget who somebody was. */
export interface Erasure {
  /**
   * Blanks the personal fields of this person (`PERSONAL_FIELDS`, `PERSONAL_ACTOR_FIELDS`) in every recorded event and kept state, and the
   * bodies and answers of every delivery that told of them; pending ones among these are cancelled. Writes `record` of it.
   * ONE transaction. Refuses with `conflict` while the person belongs to a conference that is not closed.
   */
  erase(
    person: ErasedPerson,
    record: (counts: { events: number; deliveries: number }) => NewSiteEvent<'PersonErased'>,
  ): Promise<{ events: number; deliveries: number; conferenceIds: ConferenceId[] }>
}

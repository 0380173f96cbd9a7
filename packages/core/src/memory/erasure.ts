import type { Erasure } from '../ports/erasure.ts'
import type { MemoryConferenceStore } from './conference-store.ts'
import type { MemoryGuests } from './guests.ts'
import type { MemoryPushStore } from './push-store.ts'

/** Over what is kept in memory; `push` must write into the log of `conferences`. */
export function createMemoryErasure({
  conferences,
  push,
  guests,
}: {
  conferences: MemoryConferenceStore
  push: MemoryPushStore
  guests?: MemoryGuests
}): Erasure {
  return {
    async erase(person, record) {
      const { entries, conferenceIds } = conferences.forget(person)
      if (person.is === 'guest') guests?.forget(person.guestId)
      const { count, cancel } = push.forget(new Set(entries.map(({ position }) => position)))
      const event = record({ events: entries.length, deliveries: count })
      cancel(event.time)
      await conferences.record([event])
      return { events: entries.length, deliveries: count, conferenceIds }
    },
  }
}

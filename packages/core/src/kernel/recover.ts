import type { ConferenceStore } from '../ports/conference-store.ts'
import type { Ids } from '../ports/ids.ts'
import type { Conferences } from './conferences.ts'

/**
 * After a restart nobody's line is up: everyone inside is interrupted, and returns or is lost after the grace.
 * Call once, before the doors open, on the only node.
 */
export async function recoverPresence({
  conferences,
  store,
  ids,
}: {
  conferences: Conferences
  store: ConferenceStore
  ids: Ids
}): Promise<number> {
  let interrupted = 0
  for (let offset = 0; ; ) {
    const { items } = await store.find({ states: ['running'], limit: 200, offset })
    for (const { conferenceId } of items) {
      const conference = await conferences.get(conferenceId)
      for (const person of Object.values(conference.people)) {
        if (person.presence.is !== 'present') continue
        await conferences.execute({
          type: 'NoteConnection',
          params: { participantId: person.id, generation: person.generation, line: 'down' },
          id: ids.commandId(),
          conferenceId,
          actor: { is: 'system', name: 'server' },
          via: 'system',
        })
        interrupted += 1
      }
    }
    if (items.length < 200) return interrupted
    offset += items.length
  }
}

import type { Participant } from '../conference/state.ts'
import type { ConferenceStore } from '../ports/conference-store.ts'
import type { Ids } from '../ports/ids.ts'
import type { Conferences } from './conferences.ts'

const AT_ONCE = 200

/**
 * After a restart nobody's line is up: everyone inside is interrupted, and returns or is lost after the grace; who waits to be
 * let in keeps the place as long.
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
    const { items } = await store.find({ states: ['running'], limit: AT_ONCE, offset })
    const running = await Promise.all(items.map(({ conferenceId }) => conferences.get(conferenceId)))
    const inside = running.flatMap(({ id, people }) =>
      Object.values(people).flatMap((person) => (isConnected(person) ? [{ id, person }] : [])),
    )
    // All at once, so that they share a transaction: a start with a thousand people inside must not wait for a thousand.
    await Promise.all(
      inside.map(({ id, person }) =>
        conferences.execute({
          type: 'NoteConnection',
          params: { participantId: person.id, generation: person.generation, line: 'down' },
          id: ids.commandId(),
          conferenceId: id,
          actor: { is: 'system', name: 'server' },
          via: 'system',
        }),
      ),
    )
    interrupted += inside.length
    if (items.length < AT_ONCE) return interrupted
    offset += items.length
  }
}

function isConnected({ presence }: Participant): boolean {
  return presence.is === 'present' || (presence.is === 'waiting' && presence.connected)
}

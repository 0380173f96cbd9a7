import type { CommandId } from '../ids.ts'
import { type NewSiteEvent, SITE, type SiteRecorded } from './events.ts'

/**
 * What a store keeps of events of the installation, in the order given; `position` and `revision` are those of the last one
 * before them. An event whose id `known` has, or an earlier one of these, is left out: null stands in its place.
 */
export function placeSiteEvents(
  events: readonly NewSiteEvent[],
  known: (id: string) => boolean,
  { position, revision }: { position: number; revision: number },
): (SiteRecorded | null)[] {
  const placed = new Set<string>()
  const parts = new Map<CommandId, number>()
  return events.map((event) => {
    if (placed.has(event.id) || known(event.id)) return null
    placed.add(event.id)
    const part = parts.get(event.cause) ?? 0
    parts.set(event.cause, part + 1)
    return {
      ...event,
      position: position + placed.size,
      conferenceId: SITE,
      runId: null,
      revision: revision + placed.size,
      part,
      title: '',
      schema: 1,
      traceparent: null,
    }
  })
}

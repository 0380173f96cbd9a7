import { type ConferenceId, refuse } from '@parley/core'
import type { z } from 'zod'
import { readCursor, writeCursor } from '../cursor.ts'
import type { ApiParts } from '../parts.ts'
import { presentEvent } from '../present/event.ts'
import type { conferenceEventQuery, eventList, eventQuery } from '../schema/events.ts'

type EventList = z.infer<typeof eventList>

const CONFERENCE_ID = /^[1-9]\d{8}$/

export async function showConferenceEvents(
  { conferences, store }: ApiParts,
  id: string,
  { after, limit }: z.output<typeof conferenceEventQuery>,
): Promise<EventList> {
  if (!CONFERENCE_ID.test(id)) refuse('no-conference', 'there is no such conference')
  await conferences.get(id as ConferenceId)
  const events = await store.eventsOf(id as ConferenceId, { after: Number(after), limit })
  return { data: events.map(presentEvent), next: String(events.at(-1)?.revision ?? Number(after)) }
}

export async function showEvents(
  { eventLog }: ApiParts,
  { after, limit }: z.output<typeof eventQuery>,
): Promise<EventList> {
  const from = after === undefined ? 0 : readCursor('position', after)
  const entries = await eventLog.entries({ after: from, limit })
  return { data: entries.map(presentEvent), next: writeCursor('position', entries.at(-1)?.position ?? from) }
}

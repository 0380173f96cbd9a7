import type { Recorded } from '../conference/events.ts'
import type { Conference } from '../conference/state.ts'
import type { ConferenceId } from '../ids.ts'
import type {
  Append,
  AppendResult,
  ConferenceFilter,
  ConferenceIndex,
  ConferenceStore,
  KeptAnswer,
} from '../ports/conference-store.ts'
import type { Log } from '../ports/log.ts'
import { refuse } from '../refusal.ts'
import { type ErasedPerson, SITE } from '../site/events.ts'
import type { LogEntry } from '../site/log-entry.ts'
import { MemoryLog } from './log.ts'

export type MemoryConferenceStore = ConferenceStore & Log & { forget: (person: ErasedPerson) => Forgotten }
/** The entries of the log that told of somebody, as they are now. */
type Forgotten = { entries: LogEntry[]; conferenceIds: ConferenceId[] }

/** Conferences, and the log that they share with the site; durable as long as the process. */
export function createMemoryConferenceStore(): MemoryConferenceStore {
  const log = new MemoryLog()
  const logs = new Map<ConferenceId, Recorded[]>()
  const snapshots = new Map<ConferenceId, Conference>()
  const index = new Map<ConferenceId, ConferenceIndex>()
  /** The unclosed conference of each link password. */
  const links = new Map<string, ConferenceId>()
  const answers = new Map<string, KeptAnswer>()

  function append({
    conferenceId,
    expectedRevision,
    events,
    index: next,
    snapshot,
    answer,
  }: Append): AppendResult {
    const before = index.get(conferenceId)
    if (before && expectedRevision === 0) return { ok: false, why: 'number-taken' }
    if ((before?.revision ?? 0) !== expectedRevision) return { ok: false, why: 'conflict' }
    const kept = answer && answers.get(answerKey(answer.scope, answer.key))
    if (kept && kept.expiresAt > (events[0]?.time ?? 0)) return { ok: false, why: 'conflict' }
    const holder = links.get(next.linkLookup)
    if (next.state !== 'closed' && holder !== undefined && holder !== conferenceId) {
      return { ok: false, why: 'link-taken' }
    }
    if (before && links.get(before.linkLookup) === conferenceId) links.delete(before.linkLookup)
    if (next.state !== 'closed') links.set(next.linkLookup, conferenceId)
    index.set(conferenceId, next)
    if (snapshot) snapshots.set(conferenceId, snapshot)
    if (answer) answers.set(answerKey(answer.scope, answer.key), answer)
    const own = logs.get(conferenceId) ?? []
    logs.set(conferenceId, own)
    const position = log.last + 1
    for (const event of events) {
      const recorded = { ...event, position: log.last + 1 } as Recorded
      log.append(recorded)
      own.push(recorded)
    }
    return { ok: true, position }
  }

  function belongs(person: ErasedPerson, toldOf: readonly ConferenceId[]): boolean {
    const holds = ({ conferenceId, ownerId, invitedIds }: ConferenceIndex): boolean =>
      toldOf.includes(conferenceId) ||
      (person.is === 'user' && (ownerId === person.userId || invitedIds.includes(person.userId)))
    return [...index.values()].some((one) => one.state !== 'closed' && holds(one))
  }

  return {
    forget(person) {
      const entries = log.without(person)
      const conferenceIds = [...new Set(entries.map(({ conferenceId }) => conferenceId))].filter(
        (id) => id !== SITE,
      )
      if (belongs(person, conferenceIds))
        refuse('conflict', 'the person belongs to a conference that is not closed')
      for (const entry of entries) log.replace(entry)
      for (const id of conferenceIds) {
        logs.set(id, log.of(id) as Recorded[])
        snapshots.delete(id)
      }
      for (const one of index.values()) {
        if (person.is === 'user' && one.ownerId === person.userId)
          index.set(one.conferenceId, { ...one, ownerName: '' })
      }
      return { entries, conferenceIds }
    },
    record: (events) => log.record(events),
    entries: (range) => log.entries(range),
    entry: (position) => log.entry(position),
    byId: (id) => log.byId(id),
    foreign: (bus, source, ids) => log.foreign(bus, source, ids),
    positionBefore: (time) => log.positionBefore(time),
    lastPosition: () => log.lastPosition(),
    async commit(appends) {
      return appends.map(append)
    },
    async load(id) {
      const own = logs.get(id)
      if (!own) return null
      const snapshot = snapshots.get(id) ?? null
      return { snapshot, since: own.slice(snapshot?.revision ?? 0) }
    },
    async eventsOf(id, { after, limit }) {
      return (logs.get(id) ?? []).slice(Math.max(0, after), Math.max(0, after) + limit)
    },
    async findByLink(linkLookup) {
      const open = links.get(linkLookup)
      if (open !== undefined) return index.get(open) ?? null
      return [...index.values()]
        .filter((one) => one.linkLookup === linkLookup)
        .reduce<ConferenceIndex | null>(
          (last, one) => (last && closedAt(last) >= closedAt(one) ? last : one),
          null,
        )
    },
    async find(filter) {
      const found = [...index.values()].filter((one) => matches(one, filter)).sort(inOrder)
      if (filter.descending) found.reverse()
      const offset = filter.offset ?? 0
      return { total: found.length, items: found.slice(offset, offset + filter.limit) }
    },
    async due(now, limit) {
      return [...index.values()]
        .filter(({ dueAt }) => dueAt !== null && dueAt <= now)
        .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
        .slice(0, limit)
        .map(({ conferenceId }) => conferenceId)
    },
    async nextDue() {
      const moments = [...index.values()].flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]))
      return moments.length === 0 ? null : moments.reduce((a, b) => Math.min(a, b))
    },
    async keptAnswer(scope, key, now) {
      const answer = answers.get(answerKey(scope, key))
      return answer && answer.expiresAt > now ? answer : null
    },
    async prune(now) {
      for (const [key, { expiresAt }] of answers) if (expiresAt <= now) answers.delete(key)
    },
  }
}

function answerKey(scope: string, key: string): string {
  return JSON.stringify([scope, key])
}

function closedAt(one: ConferenceIndex): number {
  return one.closedAt ?? 0
}

function matches(one: ConferenceIndex, filter: ConferenceFilter): boolean {
  const { tenantId, ownerId, seenBy, states, text, startsFrom, startsBefore } = filter
  if (tenantId !== undefined && one.tenantId !== tenantId) return false
  if (ownerId !== undefined && one.ownerId !== ownerId) return false
  if (seenBy !== undefined && one.ownerId !== seenBy && !one.invitedIds.includes(seenBy)) return false
  if (states !== undefined && !states.includes(one.state)) return false
  if (startsFrom !== undefined && one.startsAt < startsFrom) return false
  if (startsBefore !== undefined && one.startsAt >= startsBefore) return false
  return (
    text === undefined ||
    [one.title, one.ownerName, one.conferenceId].some((field) =>
      field.toLowerCase().includes(text.toLowerCase()),
    )
  )
}

function inOrder(a: ConferenceIndex, b: ConferenceIndex): number {
  return a.startsAt - b.startsAt || (a.conferenceId < b.conferenceId ? -1 : 1)
}

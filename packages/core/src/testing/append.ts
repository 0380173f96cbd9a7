import type { Unpositioned } from '../conference/events.ts'
import { DEFAULT_SETTINGS } from '../conference/settings.ts'
import type { Conference } from '../conference/state.ts'
import {
  type CommandId,
  type ConferenceId,
  type EventId,
  HOME_TENANT,
  type RunId,
  type UserId,
} from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Append, ConferenceIndex, KeptAnswer } from '../ports/conference-store.ts'

export const AT: Instant = 1_800_000_000_000

export type AppendWish = Partial<Omit<ConferenceIndex, 'conferenceId' | 'revision'>> & {
  id: string
  /** Revision before the append. */
  after?: number
  /** How many events. */
  count?: number
  at?: Instant
  snapshot?: boolean
  answer?: KeptAnswer
  /** Something that a store may find hard to keep. */
  text?: string
}

/** An append as the kernel makes them, of events whose meaning does not matter here. */
export function anAppend(wish: AppendWish): Append {
  const { id, after = 0, count = 1, at = AT, snapshot = false, answer, text = 'weekly', ...index } = wish
  const conferenceId = id as ConferenceId
  const revision = after + count
  return {
    conferenceId,
    expectedRevision: after,
    events: Array.from({ length: count }, (_, part) =>
      anEvent(conferenceId, after + 1 + part, part, at, text),
    ),
    index: {
      conferenceId,
      tenantId: HOME_TENANT,
      ownerId: 'owner' as UserId,
      invitedIds: [],
      title: text,
      ownerName: 'Alice',
      state: 'scheduled',
      startsAt: at,
      closedAt: null,
      linkLookup: `link-${id}`,
      dueAt: null,
      ...index,
      revision,
    },
    snapshot: snapshot ? aState(conferenceId, revision, text) : null,
    ...(answer ? { answer } : {}),
  }
}

function anEvent(
  conferenceId: ConferenceId,
  revision: number,
  part: number,
  at: Instant,
  title: string,
): Unpositioned {
  return {
    id: `${conferenceId}.${revision}` as EventId,
    conferenceId,
    runId: revision % 2 === 0 ? ('1'.repeat(32) as RunId) : null,
    revision,
    time: at,
    actor: { is: 'user', id: 'owner', name: '张三 🙂' },
    via: 'rest',
    cause: `${conferenceId}.${revision - part}` as CommandId,
    part,
    tenantId: HOME_TENANT,
    title,
    schema: 1,
    traceparent: revision % 2 === 0 ? '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' : null,
    type: 'MuteAllChanged',
    data: { muteAll: true, mayUnmute: revision % 2 === 0 },
  }
}

function aState(id: ConferenceId, revision: number, title: string): Conference {
  return {
    id,
    tenantId: HOME_TENANT,
    owner: { userId: 'owner' as UserId, name: 'Alice', account: 'alice', number: '1000001' },
    revision,
    lastAt: AT,
    title,
    plan: { createdAt: AT, start: null, minutes: 60 },
    settings: DEFAULT_SETTINGS,
    sealed: {
      hostPassword: 's1',
      guestPassword: null,
      linkPassword: 's2',
      linkLookup: `link-${id}`,
      renewals: 0,
    },
    people: {},
    runs: 0,
    state: 'scheduled',
    nextRunId: '2'.repeat(32) as RunId,
  }
}

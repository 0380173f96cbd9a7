import type { Actor, Via } from '../actor.ts'
import type {
  CommandId,
  ConferenceId,
  EventId,
  InvitationId,
  ParticipantId,
  RunId,
  TenantId,
} from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Answer } from './commands.ts'
import type { EventData, EventType } from './events.ts'
import type { Policies } from './policies.ts'
import type { Standing } from './rights.ts'
import type { Conference } from './state.ts'

/** Where fresh identifiers come from; decisions themselves draw nothing by chance. */
export type Draw = {
  participantId(): ParticipantId
  runId(): RunId
  eventId(): EventId
  invitationId(): InvitationId
}

export type Context = {
  conferenceId: ConferenceId
  tenantId: TenantId
  commandId: CommandId
  actor: Actor
  via: Via
  now: Instant
  draw: Draw
  policies: Policies
  traceparent: string | null
}

/** A command at work on a conference: it sees the state after each of its own events. */
export type Scene = {
  readonly conference: Conference
  readonly standing: Standing
  readonly actor: Actor
  readonly now: Instant
  readonly draw: Draw
  readonly policies: Policies
  /** Records what happened; the state moves on at once. */
  emit<T extends EventType>(type: T, data: EventData[T]): void
}

/** What a command adds to the common answer. */
export type Outcome = Partial<Omit<Answer, 'conferenceId' | 'revision' | 'runId'>>

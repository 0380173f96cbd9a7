import {
  type Actor,
  type Answer,
  type CommandParams,
  type CommandType,
  type Conference,
  type ConferenceId,
  isInside,
  type Participant,
  participantOf,
  type Request,
  refuse,
  requireInviting,
  standingOf,
  type Via,
} from '@parley/core'
import type { MethodName, ParsedParamsOf, ResultOf, Transport } from '@parley/protocol'
import type { Caller } from '../auth/caller.ts'
import { WireError } from '../errors.ts'
import type { House } from '../house.ts'
import type { Connection } from '../live/connection.ts'

/** One call on its way through a handler. */
export type Call = {
  transport: Transport
  address: string
  /** Null: nothing was shown; only methods that need no token get to see that. */
  caller: Caller | null
  /** On a socket. */
  connection: Connection | null
  /** Runs when the answer has been sent. */
  afterAnswer(act: () => void): void
}

export type Handler<M extends MethodName> = (
  house: House,
  call: Call,
  params: ParsedParamsOf<M>,
) => Promise<ResultOf<M>>

export function callerOf({ caller }: Call): Caller {
  return caller ?? refuse('unauthenticated', 'a token is needed')
}

export function connectionOf({ connection }: Call): Connection {
  if (!connection) throw new WireError(603, 'only on a socket')
  return connection
}

export function viaOf(call: Call): Via {
  return call.transport === 'ws' && call.caller?.is !== 'key' ? 'page' : 'rpc'
}

/** Runs a command of the caller on a conference. */
export async function command<T extends CommandType>(
  { parts }: House,
  call: Call,
  { confId, idemKey }: { confId: string; idemKey?: string | undefined },
  type: T,
  params: CommandParams[T],
): Promise<Answer> {
  return await parts.conferences.execute({
    type,
    params,
    id: parts.ids.commandId(),
    conferenceId: confId as ConferenceId,
    actor: callerOf(call).actor,
    via: viaOf(call),
    ...(idemKey === undefined ? {} : { idempotencyKey: idemKey }),
  } as Request)
}

/** A conference the caller may look at; one that is none of its business is told as unknown. */
export async function visible({ parts }: House, call: Call, confId: string): Promise<Conference> {
  const { actor } = callerOf(call)
  const conference = await parts.conferences.get(confId as ConferenceId)
  if (mayWatch(conference, actor)) return conference
  return turnAway(conference, actor)
}

/** A conference whose people, events and chat the caller may read. */
export async function followable({ parts }: House, call: Call, confId: string): Promise<Conference> {
  const { actor } = callerOf(call)
  const conference = await parts.conferences.get(confId as ConferenceId)
  return mayFollow(conference, actor) ? conference : turnAway(conference, actor)
}

/** Before anything is looked up for the caller: who may not invite is not told which accounts and invitations there are. */
export async function mayInvite({ parts }: House, call: Call, confId: string): Promise<Conference> {
  const conference = await parts.conferences.get(confId as ConferenceId)
  requireInviting(conference, standingOf(conference, callerOf(call).actor))
  return conference
}

function turnAway(conference: Conference, actor: Actor): never {
  return actor.is === 'guest' || personOf(conference, actor)
    ? refuse('not-inside', 'only people inside may look')
    : refuse('no-conference', 'there is no such conference')
}

/**
 * May the caller know of the conference? People inside and those who were lost a moment ago, the invited, the owner,
 * administrators, keys. A guest whom a lock or the waiting room keeps out sees nothing.
 */
export function mayWatch(conference: Conference, actor: Actor): boolean {
  if (mayFollow(conference, actor)) return true
  const person = personOf(conference, actor)
  if (!person?.invited || person.presence.is === 'waiting') return false
  return !(person.presence.is === 'gone' && person.presence.reason === 'removed')
}

/** The same, for what happens in there: the invited have to come in first. */
export function mayFollow(conference: Conference, actor: Actor): boolean {
  const { books, level } = standingOf(conference, actor)
  if (books || level === 'system') return true
  const person = personOf(conference, actor)
  if (!person) return false
  const { presence } = person
  return isInside(person) || (presence.is === 'gone' && presence.reason === 'lost')
}

export function personOf(conference: Conference, actor: Actor): Participant | null {
  const id = participantOf(conference, actor)
  return (id && conference.people[id]) || null
}

import {
  type ConferenceId,
  isInside,
  type Opening,
  type Participant,
  type ParticipantId,
  refuse,
} from '@parley/core'
import {
  type JoinResult,
  type ParsedParamsOf,
  rpcLimits,
  type Topic,
  topics,
  type WaitingResult,
} from '@parley/protocol'
import { guestCaller } from '../auth/caller.ts'
import type { House } from '../house.ts'
import { HEARTBEAT } from '../live/heartbeat.ts'
import { lastSignalsView } from '../live/last-signals.ts'
import type { Lobby } from '../live/lobby.ts'
import { mediaOf } from '../media.ts'
import { joinParams } from '../receive.ts'
import { type Call, callerOf, connectionOf, type Handler } from '../rpc/call.ts'
import { proofOf } from '../rpc/proof.ts'
import { chatView, conferenceView, membersView, roleOf } from '../views.ts'

type Params = ParsedParamsOf<'conference.join'>
type Entered = {
  participantId: ParticipantId
  resumed: boolean
  waiting: boolean
  revision: number
  commandId: string | null
}

/** Somebody inside sees everything, also how the others' lines are. */
const EVERY_TOPIC: ReadonlySet<Topic> = new Set(topics)

/** A join causes at most this many events; its own are looked for among the last. */
const MOST_EVENTS = 8

/**
 * Enters, and follows from the very revision the answer shows ([WC] 3.2): what happens next arrives as events,
 * after the answer. Again on the same connection: the same member.
 */
export const conferenceJoin: Handler<'conference.join'> = async (house, call, params) => {
  const connection = connectionOf(call)
  return await connection.entering(params.confId as ConferenceId, async () => {
    const waiting = stillWaiting(call, params)
    if (waiting) return waiting
    const entered = (await already(house, call, params)) ?? (await enter(house, call, params))
    return entered.waiting
      ? await wait(house, call, params, entered)
      : await come(house, call, params, entered)
  })
}

async function come(house: House, call: Call, params: Params, entered: Entered): Promise<JoinResult> {
  const connection = connectionOf(call)
  const confId = params.confId as ConferenceId
  const { opening, subscription } = await connection.follow({
    confId,
    topics: EVERY_TOPIC,
    after: Math.max(1, entered.revision - MOST_EVENTS),
    start: 'nothing',
    batch: params.batch ?? false,
  })
  const { conference } = opening
  const person = conference.people[entered.participantId]
  if (!person || !isInside(person)) {
    connection.unfollow(confId)
    refuse('not-inside', 'no longer inside')
  }
  const generation =
    entered.commandId === null
      ? (connection.bindingOf(confId)?.generation ?? person.generation)
      : generationOf(opening, entered.commandId, person)
  const binding = connection.bind(
    confId,
    person.id,
    generation,
    person.presence.is === 'present' ? 'up' : 'down',
  )
  binding.note('up')
  await rememberName(house, call, person)
  const sight = connection.sightOn(conference)
  const members = membersView(conference, sight)
  const large = members.length > rpcLimits.snapshotMembers
  call.afterAnswer(() => {
    // Too many for one frame: the whole list follows in parts, before any event.
    if (large) connection.sendSnapshot(opening)
    subscription.release()
  })
  return {
    memberId: person.id,
    role: roleOf(person),
    version: conference.revision,
    conference: conferenceView(conference, connection.audience),
    members: large ? firstOf(members, person.id) : members,
    chat: chatView(conference, sight),
    ...lastSignalsView(opening),
    media: mediaOf(house.parts, conference, person),
    heartbeat: HEARTBEAT,
    resumed: entered.resumed,
  }
}

/** Into the waiting room; let in in the very moment, inside after all. */
async function wait(
  house: House,
  call: Call,
  params: Params,
  entered: Entered,
): Promise<WaitingResult | JoinResult> {
  const connection = connectionOf(call)
  const confId = params.confId as ConferenceId
  const { parts } = house
  const person = (await parts.conferences.get(confId)).people[entered.participantId]
  if (!person) refuse('not-inside', 'no longer waiting')
  const lobby = await connection.wait(confId, person.id, person.generation, 'up')
  await rememberName(house, call, person)
  const answer = waitingAnswer(lobby)
  if (!answer) {
    const { stand } = lobby
    if (stand !== null && stand.state !== 'admitted') refuse('not-inside', 'no longer waiting')
    // Let in before this answer was ready, or a kept answer of a moment when one still waited.
    return await come(house, call, params, await enter(house, call, { ...params, idemKey: undefined }))
  }
  call.afterAnswer(() => lobby.release())
  return answer
}

/** Waits on this connection as before: the same answer again. */
function stillWaiting(call: Call, { confId }: Params): WaitingResult | null {
  const waiting = connectionOf(call).waitingIn(confId as ConferenceId)
  return waiting && waitingAnswer(waiting.lobby)
}

function waitingAnswer({ conference, stand }: Lobby): WaitingResult | null {
  if (stand?.state !== 'waiting' || stand.position === null || stand.until === null) return null
  return {
    waiting: true,
    memberId: stand.memberId,
    version: conference.revision,
    confName: conference.title,
    position: stand.position,
    until: stand.until,
    heartbeat: HEARTBEAT,
  }
}

/** Inside by this connection with the same media: nothing has to be done. */
async function already({ parts }: House, call: Call, { confId, media }: Params): Promise<Entered | null> {
  const binding = connectionOf(call).bindingOf(confId as ConferenceId)
  if (!binding) return null
  const conference = await parts.conferences.get(binding.confId)
  const person = conference.people[binding.participantId]
  if (!person || !isInside(person) || person.generation !== binding.generation) return null
  if (person.media.audio !== media.audio || person.media.video !== media.video) return null
  return {
    participantId: person.id,
    resumed: true,
    waiting: false,
    revision: conference.revision,
    commandId: null,
  }
}

async function enter(house: House, call: Call, params: Params): Promise<Entered> {
  const { parts } = house
  const caller = callerOf(call)
  const conferenceId = params.confId as ConferenceId
  if (caller.is === 'key') refuse('forbidden', 'a service is not a person')
  const conference = await parts.conferences.get(conferenceId)
  const join = joinParams(params, {
    proof: proofOf(house, call, caller, conference, params),
    name: caller.actor.name,
    device: connectionOf(call).device,
  })
  const commandId = parts.ids.commandId()
  const answer = await parts.conferences.execute({
    type: 'Join',
    params: join,
    id: commandId,
    conferenceId,
    // A guest has no other name than the one it enters with.
    actor:
      caller.is === 'guest' && caller.actor.name === ''
        ? { ...caller.actor, name: join.name.trim() }
        : caller.actor,
    via: 'page',
    ...(params.idemKey === undefined ? {} : { idempotencyKey: params.idemKey }),
  })
  if (answer.participantId === undefined) throw new Error('a join answers who one is')
  return {
    participantId: answer.participantId,
    resumed: answer.resumed ?? false,
    waiting: answer.waiting ?? false,
    revision: answer.revision,
    commandId,
  }
}

/** Ours, not that of a page that entered a moment later. */
function generationOf({ replay }: Opening, commandId: string, person: Participant): number {
  for (const event of replay ?? []) {
    if (event.cause !== commandId) continue
    if (event.type === 'ParticipantJoined') return event.data.card.generation
    if (event.type === 'ParticipantResumed') return event.data.generation
  }
  return person.generation
}

/** So that what a guest does is logged under the name it has, also by later logins of the same guest. */
async function rememberName({ parts }: House, call: Call, person: Participant): Promise<void> {
  const caller = callerOf(call)
  if (caller.is !== 'guest' || caller.guest.name === person.name || !caller.guest.runId) return
  const { family, deadline, guest } = caller
  await parts.guests.activate(guest.id, {
    name: person.name,
    runId: caller.guest.runId,
    expiresAt: guest.expiresAt,
  })
  call.connection?.renew(guestCaller({ ...guest, name: person.name }, { family, deadline }))
}

function firstOf<M extends { memberId: string }>(members: readonly M[], own: string): M[] {
  const first = members.slice(0, rpcLimits.snapshotMembers)
  const me = members.find(({ memberId }) => memberId === own)
  return me && !first.includes(me) ? [...first, me] : first
}

import {
  type Conference,
  type ConferenceId,
  isInside,
  type Opening,
  type Participant,
  type ParticipantId,
  type Proof,
  Refusal,
  refuse,
} from '@parley/core'
import { type ParsedParamsOf, rpcLimits } from '@parley/protocol'
import type { Caller } from '../auth/caller.ts'
import { guestCaller } from '../auth/caller.ts'
import type { House } from '../house.ts'
import { HEARTBEAT } from '../live/heartbeat.ts'
import { mediaOf } from '../media.ts'
import { joinParams } from '../receive.ts'
import { type Call, callerOf, connectionOf, type Handler } from '../rpc/call.ts'
import { conferenceView, membersView, roleOf, speakersView } from '../views.ts'
import { USUAL_TOPICS } from './conference.subscribe.ts'

type Params = ParsedParamsOf<'conference.join'>
type Entered = { participantId: ParticipantId; resumed: boolean; revision: number; commandId: string | null }

/** A join causes at most this many events; its own are looked for among the last. */
const MOST_EVENTS = 4

/**
 * Enters, and follows from the very revision the answer shows ([WC] 3.2): what happens next arrives as events,
 * after the answer. Again on the same connection: the same member.
 */
export const conferenceJoin: Handler<'conference.join'> = async (house, call, params) => {
  const connection = connectionOf(call)
  const confId = params.confId as ConferenceId
  return await connection.entering(confId, async () => {
    const entered = (await already(house, call, params)) ?? (await enter(house, call, params))
    const { opening, subscription } = await connection.follow({
      confId,
      topics: USUAL_TOPICS,
      after: Math.max(1, entered.revision - MOST_EVENTS),
      start: 'nothing',
    })
    const { conference, speakers } = opening
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
    const members = membersView(conference, connection.audience)
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
      ...(speakers ? { speaker: speakersView(speakers) } : {}),
      media: mediaOf(house.parts, conference, person),
      heartbeat: HEARTBEAT,
      resumed: entered.resumed,
    }
  })
}

/** Inside by this connection with the same media: nothing has to be done. */
async function already({ parts }: House, call: Call, { confId, media }: Params): Promise<Entered | null> {
  const binding = connectionOf(call).bindingOf(confId as ConferenceId)
  if (!binding) return null
  const conference = await parts.conferences.get(binding.confId)
  const person = conference.people[binding.participantId]
  if (!person || !isInside(person) || person.generation !== binding.generation) return null
  if (person.media.audio !== media.audio || person.media.video !== media.video) return null
  return { participantId: person.id, resumed: true, revision: conference.revision, commandId: null }
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
    revision: answer.revision,
    commandId,
  }
}

/** A guest's account carries it; a user shows a password or the key of a host link, or comes by right. */
function proofOf(
  { parts }: House,
  call: Call,
  caller: Caller,
  conference: Conference,
  { password, hostKey }: Params,
): Proof {
  if (caller.is === 'guest') return caller.guest.proof
  if (password === undefined && hostKey === undefined) return 'none'
  const key = `${conference.id} ${call.address}`
  parts.throttles.check('password', key)
  const proof = parts.access.prove(conference, {
    ...(password === undefined ? {} : { password }),
    ...(hostKey === undefined ? {} : { hostKey }),
  })
  if (proof === 'wrong') {
    parts.throttles.fail('password', key)
    throw new Refusal('wrong-password', 'the password is wrong')
  }
  return proof
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

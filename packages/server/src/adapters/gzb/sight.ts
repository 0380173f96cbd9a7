/** What one reader may see of a conference; decides which of the encodings of an event is theirs. */
import {
  type Actor,
  type Conference,
  hasFloor,
  isInside,
  maySee,
  type Participant,
  type ParticipantId,
  participantOf,
  type Recorded,
  type RunId,
  runOf,
  standingOf,
} from '@parley/core'

/** Guests see no account of anybody ([WC] 4.6). */
export type Audience = 'guest' | 'user'

export type Sight = {
  readonly audience: Audience
  /** Sees who waits to be let in: chair, cohosts, and those who rank above them. */
  readonly floor: boolean
  /** Who the reader is there. */
  readonly me: ParticipantId | null
  /** The run that is on, or was on last. */
  readonly runId: RunId | null
}

/** Readers of one class see the same, but for what is said to one person. */
export type SightClass = `${Audience}${'' | '+'}`

export function classOf({ audience, floor }: Pick<Sight, 'audience' | 'floor'>): SightClass {
  return floor ? `${audience}+` : audience
}

export function sightOf(conference: Conference, actor: Actor): Sight {
  return {
    audience: actor.is === 'guest' ? 'guest' : 'user',
    floor: hasFloor(standingOf(conference, actor)),
    me: participantOf(conference, actor) ?? null,
    runId: runOf(conference)?.id ?? null,
  }
}

/**
 * The sight after more has happened, without a walk over everybody: one reader among hundreds looks at each of
 * thousands of events.
 */
export function sightAfter(
  before: Sight,
  events: readonly Recorded[],
  after: Conference,
  actor: Actor,
): Sight {
  let { me } = before
  const runId = runOf(after)?.id ?? before.runId
  for (const { data } of events) {
    if ('participantId' in data && isOf(data.who, actor)) me = data.participantId
  }
  if (me !== null && !after.people[me]) me = null
  const person = me === null ? undefined : after.people[me]
  const ranks = actor.is === 'user' || actor.is === 'guest' || actor.is === 'token' ? rankOf(person) : true
  const floor = ranks || (actor.is !== 'guest' && isAbove(after, actor))
  if (me === before.me && floor === before.floor && runId === before.runId) return before
  return { ...before, me, floor, runId }
}

/** May one of these events, up to `now`, have given or taken the floor? Then a replay tells too little. */
export function mayHaveMoved(
  events: readonly Recorded[],
  { me }: Sight,
  now: Conference,
  actor: Actor,
): boolean {
  // Who is forgotten by now may have had one.
  const hadRank = me === null || now.people[me]?.role !== 'participant'
  return events.some(({ type, data }) => {
    switch (type) {
      case 'HostChanged':
        return [data.from, data.to].some((one) => one !== null && isOf(one.who, actor))
      case 'CohostChanged':
        return isOf(data.who, actor)
      case 'ParticipantJoined':
        return hadRank && isOf(data.who, actor)
      case 'ParticipantLeft':
        // Removal takes the rank away, whatever the person comes back as.
        return (hadRank || data.reason === 'removed') && isOf(data.who, actor)
      default:
        return false
    }
  })
}

/** Waits to be let in, or was let in and is on the way: nothing of them is known to people without the floor. */
export function isHidden({ presence, invited }: Participant, { floor }: Pick<Sight, 'floor'>): boolean {
  return !floor && !invited && (presence.is === 'waiting' || presence.is === 'joining')
}

/** May this event be told to the reader at all? What may not is told as `skip`. */
export function mayBeTold(event: Recorded, sight: Sight): boolean {
  const { floor, me } = sight
  switch (event.type) {
    case 'LobbyEntered':
    case 'LobbyLeft':
      return floor || event.data.invited
    case 'ChatPosted':
      return (
        wasPresent(event, sight) &&
        maySee({ from: event.data.participantId, to: event.data.to?.participantId ?? null }, me)
      )
    default:
      return true
  }
}

/** What was written in a run before is no business of those who are let into a later one. */
function wasPresent({ runId }: Recorded, sight: Sight): boolean {
  return runId === sight.runId || (sight.floor && sight.audience === 'user')
}

function rankOf(person: Participant | undefined): boolean {
  return person !== undefined && isInside(person) && person.role !== 'participant'
}

function isAbove({ owner, tenantId }: Conference, actor: Actor): boolean {
  if (actor.is === 'token') return actor.level === 'host'
  if (actor.is !== 'user') return true
  return actor.userId === owner.userId || (actor.admin && actor.tenantId === tenantId)
}

function isOf(who: Participant['who'], actor: Actor): boolean {
  if (actor.is === 'guest') return who.is === 'guest' && who.guestId === actor.guestId
  return actor.is === 'user' && who.is === 'user' && who.userId === actor.userId
}

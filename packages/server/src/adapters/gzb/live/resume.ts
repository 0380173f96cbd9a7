/** [WC] 3.6 and 4.8: what a page that lost its connection gets back without asking. */
import { type Conference, type ConferenceId, isAtTheDoor, isInside, type Participant } from '@parley/core'
import { confId as confIdShape } from '@parley/protocol'
import type { House } from '../house.ts'
import { USUAL_TOPICS } from '../methods/conference.subscribe.ts'
import { mayFollow, personOf } from '../rpc/call.ts'
import type { Connection } from './connection.ts'
import { notice } from './piece.ts'
import type { Followed, Memory } from './registry.ts'

/** Of the socket's address: `resume={connId}` and `v={confId}:{version},…`. */
export type Wish = { connId: string | null; versions: ReadonlyMap<ConferenceId, number> }

export type Plan = { replaced: boolean; followed: readonly Followed[] }

const MOST_VERSIONS = 20

export function readWish(query: URLSearchParams): Wish {
  const versions = new Map<ConferenceId, number>()
  for (const part of (query.get('v') ?? '').split(',').slice(0, MOST_VERSIONS)) {
    const [id = '', version = ''] = part.split(':')
    if (confIdShape.safeParse(id).success && /^\d{1,15}$/.test(version))
      versions.set(id as ConferenceId, Number(version))
  }
  return { connId: query.get('resume'), versions }
}

/** What can be given back: from memory, and after a restart from the conferences themselves. */
export async function planResume(
  house: House,
  connection: Connection,
  wish: Wish,
  memory: Memory | null,
): Promise<Plan> {
  if (wish.connId === null) return { replaced: false, followed: [] }
  if (memory?.replaced) return { replaced: true, followed: [] }
  const wished = memory?.followed ?? forgottenOf(connection, wish)
  const followed: Followed[] = []
  for (const one of wished) {
    const conference = await house.parts.conferences.state(one.confId)
    if (!conference) continue
    const person = one.member ? conference.people[one.member.participantId] : undefined
    // Another page of the same person came by now, and this one never heard of it.
    if (person && isHere(person) && person.generation > (one.member?.generation ?? 0))
      return { replaced: true, followed: [] }
    // Sent back to the waiting room meanwhile.
    if (one.waits || (person && isAtTheDoor(person))) {
      followed.push({ ...one, waits: true })
      continue
    }
    const version = wish.versions.get(one.confId) ?? one.version
    if (memory) {
      if (!mayFollow(conference, connection.caller.actor)) continue
      followed.push({ ...one, version, member: person && isInside(person) ? one.member : null })
    } else {
      const found = fromState(conference, connection, version)
      if (found && (found.waits || wish.versions.has(one.confId))) followed.push(found)
    }
  }
  return { replaced: false, followed }
}

/** Follows again, brings the people back, and says what was restored. */
export async function resume(connection: Connection, { followed }: Plan): Promise<void> {
  const confs: { confId: ConferenceId; version: number }[] = []
  for (const { confId, topics, version, silent, batch, member, waits } of followed) {
    if (waits) {
      if (member) await waitAgain(connection, confId, member, version || null)
      continue
    }
    const { subscription } = await connection.follow({ confId, topics, silent, batch, after: version })
    subscription.release()
    if (member) {
      const person = subscription.conference.people[member.participantId]
      const line = person?.presence.is === 'present' ? 'up' : 'down'
      connection.bind(confId, member.participantId, member.generation, line).note('up')
    }
    confs.push({ confId, version: subscription.version })
  }
  connection.send(notice('session.resumed', { confs }))
}

/** Back in the waiting room, or told what became of it meanwhile. */
async function waitAgain(
  connection: Connection,
  confId: ConferenceId,
  { participantId, generation }: NonNullable<Followed['member']>,
  after: number | null,
): Promise<void> {
  const lobby = await connection.wait(confId, participantId, generation, 'down', after)
  connection.waitingIn(confId)?.binding.note('up')
  lobby.release({ first: true })
}

/** What the page says it followed; a guest who waited followed nothing, and has one conference. */
function forgottenOf({ caller }: Connection, { versions }: Wish): Followed[] {
  const known = [...versions].map(([confId, version]) => forgotten(confId, version))
  if (caller.is !== 'guest' || versions.has(caller.guest.conferenceId)) return known
  return [...known, forgotten(caller.guest.conferenceId, 0)]
}

function forgotten(confId: ConferenceId, version: number): Followed {
  return { confId, topics: USUAL_TOPICS, version, silent: false, batch: false, member: null, waits: false }
}

/**
 * Nothing is remembered, as after a restart. Somebody interrupted comes back; somebody present is so by another
 * page; a mere onlooker looks on.
 */
function fromState(conference: Conference, connection: Connection, version: number): Followed | null {
  const known = forgotten(conference.id, version)
  const person = personOf(conference, connection.caller.actor)
  if (!person || person.presence.is === 'invited')
    return mayFollow(conference, connection.caller.actor) ? known : null
  const member = { participantId: person.id, generation: person.generation }
  if (isAtTheDoor(person)) return { ...known, member, waits: true }
  return person.presence.is === 'interrupted' ? { ...known, member } : null
}

function isHere(person: Participant): boolean {
  return isInside(person) || isAtTheDoor(person)
}

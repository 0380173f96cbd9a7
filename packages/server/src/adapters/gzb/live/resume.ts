/** [WC] 3.6 and 4.8: what a page that lost its connection gets back without asking. */
import type { Conference, ConferenceId } from '@parley/core'
import { isInside } from '@parley/core'
import { confId as confIdShape } from '@parley/protocol'
import type { House } from '../house.ts'
import { USUAL_TOPICS } from '../methods/conference.subscribe.ts'
import { mayWatch, personOf } from '../rpc/call.ts'
import type { Connection } from './connection.ts'
import { notice } from './encoder.ts'
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
  const wished = memory?.followed ?? [...wish.versions].map(([confId, version]) => forgotten(confId, version))
  const followed: Followed[] = []
  for (const one of wished) {
    const conference = await house.parts.conferences.state(one.confId)
    if (!conference || !mayWatch(conference, connection.caller.actor)) continue
    const version = wish.versions.get(one.confId) ?? one.version
    if (memory) {
      const person = one.member ? conference.people[one.member.participantId] : undefined
      // Another page of the same person is inside by now, and this one never heard of it.
      if (person && isInside(person) && person.generation > (one.member?.generation ?? 0))
        return { replaced: true, followed: [] }
      followed.push({ ...one, version, member: person && isInside(person) ? one.member : null })
    } else {
      const found = fromState(conference, connection, version)
      if (found) followed.push(found)
    }
  }
  return { replaced: false, followed }
}

/** Follows again, brings the people back, and says what was restored. */
export async function resume(connection: Connection, { followed }: Plan): Promise<void> {
  const confs: { confId: ConferenceId; version: number }[] = []
  for (const { confId, topics, version, silent, member } of followed) {
    const { subscription } = await connection.follow({ confId, topics, silent, after: version })
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

function forgotten(confId: ConferenceId, version: number): Followed {
  return { confId, topics: USUAL_TOPICS, version, silent: false, member: null }
}

/**
 * Nothing is remembered, as after a restart. Somebody interrupted comes back; somebody present is so by another
 * page; a mere onlooker looks on.
 */
function fromState(conference: Conference, connection: Connection, version: number): Followed | null {
  const known = forgotten(conference.id, version)
  const person = personOf(conference, connection.caller.actor)
  if (!person || person.presence.is === 'invited') return connection.caller.is === 'guest' ? null : known
  if (person.presence.is !== 'interrupted') return null
  return { ...known, member: { participantId: person.id, generation: person.generation } }
}

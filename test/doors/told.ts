import type { Cast } from '@parley/core/testing'

/** An event without what differs from one meeting to the next: names for ids, and no times. */
export type Plain = { type: string; data: unknown; participant: string | null }

type Eventlike = { type: string; data: object; actor: { name: string; participantId?: string } }

const ID = /^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|w[0-9a-z]{11})$/
/** Instants are milliseconds since 1970; nothing else in an event is as large. */
const FIRST_INSTANT = 1_000_000_000_000

export function createPlain(cast: Cast): (event: Eventlike) => Plain {
  const names = new Map<unknown, string>(Object.entries(cast).map(([name, id]) => [id, `the ${name}`]))

  return ({ type, data, actor }) => ({
    type,
    data: plain(data),
    participant: actor.participantId === undefined ? null : nameOf(actor.participantId),
  })

  function nameOf(id: unknown): string {
    return names.get(id) ?? 'somebody new'
  }

  function plain(value: unknown, key = ''): unknown {
    if (typeof value === 'number') return value >= FIRST_INSTANT ? 'a time' : value
    // Where people are named by account, guest or number, they are named by participant as well.
    if (key === 'who') return 'a person'
    // The shown name of who did it.
    if (key === 'by') return 'the actor'
    if (key.endsWith('articipantId')) return value === null ? null : nameOf(value)
    if (typeof value === 'string') return names.get(value) ?? (ID.test(value) ? 'an id' : value)
    if (Array.isArray(value)) return value.map((one) => plain(one))
    if (typeof value !== 'object' || value === null) return value
    // A recorded event has no absent members.
    const entries = Object.entries(value).filter(([, one]) => one !== undefined)
    return Object.fromEntries(entries.map(([name, one]) => [name, plain(one, name)]))
  }
}

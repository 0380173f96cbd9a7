import { type EventType, PERSONAL_ACTOR_FIELDS, PERSONAL_FIELDS } from '../conference/events.ts'
import type { ErasedPerson } from './events.ts'
import { isSiteEntry, type LogEntry } from './log-entry.ts'

/** The id under which the person is known; recorded events hold it as a JSON string. */
export function erasedId(person: ErasedPerson): string {
  return person.is === 'user' ? person.userId : person.guestId
}

/**
 * The entry without what it says of the person: texts are empty, ids stay; the entry itself when it says nothing. A dead
 * letter that forwards an event of which `toldOf` is true loses its data.
 */
export function erasePerson(
  entry: LogEntry,
  person: ErasedPerson,
  toldOf: (eventId: string) => boolean,
): LogEntry {
  const next = structuredClone(entry)
  if (isActor(next.actor, person)) {
    const actor = next.actor as Node
    for (const field of PERSONAL_ACTOR_FIELDS) if (actor[field] !== undefined) actor[field] = ''
  }
  if (!isSiteEntry(next)) blankFields(next.data as Node, next.type, person, isActor(next.actor, person))
  else if (next.type === 'EventPut' && next.data.why === 'dead-letter' && toldOf(next.data.event.id)) {
    next.data.event.data = undefined
    next.data.event.data_base64 = undefined
  }
  return JSON.stringify(next) === JSON.stringify(entry) ? entry : next
}

type Node = Record<string, unknown>

function blankFields(data: Node, type: EventType, person: ErasedPerson, caused: boolean): void {
  const doomed = PERSONAL_FIELDS[type].flatMap((path) => {
    const parents = path.split('.')
    const field = parents.pop() ?? ''
    return nodesAt(data, parents)
      .filter((node) => (field === 'by' ? caused : isAbout(node, person)))
      .map((node) => ({ node, field }))
  })
  // Found before anything is blanked: a person is known by fields that are blanked themselves.
  for (const { node, field } of doomed) node[field] = blank(node[field])
}

function nodesAt(node: unknown, path: readonly string[]): Node[] {
  if (typeof node !== 'object' || node === null) return []
  const [step, ...rest] = path
  if (step === undefined) return [node as Node]
  if (step === '*') return Object.values(node).flatMap((one) => nodesAt(one, rest))
  return nodesAt((node as Node)[step], rest)
}

/** A participant, a subject or an owner. */
function isAbout(node: Node, person: ErasedPerson): boolean {
  const who = (node.who ?? node) as Node
  return person.is === 'user' ? who.userId === person.userId : who.guestId === person.guestId
}

function isActor({ is, id }: { is: string; id: string }, person: ErasedPerson): boolean {
  return person.is === 'user'
    ? (is === 'user' || is === 'token') && id === person.userId
    : is === 'guest' && id === person.guestId
}

/** A `who` keeps what tells one from another. */
function blank(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return ''
  const who = value as Node
  return { ...who, ...('account' in who ? { account: '' } : {}), ...('number' in who ? { number: '' } : {}) }
}

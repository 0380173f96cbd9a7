import { createHash } from 'node:crypto'
import type {
  Append,
  AppendResult,
  Conference,
  ConferenceIndex,
  KeptAnswer,
  Unpositioned,
} from '@parley/core'
import type { Transaction } from 'kysely'
import type { SqlDialect } from './dialect.ts'
import type { ConferenceRow, Schema } from './schema.ts'
import { insertRows, marks, run } from './statements.ts'

type Known = { revision: number; openLink: string | null; invited: string }
type Accepted = { append: Append; position: number }

const CONFERENCE = [
  'id',
  'tenant_id',
  'owner_id',
  'invited_json',
  'title',
  'owner_name',
  'search_text',
  'state',
  'revision',
  'starts_at',
  'closed_at',
  'link_lookup',
  'open_link',
  'due_at',
] as const satisfies (keyof ConferenceRow)[]
const EVENT = ['position', 'conference_id', 'revision', 'id', 'type', 'time', 'body'] as const
const SNAPSHOT = ['conference_id', 'revision', 'state_json'] as const
const ANSWER = ['id', 'fingerprint', 'answer', 'expires_at'] as const

/**
 * Several appends in the caller's transaction. It begins by locking the counter of positions, so appends of all
 * nodes happen one after the other: what is read after that cannot change, positions become visible in their
 * order, and every check can be made here in one go instead of statement by statement.
 */
export async function commitAppends(
  trx: Transaction<Schema>,
  dialect: SqlDialect,
  appends: readonly Append[],
): Promise<AppendResult[]> {
  const counter = await trx
    .selectFrom('counters')
    .select('value')
    .where('name', '=', 'position')
    .modifyEnd(dialect.lockRows)
    .executeTakeFirstOrThrow()
  const before = await knownConferences(trx, appends)
  const holders = await linkHolders(trx, appends, before)
  const answered = await liveAnswers(trx, appends)

  const now = new Map(before)
  const accepted: Accepted[] = []
  let position = counter.value
  const results = appends.map((append): AppendResult => {
    const { conferenceId, index, events, answer } = append
    const current = now.get(conferenceId)
    const why = reasonToRefuse(append, current, holders, answered)
    if (why) return { ok: false, why }
    const openLink = openLinkOf(index)
    if (current?.openLink != null && current.openLink !== openLink) holders.delete(current.openLink)
    if (openLink !== null) holders.set(openLink, conferenceId)
    if (answer) answered.set(answerId(answer), answer.expiresAt)
    now.set(conferenceId, { revision: index.revision, openLink, invited: JSON.stringify(index.invitedIds) })
    accepted.push({ append, position: position + 1 })
    position += events.length
    return { ok: true, position: position - events.length + 1 }
  })

  if (accepted.length > 0) {
    await keepIndexes(trx, dialect, accepted, before)
    await keepEvents(trx, accepted)
    await keepSnapshots(trx, dialect, accepted)
    await keepAnswers(trx, dialect, accepted)
    await run(trx, "update counters set value = ? where name = 'position'", [position])
  }
  return results
}

function reasonToRefuse(
  { conferenceId, expectedRevision, index, events, answer }: Append,
  current: Known | undefined,
  holders: ReadonlyMap<string, string>,
  answered: ReadonlyMap<string, number>,
): 'conflict' | 'number-taken' | 'link-taken' | null {
  if (expectedRevision === 0 && current) return 'number-taken'
  if (expectedRevision !== (current?.revision ?? 0)) return 'conflict'
  if (answer && (answered.get(answerId(answer)) ?? 0) > (events[0]?.time ?? 0)) return 'conflict'
  const openLink = openLinkOf(index)
  const holder = openLink === null ? undefined : holders.get(openLink)
  return holder !== undefined && holder !== conferenceId ? 'link-taken' : null
}

async function knownConferences(
  db: Transaction<Schema>,
  appends: readonly Append[],
): Promise<Map<string, Known>> {
  const ids = [...new Set(appends.map(({ conferenceId }) => conferenceId))]
  const rows = await run<Pick<ConferenceRow, 'id' | 'revision' | 'open_link' | 'invited_json'>>(
    db,
    `select id, revision, open_link, invited_json from conferences where id in (${marks(ids.length)})`,
    ids,
  )
  return new Map(
    rows.map(({ id, revision, open_link, invited_json }) => [
      id,
      { revision, openLink: open_link, invited: invited_json },
    ]),
  )
}

/** Who has the link passwords that these appends bring in. Most bring in none. */
async function linkHolders(
  db: Transaction<Schema>,
  appends: readonly Append[],
  before: ReadonlyMap<string, Known>,
): Promise<Map<string, string>> {
  const held = [...before].flatMap(([id, { openLink }]) =>
    openLink === null ? [] : [[openLink, id] as const],
  )
  const holders = new Map<string, string>(held)
  const links = new Set<string>()
  for (const { index } of appends) {
    const openLink = openLinkOf(index)
    if (openLink !== null && !holders.has(openLink)) links.add(openLink)
  }
  if (links.size === 0) return holders
  const rows = await run<{ id: string; open_link: string }>(
    db,
    `select id, open_link from conferences where open_link in (${marks(links.size)})`,
    [...links],
  )
  for (const { id, open_link } of rows) holders.set(open_link, id)
  return holders
}

async function liveAnswers(
  db: Transaction<Schema>,
  appends: readonly Append[],
): Promise<Map<string, number>> {
  const ids = appends.flatMap(({ answer }) => (answer ? [answerId(answer)] : []))
  if (ids.length === 0) return new Map()
  const rows = await run<{ id: string; expires_at: number }>(
    db,
    `select id, expires_at from kept_answers where id in (${marks(ids.length)})`,
    ids,
  )
  return new Map(rows.map(({ id, expires_at }) => [id, expires_at]))
}

async function keepIndexes(
  db: Transaction<Schema>,
  dialect: SqlDialect,
  accepted: readonly Accepted[],
  before: ReadonlyMap<string, Known>,
): Promise<void> {
  const last = new Map<string, ConferenceIndex>(
    accepted.map(({ append }) => [append.conferenceId, append.index]),
  )
  // Given up first, so that another conference of the same commit may take it, in whatever order the rows are written.
  const givenUp = [...last.values()].flatMap((index) => {
    const link = before.get(index.conferenceId)?.openLink ?? null
    return link !== null && link !== openLinkOf(index) ? [index.conferenceId] : []
  })
  if (givenUp.length > 0) {
    await run(db, `update conferences set open_link = null where id in (${marks(givenUp.length)})`, givenUp)
  }
  const rows = [...last.values()].map(toRow)
  const [id, ...others] = CONFERENCE
  const values = rows.map((row) => CONFERENCE.map((column) => row[column]))
  await insertRows(db, 'conferences', CONFERENCE, values, dialect.orUpdate([id], others))

  const changed = rows.filter(({ id, invited_json }) => (before.get(id)?.invited ?? '[]') !== invited_json)
  if (changed.length === 0) return
  const ids = changed.map((row) => row.id)
  await run(db, `delete from conference_invited where conference_id in (${marks(ids.length)})`, ids)
  const invited = ids.flatMap((one) => (last.get(one)?.invitedIds ?? []).map((userId) => [one, userId]))
  await insertRows(db, 'conference_invited', ['conference_id', 'user_id'], invited)
}

async function keepEvents(db: Transaction<Schema>, accepted: readonly Accepted[]): Promise<void> {
  const rows = accepted.flatMap(({ append, position }) =>
    append.events.map((event, part) => eventRow(event, position + part)),
  )
  await insertRows(db, 'events', EVENT, rows)
}

/** The columns in the order of `EVENT`. */
function eventRow(event: Unpositioned, position: number): unknown[] {
  const { id, conferenceId, revision, type, time, ...body } = event
  return [position, conferenceId, revision, id, type, time, JSON.stringify(body)]
}

async function keepSnapshots(
  db: Transaction<Schema>,
  dialect: SqlDialect,
  accepted: readonly Accepted[],
): Promise<void> {
  const last = new Map<string, Conference>()
  for (const { append } of accepted) if (append.snapshot) last.set(append.conferenceId, append.snapshot)
  const rows = [...last].map(([id, state]) => [id, state.revision, JSON.stringify(state)])
  await insertRows(
    db,
    'snapshots',
    SNAPSHOT,
    rows,
    dialect.orUpdate(['conference_id'], ['revision', 'state_json']),
  )
}

async function keepAnswers(
  db: Transaction<Schema>,
  dialect: SqlDialect,
  accepted: readonly Accepted[],
): Promise<void> {
  const rows = accepted.flatMap(({ append: { answer } }) =>
    answer ? [[answerId(answer), answer.fingerprint, answer.answer, answer.expiresAt]] : [],
  )
  const [id, ...others] = ANSWER
  await insertRows(db, 'kept_answers', ANSWER, rows, dialect.orUpdate([id], others))
}

export function answerId({ scope, key }: Pick<KeptAnswer, 'scope' | 'key'>): string {
  return createHash('sha256')
    .update(JSON.stringify([scope, key]))
    .digest('hex')
}

function openLinkOf({ state, linkLookup }: ConferenceIndex): string | null {
  return state === 'closed' ? null : linkLookup
}

function toRow(index: ConferenceIndex): ConferenceRow {
  const { conferenceId, title, ownerName } = index
  return {
    id: conferenceId,
    tenant_id: index.tenantId,
    owner_id: index.ownerId,
    invited_json: JSON.stringify(index.invitedIds),
    title,
    owner_name: ownerName,
    search_text: [title, ownerName, conferenceId].join('\n').toLowerCase(),
    state: index.state,
    revision: index.revision,
    starts_at: index.startsAt,
    closed_at: index.closedAt,
    link_lookup: index.linkLookup,
    open_link: openLinkOf(index),
    due_at: index.dueAt,
  }
}

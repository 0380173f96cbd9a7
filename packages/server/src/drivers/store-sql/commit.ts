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

type Accepted = { append: Append; position: number; answerId: string | null }

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
/** Their number squared is how often ids are compared. */
const CASES_AT_ONCE = 50
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
  const [counter] = await run<{ value: number }>(
    trx,
    `select value from counters where name = 'position' ${dialect.lockRows}`,
    [],
  )
  const before = await knownConferences(trx, appends)
  const holders = await linkHolders(trx, appends, before)
  const answerIds = appends.map(({ answer }) => (answer ? answerId(answer) : null))
  const answered = await liveAnswers(trx, answerIds)

  const now = new Map(before)
  const accepted: Accepted[] = []
  let position = counter?.value ?? 0
  const results = appends.map((append, at): AppendResult => {
    const { conferenceId, index, events, answer } = append
    const current = now.get(conferenceId)
    const ownAnswer = answerIds[at] ?? null
    const answeredUntil = ownAnswer === null ? 0 : (answered.get(ownAnswer) ?? 0)
    const why = reasonToRefuse(append, current, holders, answeredUntil)
    if (why) return { ok: false, why }
    const row = toRow(index)
    if (current?.open_link != null && current.open_link !== row.open_link) holders.delete(current.open_link)
    if (row.open_link !== null) holders.set(row.open_link, conferenceId)
    if (answer && ownAnswer !== null) answered.set(ownAnswer, answer.expiresAt)
    now.set(conferenceId, row)
    accepted.push({ append, position: position + 1, answerId: ownAnswer })
    position += events.length
    return { ok: true, position: position - events.length + 1 }
  })

  if (accepted.length > 0) {
    await keepIndexes(
      trx,
      dialect,
      before,
      [...now.values()].filter((row) => row !== before.get(row.id)),
    )
    await keepEvents(trx, accepted)
    await keepSnapshots(trx, dialect, accepted)
    await keepAnswers(trx, dialect, accepted)
    await run(trx, "update counters set value = ? where name = 'position'", [position])
  }
  return results
}

function reasonToRefuse(
  { conferenceId, expectedRevision, index, events }: Append,
  current: ConferenceRow | undefined,
  holders: ReadonlyMap<string, string>,
  answeredUntil: number,
): 'conflict' | 'number-taken' | 'link-taken' | null {
  if (expectedRevision === 0 && current) return 'number-taken'
  if (expectedRevision !== (current?.revision ?? 0)) return 'conflict'
  if (answeredUntil > (events[0]?.time ?? 0)) return 'conflict'
  const openLink = openLinkOf(index)
  const holder = openLink === null ? undefined : holders.get(openLink)
  return holder !== undefined && holder !== conferenceId ? 'link-taken' : null
}

async function knownConferences(
  db: Transaction<Schema>,
  appends: readonly Append[],
): Promise<Map<string, ConferenceRow>> {
  const ids = [...new Set(appends.map(({ conferenceId }) => conferenceId))]
  const rows = await run<ConferenceRow>(
    db,
    `select * from conferences where id in (${marks(ids.length)})`,
    ids,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Who has the link passwords that these appends bring in. Most bring in none. */
async function linkHolders(
  db: Transaction<Schema>,
  appends: readonly Append[],
  before: ReadonlyMap<string, ConferenceRow>,
): Promise<Map<string, string>> {
  const holders = new Map<string, string>()
  for (const { id, open_link } of before.values()) if (open_link !== null) holders.set(open_link, id)
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

/** Until when the answers kept under these ids hold. */
async function liveAnswers(
  db: Transaction<Schema>,
  answerIds: readonly (string | null)[],
): Promise<Map<string, number>> {
  const ids = answerIds.filter((id) => id !== null)
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
  before: ReadonlyMap<string, ConferenceRow>,
  after: readonly ConferenceRow[],
): Promise<void> {
  const moved: ConferenceRow[] = []
  const changed: ConferenceRow[] = []
  for (const row of after) {
    const old = before.get(row.id)
    const same = old && CONFERENCE.every((column) => column === 'revision' || old[column] === row[column])
    if (same) moved.push(row)
    else changed.push(row)
  }
  await moveRevisions(db, moved)
  if (changed.length === 0) return
  // Given up first, so that another conference of the same commit may take it, in whatever order the rows are written.
  const givenUp = changed.flatMap(({ id, open_link }) => {
    const old = before.get(id)?.open_link ?? null
    return old !== null && old !== open_link ? [id] : []
  })
  if (givenUp.length > 0) {
    await run(db, `update conferences set open_link = null where id in (${marks(givenUp.length)})`, givenUp)
  }
  const values = changed.map((row) => CONFERENCE.map((column) => row[column]))
  const [id, ...others] = CONFERENCE
  await insertRows(db, 'conferences', CONFERENCE, values, dialect.orUpdate([id], others))
  await keepInvited(
    db,
    changed.filter((row) => (before.get(row.id)?.invited_json ?? '[]') !== row.invited_json),
  )
}

/** Most appends change nothing that a conference is found by: these leave every index of the table alone. */
async function moveRevisions(db: Transaction<Schema>, rows: readonly ConferenceRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += CASES_AT_ONCE) {
    const some = rows.slice(at, at + CASES_AT_ONCE)
    const cases = some.map(() => 'when ? then ?').join(' ')
    await run(
      db,
      `update conferences set revision = case id ${cases} end where id in (${marks(some.length)})`,
      [...some.flatMap(({ id, revision }) => [id, revision]), ...some.map(({ id }) => id)],
    )
  }
}

async function keepInvited(db: Transaction<Schema>, rows: readonly ConferenceRow[]): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await run(db, `delete from conference_invited where conference_id in (${marks(ids.length)})`, ids)
  const invited = rows.flatMap(({ id, invited_json }) =>
    (JSON.parse(invited_json) as string[]).map((userId) => [id, userId]),
  )
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
  const rows = accepted.flatMap(({ append: { answer }, answerId }) =>
    answer ? [[answerId, answer.fingerprint, answer.answer, answer.expiresAt]] : [],
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

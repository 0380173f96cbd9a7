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
import { type Known, keepIndexes, knownOf, openLinkOf } from './keep-indexes.ts'
import { lockPositions } from './log.ts'
import type { Schema } from './schema.ts'
import { insertRows, marks, run } from './statements.ts'

type Accepted = { append: Append; position: number; answerId: string | null }

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
  let position = await lockPositions(trx, dialect)
  const before = await knownConferences(trx, appends)
  const holders = await linkHolders(trx, appends, before)
  const answerIds = appends.map(({ answer }) => (answer ? answerId(answer) : null))
  const answered = await liveAnswers(trx, answerIds)

  const now = new Map(before)
  const after = new Map<string, ConferenceIndex>()
  const accepted: Accepted[] = []
  const results = appends.map((append, at): AppendResult => {
    const { conferenceId, index, events, answer } = append
    const current = now.get(conferenceId)
    const ownAnswer = answerIds[at] ?? null
    const answeredUntil = ownAnswer === null ? 0 : (answered.get(ownAnswer) ?? 0)
    const why = reasonToRefuse(append, current, holders, answeredUntil)
    if (why) return { ok: false, why }
    const known = knownOf(index)
    if (current?.open_link != null && current.open_link !== known.open_link) holders.delete(current.open_link)
    if (known.open_link !== null) holders.set(known.open_link, conferenceId)
    if (answer && ownAnswer !== null) answered.set(ownAnswer, answer.expiresAt)
    now.set(conferenceId, known)
    after.set(conferenceId, index)
    accepted.push({ append, position: position + 1, answerId: ownAnswer })
    position += events.length
    return { ok: true, position: position - events.length + 1 }
  })

  if (accepted.length > 0) {
    await keepIndexes(trx, dialect, before, [...after.values()])
    await keepEvents(trx, accepted)
    await keepSnapshots(trx, dialect, accepted)
    await keepAnswers(trx, dialect, accepted)
    await run(trx, "update counters set value = ? where name = 'position'", [position])
  }
  return results
}

function reasonToRefuse(
  { conferenceId, expectedRevision, index, events }: Append,
  current: Known | undefined,
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
): Promise<Map<string, Known>> {
  const ids = [...new Set(appends.map(({ conferenceId }) => conferenceId))]
  const rows = await run<Known>(
    db,
    `select id, revision, open_link, due_at, index_json from conferences where id in (${marks(ids.length)})`,
    ids,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Who has the link passwords that these appends bring in. Most bring in none. */
async function linkHolders(
  db: Transaction<Schema>,
  appends: readonly Append[],
  before: ReadonlyMap<string, Known>,
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

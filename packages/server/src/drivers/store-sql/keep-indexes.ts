import type { ConferenceIndex } from '@parley/core'
import type { Transaction } from 'kysely'
import type { SqlDialect } from './dialect.ts'
import type { ConferenceRow, Schema } from './schema.ts'
import { insertRows, marks, run } from './statements.ts'

/** As much of a conference as appends are checked and compared by. */
export type Known = Pick<ConferenceRow, 'id' | 'revision' | 'open_link' | 'due_at' | 'index_json'>

const COLUMNS = [
  'id',
  'tenant_id',
  'owner_id',
  'search_text',
  'state',
  'revision',
  'starts_at',
  'closed_at',
  'link_lookup',
  'open_link',
  'due_at',
  'index_json',
] as const satisfies (keyof ConferenceRow)[]
/** Their number squared is how often ids are compared. */
const CASES_AT_ONCE = 50

/** Writes what the conferences of one commit are found by from now on, one index for each. */
export async function keepIndexes(
  db: Transaction<Schema>,
  dialect: SqlDialect,
  before: ReadonlyMap<string, Known>,
  after: readonly ConferenceIndex[],
): Promise<void> {
  const moved: Known[] = []
  const changed: ConferenceIndex[] = []
  for (const index of after) {
    const known = knownOf(index)
    if (before.get(known.id)?.index_json === known.index_json) moved.push(known)
    else changed.push(index)
  }
  await setEach(db, 'revision', moved)
  await setEach(
    db,
    'due_at',
    moved.filter(({ id, due_at }) => before.get(id)?.due_at !== due_at),
  )
  await keepChanged(db, dialect, before, changed)
  await keepInvited(
    db,
    changed.filter((index) => !sameInvited(before.get(index.conferenceId), index)),
  )
}

/** Most appends change nothing else that a conference is found by: these leave the other indexes of the table alone. */
async function setEach(
  db: Transaction<Schema>,
  column: 'revision' | 'due_at',
  rows: readonly Known[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += CASES_AT_ONCE) {
    const some = rows.slice(at, at + CASES_AT_ONCE)
    const cases = some.map(() => 'when ? then ?').join(' ')
    await run(
      db,
      `update conferences set ${column} = case id ${cases} end where id in (${marks(some.length)})`,
      [...some.flatMap((row) => [row.id, row[column]]), ...some.map(({ id }) => id)],
    )
  }
}

async function keepChanged(
  db: Transaction<Schema>,
  dialect: SqlDialect,
  before: ReadonlyMap<string, Known>,
  changed: readonly ConferenceIndex[],
): Promise<void> {
  // Given up first, so that another conference of the same commit may take it, in whatever order the rows are written.
  const givenUp = changed.flatMap((index) => {
    const old = before.get(index.conferenceId)?.open_link ?? null
    return old !== null && old !== openLinkOf(index) ? [index.conferenceId] : []
  })
  if (givenUp.length > 0) {
    await run(db, `update conferences set open_link = null where id in (${marks(givenUp.length)})`, givenUp)
  }
  const rows = changed.map(toRow).map((row) => COLUMNS.map((column) => row[column]))
  const [id, ...others] = COLUMNS
  await insertRows(db, 'conferences', COLUMNS, rows, dialect.orUpdate([id], others))
}

async function keepInvited(db: Transaction<Schema>, changed: readonly ConferenceIndex[]): Promise<void> {
  if (changed.length === 0) return
  const ids = changed.map(({ conferenceId }) => conferenceId)
  await run(db, `delete from conference_invited where conference_id in (${marks(ids.length)})`, ids)
  const invited = changed.flatMap(({ conferenceId, invitedIds }) =>
    invitedIds.map((userId) => [conferenceId, userId]),
  )
  await insertRows(db, 'conference_invited', ['conference_id', 'user_id'], invited)
}

function sameInvited(old: Known | undefined, { invitedIds }: ConferenceIndex): boolean {
  const oldIds = old ? (JSON.parse(old.index_json) as ConferenceIndex).invitedIds : []
  return oldIds.length === invitedIds.length && oldIds.every((id, at) => id === invitedIds[at])
}

/** Null when closed: then the link is free for another conference. */
export function openLinkOf({ state, linkLookup }: ConferenceIndex): string | null {
  return state === 'closed' ? null : linkLookup
}

export function knownOf(index: ConferenceIndex): Known {
  const { revision, dueAt, ...rest } = index
  return {
    id: index.conferenceId,
    revision,
    open_link: openLinkOf(index),
    due_at: dueAt,
    index_json: JSON.stringify(rest),
  }
}

export function searchText({
  title,
  ownerName,
  conferenceId,
}: Pick<ConferenceIndex, 'title' | 'ownerName' | 'conferenceId'>): string {
  return [title, ownerName, conferenceId].join('\n').toLowerCase()
}

function toRow(index: ConferenceIndex): ConferenceRow {
  return {
    ...knownOf(index),
    tenant_id: index.tenantId,
    owner_id: index.ownerId,
    search_text: searchText(index),
    state: index.state,
    starts_at: index.startsAt,
    closed_at: index.closedAt,
    link_lookup: index.linkLookup,
  }
}

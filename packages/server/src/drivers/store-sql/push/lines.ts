import type { Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { marks, run } from '../statements.ts'
import { type OwedRow, WAITING } from './schema.ts'

/** Deliveries that are sent one after the other: those of one target and order key. */
export function lineOf(targetId: string, orderKey: string | null): string | null {
  return orderKey === null ? null : `${targetId} ${orderKey}`
}

export type Head = Pick<OwedRow, 'seq' | 'line' | 'free_at' | 'due_at' | 'worker'>

const AT_ONCE = 50

/** The oldest that is owed of each line: the one that may be claimed. One seek in the index for each. */
export async function headsOf(trx: Transaction<Schema>, lines: Iterable<string>): Promise<Map<string, Head>> {
  const all = [...new Set(lines)]
  const heads = new Map<string, Head>()
  for (let at = 0; at < all.length; at += AT_ONCE) {
    const some = all.slice(at, at + AT_ONCE)
    const each = some.map(
      (_, no) =>
        `select * from (select seq, line, free_at, due_at, worker from owed where line = ? order by seq limit 1) h${no}`,
    )
    const rows = await run<Head>(trx, each.join(' union all '), some)
    for (const row of rows) heads.set(row.line ?? '', row)
  }
  return heads
}

/** The same of one line; nobody leases it until the transaction ends. */
export async function holdHead(
  trx: Transaction<Schema>,
  lockRows: string,
  line: string,
): Promise<Head | null> {
  const [head] = await run<Head>(
    trx,
    `select seq, line, free_at, due_at, worker from owed where line = ? order by seq limit 1 ${lockRows}`,
    [line],
  )
  return head ?? null
}

/** After one of each of these lines was settled or given back: whoever is the oldest now is due at its own time. */
export async function freeHeads(trx: Transaction<Schema>, lines: Iterable<string>): Promise<void> {
  const heads = await headsOf(trx, lines)
  // Whoever has leased a head keeps it. One that went back behind a resent one had a lease that is over by now.
  const free = [...heads.values()].filter(
    ({ worker, free_at, due_at }) => free_at === WAITING || (worker === null && free_at !== due_at),
  )
  const seqs = free.map(({ seq }) => seq)
  for (let at = 0; at < seqs.length; at += 100) {
    const some = seqs.slice(at, at + 100)
    await run(
      trx,
      `update owed set free_at = due_at where seq in (${marks(some.length)}) and (worker is null or free_at = ?)`,
      [...some, WAITING],
    )
  }
}

/** The head of a line is due at its own time, but not before `until`: something of the line may be on its way until then. */
export async function delayHead(trx: Transaction<Schema>, line: string, until: number): Promise<void> {
  await freeHeads(trx, [line])
  const head = (await headsOf(trx, [line])).get(line)
  if (!head || head.worker !== null || head.free_at >= until) return
  await run(trx, 'update owed set free_at = ? where seq = ? and worker is null', [until, head.seq])
}

import { writeSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ConferenceId } from '@parley/core'
import { FakeClock } from '@parley/core/memory'
import { aDelivery, anAppend, anAttempt, owe } from '@parley/core/testing'
import { openStore, type Store } from '../index.ts'

/**
 * A process that commits for as long as it lives, and says so only after each commit: a line `<conference> <last revision>`,
 * one conference per worker, and a line `<delivery> 1` for each delivery settled. Arguments: the file.
 */
async function main(): Promise<void> {
  const store = await openStore({ kind: 'sqlite', file: process.argv[2] ?? '' }, { clock: new FakeClock() })
  await Promise.all([...['100000001', '200000002', '300000003'].map((id) => work(store, id)), send(store)])
}

async function work({ conferences }: Store, id: string): Promise<never> {
  const loaded = await conferences.load(id as ConferenceId)
  let revision = loaded?.since.at(-1)?.revision ?? 0
  for (;;) {
    const [result] = await conferences.commit([anAppend({ id, after: revision, count: 3 })])
    if (!result?.ok) throw new Error(`refused: ${result?.why}`)
    revision += 3
    writeSync(1, `${id} ${revision}\n`)
    await nextTurn()
  }
}

async function send({ push }: Store): Promise<never> {
  const me = String(process.pid)
  await owe(push, { id: `first-${me}`, dueAt: 0 })
  for (let round = 0; ; round += 1) {
    const from = await push.cursor()
    const some = [0, 1, 2].map((at) =>
      aDelivery({ id: `${me}-${round}-${at}`, orderKey: at === 0 ? null : 'k', dueAt: 0 }),
    )
    await push.advance(from, from + 1, some)
    // The leases of the process before have lapsed.
    const claimed = await push.claim(me, Date.now(), 1, [{ targetId: 't1', limit: 10 }])
    await Promise.all(
      claimed.map(async ({ id }) => {
        const attempt = anAttempt(id, { id: `of-${id}` })
        const { kept } = await push.settle(me, attempt, { status: 'delivered', dueAt: null })
        if (kept) writeSync(1, `${id} 1\n`)
      }),
    )
    await nextTurn()
  }
}

main().catch((error: unknown) => {
  writeSync(2, String(error))
  process.exit(1)
})

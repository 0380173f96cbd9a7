import { writeSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ConferenceId } from '@parley/core'
import { FakeClock } from '@parley/core/memory'
import { anAppend } from '@parley/core/testing'
import { openStore, type Store } from '../index.ts'

/**
 * A process that commits for as long as it lives, and says so only after each commit: a line `<first> <last>` of the
 * revisions kept, one conference per worker. Arguments: the file.
 */
async function main(): Promise<void> {
  const store = await openStore({ kind: 'sqlite', file: process.argv[2] ?? '' }, { clock: new FakeClock() })
  await Promise.all(['100000001', '200000002', '300000003'].map((id) => work(store, id)))
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

main().catch((error: unknown) => {
  writeSync(2, String(error))
  process.exit(1)
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FakeClock } from '@parley/core/memory'
import { openStore } from './index.ts'
import { storeContracts } from './testing/contracts.ts'

storeContracts('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-sqlite-'))
  const store = await openStore(
    { kind: 'sqlite', file: join(folder, 'parley.db') },
    { clock: new FakeClock(), scryptCost: 4 },
  )
  return {
    store,
    peer: store,
    async close() {
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
})

import { FakeClock } from '@parley/core/memory'
import { afterAll, beforeAll } from 'vitest'
import { openStore, type Store } from './index.ts'
import { storeContracts } from './testing/contracts.ts'
import { emptyTables } from './testing/empty-tables.ts'
import { type Mariadb, startMariadb } from './testing/mariadb.ts'

let mariadb: Mariadb
let url: string
/** Two nodes, kept open over all tests: making tables costs more than emptying them. */
let nodes: [Store, Store]

beforeAll(async () => {
  mariadb = await startMariadb()
  url = await mariadb.createDatabase('parley')
  const open = (): Promise<Store> =>
    openStore({ kind: 'mysql', url }, { clock: new FakeClock(), scryptCost: 4 })
  // At once: both find an empty database and want to make the tables.
  nodes = await Promise.all([open(), open()])
})
afterAll(async () => {
  await Promise.all(nodes?.map((node) => node.close()) ?? [])
  await mariadb?.stop()
})

storeContracts('MariaDB', async () => {
  await emptyTables(url)
  const [store, peer] = nodes
  return { store, peer, close: async () => {} }
})

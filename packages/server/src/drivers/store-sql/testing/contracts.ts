import {
  conferenceStoreContract,
  directoryContract,
  erasureContract,
  guestsContract,
  keyringContract,
  logContract,
  type Open,
  pushStoreContract,
  statisticsContract,
  ticketsContract,
} from '@parley/core/testing'
import type { Store } from '../index.ts'

/** Two nodes on one empty database; the same one twice where only one may be. */
export type OpenStores = () => Promise<{ store: Store; peer: Store; close(): Promise<void> }>

/** Every port of a store against its contract. */
export function storeContracts(name: string, open: OpenStores): void {
  const opening =
    <Port>(pick: (store: Store) => Port): Open<Port> =>
    async () => {
      const { store, peer, close } = await open()
      return { port: pick(store), peer: pick(peer), close }
    }
  conferenceStoreContract(name, opening(same))
  logContract(name, opening(same))
  ticketsContract(
    name,
    opening(({ tickets }) => tickets),
  )
  directoryContract(
    name,
    opening(({ directory }) => directory),
  )
  guestsContract(
    name,
    opening(({ guests }) => guests),
  )
  keyringContract(
    name,
    opening(({ keyring }) => keyring),
  )
  pushStoreContract(name, opening(same))
  erasureContract(name, opening(same))
  statisticsContract(name, opening(same))
}

function same(store: Store): Store {
  return store
}

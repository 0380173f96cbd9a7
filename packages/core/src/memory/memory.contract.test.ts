import {
  busContract,
  conferenceStoreContract,
  directoryContract,
  guestsContract,
  inMemory,
  keyringContract,
  pushStoreContract,
  ticketsContract,
} from '../testing/index.ts'
import {
  createMemoryBus,
  createMemoryConferenceStore,
  createMemoryDirectory,
  createMemoryGuests,
  createMemoryKeyring,
  createMemoryPushStore,
  createMemoryTickets,
} from './index.ts'

conferenceStoreContract('memory', inMemory(createMemoryConferenceStore))
ticketsContract('memory', inMemory(createMemoryTickets))
directoryContract('memory', inMemory(createMemoryDirectory))
guestsContract('memory', inMemory(createMemoryGuests))
keyringContract('memory', inMemory(createMemoryKeyring))
pushStoreContract('memory', inMemory(createMemoryPushStore))
busContract('memory', async () => {
  const errors: unknown[] = []
  const bus = createMemoryBus((error) => errors.push(error))
  return { bus, peer: bus, errors, settled: async () => {}, close: async () => {} }
})

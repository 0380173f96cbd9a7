import {
  busContract,
  conferenceStoreContract,
  directoryContract,
  guestsContract,
  inMemory,
  keyringContract,
  logContract,
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

const conferencesAndLog = inMemory(() => {
  const conferences = createMemoryConferenceStore()
  return { conferences, log: conferences }
})

conferenceStoreContract('memory', conferencesAndLog)
logContract('memory', conferencesAndLog)
ticketsContract('memory', inMemory(createMemoryTickets))
directoryContract('memory', inMemory(createMemoryDirectory))
guestsContract('memory', inMemory(createMemoryGuests))
keyringContract('memory', inMemory(createMemoryKeyring))
pushStoreContract(
  'memory',
  inMemory(() => {
    const log = createMemoryConferenceStore()
    return { log, push: createMemoryPushStore({ log }) }
  }),
)
busContract('memory', async () => {
  const errors: unknown[] = []
  const bus = createMemoryBus((error) => errors.push(error))
  return { bus, peer: bus, errors, settled: async () => {}, close: async () => {} }
})

import {
  busContract,
  conferenceStoreContract,
  directoryContract,
  erasureContract,
  guestsContract,
  inMemory,
  keyringContract,
  logContract,
  pushStoreContract,
  statisticsContract,
  ticketsContract,
} from '../testing/index.ts'
import {
  createMemoryBus,
  createMemoryConferenceStore,
  createMemoryDirectory,
  createMemoryErasure,
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
erasureContract(
  'memory',
  inMemory(() => {
    const conferences = createMemoryConferenceStore()
    const push = createMemoryPushStore({ log: conferences })
    const guests = createMemoryGuests()
    const erasure = createMemoryErasure({ conferences, push, guests })
    return { conferences, log: conferences, push, guests, erasure }
  }),
)
statisticsContract(
  'memory',
  inMemory(() => ({ log: createMemoryConferenceStore(), keyring: createMemoryKeyring() })),
)
busContract('memory', async () => {
  const errors: unknown[] = []
  const bus = createMemoryBus((error) => errors.push(error))
  return { bus, peer: bus, errors, settled: async () => {}, close: async () => {} }
})

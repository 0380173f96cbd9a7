export { type AppendWish, AT, anAppend } from './append.ts'
export { busContract, type OpenedBus } from './bus-contract.ts'
export { conferenceStoreContract } from './conference-store-contract.ts'
export { directoryContract } from './directory-contract.ts'
export { type ErasurePorts, erasureContract } from './erasure-contract.ts'
export { guestsContract } from './guests-contract.ts'
export { inMemory, type Open, type Opened } from './harness.ts'
export { keyringContract } from './keyring-contract.ts'
export { type LogPorts, logContract } from './log-contract.ts'
export { forAllPlans } from './plans.ts'

export {
  aDelivery,
  anAttempt,
  aRule,
  aSiteEvent,
  aTarget,
  owe,
  type PushPorts,
  pausedState,
} from './push-given.ts'

export { pushStoreContract } from './push-store-contract.ts'
export { type Cast, ROLE_ACTORS, roleStage, STANDINGS, type StandingName } from './role-cast.ts'
export { ROLE_TABLE, type RoleRow } from './role-table.ts'
export { type StatisticsPorts, statisticsContract } from './statistics-contract.ts'
export { ticketsContract } from './tickets-contract.ts'

import type { Open } from './harness.ts'
import type { PushPorts } from './push-given.ts'
import { pushLettersContract } from './push-letters-contract.ts'
import { pushOrderContract } from './push-order-contract.ts'
import { pushRaceContract } from './push-race-contract.ts'
import { pushReplayContract } from './push-replay-contract.ts'
import { pushRulesContract } from './push-rules-contract.ts'
import { pushSendingContract } from './push-sending-contract.ts'

/** What every `PushStore` must keep to, with the log it writes into. */
export function pushStoreContract(name: string, open: Open<PushPorts>): void {
  pushRulesContract(name, open)
  pushSendingContract(name, open)
  pushOrderContract(name, open)
  pushLettersContract(name, open)
  pushReplayContract(name, open)
  pushRaceContract(name, open)
}

import type { Instant } from '../instant.ts'
import type { Log } from '../ports/log.ts'
import type { PushStore } from '../ports/push-store.ts'
import { MemoryLog } from './log.ts'
import { memoryDeliveries } from './push/deliveries.ts'
import { memoryReplays } from './push/replays.ts'
import { memoryRules } from './push/rules.ts'
import { PushState } from './push/state.ts'

export type MemoryPushStore = PushStore & {
  /** Blanks the deliveries made from these positions; `cancel` cancels those of them that are owed. */
  forget: (positions: ReadonlySet<number>) => { count: number; cancel: (now: Instant) => void }
}

/** `log`: where it tells of what it does; one of its own unless given. */
export function createMemoryPushStore({
  log = new MemoryLog(),
}: {
  log?: Pick<Log, 'record'>
} = {}): MemoryPushStore {
  const state = new PushState()
  const rules = memoryRules(state, log)
  return {
    ...rules,
    ...memoryDeliveries(state, log, rules.changeTargetState),
    ...memoryReplays(state),
    forget: (positions) => state.forget(positions),
  }
}

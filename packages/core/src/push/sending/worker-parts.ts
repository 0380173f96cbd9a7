import type { Clock } from '../../ports/clock.ts'
import type { Courier, PrepareParcel } from '../../ports/courier.ts'
import type { Ids } from '../../ports/ids.ts'
import type { Log } from '../../ports/log.ts'
import type { PushStore } from '../../ports/push-store.ts'
import type { NextStep } from '../delivery.ts'
import type { Probe } from '../probe.ts'
import type { Chance } from '../retry.ts'
import type { Tell } from '../tell.ts'

export type DeliveryWorkerParts = {
  /** Unique per process: leases are told apart by it. */
  name: string
  pushStore: Pick<
    PushStore,
    'attempts' | 'changeTargetState' | 'claim' | 'dueTargets' | 'release' | 'settle' | 'target'
  >
  /** For what is forwarded to a dead letter bus. */
  log: Pick<Log, 'entry'>
  tell: readonly Tell[]
  courier: Pick<Courier, 'send'>
  prepare: PrepareParcel
  clock: Clock
  ids: Pick<Ids, 'eventId' | 'commandId'>
  chance: Chance
  onError: (error: unknown, context: { stage: string }) => void
  /** Every attempt that was kept, for metrics. */
  onAttempt?: (attempt: {
    targetId: string
    status: number | null
    durationMs: number
    next: NextStep
  }) => void
  /** Something of a target was written into the log. */
  onRecorded?: () => void
  probe?: Probe
  /** Lets the rest of the process have its turn: a store that answers at once would otherwise be all there is. */
  breathe?: () => Promise<void>
  limits?: Partial<WorkerLimits>
}

export type WorkerLimits = {
  /** Attempts at once beyond the one that each target has for itself, over all targets. */
  extras: number
  /** How long stopping waits for attempts under way. */
  stopMs: number
}

import type { Instant } from '../instant.ts'
import type { Attempt, Delivery, DeliveryStatus, NextStep } from '../push/delivery.ts'
import type { EventBus } from '../push/event-bus.ts'
import type { Replay } from '../push/replay/replay.ts'
import type { Rule, RuleChange, Target, TargetSettings, TargetState } from '../push/rule.ts'
import type { NewSiteEvent } from '../site/events.ts'

/** `seq` and `settledAt` are the store's; `status` is always pending at first. */
export type NewDelivery = Omit<Delivery, 'seq' | 'status' | 'attempts' | 'settledAt' | 'erased'>
export type NewAttempt = Omit<Attempt, 'no'>
export type NewTarget = Omit<Target, 'version'>
export type NewRule = Omit<Rule, 'targets'> & { targets: readonly NewTarget[] }

/** Every given part must hold. */
export type DeliveryFilter = {
  status?: DeliveryStatus
  bus?: string
  ruleId?: string
  targetId?: string
  eventId?: string
  eventType?: string
  replayId?: string
  /** Created at or after, before. */
  from?: Instant
  before?: Instant
  /** `seq` below this, for paging from the newest. */
  belowSeq?: number
  /** At most 500. */
  limit: number
}

/** Dead letters, and those only, by target or rule and time of creation; at most `limit` in one call. */
export type DeadLetterFilter = Pick<
  DeliveryFilter,
  'bus' | 'ruleId' | 'targetId' | 'from' | 'before' | 'limit'
>

/** A target that may be owed something now or later. `dueAt`: of its earliest delivery, not before its breaker lets one pass. */
export type DueTarget = { targetId: string; version: number; dueAt: Instant }

/** A target's next state, told in the log by `record`; only when its version is still `from`. */
export type StateChange = {
  targetId: string
  from: number
  to: TargetState
  record: readonly NewSiteEvent[]
}

export type TargetCounts = {
  targetId: string
  pending: number
  exhausted: number
  /** When the longest waiting was created; null without any. */
  oldestPending: Instant | null
}

/** Buses, rules with their targets, and the deliveries that are owed. */
export interface PushStore {
  // Buses. The built-in ones are always there.
  /** Refuses with `exists`. */
  createBus(bus: EventBus): Promise<void>
  /** By name; without the hidden one. */
  buses(): Promise<EventBus[]>
  bus(name: string): Promise<EventBus | null>
  /** Null when unknown. Raises `rulesVersion`. */
  updateBus(
    name: string,
    change: Partial<Pick<EventBus, 'description' | 'enabled'>>,
  ): Promise<EventBus | null>
  /** False when unknown. Refuses with `conflict` while it has rules, with `forbidden` when it is built in. */
  deleteBus(name: string): Promise<boolean>

  // Rules and targets. Each change raises `rulesVersion` and the rule's `changedAt`.
  /** The rule and its targets, or nothing. Refuses with `exists` when the name is taken on the bus, `invalid` when there is no such bus. */
  createRule(rule: NewRule): Promise<void>
  /** In the order of their creation. */
  rules(filter?: { bus?: string }): Promise<Rule[]>
  rule(id: string): Promise<Rule | null>
  ruleByName(bus: string, name: string): Promise<Rule | null>
  /** Null when unknown; refuses with `exists` when the new name is taken. */
  updateRule(id: string, change: RuleChange, now: Instant): Promise<Rule | null>
  /** Deletes the rule with its targets and cancels what they are owed; false when unknown. */
  deleteRule(id: string, now: Instant): Promise<boolean>
  /** Refuses with `exists` when the rule has a target of this name; false when there is no such rule. */
  addTarget(ruleId: string, target: NewTarget, now: Instant): Promise<boolean>
  /** Settings only; what is pending goes where the target says then. Null when unknown; refuses with `exists` as above. */
  updateTarget(targetId: string, change: Partial<TargetSettings>, now: Instant): Promise<Target | null>
  /** Cancels what it is owed; false when unknown. Its settings are remembered for `deletedTarget`. */
  deleteTarget(targetId: string, now: Instant): Promise<boolean>
  /** The target and its rule. */
  target(targetId: string): Promise<{ rule: Rule; target: Target } | null>
  /** What a target of this rule and name had when it was deleted at or after `since`. */
  deletedTarget(ruleId: string, name: string, since: Instant): Promise<TargetSettings | null>
  /** State and log entries in ONE transaction; false, and nothing is written, when the version has moved on. */
  changeTargetState(change: StateChange): Promise<boolean>
  /** Rises with every change of buses, rules or targets' settings, over all nodes. */
  rulesVersion(): Promise<number>

  // Matching.
  /** Position up to which entries were matched; 0 at first. */
  cursor(): Promise<number>
  /**
   * Writes the deliveries and moves the cursor from `from` to `to` in ONE transaction. False, and nothing is
   * written, when the cursor is not at `from` any more. A delivery of a target that was deleted meanwhile is kept as
   * cancelled.
   */
  advance(from: number, to: number, deliveries: readonly NewDelivery[]): Promise<boolean>

  // Sending.
  /** Targets that are not paused and have something pending that may be claimed, now or later; leases included. */
  dueTargets(): Promise<DueTarget[]>
  /**
   * Leases deliveries that are due at `now` to `worker` until `now + leaseMs`, those with a lapsed lease included: per
   * wish up to `limit`, the longest due first, none of a paused target. No delivery is leased to two at once. Of those
   * with one target and order key only the oldest pending one may be claimed.
   */
  claim(
    worker: string,
    now: Instant,
    leaseMs: number,
    wishes: readonly { targetId: string; limit: number }[],
  ): Promise<Delivery[]>
  /** Gives back what `worker` has leased and not begun: due again as it was before. */
  release(worker: string, deliveryIds: readonly string[]): Promise<void>
  /**
   * Keeps the attempt and the delivery's next state in ONE transaction, with `record` and, if its version fits, `state`;
   * ends the lease, and frees the next of its order key when the delivery came to its end. Numbers the attempt.
   * `kept` false, and nothing is written, when the lease has passed to somebody else.
   */
  settle(
    worker: string,
    attempt: NewAttempt,
    next: NextStep,
    along?: { record?: readonly NewSiteEvent[]; state?: StateChange },
  ): Promise<{ kept: boolean; changed: boolean }>

  // Looking, resending, clearing away.
  delivery(id: string): Promise<Delivery | null>
  /** The newest first. */
  deliveries(filter: DeliveryFilter): Promise<Delivery[]>
  /** In order. */
  attempts(deliveryId: string): Promise<Attempt[]>
  /** Starts a new chain of attempts under the same event id, due at `now`; false when unknown, pending, erased, or its target is gone. */
  resend(id: string, now: Instant): Promise<boolean>
  /** The same for dead letters, the oldest first; how many. */
  resendDeadLetters(filter: DeadLetterFilter, now: Instant): Promise<number>
  /** Deletes dead letters with their attempts, and records it; how many. */
  purgeDeadLetters(
    filter: DeadLetterFilter,
    record: (count: number) => readonly NewSiteEvent[],
  ): Promise<number>
  counts(): Promise<Record<DeliveryStatus, number>>
  /** One for each target that exists. */
  targetCounts(): Promise<TargetCounts[]>
  /**
   * Deletes what came to its end before these times, `limit` rows at most, and writes `record` when dead letters were among
   * them; ONE transaction. How many of each. Pending ones of that age are cancelled by nobody: they are owed.
   */
  prune(
    older: { delivered: Instant; exhausted: Instant },
    limit: number,
    record: (exhausted: number) => readonly NewSiteEvent[],
  ): Promise<{ delivered: number; exhausted: number }>

  // Replays.
  createReplay(replay: Replay): Promise<void>
  replay(id: string): Promise<Replay | null>
  /** The newest first. */
  replays(filter: { state?: Replay['state']; limit: number }): Promise<Replay[]>
  /**
   * Writes the deliveries, moves the replay from `from` to `to`, and ends it with `endedAt` when there is no more to look at; ONE transaction.
   * False, and nothing is written, when it is not at `from` or not running any more.
   */
  advanceReplay(
    id: string,
    from: number,
    to: number,
    deliveries: readonly NewDelivery[],
    endedAt: Instant | null,
  ): Promise<boolean>
  /** False when it was not running. What it has made stays owed. */
  cancelReplay(id: string, now: Instant): Promise<boolean>
}

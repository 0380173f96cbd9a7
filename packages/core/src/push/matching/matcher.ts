import { SECOND } from '../../instant.ts'
import type { Bus } from '../../ports/bus.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import type { Log } from '../../ports/log.ts'
import type { NewDelivery, PushStore } from '../../ports/push-store.ts'
import type { NewSiteEvent } from '../../site/events.ts'
import type { LogEntry } from '../../site/log-entry.ts'
import type { Pattern } from '../pattern/pattern.ts'
import type { Probe } from '../probe.ts'
import type { DueHint } from '../sending/worker.ts'
import { type Tell, tellAll } from '../tell.ts'
import { type Encode, owe } from './owe.ts'
import { createRuleIndex, type RuleIndex } from './rule-index.ts'
import { untoldRecord } from './untold-record.ts'

export type MatcherParts = {
  log: Pick<Log, 'entries' | 'record'>
  pushStore: Pick<PushStore, 'advance' | 'buses' | 'cursor' | 'rules' | 'rulesVersion'>
  bus: Pick<Bus, 'onNews'>
  clock: Clock
  ids: Pick<Ids, 'eventId' | 'commandId'>
  tell: readonly Tell[]
  /** Reads what a rule on this bus has kept as its pattern. */
  readPattern: (text: string, bus: string) => Pattern
  encode: Encode
  /** Deliveries were written for these targets: a worker may begin. */
  onDeliveries?: (targets: Iterable<DueHint>) => void
  onError: (error: unknown, context: { stage: string }) => void
  probe?: Probe
  /** Lets the rest of the process have its turn, see the worker. */
  breathe?: () => Promise<void>
}

export type Matcher = {
  /** Looks at rules and log now. Resolves when all that the log holds has been matched. */
  run(): Promise<void>
  /** Resolves when the batch under way is written. */
  stop(): Promise<void>
}

const BATCH = 500
/** Written in one transaction, but for the last entry's share: others want to write in between. */
const MOST_DELIVERIES = 2_000
/** News is only a hint, and rules and events may come from another node. */
const POLL_MS = SECOND

/**
 * Reads the log by position and writes what is owed. Any number may run at once, on any number of nodes: the cursor moves
 * with the deliveries in one transaction, and only from where the matcher found it.
 */
export function createMatcher(parts: MatcherParts): Matcher {
  const { log, pushStore, bus, clock, ids, tell, readPattern, onDeliveries, onError, probe } = parts
  let stopped = false
  let running: Promise<void> | null = null
  /** Asked for while a round was under way. */
  let again = false
  let callOff = (): void => {}
  let known: RuleIndex | null = null
  /** Where we moved the cursor to; null when somebody else may have. */
  let cursor: number | null = null

  function run(): Promise<void> {
    if (stopped) return running ?? Promise.resolve()
    again = true
    running ??= work().finally(() => {
      running = null
    })
    return running
  }

  async function work(): Promise<void> {
    callOff()
    while (again && !stopped) {
      again = false
      try {
        while (!stopped && (await step())) {}
      } catch (error) {
        cursor = null
        onError(error, { stage: 'matcher' })
      }
    }
    if (!stopped) callOff = clock.wakeAt(clock.now() + POLL_MS, () => void run())
  }

  /** Matches one batch. True when there may be more. */
  async function step(): Promise<boolean> {
    await parts.breathe?.()
    const from = cursor ?? (await pushStore.cursor())
    const entries = await log.entries({ after: from, limit: BATCH })
    // Rules after events: a rule that was there before an event happened is surely among them.
    const index = await currentRules()
    if (entries.length === 0) return false
    const { deliveries, hints, faults, upTo } = match(entries, index)
    // Before the cursor passes them. Recording one twice is recording it once.
    if (faults.length > 0) await log.record(faults)
    // Not at `from` any more: another matcher was faster. The next step starts where it stands now.
    const advanced = await pushStore.advance(from, upTo, deliveries)
    cursor = advanced ? upTo : null
    if (!advanced) return true
    await probe?.('matcher.advanced')
    if (deliveries.length > 0) onDeliveries?.(hints)
    return entries.length === BATCH || faults.length > 0 || upTo < (entries.at(-1)?.position ?? 0)
  }

  async function currentRules(): Promise<RuleIndex> {
    const version = await pushStore.rulesVersion()
    if (known?.version !== version) {
      const [rules, buses] = await Promise.all([pushStore.rules(), pushStore.buses()])
      const unreadable = (error: unknown): void => onError(error, { stage: 'matcher.rule' })
      known = createRuleIndex({ version, rules, buses }, readPattern, unreadable)
    }
    return known
  }

  function match(entries: readonly LogEntry[], index: RuleIndex) {
    const deliveries: NewDelivery[] = []
    const faults: NewSiteEvent[] = []
    const targets = new Map<string, DueHint>()
    let upTo = index.isEmpty ? (entries.at(-1)?.position ?? 0) : 0
    const now = clock.now()
    for (const entry of index.isEmpty ? [] : entries) {
      if (deliveries.length >= MOST_DELIVERIES) break
      upTo = entry.position
      const { told, faults: presenting } = tellAll(tell, entry)
      const matching: unknown[] = []
      for (const one of told) {
        try {
          const addressees = index.match(one, entry)
          deliveries.push(...owe(parts, entry, one.event, addressees, { now, bus: one.bus }))
          for (const { target } of addressees)
            targets.set(target.id, { targetId: target.id, version: target.version })
        } catch (error) {
          matching.push(error)
        }
      }
      // They would come again for ever, and hold back every event behind this one: they leave a trace, and it goes on.
      for (const error of [...presenting, ...matching]) onError(error, { stage: 'matcher.present' })
      faults.push(...untoldRecord(ids, now, entry, [...presenting, ...matching]))
    }
    return { deliveries, faults, hints: targets.values(), upTo }
  }

  const off = bus.onNews(() => {
    // Without rules nothing is owed: moving the cursor can wait for the next look, and costs commands no disk.
    if (!known?.isEmpty) void run()
  })
  void run()

  return {
    run,
    async stop() {
      stopped = true
      off()
      callOff()
      await running
    },
  }
}

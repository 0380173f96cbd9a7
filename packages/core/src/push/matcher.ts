import type { Recorded } from '../conference/events.ts'
import { SECOND } from '../instant.ts'
import type { Bus } from '../ports/bus.ts'
import type { Clock } from '../ports/clock.ts'
import type { ConferenceStore } from '../ports/conference-store.ts'
import type { Ids } from '../ports/ids.ts'
import type { NewDelivery, PushStore } from '../ports/push-store.ts'
import type { PushEvent } from './event.ts'
import { matchable } from './pattern/matchable.ts'
import { matches } from './pattern/matches.ts'
import { parsePattern } from './pattern/parse-pattern.ts'
import type { Probe } from './probe.ts'
import type { Rule } from './rule.ts'

export type MatcherParts = {
  store: Pick<ConferenceStore, 'events'>
  pushStore: Pick<PushStore, 'advance' | 'cursor' | 'rules' | 'rulesVersion'>
  bus: Pick<Bus, 'onNews'>
  clock: Clock
  ids: Pick<Ids, 'eventId'>
  /** The outside form of an event; null when the outside is not told of it. */
  present: (recorded: Recorded) => PushEvent | null
  /** The bytes that a target gets. */
  encode: (event: PushEvent) => string
  /** Deliveries were written: a worker may begin. */
  onDeliveries?: () => void
  onError: (error: unknown, context: { stage: string }) => void
  probe?: Probe
}

export type Matcher = {
  /** Looks at rules and log now. Resolves when all that the log holds has been matched. */
  run(): Promise<void>
  /** Resolves when the batch under way is written. */
  stop(): Promise<void>
}

type CompiledRule = { rule: Rule; matches: (event: PushEvent) => boolean }

const BATCH = 500
/** News is only a hint, and rules and events may come from another node. */
const POLL_MS = SECOND

/**
 * Reads the log by position and writes what is owed. Any number may run at once, on any number of nodes: the cursor moves
 * with the deliveries in one transaction, and only from where the matcher found it.
 */
export function createMatcher(parts: MatcherParts): Matcher {
  const { store, pushStore, bus, clock, ids, present, encode, onDeliveries, onError, probe } = parts
  let stopped = false
  let running: Promise<void> | null = null
  /** Asked for while a round was under way. */
  let again = false
  let callOff = (): void => {}
  let known: { version: number; rules: CompiledRule[] } | null = null

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
        onError(error, { stage: 'matcher' })
      }
    }
    if (!stopped) callOff = clock.wakeAt(clock.now() + POLL_MS, () => void run())
  }

  /** Matches one batch. True when there may be more. */
  async function step(): Promise<boolean> {
    const from = await pushStore.cursor()
    const events = await store.events({ after: from, limit: BATCH })
    // Rules after events: a rule that was there before an event happened is surely among them.
    const rules = await enabledRules()
    const last = events.at(-1)
    if (!last) return false
    const deliveries = events.flatMap((recorded) => owed(recorded, rules))
    // Not at `from` any more: another matcher was faster. The next step starts where it stands now.
    if (!(await pushStore.advance(from, last.position, deliveries))) return true
    await probe?.('matcher.advanced')
    if (deliveries.length > 0) onDeliveries?.()
    return events.length === BATCH
  }

  async function enabledRules(): Promise<CompiledRule[]> {
    const version = await pushStore.rulesVersion()
    if (known?.version !== version) {
      const rules = (await pushStore.rules()).filter(({ enabled }) => enabled)
      known = {
        version,
        rules: rules.map((rule) => {
          const { pattern } = parsePattern(rule.pattern)
          return { rule, matches: (event) => matches(pattern, matchable(event)) }
        }),
      }
    }
    return known.rules
  }

  function owed(recorded: Recorded, rules: readonly CompiledRule[]): NewDelivery[] {
    if (rules.length === 0) return []
    try {
      const event = present(recorded)
      const matching = event ? rules.filter(({ matches }) => matches(event)) : []
      if (!event || matching.length === 0) return []
      const body = encode(event)
      const now = clock.now()
      return matching.map(({ rule }) => ({
        id: ids.eventId(),
        ruleId: rule.id,
        ruleName: rule.name,
        eventId: event.id,
        eventType: event.type,
        url: rule.target.url,
        body,
        status: 'pending',
        attempts: 0,
        dueAt: now,
        createdAt: now,
      }))
    } catch (error) {
      // A fault of a presenter. It would come again for ever, and hold back every event behind it.
      onError(error, { stage: 'matcher.present' })
      return []
    }
  }

  const off = bus.onNews(() => {
    // Without rules nothing is owed: moving the cursor can wait for the next look, and costs commands no disk.
    if (known?.rules.length !== 0) void run()
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

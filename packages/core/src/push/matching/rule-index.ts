import type { LogEntry } from '../../site/log-entry.ts'
import type { BusEvent } from '../event.ts'
import type { EventBus } from '../event-bus.ts'
import { createPatternIndex, type PatternIndex } from '../pattern/create-pattern-index.ts'
import { matchable } from '../pattern/matchable.ts'
import type { Pattern } from '../pattern/pattern.ts'
import { scoped } from '../pattern/scope.ts'
import type { Rule, RuleScope, Target } from '../rule.ts'

/** What of a target its bytes depend on. */
export type EncodeTarget = Pick<Target, 'dialect' | 'body' | 'contentType' | 'extended'>

/** `encoding`: the same text for targets that get the same bytes. */
export type Addressee = { rule: Rule; target: Target; encoding: string }

export type RuleIndex = {
  version: number
  /** Whether any rule has anybody to tell. */
  isEmpty: boolean
  /** Whom the event is for: each target of each matching rule, in the order of the rules. */
  match(told: BusEvent, entry: LogEntry): Addressee[]
}

/** The rules that take effect, by bus. `onError`: a rule that cannot be read; it harms no other. */
export function createRuleIndex(
  { version, rules, buses }: { version: number; rules: readonly Rule[]; buses: readonly EventBus[] },
  readPattern: (text: string, bus: string) => Pattern,
  onError: (error: unknown, rule: Rule) => void,
): RuleIndex {
  const off = new Set(buses.filter(({ enabled }) => !enabled).map(({ name }) => name))
  const entries = new Map<string, { key: Addressee[]; pattern: Pattern }[]>()
  for (const rule of rules) {
    if (!rule.enabled || rule.targets.length === 0 || off.has(rule.bus)) continue
    try {
      const pattern = scoped(readPattern(rule.pattern, rule.bus), rule.scope)
      const key = rule.targets.map((target) => ({ rule, target, encoding: encodingOf(target) }))
      entries.set(rule.bus, [...(entries.get(rule.bus) ?? []), { key, pattern }])
    } catch (error) {
      onError(error, rule)
    }
  }
  const indexes = new Map<string, PatternIndex<Addressee[]>>()
  for (const [bus, patterns] of entries) indexes.set(bus, createPatternIndex(patterns))
  return {
    version,
    isEmpty: indexes.size === 0,
    match({ bus, event }, entry) {
      const found =
        indexes
          .get(bus)
          ?.match(matchable(event, scopeOf(entry)))
          .flat() ?? []
      return event.extendedOnly ? found.filter(({ target }) => target.extended) : found
    },
  }
}

/** Whose event it is, for rules that look at one meeting, tenant or key only. */
export function scopeOf({ conferenceId, tenantId, actor }: LogEntry): RuleScope {
  return { conferenceId, tenantId, ...(actor.is === 'key' ? { keyId: actor.id } : {}) }
}

export function encodingOf({ dialect, body, contentType, extended }: EncodeTarget): string {
  return JSON.stringify([dialect, body, contentType, extended])
}

import { STATUS_CODES } from 'node:http'
import { type Attempt, type Delivery, type Instant, succeeded } from '@parley/core'
import type { Found } from '../operations/find-events.ts'

/** [AL] 5.6. */
export type Trace = {
  Action: 'PutEvent' | 'FilterEvent' | 'PushEvent'
  EventId: string
  EventBusName: string
  EventSource: string
  ResourceOwnerId: string
  /** Epoch ms as text, the others as numbers. */
  ActionTime: string
  ReceivedTime: number
  RuleName?: string
  RuleMatchingTime?: number
  Endpoint?: string
  NotifyTime?: number
  NotifyLatency?: number
  NotifyStatus?: string
}

/** What every trace of an event has. */
function traceOf(
  action: Trace['Action'],
  { event, entry }: Found,
  bus: string,
  owner: string,
  at: Instant,
): Trace {
  return {
    Action: action,
    EventId: event.id,
    EventBusName: bus,
    EventSource: event.source,
    ResourceOwnerId: owner,
    ActionTime: String(at),
    ReceivedTime: entry.time,
  }
}

export function putTrace(found: Found, bus: string, owner: string): Trace {
  return traceOf('PutEvent', found, bus, owner, found.entry.time)
}

/** `at`: when the rule was found to match. */
export function filterTrace(found: Found, bus: string, owner: string, ruleName: string, at: Instant): Trace {
  return { ...traceOf('FilterEvent', found, bus, owner, at), RuleName: ruleName, RuleMatchingTime: at }
}

/** One for each attempt. */
export function pushTrace(
  found: Found,
  bus: string,
  owner: string,
  delivery: Delivery,
  attempt: Attempt,
): Trace {
  return {
    ...traceOf('PushEvent', found, bus, owner, attempt.startedAt),
    RuleName: delivery.ruleName,
    RuleMatchingTime: delivery.createdAt,
    Endpoint: attempt.url,
    NotifyTime: attempt.startedAt,
    NotifyLatency: attempt.durationMs,
    NotifyStatus: notifyStatus(attempt),
  }
}

/** `[200]Ok`, `[503]ServiceUnavailable`; without an answer `[0]` and why. */
export function notifyStatus({ status, error }: Pick<Attempt, 'status' | 'error'>): string {
  if (status === null) return `[0]${pascal(error ?? 'no answer')}`
  return `[${status}]${status === 200 ? 'Ok' : pascal(STATUS_CODES[status] ?? (succeeded({ status }) ? 'ok' : 'failed'))}`
}

function pascal(words: string): string {
  const [plain = ''] = words.split('(')
  return plain
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && word !== 'the')
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join('')
    .slice(0, 80)
}

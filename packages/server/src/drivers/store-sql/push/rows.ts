import type {
  Attempt,
  Delivery,
  DeliveryStatus,
  NewAttempt,
  NewDelivery,
  NewRule,
  NewTarget,
  Replay,
  Rule,
  Target,
  TargetSettings,
} from '@parley/core'
import type { Insertable } from 'kysely'
import type { AttemptRow, DeliveryRow, ReplayRow, RuleRow, TargetRow } from './schema.ts'

export function ruleRow(rule: NewRule | Rule): RuleRow {
  const { id, bus, name, enabled, createdAt, changedAt, targets, ...body } = rule
  return {
    id,
    bus,
    name,
    enabled: enabled ? 1 : 0,
    body: JSON.stringify(body),
    created_at: createdAt,
    changed_at: changedAt,
  }
}

export function toRule(row: RuleRow, targets: Target[]): Rule {
  return {
    id: row.id,
    bus: row.bus,
    name: row.name,
    enabled: row.enabled === 1,
    ...(JSON.parse(row.body) as Pick<Rule, 'description' | 'pattern' | 'scope' | 'tags'>),
    targets,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }
}

export function targetRow(ruleId: string, target: NewTarget): Insertable<TargetRow> {
  const { id, state, createdAt, ...settings } = target
  return {
    id,
    rule_id: ruleId,
    ...settingsColumns(settings),
    ...stateColumns(state),
    version: 1,
    created_at: createdAt,
  }
}

export function settingsColumns({ name, ...body }: TargetSettings): Pick<TargetRow, 'name' | 'body'> {
  return { name, body: JSON.stringify(body) }
}

export function stateColumns(
  state: Target['state'],
): Pick<TargetRow, 'paused' | 'open_until' | 'state_json'> {
  return {
    paused: state.is === 'paused' ? 1 : 0,
    open_until: state.openUntil,
    state_json: JSON.stringify(state),
  }
}

export function toSettings({ name, body }: Pick<TargetRow, 'name' | 'body'>): TargetSettings {
  return { name, ...(JSON.parse(body) as Omit<TargetSettings, 'name'>) }
}

export function toTarget(row: Omit<TargetRow, 'seq'>): Target {
  return {
    ...toSettings(row),
    id: row.id,
    state: JSON.parse(row.state_json) as Target['state'],
    version: row.version,
    createdAt: row.created_at,
  }
}

/** `delivery_contents.headers` of an erased delivery. */
export const NO_HEADERS = '{}'

/** The first statement of a read: what a delivery's own row and its contents hold. */
export const SELECT_DELIVERIES =
  'select d.*, c.headers, c.body from deliveries d left join delivery_contents c on c.seq = d.seq'

export type WholeRow = DeliveryRow & { headers: string; body: string }

export const DELIVERY = [
  'seq',
  'id',
  'bus',
  'rule_id',
  'target_id',
  'rule_name',
  'target_name',
  'url',
  'event_id',
  'event_source',
  'event_type',
  'position',
  'order_key',
  'replay_id',
  'status',
  'attempts',
  'tries',
  'due_at',
  'created_at',
  'settled_at',
  'erased',
] as const satisfies (keyof DeliveryRow)[]

/** The columns in the order of `DELIVERY`. */
export function deliveryRow(seq: number, delivery: NewDelivery, owed: boolean): unknown[] {
  const { id, bus, ruleId, targetId, ruleName, targetName, url } = delivery
  const { eventId, eventSource, eventType, position, orderKey, replayId, dueAt, createdAt } = delivery
  return [
    ...[seq, id, bus, ruleId, targetId, ruleName, targetName, url, eventId, eventSource, eventType],
    ...[position, orderKey, replayId, owed ? 'pending' : 'cancelled', 0, 0],
    ...[owed ? dueAt : null, createdAt, owed ? null : createdAt, 0],
  ]
}

export function toDelivery(row: WholeRow): Delivery {
  return {
    seq: row.seq,
    id: row.id,
    bus: row.bus,
    ruleId: row.rule_id,
    targetId: row.target_id,
    ruleName: row.rule_name,
    targetName: row.target_name,
    url: row.url,
    eventId: row.event_id,
    eventSource: row.event_source,
    eventType: row.event_type,
    position: row.position,
    headers: JSON.parse(row.headers) as Delivery['headers'],
    body: row.body,
    orderKey: row.order_key,
    replayId: row.replay_id,
    status: row.status as DeliveryStatus,
    attempts: row.attempts,
    dueAt: row.due_at,
    createdAt: row.created_at,
    settledAt: row.settled_at,
    erased: row.erased === 1,
  }
}

export const ATTEMPT = [
  'id',
  'delivery_id',
  'no',
  'started_at',
  'duration_ms',
  'status',
  'error',
  'response',
  'more_json',
  'next_at',
] as const satisfies (keyof AttemptRow)[]

export type AttemptMore = Pick<Attempt, 'method' | 'url' | 'requestHeaders' | 'responseHeaders'>

/** The columns in the order of `ATTEMPT`. */
export function attemptRow(attempt: NewAttempt, no: number): unknown[] {
  const { id, deliveryId, startedAt, durationMs, status, error, response, nextAt } = attempt
  const { method, url, requestHeaders, responseHeaders } = attempt
  const more: AttemptMore = { method, url, requestHeaders, responseHeaders }
  return [
    ...[id, deliveryId, no, startedAt, durationMs, status, error, response],
    ...[JSON.stringify(more), nextAt],
  ]
}

/** `url`: of the delivery, for attempts of the time before it was kept with them. */
export function toAttempt(row: AttemptRow, url: string): Attempt {
  const more: AttemptMore = row.more_json
    ? (JSON.parse(row.more_json) as AttemptMore)
    : { method: 'POST', url, requestHeaders: {}, responseHeaders: {} }
  return {
    id: row.id,
    deliveryId: row.delivery_id,
    no: row.no,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    status: row.status,
    error: row.error,
    response: row.response,
    nextAt: row.next_at,
    ...more,
  }
}

type ReplayBody = Omit<Replay, 'id' | 'targetId' | 'state' | 'position' | 'count' | 'endedAt'>

export function replayRow(replay: Replay): Insertable<ReplayRow> {
  const { id, targetId, state, position, count, endedAt, ...body } = replay
  return { id, target_id: targetId, state, position, count, body: JSON.stringify(body), ended_at: endedAt }
}

export function toReplay(row: Omit<ReplayRow, 'seq'>): Replay {
  return {
    ...(JSON.parse(row.body) as ReplayBody),
    id: row.id,
    targetId: row.target_id,
    state: row.state as Replay['state'],
    position: row.position,
    count: row.count,
    endedAt: row.ended_at,
  }
}

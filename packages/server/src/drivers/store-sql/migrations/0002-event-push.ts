import { moveTargets } from './0002-move-targets.ts'
import type { Has, Migration, Words } from './words.ts'

/** What every delivery went out with before this migration. */
const JSON_HEADERS = '{"content-type":"application/json; charset=utf-8"}'

/** Buses, rules with several targets, what is owed apart from what was done, replays, and a log that the site shares. */
export const eventPush: Migration = {
  version: 2,
  name: 'event-push',
  statements: (words, has) => [...log(words), ...rules(words), ...deliveries(words, has), ...attempts(words)],
  work: moveTargets,
}

function log({ key }: Words): string[] {
  return [
    "insert into counters (name, value) values ('site-revision', 0)",
    `alter table events add column foreign_key ${key(65)}`,
    'create index ix_events_foreign on events (foreign_key)',
    'create index ix_events_time on events (time)',
  ]
}

function rules({ key, text, integer, serial, end, dropIndex }: Words): string[] {
  return [
    `create table if not exists buses (
      name ${key(127)} not null primary key,
      body ${text} not null,
      created_at ${integer} not null
    ) ${end}`,
    `alter table rules add column bus ${key(127)} not null default 'default'`,
    `alter table rules add column changed_at ${integer} not null default 0`,
    'update rules set changed_at = created_at where changed_at = 0',
    dropIndex('ux_rules_name', 'rules'),
    'create unique index ux_rules_bus_name on rules (bus, name)',
    `create table if not exists targets (
      seq ${serial},
      id ${key(36)} not null,
      rule_id ${key(36)} not null,
      name ${key(127)} not null,
      body ${text} not null,
      paused ${integer} not null,
      open_until ${integer},
      state_json ${text} not null,
      version ${integer} not null,
      created_at ${integer} not null,
      foreign key (rule_id) references rules (id)
    ) ${end}`,
    'create unique index ux_targets_id on targets (id)',
    'create unique index ux_targets_name on targets (rule_id, name)',
    'create index ix_targets_paused on targets (paused)',
    `create table if not exists deleted_targets (
      seq ${serial},
      rule_id ${key(36)} not null,
      name ${key(127)} not null,
      body ${text} not null,
      deleted_at ${integer} not null
    ) ${end}`,
    'create index ix_deleted_targets_name on deleted_targets (rule_id, name)',
    'create index ix_deleted_targets_at on deleted_targets (deleted_at)',
    `create table if not exists replays (
      seq ${serial},
      id ${key(36)} not null,
      target_id ${key(36)} not null,
      state ${key(16)} not null,
      position ${integer} not null,
      count ${integer} not null,
      body ${text} not null,
      ended_at ${integer}
    ) ${end}`,
    'create unique index ux_replays_id on replays (id)',
    'create index ix_replays_state on replays (state)',
    'create index ix_replays_target on replays (target_id)',
  ]
}

function deliveries(words: Words, has: Has): string[] {
  const { key, text, integer, end, dropIndex, widen } = words
  return [
    ...[
      `bus ${key(127)} not null default 'default'`,
      `target_id ${key(36)} not null default ''`,
      `target_name ${key(127)} not null default '1'`,
      `event_source ${text}`,
      `position ${integer} not null default 0`,
      `order_key ${key(128)}`,
      `replay_id ${key(36)}`,
      `settled_at ${integer}`,
      `erased ${integer} not null default 0`,
      `tries ${integer} not null default 0`,
      `dead_target ${key(36)}`,
    ].map((column) => `alter table deliveries add column ${column}`),
    ...[widen('deliveries', 'event_id', 255), widen('deliveries', 'event_type', 255)].filter(
      (statement) => statement !== null,
    ),
    // Rules had one target each; it takes over the rule's id.
    `update deliveries set
      target_id = rule_id,
      event_source = 'acs.aliyuncvc',
      position = coalesce((select position from events where events.id = deliveries.event_id), 0),
      tries = (select count(*) from attempts where delivery_id = deliveries.id)
      where target_id = ''`,
    `update deliveries set
      settled_at = coalesce((select max(started_at + duration_ms) from attempts where delivery_id = deliveries.id), created_at),
      dead_target = case when status = 'exhausted' then target_id end
      where status <> 'pending' and settled_at is null`,
    `create table if not exists delivery_contents (
      seq ${integer} not null primary key,
      headers ${text} not null,
      body ${text} not null
    ) ${end}`,
    ...(has('deliveries', 'body')
      ? [
          `insert into delivery_contents (seq, headers, body) select seq, '${JSON_HEADERS}', body from deliveries`,
        ]
      : []),
    `create table if not exists owed (
      seq ${integer} not null primary key,
      target_id ${key(36)} not null,
      line ${key(191)},
      free_at ${integer} not null,
      due_at ${integer} not null,
      worker ${key(128)},
      tries ${integer} not null,
      created_at ${integer} not null
    ) ${end}`,
    'create index ix_owed_free on owed (target_id, free_at)',
    'create index ix_owed_line on owed (line, seq)',
    // Leases end with the process that had them: this one is the only one.
    `insert into owed (seq, target_id, line, free_at, due_at, worker, tries, created_at)
      select seq, target_id, null, coalesce(due_at, 0), coalesce(due_at, 0), null, tries, created_at
      from deliveries where status = 'pending'`,
    "insert into counters (name, value) select 'delivery-seq', coalesce(max(seq), 0) from deliveries",
    dropIndex('ix_deliveries_free', 'deliveries'),
    ...['body', 'worker', 'free_at'].flatMap((column) =>
      has('deliveries', column) ? [`alter table deliveries drop column ${column}`] : [],
    ),
    'create index ix_deliveries_target on deliveries (target_id)',
    'create index ix_deliveries_position on deliveries (position)',
    'create index ix_deliveries_replay on deliveries (replay_id)',
    'create index ix_deliveries_settled on deliveries (settled_at, status)',
    'create index ix_deliveries_dead on deliveries (dead_target)',
  ]
}

function attempts({ text, integer }: Words): string[] {
  return [
    `alter table attempts add column more_json ${text}`,
    `alter table attempts add column next_at ${integer}`,
  ]
}

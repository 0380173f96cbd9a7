import type { Migration, Words } from './words.ts'

export const first: Migration = {
  version: 1,
  name: 'first',
  statements: (words) => [...counters(words), ...log(words), ...people(words), ...push(words)],
}

function counters({ key, integer, end }: Words): string[] {
  return [
    `create table if not exists counters (name ${key(32)} not null primary key, value ${integer} not null) ${end}`,
    "insert into counters (name, value) values ('position', 0), ('push-cursor', 0), ('push-rules', 0), ('user-number', 1000000)",
  ]
}

function log({ key, text, integer, end }: Words): string[] {
  return [
    `create table if not exists conferences (
      id ${key(36)} not null primary key,
      tenant_id ${key(32)} not null,
      owner_id ${key(36)} not null,
      search_text ${text} not null,
      state ${key(16)} not null,
      revision ${integer} not null,
      starts_at ${integer} not null,
      closed_at ${integer},
      link_lookup ${key(64)} not null,
      open_link ${key(64)},
      due_at ${integer},
      index_json ${text} not null
    ) ${end}`,
    'create unique index ux_conferences_open_link on conferences (open_link)',
    'create index ix_conferences_link_lookup on conferences (link_lookup)',
    'create index ix_conferences_tenant on conferences (tenant_id, starts_at)',
    'create index ix_conferences_owner on conferences (owner_id, starts_at)',
    'create index ix_conferences_due on conferences (due_at)',
    `create table if not exists conference_invited (
      conference_id ${key(36)} not null,
      user_id ${key(36)} not null,
      primary key (conference_id, user_id),
      foreign key (conference_id) references conferences (id)
    ) ${end}`,
    'create index ix_conference_invited_user on conference_invited (user_id)',
    `create table if not exists events (
      position ${integer} not null primary key,
      conference_id ${key(36)} not null,
      revision ${integer} not null,
      id ${key(36)} not null,
      type ${key(64)} not null,
      time ${integer} not null,
      body ${text} not null
    ) ${end}`,
    'create unique index ux_events_revision on events (conference_id, revision)',
    'create unique index ux_events_id on events (id)',
    `create table if not exists snapshots (
      conference_id ${key(36)} not null primary key,
      revision ${integer} not null,
      state_json ${text} not null
    ) ${end}`,
    `create table if not exists kept_answers (
      id ${key(64)} not null primary key,
      fingerprint ${text} not null,
      answer ${text} not null,
      expires_at ${integer} not null
    ) ${end}`,
    'create index ix_kept_answers_expires on kept_answers (expires_at)',
  ]
}

function people({ key, text, integer, serial, end }: Words): string[] {
  return [
    `create table if not exists tickets (
      seq ${serial},
      hash ${key(64)} not null,
      kind ${key(16)} not null,
      family ${key(128)} not null,
      subject ${key(191)} not null,
      data_json ${text} not null,
      created_at ${integer} not null,
      expires_at ${integer} not null
    ) ${end}`,
    'create unique index ux_tickets_hash on tickets (hash)',
    'create index ix_tickets_family on tickets (family)',
    'create index ix_tickets_subject on tickets (kind, subject)',
    'create index ix_tickets_expires on tickets (expires_at)',
    `create table if not exists users (
      id ${key(36)} not null primary key,
      tenant_id ${key(32)} not null,
      account ${key(64)} not null,
      account_key ${key(64)} not null,
      name ${text} not null,
      number ${key(32)} not null,
      mobile ${text} not null,
      email ${text} not null,
      admin ${integer} not null,
      status ${key(16)} not null,
      password_hash ${text},
      created_at ${integer} not null,
      changed_at ${integer} not null
    ) ${end}`,
    'create unique index ux_users_account on users (account_key)',
    'create unique index ux_users_number on users (number)',
    `create table if not exists guests (
      id ${key(36)} not null primary key,
      conference_id ${key(36)} not null,
      name ${text} not null,
      number ${key(32)} not null,
      proof ${key(16)} not null,
      run_id ${key(36)},
      state ${key(16)} not null,
      created_at ${integer} not null,
      expires_at ${integer} not null
    ) ${end}`,
    'create index ix_guests_conference on guests (conference_id, created_at)',
    'create index ix_guests_expires on guests (expires_at)',
    `create table if not exists keyring (name ${key(128)} not null primary key, value ${text} not null) ${end}`,
  ]
}

function push({ key, text, integer, serial, end }: Words): string[] {
  return [
    `create table if not exists rules (
      id ${key(36)} not null primary key,
      name ${key(127)} not null,
      enabled ${integer} not null,
      body ${text} not null,
      created_at ${integer} not null
    ) ${end}`,
    'create unique index ux_rules_name on rules (name)',
    `create table if not exists deliveries (
      seq ${serial},
      id ${key(36)} not null,
      rule_id ${key(36)} not null,
      rule_name ${key(127)} not null,
      event_id ${key(64)} not null,
      event_type ${key(128)} not null,
      url ${text} not null,
      body ${text} not null,
      status ${key(16)} not null,
      attempts ${integer} not null,
      due_at ${integer},
      created_at ${integer} not null,
      worker ${key(128)},
      free_at ${integer}
    ) ${end}`,
    'create unique index ux_deliveries_id on deliveries (id)',
    'create index ix_deliveries_free on deliveries (free_at)',
    'create index ix_deliveries_rule on deliveries (rule_id)',
    'create index ix_deliveries_event on deliveries (event_id)',
    'create index ix_deliveries_status on deliveries (status)',
    `create table if not exists attempts (
      id ${key(36)} not null primary key,
      delivery_id ${key(36)} not null,
      no ${integer} not null,
      started_at ${integer} not null,
      duration_ms ${integer} not null,
      status ${integer},
      error ${text},
      response ${text} not null,
      foreign key (delivery_id) references deliveries (id)
    ) ${end}`,
    'create unique index ux_attempts_no on attempts (delivery_id, no)',
  ]
}

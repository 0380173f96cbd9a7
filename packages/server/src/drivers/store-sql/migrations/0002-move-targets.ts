import { runningSince, type TargetSettings } from '@parley/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** The body of a rule as the first migration had it. */
type OldBody = {
  pattern: unknown
  target: { type: 'http'; url: string; retry: 'BACKOFF_RETRY'; sealedSecret: string }
}

/** Gives every rule its one target as a row; the target takes over the rule's id, and the rule keeps its pattern as text. */
export async function moveTargets(db: Kysely<Schema>): Promise<void> {
  const rules = await db.selectFrom('rules').select(['id', 'body', 'created_at']).execute()
  for (const { id, body, created_at } of rules) {
    const old = JSON.parse(body) as OldBody
    // Moved before the migration broke off.
    if (!old.target) continue
    const there = await db.selectFrom('targets').select('id').where('id', '=', id).executeTakeFirst()
    if (!there) {
      const { name, ...settings } = settingsOf(old)
      await db
        .insertInto('targets')
        .values({
          id,
          rule_id: id,
          name,
          body: JSON.stringify(settings),
          paused: 0,
          open_until: null,
          state_json: JSON.stringify(runningSince(created_at)),
          version: 1,
          created_at,
        })
        .execute()
    }
    const kept = { description: '', pattern: JSON.stringify(old.pattern), scope: {}, tags: null }
    await db
      .updateTable('rules')
      .set({ body: JSON.stringify(kept) })
      .where('id', '=', id)
      .execute()
  }
}

function settingsOf({ target }: OldBody): TargetSettings {
  return {
    name: '1',
    url: target.url,
    method: 'POST',
    dialect: 'seed',
    body: { form: 'ORIGINAL' },
    contentType: null,
    sealedHeaders: null,
    retry: target.retry,
    errorsTolerance: 'ALL',
    deadLetterBus: null,
    concurrency: 8,
    ratePerSecond: null,
    order: 'none',
    timeoutMs: 10_000,
    extended: false,
    signing: {
      sets: ['standard'],
      secrets: [{ sealed: target.sealedSecret, until: null }],
      sealedToken: null,
      trailingLf: false,
    },
    wire: {},
  }
}

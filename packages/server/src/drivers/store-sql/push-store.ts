import type { PushStore } from '@parley/core'
import type { Database } from './database.ts'
import { createSqlDeliveries } from './deliveries.ts'
import { createSqlRules } from './rules.ts'

export function createSqlPushStore(database: Database): PushStore {
  return { ...createSqlRules(database), ...createSqlDeliveries(database) }
}

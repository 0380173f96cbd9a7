import type { PushStore } from '@parley/core'
import type { Database } from '../database.ts'
import { AtHand } from './at-hand.ts'
import { createSqlBuses } from './buses.ts'
import { createSqlLetters } from './letters.ts'
import { createSqlLists } from './lists.ts'
import { createSqlMatching } from './matching.ts'
import { createSqlRules } from './rules.ts'
import { createSqlSending } from './sending.ts'
import { createSqlSettle } from './settle.ts'
import { createSqlTargets } from './targets.ts'

/** Of each kind. */
const MOST_AT_HAND = 8_192

/**
 * Whatever a transaction needs of these it locks in this order, so that no two wait for each other: the counter of
 * positions, the cursor or a replay, the counter of deliveries or that of the rules, targets by id, `owed` by number,
 * `deliveries`.
 */
export function createSqlPushStore(database: Database): PushStore {
  const atHand = new AtHand(database.dialect.isAlone ? MOST_AT_HAND : 0)
  return {
    ...createSqlBuses(database),
    ...createSqlRules(database),
    ...createSqlTargets(database),
    ...createSqlMatching(database, atHand),
    ...createSqlSending(database, atHand),
    ...createSqlSettle(database, atHand),
    ...createSqlLists(database),
    ...createSqlLetters(database),
  }
}

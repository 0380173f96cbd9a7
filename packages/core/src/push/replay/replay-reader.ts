import type { Log } from '../../ports/log.ts'
import type { LogEntry } from '../../site/log-entry.ts'
import type { PushEvent } from '../event.ts'
import { scopeOf } from '../matching/rule-index.ts'
import { matchable } from '../pattern/matchable.ts'
import { matches } from '../pattern/matches.ts'
import type { Pattern } from '../pattern/pattern.ts'
import { scoped } from '../pattern/scope.ts'
import type { Known } from '../sending/lane.ts'
import { type Tell, tellAll } from '../tell.ts'
import type { Replay } from './replay.ts'

export type ReplayReaderParts = {
  log: Pick<Log, 'entries'>
  tell: readonly Tell[]
  readPattern: (text: string, bus: string) => Pattern
  /** Lets the rest of the process have its turn between two pages, see the worker. */
  breathe?: () => Promise<void>
}

export type ReplayPage = {
  found: { entry: LogEntry; event: PushEvent }[]
  /** Log entries that were looked at. */
  entries: number
  /** Everything up to here has been looked at. */
  upTo: number
  /** Entries that could not be told. */
  untold: { entry: LogEntry; faults: unknown[] }[]
}

const PAGE = 500

/** Looks through a replay's stretch of the log, page by page. Throws when its pattern cannot be read. */
export function replayReader(
  { log, tell, readPattern, breathe }: ReplayReaderParts,
  { upTo, from, before, pattern }: Pick<Replay, 'upTo' | 'from' | 'before' | 'pattern'>,
  { rule, target }: Known,
): (after: number, most?: number) => Promise<ReplayPage> {
  const wanted = scoped(readPattern(pattern ?? rule.pattern, rule.bus), rule.scope)
  // Not in the order of positions: meetings have their own.
  const inTime = ({ time }: LogEntry): boolean =>
    (from === null || time >= from) && (before === null || time < before)

  return async (after, most = Number.POSITIVE_INFINITY) => {
    await breathe?.()
    const entries = await log.entries({ after, limit: PAGE })
    const page: ReplayPage = { found: [], entries: 0, upTo, untold: [] }
    for (const entry of entries) {
      if (entry.position > upTo) return page
      // Full: the rest is looked at next time.
      if (page.found.length >= most) return { ...page, upTo: after }
      after = entry.position
      page.entries += 1
      if (inTime(entry)) look(entry, page)
    }
    return entries.length === PAGE ? { ...page, upTo: after } : page
  }

  function look(entry: LogEntry, page: ReplayPage): void {
    const { told, faults } = tellAll(tell, entry)
    if (faults.length > 0) page.untold.push({ entry, faults })
    for (const { bus, event } of told) {
      if (bus !== rule.bus || (event.extendedOnly && !target.extended)) continue
      if (matches(wanted, matchable(event, scopeOf(entry)))) page.found.push({ entry, event })
    }
  }
}

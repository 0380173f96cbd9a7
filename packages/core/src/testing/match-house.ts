import type { Recorded } from '../conference/events.ts'
import { createMemoryBus } from '../memory/bus.ts'
import { FakeClock } from '../memory/clock.ts'
import { createSequentialIds } from '../memory/ids.ts'
import { MemoryLog } from '../memory/log.ts'
import { createMemoryPushStore } from '../memory/push-store.ts'
import type { NewRule } from '../ports/push-store.ts'
import type { PushEvent } from '../push/event.ts'
import type { MatcherParts } from '../push/matching/matcher.ts'
import { parsePattern } from '../push/pattern/parse-pattern.ts'
import type { DueHint } from '../push/sending/worker.ts'
import type { LogEntry } from '../site/log-entry.ts'
import { aRule } from './push-given.ts'

/** A rule of one target, all called by the id. */
export const rule = (id: string, wish: Partial<NewRule> & { pattern?: string } = {}): NewRule =>
  aRule({ id, name: id, target: { id: `to-${id}`, url: `https://${id}.test/` }, ...wish })

/** A log of `count` events; every third is not shown outside. */
export function house({ count = 0 }: { count?: number } = {}) {
  const log = new MemoryLog()
  const pushStore = createMemoryPushStore({ log })
  const errors: unknown[] = []
  const eventIds = createSequentialIds(7)
  const happen = (wish: Partial<Recorded> = {}): string => {
    const id = eventIds.eventId()
    const actor = { is: 'key', id: 'k1', name: '' }
    const entry = {
      id,
      position: log.last + 1,
      time: 1_000 + log.last,
      conferenceId: '1',
      tenantId: '1001',
      actor,
    }
    log.append({ type: 'RunOccupied', data: {}, ...entry, ...wish } as unknown as LogEntry)
    return id
  }
  for (let at = 0; at < count; at += 1) happen()
  const bus = createMemoryBus((error) => errors.push(error))
  const clock = new FakeClock()
  const ids = createSequentialIds()
  let encoded = 0
  let news = 0
  const hints: DueHint[] = []
  const event = ({ id, position, time }: LogEntry): PushEvent => ({
    id,
    time,
    source: 's',
    type: `t${position}`,
    data: {},
    orderKey: 'm1',
  })
  const parts: MatcherParts = {
    log,
    pushStore,
    bus,
    clock,
    ids,
    tell: [(entry) => (entry.position % 3 === 0 ? [] : [{ bus: 'default', event: event(entry) }])],
    readPattern: (text) => parsePattern(text).pattern,
    encode: (event, { dialect }) => {
      encoded += 1
      return { body: `${dialect} ${event.id}`, headers: { 'content-type': 'application/json' } }
    },
    onDeliveries: (targets) => hints.push(...targets),
    onError: (error) => errors.push(error),
  }
  const owed = async () => {
    const pages = await pushStore.deliveries({ limit: 500 })
    while (pages.length % 500 === 0 && pages.length > 0) {
      const more = await pushStore.deliveries({ limit: 500, belowSeq: pages.at(-1)?.seq ?? 0 })
      if (more.length === 0) break
      pages.push(...more)
    }
    return pages.reverse()
  }
  const publish = () => {
    news += 1
    bus.publish({ conferenceId: '1' as never, revision: news, position: log.last, events: [] })
  }
  const shown = async () =>
    (await log.entries({ after: 0, limit: 10_000 })).filter(({ position }) => position % 3 !== 0)
  return {
    parts,
    log,
    happen,
    publish,
    clock,
    errors,
    owed,
    pushStore,
    shown,
    event,
    hints,
    encodings: () => encoded,
  }
}

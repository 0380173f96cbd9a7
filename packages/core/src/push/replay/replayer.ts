import { type Instant, SECOND } from '../../instant.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import type { Log } from '../../ports/log.ts'
import type { PushStore } from '../../ports/push-store.ts'
import { type OweParts, owe } from '../matching/owe.ts'
import { encodingOf } from '../matching/rule-index.ts'
import { untoldRecord } from '../matching/untold-record.ts'
import type { Known } from '../sending/lane.ts'
import type { DueHint } from '../sending/worker.ts'
import type { Replay } from './replay.ts'
import { type ReplayPage, type ReplayReaderParts, replayReader } from './replay-reader.ts'

export type ReplayerParts = ReplayReaderParts &
  OweParts & {
    log: Pick<Log, 'record'>
    ids: Pick<Ids, 'commandId' | 'eventId'>
    pushStore: Pick<PushStore, 'advanceReplay' | 'cancelReplay' | 'replays' | 'target'>
    clock: Clock
    onDeliveries?: (targets: Iterable<DueHint>) => void
  }

export type Replayer = {
  /** Looks for replays now. Resolves when each has had its turn. */
  run(): Promise<void>
  stop(): Promise<void>
}

const TURN_MS = 250
/** Without a replay under way, one that another node has begun is found after this. */
const POLL_MS = SECOND
/** A replay that moves without us is another node's until it has not moved for so long beyond what its rate explains. */
const TAKE_OVER_MS = 5 * SECOND
/** Log entries in one turn of one replay: rare events must not keep the others waiting. */
const ENTRIES_A_TURN = 5_000
const AT_ONCE = 100

/** What we know of a replay that is under way. */
type Course = { position: number; movedAt: Instant; isOurs: boolean; allowance: number; grantedAt: Instant }

/**
 * Works off replays at their rate. Position and deliveries move in one transaction, only from where they stood: killed
 * anywhere and taken over by anybody, a replay owes each event once.
 */
export function createReplayer(parts: ReplayerParts): Replayer {
  const { pushStore, log, ids, clock, onDeliveries, onError } = parts
  const courses = new Map<string, Course>()
  let stopped = false
  let running: Promise<void> | null = null
  let callOff = (): void => {}

  function run(): Promise<void> {
    if (stopped) return running ?? Promise.resolve()
    running ??= turn().finally(() => {
      running = null
      if (!stopped)
        callOff = clock.wakeAt(clock.now() + (courses.size > 0 ? TURN_MS : POLL_MS), () => void run())
    })
    return running
  }

  async function turn(): Promise<void> {
    callOff()
    try {
      const replays = await pushStore.replays({ state: 'running', limit: AT_ONCE })
      for (const id of courses.keys()) if (!replays.some((replay) => replay.id === id)) courses.delete(id)
      await Promise.all(
        replays.map((replay) =>
          advance(replay).catch((error: unknown) => onError(error, { stage: 'push.replay' })),
        ),
      )
    } catch (error) {
      onError(error, { stage: 'push.replay' })
    }
  }

  async function advance(replay: Replay): Promise<void> {
    const now = clock.now()
    const course = courseOf(replay, now)
    if (!course.isOurs) return
    const known = await pushStore.target(replay.targetId)
    const read = known && reader(replay, known)
    if (!read) {
      await pushStore.cancelReplay(replay.id, now)
      return
    }
    grant(course, replay, now)
    let { position } = replay
    for (let looked = 0; course.allowance >= 1 && looked < ENTRIES_A_TURN && !stopped; ) {
      const page = await read(position, Math.floor(course.allowance))
      const step = await owePage({ ...replay, position }, known, page)
      // Somebody else moved it, or it is over: the next turn shows.
      if (!step || step.isOver) return
      looked += step.entries
      course.allowance -= step.made
      position = step.upTo
      Object.assign(course, { position, movedAt: now })
    }
  }

  /** Null when its pattern cannot be read any more. */
  function reader(replay: Replay, known: Known) {
    try {
      return replayReader(parts, replay, known)
    } catch (error) {
      onError(error, { stage: 'push.replay' })
      return null
    }
  }

  /** Moves the replay past the page, in one transaction; null when it is not ours to move any more. */
  async function owePage(replay: Replay, known: Known, page: ReplayPage) {
    const now = clock.now()
    const { rule, target } = known
    for (const { faults } of page.untold) for (const fault of faults) onError(fault, { stage: 'push.replay' })
    const traces = page.untold.flatMap(({ entry, faults }) => untoldRecord(ids, now, entry, faults))
    if (traces.length > 0) await log.record(traces)
    const addressee = { rule, target, encoding: encodingOf(target) }
    const deliveries = page.found.flatMap(({ entry, event }) =>
      owe(parts, entry, event, [addressee], { now, bus: rule.bus, replayId: replay.id }),
    )
    const isOver = page.upTo >= replay.upTo
    const { id, position } = replay
    if (!(await pushStore.advanceReplay(id, position, page.upTo, deliveries, isOver ? now : null)))
      return null
    if (deliveries.length > 0) onDeliveries?.([{ targetId: target.id, version: target.version }])
    return { isOver, made: deliveries.length, entries: page.entries, upTo: page.upTo }
  }

  /** Two nodes that both moved a replay would move it at twice its rate. */
  function courseOf({ id, position, ratePerSecond }: Replay, now: Instant): Course {
    const known = courses.get(id)
    if (!known) {
      const course = { position, movedAt: now, isOurs: true, allowance: 1, grantedAt: now }
      courses.set(id, course)
      return course
    }
    if (known.position !== position) {
      Object.assign(known, { position, movedAt: now, isOurs: false, allowance: 1, grantedAt: now })
    } else if (!known.isOurs && now - known.movedAt >= TAKE_OVER_MS + SECOND / ratePerSecond) {
      Object.assign(known, { isOurs: true, allowance: 1, grantedAt: now })
    }
    return known
  }

  void run()

  return {
    run,
    async stop() {
      stopped = true
      callOff()
      await running
    },
  }
}

/** Nothing is saved up beyond one second. */
function grant(course: Course, { ratePerSecond }: Replay, now: Instant): void {
  const granted = ((now - course.grantedAt) / SECOND) * ratePerSecond
  course.allowance = Math.min(Math.max(1, ratePerSecond), course.allowance + granted)
  course.grantedAt = now
}

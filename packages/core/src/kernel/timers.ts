import { nextDue } from '../conference/next-due.ts'
import type { Policies } from '../conference/policies.ts'
import type { ConferenceId } from '../ids.ts'
import { type Instant, SECOND } from '../instant.ts'
import type { Bus } from '../ports/bus.ts'
import type { Clock } from '../ports/clock.ts'
import type { ConferenceStore } from '../ports/conference-store.ts'
import type { Ids } from '../ports/ids.ts'
import type { Conferences } from './conferences.ts'

type Parts = {
  conferences: Conferences
  store: ConferenceStore
  bus: Bus
  clock: Clock
  ids: Ids
  policies: Policies
  onError: (error: unknown, context: { stage: string }) => void
}

/** Never sleeps longer, so that what another node left due is found. */
const LONGEST_SLEEP_MS = 30 * SECOND
const AT_ONCE = 200

/** Sends a `Tick` to every conference that is due, the only timer of the house. `stop` waits for ticks under way. */
export function startTimers({ conferences, store, bus, clock, ids, policies, onError }: Parts): {
  stop(): Promise<void>
} {
  let wakesAt: Instant = Number.POSITIVE_INFINITY
  let callOff = (): void => {}
  let stopped = false
  let working: Promise<void> = Promise.resolve()

  function wakeBy(at: Instant): void {
    if (stopped || at >= wakesAt) return
    callOff()
    wakesAt = at
    callOff = clock.wakeAt(at, () => {
      wakesAt = Number.POSITIVE_INFINITY
      working = working.then(round)
    })
  }

  async function round(): Promise<void> {
    if (stopped) return
    let next = clock.now() + LONGEST_SLEEP_MS
    try {
      for (;;) {
        const due = await store.due(clock.now(), AT_ONCE)
        const done = await Promise.all(due.map(tick))
        // One that stays due despite its tick would be found for ever: it waits for the next round.
        if (due.length < AT_ONCE || !done.some(Boolean)) break
      }
      const earliest = await store.nextDue()
      if (earliest !== null && earliest > clock.now()) next = Math.min(next, earliest)
    } catch (error) {
      onError(error, { stage: 'timers' })
      next = clock.now() + SECOND
    }
    wakeBy(next)
  }

  async function tick(conferenceId: ConferenceId): Promise<boolean> {
    try {
      const { revision } = await conferences.get(conferenceId)
      const answer = await conferences.execute({
        type: 'Tick',
        params: {},
        id: ids.commandId(),
        conferenceId,
        actor: { is: 'system', name: 'timer' },
        via: 'system',
      })
      return answer.revision !== revision
    } catch (error) {
      onError(error, { stage: 'tick' })
      return false
    }
  }

  const off = bus.onNews(({ conferenceId }) => {
    conferences
      .state(conferenceId)
      .then((conference) => {
        const due = conference && nextDue(conference, policies)
        if (due) wakeBy(Math.max(due, clock.now()))
      })
      .catch((error: unknown) => onError(error, { stage: 'timers' }))
  })
  wakeBy(clock.now())

  return {
    async stop() {
      stopped = true
      off()
      callOff()
      await working
    },
  }
}

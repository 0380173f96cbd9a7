import { type Clock, type ConferenceStore, DAY, type Guests, MINUTE, type Tickets } from '@parley/core'

type Parts = {
  store: { conferences: ConferenceStore; tickets: Tickets; guests: Guests }
  clock: Clock
  onError: (error: unknown, context: { stage: string }) => void
}

const EVERY_MS = 5 * MINUTE
/** Guests are remembered this long after they expired, so that a late request gets a clear answer. */
const GUEST_MEMORY_MS = DAY

/** Forgets what has expired: tickets, guest accounts, kept answers. The log is never swept. */
export function startSweeps({ store, clock, onError }: Parts): { stop(): Promise<void> } {
  let stopped = false
  let working: Promise<void> = Promise.resolve()
  let callOff = (): void => {}

  async function sweep(): Promise<void> {
    try {
      const now = clock.now()
      await store.tickets.prune(now)
      await store.guests.prune(now - GUEST_MEMORY_MS)
      await store.conferences.prune(now)
    } catch (error) {
      onError(error, { stage: 'sweep' })
    }
    wait()
  }

  function wait(): void {
    if (stopped) return
    callOff = clock.wakeAt(clock.now() + EVERY_MS, () => {
      working = sweep()
    })
  }
  wait()

  return {
    async stop() {
      stopped = true
      callOff()
      await working
    },
  }
}

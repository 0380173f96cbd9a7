import {
  type Clock,
  type ConferenceStore,
  DAY,
  type Guests,
  type Ids,
  MINUTE,
  type PushStore,
  siteRecord,
  type Tickets,
} from '@parley/core'

type Parts = {
  store: {
    conferences: ConferenceStore
    tickets: Tickets
    guests: Guests
    push: Pick<PushStore, 'prune'>
  }
  ids: Pick<Ids, 'eventId' | 'commandId'>
  /** How long deliveries are kept after their end. */
  keep: { deliveredMs: number; exhaustedMs: number }
  clock: Clock
  onError: (error: unknown, context: { stage: string }) => void
}

const EVERY_MS = 5 * MINUTE
/** Guests are remembered this long after they expired, so that a late request gets a clear answer. */
const GUEST_MEMORY_MS = DAY
/** Rows in one transaction: others want to write in between. */
const DELIVERIES_AT_ONCE = 500

/**
 * Forgets what has expired: tickets, guest accounts, kept answers, deliveries that came to their end long ago. The log is
 * never swept, and tells when dead letters were.
 */
export function startSweeps({ store, ids, clock, keep, onError }: Parts): { stop(): Promise<void> } {
  let stopped = false
  let working: Promise<void> = Promise.resolve()
  let callOff = (): void => {}

  async function sweep(): Promise<void> {
    try {
      const now = clock.now()
      await store.tickets.prune(now)
      await store.guests.prune(now - GUEST_MEMORY_MS)
      await store.conferences.prune(now)
      await sweepDeliveries()
    } catch (error) {
      onError(error, { stage: 'sweep' })
    }
    wait()
  }

  async function sweepDeliveries(): Promise<void> {
    const now = clock.now()
    const older = { delivered: now - keep.deliveredMs, exhausted: now - keep.exhaustedMs }
    const record = (count: number) => [
      siteRecord(ids, now, 'DeliveriesDropped', { count, why: 'retention', target: null }),
    ]
    for (let more = true; more && !stopped; ) {
      const { delivered, exhausted } = await store.push.prune(older, DELIVERIES_AT_ONCE, record)
      more = delivered + exhausted >= DELIVERIES_AT_ONCE
    }
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

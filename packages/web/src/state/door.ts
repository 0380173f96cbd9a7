import type { Clock } from './clock.ts'
import { createStore, type Store } from './store.ts'

/** Which meeting this tab is about: a link, or number and password. Kept in the tab's storage, never in the address. */
export type Entrance =
  | { by: 'link'; segment: string; hostKey?: string }
  | { by: 'number'; confId: string; password: string }

export type Meeting = {
  confId: string
  title: string
  startTime: number | null
  hostName: string | null
  /** Who enters now waits until a host lets them in. */
  waitingRoom?: boolean
}

/** One-time login the server gave for this entrance. */
export type Ticket = { clientId: string; ticket: string; deadline: number }

/** The server's answer at the door, in the page's own words. */
export type Look =
  | { is: 'open'; meeting: Meeting; ticket: Ticket; serverTime: number }
  | { is: 'early'; meeting: Meeting; serverTime: number }
  | { is: 'ended' | 'unknown' }
  | { is: 'locked' | 'full'; meeting: Meeting }
  | { is: 'tooMany'; retryAfterMs: number }
  | { is: 'unreachable' }

export type DoorState =
  | { is: 'asking' }
  | { is: 'open'; meeting: Meeting; ticket: Ticket; clockOffsetMs: number }
  | { is: 'early'; meeting: Meeting; clockOffsetMs: number; since: number }
  /** Two hours passed; the page has stopped looking. */
  | { is: 'waitedLong'; meeting: Meeting }
  | { is: 'ended' | 'unknown' | 'banned' | 'refused' | 'noMeeting' }
  | { is: 'locked' | 'full'; meeting: Meeting }
  | { is: 'tooMany'; until: number }
  | { is: 'unreachable'; until: number }

export type Door = {
  store: Store<DoorState>
  /** Asks again now. */
  look: () => Promise<void>
  /** What joining was refused with; the door shows it in its own words. */
  refuse: (
    state: Extract<DoorState['is'], 'ended' | 'unknown' | 'banned' | 'refused' | 'locked' | 'full'>,
  ) => void
  /** A ticket that is still good for joining now; asks for a fresh one when it is not. Null: the state says why. */
  freshTicket: () => Promise<Ticket | null>
  stop: () => void
}

const pollMs = { least: 20_000, most: 40_000 }
const longestWaitMs = 2 * 3_600_000
/** A ticket closer to its end than this is not worth starting with. */
const ticketReserveMs = 20_000
const unreachableRetryMs = { first: 4_000, most: 60_000 }

/**
 * The states before the room. While the meeting has not started the page looks again every 20–40 s (spread, so that not all
 * pages ask at once; [WC] 3.2), and sooner when the planned start comes; after two hours it stops.
 */
export function createDoor(lookAtServer: () => Promise<Look>, clock: Clock): Door {
  const store = createStore<DoorState>({ is: 'asking' })
  let cancelNext: (() => void) | undefined
  let failures = 0
  let earlySince: number | null = null
  let stopped = false
  let round = 0

  const later = (delayMs: number) => {
    cancelNext?.()
    cancelNext = clock.after(delayMs, () => void look())
  }

  const showEarly = (meeting: Meeting, serverTime: number) => {
    const now = clock.now()
    earlySince ??= now
    if (now - earlySince >= longestWaitMs) {
      earlySince = null
      store.set({ is: 'waitedLong', meeting })
      return
    }
    const clockOffsetMs = serverTime - now
    store.set({ is: 'early', meeting, clockOffsetMs, since: earlySince })
    const spread = pollMs.least + clock.random() * (pollMs.most - pollMs.least)
    const toStart = meeting.startTime === null ? 0 : meeting.startTime - serverTime
    // Just after the planned start, spread over three seconds, instead of up to 40 s late.
    later(toStart > 0 && toStart < spread ? toStart + clock.random() * 3_000 : spread)
  }

  const show = (answer: Look) => {
    if (answer.is !== 'unreachable') failures = 0
    if (answer.is !== 'early') earlySince = null
    switch (answer.is) {
      case 'open':
        store.set({
          is: 'open',
          meeting: answer.meeting,
          ticket: answer.ticket,
          clockOffsetMs: answer.serverTime - clock.now(),
        })
        return
      case 'early':
        showEarly(answer.meeting, answer.serverTime)
        return
      case 'ended':
      case 'unknown':
        store.set({ is: answer.is })
        return
      case 'locked':
      case 'full':
        store.set({ is: answer.is, meeting: answer.meeting })
        later(pollMs.least + clock.random() * (pollMs.most - pollMs.least))
        return
      case 'tooMany':
        store.set({ is: 'tooMany', until: clock.now() + answer.retryAfterMs })
        return
      case 'unreachable': {
        const delay = Math.min(unreachableRetryMs.most, unreachableRetryMs.first * 2 ** failures)
        failures += 1
        const spread = Math.round(delay * (1 + clock.random() / 4))
        store.set({ is: 'unreachable', until: clock.now() + spread })
        later(spread)
        return
      }
      default:
        answer satisfies never
    }
  }

  const look = async () => {
    if (stopped) return
    cancelNext?.()
    round += 1
    const mine = round
    const answer = await lookAtServer()
    // A later look overtook this one, or the door was left.
    if (!stopped && mine === round) show(answer)
  }

  return {
    store,
    look,
    refuse: (is) => {
      cancelNext?.()
      const state = store.get()
      const meeting =
        'meeting' in state ? state.meeting : { confId: '', title: '', startTime: null, hostName: null }
      if (is === 'locked' || is === 'full') {
        store.set({ is, meeting })
        later(pollMs.least + clock.random() * (pollMs.most - pollMs.least))
      } else store.set({ is })
    },
    freshTicket: async () => {
      const state = store.get()
      if (state.is !== 'open') return null
      if (state.ticket.deadline - (clock.now() + state.clockOffsetMs) > ticketReserveMs) return state.ticket
      await look()
      const next = store.get()
      return next.is === 'open' ? next.ticket : null
    },
    stop: () => {
      stopped = true
      cancelNext?.()
    },
  }
}

import type { ConferencePhase, SocketState } from '@parley/client'
import { createStore, type Store } from './store.ts'

export type WaitingState = {
  /** From 1; null while not known. */
  position: number | null
  /** Until when the place is kept, ms. */
  until: number | null
  /** Let in; entering goes on by itself. */
  admitted: boolean
  /** Sent back from the room rather than newly come. */
  returned: boolean
  /** The connection is away; the place is kept meanwhile. */
  away: boolean
}

export type Waiting = { store: Store<WaitingState>; leave: () => void; stop: () => void }

/** What can be watched at the client: its own stores have `getState`. */
type Watched<State> = { getState: () => State; subscribe: (listener: () => void) => () => void }

export type WaitingParts = {
  conference: Watched<ConferencePhase> & { leave: () => Promise<void> }
  socket: Watched<SocketState>
  returned: boolean
}

/** The waiting room of one page: nothing of the meeting is known here but the own place in the queue. */
export function createWaiting({ conference, socket, returned }: WaitingParts): Waiting {
  const look = (before: WaitingState): WaitingState => {
    const phase = conference.getState()
    const away = socket.getState().is !== 'open'
    if (phase.is !== 'waiting') return before.away === away ? before : { ...before, away }
    const { position, until, admitted } = phase
    return { position, until, admitted, returned, away }
  }
  const store = createStore(look({ position: null, until: null, admitted: false, returned, away: false }))
  const follow = () => store.update(look)
  const stops = [conference.subscribe(follow), socket.subscribe(follow)]
  return {
    store,
    leave: () => void conference.leave().catch(() => undefined),
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}

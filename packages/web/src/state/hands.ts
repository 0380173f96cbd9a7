import type { RoomContext } from './room-context.ts'
import { createStore, type Store } from './store.ts'

export type Hands = {
  /** True while a change is on its way. */
  busy: Store<boolean>
  raise: () => Promise<void>
  lower: () => Promise<void>
  toggle: () => Promise<void>
}

/** The own hand. Its place in the order is the server's ([WC]); a host has none to raise. */
export function createHands({
  conference,
  self,
  attempt,
}: Pick<RoomContext, 'conference' | 'self' | 'attempt'>): Hands {
  const busy = createStore(false)
  const change = async (run: () => Promise<unknown>) => {
    if (busy.get()) return
    busy.set(true)
    await attempt(run)
    busy.set(false)
  }
  const isUp = () => (self()?.handRaisedAt ?? null) !== null
  const raise = async () => {
    if (!isUp() && self()?.role !== 'chair') await change(() => conference.raiseHand())
  }
  const lower = async () => {
    if (isUp()) await change(() => conference.lowerHand())
  }
  return { busy, raise, lower, toggle: () => (isUp() ? lower() : raise()) }
}

import type { Clock } from './clock.ts'
import type { Order } from './host-refusals.ts'
import type { RoomContext } from './room-context.ts'
import { createStore, type Store } from './store.ts'

/** Minutes before the end at which everybody is told. */
export const warnings = [10, 5, 1] as const
/** Minutes that may be added by one press. */
export const extensions = [15, 30, 60] as const

const minuteMs = 60_000
const question = 'extend'
const tooLong = 603

export type Extend = {
  /** When the meeting ends by itself, epoch ms. */
  endsAt: Store<number | null>
  follow: (endsAt: number | null) => void
  by: (minutes: number) => void
  stop: () => void
}

type Parts = Pick<RoomContext, 'conference' | 'tell'> & {
  clock: Pick<Clock, 'now' | 'after'>
  drop: (question: string) => void
  mayExtend: () => boolean
  /** Opens the choice how long. */
  ask: () => void
  ring: () => void
}

/** Whether the time left is worth showing. */
export const endsSoon = (endsAt: number | null, now: number): boolean =>
  endsAt !== null && endsAt - now <= warnings[0] * minuteMs

/** Warns before the planned end. Who comes later hears the next warning only; after an extension they begin anew. */
export function createExtend(parts: Parts, order: Order): Extend {
  const { conference, tell, clock, drop, mayExtend, ask, ring } = parts
  const endsAt = createStore<number | null>(null)
  let callOff = () => {}

  const schedule = (end: number, from: number) => {
    callOff()
    const left = end - clock.now()
    const index = warnings.findIndex((minutes, place) => place >= from && minutes * minuteMs < left)
    const minutes = warnings[index]
    if (minutes === undefined) return
    callOff = clock.after(left - minutes * minuteMs, () => {
      warn(end)
      schedule(end, index + 1)
    })
  }

  /** The time is what is left now: a machine that slept wakes late. */
  const warn = (end: number) => {
    const count = Math.ceil((end - clock.now()) / minuteMs)
    if (count <= 0) return
    ring()
    tell({
      message: { key: 'extend.warning', values: { count } },
      tone: 'warning',
      urgent: true,
      ...(mayExtend() ? { question, action: { label: { key: 'extend.open' }, run: ask } } : {}),
    })
  }

  return {
    endsAt,
    follow: (next) => {
      if (next === endsAt.get()) return
      const before = endsAt.get()
      endsAt.set(next)
      callOff()
      if (before !== null) drop(question)
      if (next !== null) schedule(next, 0)
    },
    by: (minutes) => void order(() => conference.prolong(minutes), { [tooLong]: { key: 'extend.tooLong' } }),
    stop: () => callOff(),
  }
}

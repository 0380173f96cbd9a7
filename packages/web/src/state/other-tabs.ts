import type { Clock } from './clock.ts'

/** A `BroadcastChannel`: what is said is heard by all other tabs. */
export type Channel = {
  say: (word: unknown) => void
  listen: (heard: (word: unknown) => void) => void
}

type Word = { ask: string } | { here: string }

export type OtherTabs = {
  /** Whether another tab of this browser is in the meeting with this very seat. */
  isOpen: (seatId: string) => Promise<boolean>
  /** From now on this tab is the one that has it; null = none. */
  hold: (seatId: string | null) => void
}

/** A page that answers does so within a few milliseconds; a busy one on an old phone needs longer. */
const patienceMs = 300

/**
 * A duplicated tab brings a copy of the storage along, and with it the place in the meeting: two pages would fight for it.
 * A reload brings the same, but nobody is left to answer. Channel null: no such thing here, then nobody is asked.
 */
export function createOtherTabs(channel: Channel | null, clock: Clock): OtherTabs {
  let held: string | null = null
  const asking = new Map<string, Set<() => void>>()
  channel?.listen((heard) => {
    const word = heard as Word | null
    if (typeof word !== 'object' || word === null) return
    if ('ask' in word && held !== null && word.ask === held) channel.say({ here: held })
    if ('here' in word) for (const answered of asking.get(word.here) ?? []) answered()
  })

  return {
    isOpen: (seatId) => {
      if (!channel) return Promise.resolve(false)
      return new Promise((resolve) => {
        const waiting = asking.get(seatId) ?? new Set()
        const done = (open: boolean) => {
          cancel()
          waiting.delete(answered)
          resolve(open)
        }
        const answered = () => done(true)
        const cancel = clock.after(patienceMs, () => done(false))
        asking.set(seatId, waiting.add(answered))
        channel.say({ ask: seatId })
      })
    },
    hold: (seatId) => {
      held = seatId
    },
  }
}

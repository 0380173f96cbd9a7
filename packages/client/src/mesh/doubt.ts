import type { Clock } from '../platform.ts'

/** A living connection brings something in this time, if only one of ICE's own checks. */
const silentMs = 3_000

/** Finds out whether a connection that calls itself connected is dead, long before the browser says so. */
export const createDoubt = (clock: Clock) => {
  let turn = 0
  let cancelTimer = (): void => undefined
  const cancel = () => {
    turn += 1
    cancelTimer()
  }
  return {
    /** `received`: something that rises with whatever arrives. `dead`: it did not. */
    begin: (received: () => Promise<number>, dead: () => void): void => {
      cancel()
      const mine = turn
      const still = (then: (count: number) => void) =>
        // A connection that was closed meanwhile is nobody's any more.
        void received().then(
          (count) => mine === turn && then(count),
          () => undefined,
        )
      still((before) => {
        cancelTimer = clock.after(silentMs, () =>
          still((after) => {
            if (after === before) dead()
          }),
        )
      })
    },
    cancel,
  }
}

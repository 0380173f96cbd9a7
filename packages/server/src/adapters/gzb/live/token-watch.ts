/** [WC] 4.8: a connection outlives its token by a minute at most. */
import { type Clock, MINUTE } from '@parley/core'

const WARN_BEFORE_MS = 5 * MINUTE
const CLOSE_AFTER_MS = MINUTE

export type TokenWatch = {
  /** A token that ends at `deadline`; null: one that does not end. */
  start(deadline: number | null): void
  stop(): void
}

export function createTokenWatch({
  clock,
  onExpiring,
  onExpired,
}: {
  clock: Clock
  onExpiring(deadline: number): void
  onExpired(): void
}): TokenWatch {
  let cancels: (() => void)[] = []
  const stop = (): void => {
    for (const cancel of cancels) cancel()
    cancels = []
  }
  return {
    start(deadline) {
      stop()
      if (deadline === null) return
      cancels = [
        clock.wakeAt(deadline - WARN_BEFORE_MS, () => onExpiring(deadline)),
        clock.wakeAt(deadline + CLOSE_AFTER_MS, onExpired),
      ]
    },
    stop,
  }
}

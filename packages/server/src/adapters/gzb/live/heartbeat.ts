/** Signs of life on one socket ([WC] 4.8; liveness as the conference model has it). */
import { type Clock, SECOND } from '@parley/core'

/** What pages are told, in seconds: ping us so often; we give up after so long. */
export const HEARTBEAT = { interval: 30, timeout: 75 } as const

const PING_EVERY_MS = 25 * SECOND
const ANSWER_WITHIN_MS = 10 * SECOND
const SILENT_FOR_MS = HEARTBEAT.timeout * SECOND

export type Heartbeat = {
  /** Something arrived. `byPage`: from the page itself, not from the browser's own machinery. */
  heard(byPage: boolean): void
  stop(): void
}

type Options = {
  clock: Clock
  ping(): void
  /** A ping was not answered in time: the line is down, though nobody closed it. */
  onDown(): void
  /** The first sign of life after that. */
  onUp(byPage: boolean): void
  /** Nothing at all for too long. */
  onSilent(): void
  /** With every ping. */
  onBeat(): void
}

export function createHeartbeat({ clock, ping, onDown, onUp, onSilent, onBeat }: Options): Heartbeat {
  let heardAt = clock.now()
  const cancels = { ping: (): void => {}, answer: (): void => {}, silence: (): void => {} }
  let stopped = false

  function beat(): void {
    if (stopped) return
    const askedAt = clock.now()
    ping()
    onBeat()
    cancels.answer()
    cancels.answer = clock.wakeAt(askedAt + ANSWER_WITHIN_MS, () => {
      if (!stopped && heardAt < askedAt) onDown()
    })
    cancels.ping = clock.wakeAt(askedAt + PING_EVERY_MS, beat)
  }

  function watch(): void {
    cancels.silence = clock.wakeAt(heardAt + SILENT_FOR_MS, () => {
      if (stopped) return
      if (clock.now() - heardAt >= SILENT_FOR_MS) onSilent()
      else watch()
    })
  }

  cancels.ping = clock.wakeAt(clock.now() + PING_EVERY_MS, beat)
  watch()
  return {
    heard(byPage) {
      heardAt = clock.now()
      onUp(byPage)
    },
    stop() {
      stopped = true
      cancels.ping()
      cancels.answer()
      cancels.silence()
    },
  }
}

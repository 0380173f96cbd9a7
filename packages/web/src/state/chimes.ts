import type { Clock } from './clock.ts'

export type Chime = 'hand' | 'waiting' | 'chat' | 'time'

export type Chimes = {
  ring: (chime: Chime) => void
  /** How many wait: more than before rings. */
  waiting: (count: number) => void
}

/** Ten hands at once are one sound. */
const restMs = 2_000

/** Sounds for who hosts and looks elsewhere, if the settings wish them. */
export function createChimes(clock: Clock, wanted: () => boolean, play: (chime: Chime) => void): Chimes {
  let restsUntil = 0
  let waited = 0
  const ring = (chime: Chime) => {
    if (!wanted() || clock.now() < restsUntil) return
    restsUntil = clock.now() + restMs
    play(chime)
  }
  return {
    ring,
    waiting: (count) => {
      if (count > waited) ring('waiting')
      waited = count
    },
  }
}

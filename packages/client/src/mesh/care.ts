import type { Clock } from '../platform.ts'
import type { PeerLink } from './rtc.ts'

/** What is cared for: one pair's present connection. */
export type Patient = {
  link(): PeerLink
  /** False: an offer is out without its answer. */
  isStable(): boolean
  /** The other side has spoken. */
  isBound(): boolean
  restart(): void
  resend(): void
  /** Asks the other side to begin. */
  ask(): void
  rebuild(): void
}

/** When one pair is tried again, and how: by time, and by whether signals get through. */
export type Care = {
  /** A connection was begun. */
  built(): void
  linkChanged(): void
  /** An offer was made, or did not arrive. */
  offered(): void
  lost(): void
  /** The other side has made an offer: whatever was planned is its doing now. */
  heard(): void
  /** The other side has ended it. Usually its member is about to leave; if not, it is tried again. */
  ended(): void
  /** Whether signals get through: both sides' connections to the server are up. Nothing is begun while they do not. */
  setReachable(reachable: boolean): void
  /** ICE anew, at once or as soon as signals get through. */
  restart(): void
  /** How often it was built anew since it last stood. */
  rebuilds(): number
  stop(): void
}

/** Without a connection for so long, everything is built anew; longer each time. */
const rebuildMs = 10_000
const rebuildStepMs = 5_000
const rebuildCapMs = 30_000
/** The side that does not offer first waits so long for an offer before it asks. */
export const askMs = 2_000
/** Both sides notice an interruption; the polite one leaves the other this start, so that one restart does for both. */
const politeMs = 1_000
const lostSignalMs = 3_000

export const createCare = ({
  clock,
  first,
  returning,
  patient,
}: {
  clock: Clock
  /** Makes the first offer of the two. */
  first: boolean
  /** One of the two was inside before: a connection may stand at the other side that is no longer ours. */
  returning: boolean
  patient: Patient
}): Care => {
  let reachable = true
  /** ICE is to be restarted as soon as signals get through again. */
  let owesRestart = false
  let builds = 0
  let rebuilds = 0
  let stopped = false
  let cancelWatch = (): void => undefined
  let cancelStep = (): void => undefined

  const isWell = () => patient.link() === 'connected' && patient.isStable()

  const rebuild = () => {
    // While no signal gets through a new connection could only grow old; `setReachable` goes on.
    if (stopped || !reachable || isWell()) return
    rebuilds += 1
    patient.rebuild()
    if (!first) patient.ask()
  }

  const watch = (ms: number) => {
    cancelWatch()
    if (!stopped) cancelWatch = clock.after(ms, rebuild)
  }

  /** An answer comes soon or not at all; the connection after it may take its time. */
  const watchAnswer = () => {
    cancelWatch()
    cancelWatch = clock.after(lostSignalMs, () => {
      if (patient.isStable()) watch(rebuildMs - lostSignalMs)
      else rebuild()
    })
  }

  const restart = () => {
    cancelStep()
    if (stopped) return
    owesRestart = !reachable
    if (!reachable) return
    patient.restart()
    watch(rebuildMs)
  }

  /** Whatever waited for signals goes on at once, and with the patience of the first time. */
  const resume = () => {
    rebuilds = 0
    if (isWell() && !owesRestart) return
    if (!patient.isStable()) patient.resend()
    else if (patient.isBound()) restart()
    else if (!first) patient.ask()
    watchAnswer()
  }

  return {
    built: () => {
      cancelStep()
      owesRestart = false
      watch(Math.min(rebuildCapMs, rebuildMs + rebuilds * rebuildStepMs))
      builds += 1
      if (first || builds > 1) return
      cancelStep = clock.after(returning ? 0 : askMs, () => {
        if (!patient.isBound()) patient.ask()
      })
    },
    linkChanged: () => {
      cancelStep()
      switch (patient.link()) {
        case 'connected':
          rebuilds = 0
          owesRestart = false
          if (patient.isStable()) cancelWatch()
          return
        case 'interrupted':
          // Seconds without a word have passed already. It may still heal by itself, and a restart does not hinder that.
          watch(rebuildMs)
          cancelStep = clock.after(first ? 0 : politeMs, restart)
          return
        case 'failed':
          restart()
          watch(rebuildMs)
          return
        case 'connecting':
          return
      }
    },
    offered: () => {
      // While connected nothing else guards a renegotiation whose answer gets lost.
      if (patient.link() === 'connected') watch(rebuildMs)
    },
    lost: () => watch(lostSignalMs),
    heard: () => cancelStep(),
    ended: () => {
      cancelStep()
      watch(rebuildMs)
    },
    setReachable: (next) => {
      if (next === reachable || stopped) return
      reachable = next
      if (next) resume()
    },
    restart,
    rebuilds: () => rebuilds,
    stop: () => {
      stopped = true
      cancelWatch()
      cancelStep()
    },
  }
}

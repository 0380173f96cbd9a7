import type { NetworkSample } from '../conference/signals.ts'
import { isInside, personById } from '../conference/state.ts'
import type { ConferenceId, ParticipantId } from '../ids.ts'
import { type Instant, SECOND } from '../instant.ts'
import type { Conferences } from '../kernel/conferences.ts'
import type { Bus } from '../ports/bus.ts'
import type { Clock } from '../ports/clock.ts'

/** What a page measured of its own line. */
export type LineSample = Omit<NetworkSample, 'participantId'>

export interface Networks {
  /** A page's own line. Samples of people outside are dropped. */
  report(conferenceId: ConferenceId, participantId: ParticipantId, sample: LineSample): void
}

/** A person is told of again after this time if only the measured values changed. */
const QUIET_MS = 5 * SECOND
/** At most one signal per conference in this time, whatever changed. */
const EVERY_MS = SECOND

type Line = { sample: NetworkSample; told: NetworkSample | null; toldAt: Instant }
type Kept = {
  lines: Map<ParticipantId, Line>
  signalAt: Instant
  calling: { at: Instant; cancel: () => void } | null
}

/** Turns what pages measure into `Network` signals: changed levels soon, changed values in time (SPEC.md, N3, N4). */
export function createNetworks({
  conferences,
  bus,
  clock,
  onError,
}: {
  conferences: Pick<Conferences, 'state'>
  bus: Bus
  clock: Clock
  onError: (error: unknown, context: { stage: string }) => void
}): Networks {
  const kept = new Map<ConferenceId, Kept>()

  bus.onNews(({ conferenceId, events }) => {
    const one = kept.get(conferenceId)
    if (!one) return
    for (const event of events) {
      if (event.type === 'RunEnded') forget(conferenceId, one)
      else if (event.type === 'ParticipantLeft') one.lines.delete(event.data.participantId)
    }
  })

  function forget(conferenceId: ConferenceId, one: Kept): void {
    one.calling?.cancel()
    kept.delete(conferenceId)
  }

  async function call(conferenceId: ConferenceId): Promise<void> {
    const one = kept.get(conferenceId)
    if (!one) return
    one.calling = null
    const conference = await conferences.state(conferenceId)
    if (conference?.state !== 'running') return forget(conferenceId, one)
    const now = clock.now()
    // While the state was read another call may have told.
    const mayTell = now >= one.signalAt + EVERY_MS
    const samples: NetworkSample[] = []
    for (const [id, line] of one.lines) {
      const person = personById(conference, id)
      if (!person || !isInside(person)) one.lines.delete(id)
      else if (mayTell && dueAt(line) <= now) {
        line.told = line.sample
        line.toldAt = now
        samples.push(line.sample)
      }
    }
    if (samples.length > 0) {
      one.signalAt = now
      bus.signal({ type: 'Network', conferenceId, at: now, samples })
    }
    wake(conferenceId, one)
  }

  /** Calls when the first line is due, but not before the conference may be told again. */
  function wake(conferenceId: ConferenceId, one: Kept): void {
    const at = Math.max(earliest(one), one.signalAt + EVERY_MS, clock.now())
    if (at === Number.POSITIVE_INFINITY || (one.calling && one.calling.at <= at)) return
    one.calling?.cancel()
    const cancel = clock.wakeAt(at, () => {
      call(conferenceId).catch((error: unknown) => onError(error, { stage: 'networks' }))
    })
    one.calling = { at, cancel }
  }

  return {
    report(conferenceId, participantId, sample) {
      const one = kept.get(conferenceId) ?? {
        lines: new Map(),
        signalAt: Number.NEGATIVE_INFINITY,
        calling: null,
      }
      kept.set(conferenceId, one)
      const line = one.lines.get(participantId)
      const now = { ...sample, participantId }
      if (line) line.sample = now
      else one.lines.set(participantId, { sample: now, told: null, toldAt: Number.NEGATIVE_INFINITY })
      wake(conferenceId, one)
    },
  }
}

function earliest(one: Kept): Instant {
  let least = Number.POSITIVE_INFINITY
  for (const line of one.lines.values()) least = Math.min(least, dueAt(line))
  return least
}

/** At once when a level is new, later when a value is, never when nothing is. */
function dueAt({ sample, told, toldAt }: Line): Instant {
  if (!told || sample.up !== told.up || sample.down !== told.down) return Number.NEGATIVE_INFINITY
  return sameValues(sample, told) ? Number.POSITIVE_INFINITY : toldAt + QUIET_MS
}

function sameValues(a: NetworkSample, b: NetworkSample): boolean {
  return (['rttMs', 'jitterMs', 'lossUp', 'lossDown', 'kbpsUp', 'kbpsDown'] as const).every(
    (name) => a[name] === b[name],
  )
}

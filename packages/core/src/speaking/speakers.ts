import type { Signal } from '../conference/signals.ts'
import { type Conference, isInside, isOpen, personById } from '../conference/state.ts'
import type { ConferenceId, ParticipantId } from '../ids.ts'
import type { Conferences } from '../kernel/conferences.ts'
import type { Bus } from '../ports/bus.ts'
import type { Clock } from '../ports/clock.ts'
import { type Floor, hear, loudest, SILENCE, settle, silence } from './choose-speakers.ts'

export interface Speakers {
  /** A page's own level, 0-100. Levels of the muted and of people outside are dropped. */
  report(conferenceId: ConferenceId, participantId: ParticipantId, level: number): void
}

/** At most one signal per conference in this time. */
const EVERY_MS = 500

type Kept = { floor: Floor; calling: boolean; last: string }

function mayBeHeard(conference: Conference, id: ParticipantId): boolean {
  const person = personById(conference, id)
  return person !== undefined && isInside(person) && isOpen(person.mic)
}

/** Turns reported levels into `Speakers` signals: who speaks, and the three loudest. */
export function createSpeakers({
  conferences,
  bus,
  clock,
  onError,
}: {
  conferences: Conferences
  bus: Bus
  clock: Clock
  onError: (error: unknown, context: { stage: string }) => void
}): Speakers {
  const kept = new Map<ConferenceId, Kept>()

  bus.onNews(({ conferenceId, events }) => {
    const one = kept.get(conferenceId)
    if (!one) return
    for (const event of events) {
      if (event.type === 'RunEnded') kept.delete(conferenceId)
      else if (event.type === 'ParticipantLeft' || (event.type === 'MicChanged' && !event.data.open))
        one.floor = silence(one.floor, event.data.participantId)
    }
  })

  async function call(conferenceId: ConferenceId): Promise<void> {
    const one = kept.get(conferenceId)
    if (!one) return
    one.calling = false
    const conference = await conferences.state(conferenceId)
    if (conference?.state !== 'running') {
      kept.delete(conferenceId)
      return
    }
    for (const id of one.floor.voices.keys())
      if (!mayBeHeard(conference, id)) one.floor = silence(one.floor, id)
    one.floor = settle(one.floor, clock.now())
    const audible = loudest(one.floor).map(({ id, level }) => ({
      participantId: id,
      name: conference.people[id]?.name ?? '',
      level,
    }))
    const signal: Signal = {
      type: 'Speakers',
      conferenceId,
      at: clock.now(),
      active: one.floor.active,
      loudest: audible,
    }
    const now = JSON.stringify([signal.active, signal.loudest])
    if (now !== one.last) {
      one.last = now
      bus.signal(signal)
    }
    // Silence is news too: look again until everyone has fallen silent.
    if (one.floor.voices.size > 0) wake(conferenceId, one)
  }

  function wake(conferenceId: ConferenceId, one: Kept): void {
    if (one.calling) return
    one.calling = true
    clock.wakeAt(clock.now() + EVERY_MS, () => {
      call(conferenceId).catch((error: unknown) => onError(error, { stage: 'speakers' }))
    })
  }

  return {
    report(conferenceId, participantId, level) {
      const one = kept.get(conferenceId) ?? { floor: SILENCE, calling: false, last: '[null,[]]' }
      kept.set(conferenceId, one)
      one.floor = hear(one.floor, participantId, Math.max(0, Math.min(100, Math.round(level))), clock.now())
      wake(conferenceId, one)
    },
  }
}

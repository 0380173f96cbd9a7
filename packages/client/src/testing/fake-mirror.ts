import { type ConferenceEvent, readEvent } from '@parley/protocol'
import { createMirror, type Heal } from '../mirror/mirror.ts'
import { createFakeClock } from './fake-clock.ts'
import { aConference, aMember, anEvent } from './views.ts'

const confId = '123456789'

/** The same as a reader gets it. */
export const eventOf = (version: number, type: string, data: unknown): ConferenceEvent => {
  const event = readEvent(anEvent(version, type, data))
  if (!event || event.type === 'skip' || event.type === 'unknown' || 'ephemeral' in event)
    throw new Error(`not a stored event: ${type}`)
  return event
}

/** A mirror at version 5 with one member. */
export const startedMirror = (heal: Heal = () => new Promise(() => undefined)) => {
  const clock = createFakeClock()
  const mirror = createMirror({ confId, clock, heal })
  mirror.snapshot({ confId, version: 5, conference: aConference({ version: 5 }), members: [aMember(1)] })
  mirror.expect(5)
  return { mirror, clock }
}

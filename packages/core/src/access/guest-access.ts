import { type Conference, isRemoved } from '../conference/state.ts'
import type { RunId } from '../ids.ts'
import type { Guest } from '../ports/guests.ts'

/** The run that is on, or the next one: what a guest account is good for. Null when there will be none. */
export function currentRunId(conference: Conference): RunId | null {
  if (conference.state === 'running') return conference.run.id
  return conference.state === 'scheduled' ? conference.nextRunId : null
}

/**
 * Whether a guest account still works. Read from the conference itself, so that no crash between the end of a
 * run and some clean-up leaves an account alive: it ends with its run and with its person's removal.
 */
export function guestIsWelcome(guest: Guest, conference: Conference, now: number): boolean {
  if (guest.state === 'expired' || guest.expiresAt <= now) return false
  if (guest.conferenceId !== conference.id || guest.runId !== currentRunId(conference)) return false
  const person = Object.values(conference.people).find(
    ({ who }) => who.is === 'guest' && who.guestId === guest.id,
  )
  return !person || !isRemoved(person)
}

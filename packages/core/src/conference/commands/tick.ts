import { type Instant, MINUTE } from '../../instant.ts'
import { refuse } from '../../refusal.ts'
import { type RunEndReason, subjectOf } from '../events.ts'
import { hostDueAt, lapsesAt, runDueAt } from '../next-due.ts'
import type { Scene } from '../scene.ts'
import { type Conference, insiders, type Participant } from '../state.ts'
import { finish } from './end-run.ts'
import { giveHost } from './host-place.ts'
import { settle } from './invitation.ts'
import { leaveLobby } from './lobby.ts'
import { sendOut } from './send-out.ts'

/** Everything that happens by itself, in the order in which it is due (SPEC.md, T). Early or twice, it does nothing. */
export function tick(scene: Scene): void {
  if (scene.actor.is !== 'system') refuse('forbidden', 'only the house keeps the time')
  const { now, policies } = scene
  if (scene.conference.state === 'scheduled') {
    if (lapsesAt(scene.conference, policies) <= now)
      scene.emit('ConferenceClosed', { how: scene.conference.runs > 0 ? 'over' : 'lapsed' })
    return
  }
  for (const person of Object.values(scene.conference.people)) timeOut(scene, person)
  passHostOn(scene)
  endOrProlong(scene)
}

/** Whatever somebody waits for, or is waited for, ends. */
function timeOut(scene: Scene, person: Participant): void {
  const { presence } = person
  if (!('until' in presence) || presence.until > scene.now) return
  if (presence.is === 'interrupted') sendOut(scene, person, 'lost')
  else if (presence.is === 'calling') settle(scene, person, 'unanswered')
  else leaveLobby(scene, person, presence.is === 'waiting' && presence.connected ? 'expired' : 'aborted')
}

/**
 * After the absence the longest-present cohost gets the place, or, where the owner wants it, any account; else it stays vacant:
 * no power to the untrusted.
 */
function passHostOn(scene: Scene): void {
  const { conference, now, policies } = scene
  if (conference.state !== 'running') return
  const due = hostDueAt(conference, policies)
  const hostId = conference.run.hostId
  if (due === null || due > now || hostId === null) return
  const from = conference.people[hostId]
  const present = insiders(conference)
    .filter((person) => person.presence.is === 'present')
    .sort((a, b) => joinedAt(a.presence) - joinedAt(b.presence))
  const heir =
    present.find(({ role }) => role === 'cohost') ??
    (conference.settings.hostSuccession === 'anyone'
      ? present.find(({ who }) => who.is === 'user')
      : undefined)
  if (heir) giveHost(scene, heir, 'away')
  else scene.emit('HostChanged', { from: from ? subjectOf(from) : null, to: null, why: 'away' })
}

function joinedAt(presence: Conference['people'][never]['presence']): number {
  return 'joinedAt' in presence ? presence.joinedAt : 0
}

function endOrProlong(scene: Scene): void {
  const { now, policies } = scene
  while (scene.conference.state === 'running' && runDueAt(scene.conference, policies) <= now) {
    const { run, settings } = scene.conference
    const limit = run.startedAt + policies.longestRunMs
    const reason = whyEnd(scene, limit)
    if (reason) finish(scene, reason)
    else if (run.endsAt !== null) {
      const endsAt = Math.min(run.endsAt + settings.prolongMinutes * MINUTE, limit)
      scene.emit('RunProlonged', { endsAt, auto: true })
    }
  }
}

/** Why a run that is due ends; null when it is prolonged. */
function whyEnd(scene: Scene, limit: Instant): RunEndReason | null {
  const { conference, now } = scene
  if (limit <= now) return 'limit'
  if (insiders(conference).length === 0) return 'empty'
  return conference.settings.prolongMinutes === 0 ? 'planned' : null
}

import { type Instant, MINUTE } from '../../instant.ts'
import { refuse } from '../../refusal.ts'
import { type RunEndReason, subjectOf } from '../events.ts'
import { hostDueAt, lapsesAt, runDueAt } from '../next-due.ts'
import type { Scene } from '../scene.ts'
import { type Conference, insiders } from '../state.ts'
import { finish } from './end-run.ts'
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
  for (const person of insiders(scene.conference)) {
    if (person.presence.is === 'interrupted' && person.presence.until <= now) sendOut(scene, person, 'lost')
  }
  passHostOn(scene)
  endOrProlong(scene)
}

/** After the absence the longest-present cohost gets the place, else it stays vacant: no power to the untrusted. */
function passHostOn(scene: Scene): void {
  const { conference, now, policies } = scene
  if (conference.state !== 'running') return
  const due = hostDueAt(conference, policies)
  const hostId = conference.run.hostId
  if (due === null || due > now || hostId === null) return
  const from = conference.people[hostId]
  const heir = insiders(conference)
    .filter((person) => person.role === 'cohost' && person.presence.is === 'present')
    .sort((a, b) => joinedAt(a.presence) - joinedAt(b.presence))[0]
  scene.emit('HostChanged', {
    from: from ? subjectOf(from) : null,
    to: heir ? subjectOf(heir) : null,
    why: 'away',
  })
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

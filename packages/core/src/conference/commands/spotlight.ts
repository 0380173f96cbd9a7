import type { CommandParams } from '../commands.ts'
import { subjectOf } from '../events.ts'
import { requireFloor } from '../rights.ts'
import { sameValue } from '../same-value.ts'
import type { Outcome, Scene } from '../scene.ts'
import type { SignalDraft } from '../signals.ts'
import { insiders, type Participant, type Spotlight } from '../state.ts'
import { askFor } from './ask.ts'
import { setBits } from './bits.ts'
import { personInside } from './people.ts'
import { requireRun } from './require-run.ts'

/**
 * Chooses the picture everybody sees in the main place. A roll call also gives the called one the word and takes it from
 * everybody but the host; ending it gives nobody the word back (SPEC.md, F7, F8).
 */
export function setSpotlight(scene: Scene, { spotlight: now }: CommandParams['Spotlight']): Outcome {
  requireFloor(scene.standing)
  const { spotlight: was } = requireRun(scene.conference)
  if (now.on === 'layout')
    for (const { participantIds } of now.layout.pictures)
      for (const id of participantIds) personInside(scene, id)
  const shown =
    now.on === 'broadcast' || now.on === 'rollCall' ? personInside(scene, now.participantId) : null
  if (!sameValue(now, was))
    scene.emit('SpotlightChanged', { now, was, person: shown ? subjectOf(shown) : null })
  return now.on === 'rollCall' && shown ? { signals: callUp(scene, shown) } : {}
}

function callUp(scene: Scene, called: Participant): SignalDraft[] {
  for (const person of insiders(scene.conference)) {
    if (person.id !== called.id && person.role !== 'host') setBits(scene, person, 'mic', { offByHost: true })
  }
  setBits(scene, called, 'mic', { offByHost: false })
  return called.mic.offBySelf ? [askFor(scene, called, 'mic')] : []
}

/** Whoever goes is shown no more. A composed view keeps its places: who returns gets the same one. */
export function dimSpotlight(scene: Scene, person: Participant): void {
  const { conference } = scene
  if (conference.state !== 'running') return
  const { spotlight: was } = conference.run
  if (concerns(was, person)) scene.emit('SpotlightChanged', { now: { on: 'nobody' }, was, person: null })
}

function concerns(spotlight: Spotlight, person: Participant): boolean {
  return (
    (spotlight.on === 'broadcast' || spotlight.on === 'rollCall') && spotlight.participantId === person.id
  )
}

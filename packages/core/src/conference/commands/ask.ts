import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { isImmune, requireFloor } from '../rights.ts'
import type { Outcome, Scene } from '../scene.ts'
import type { SignalDraft } from '../signals.ts'
import type { Participant } from '../state.ts'
import { personInside } from './people.ts'
import { requireRun } from './require-run.ts'
import { shownName } from './shown-name.ts'

/** Told to that person alone, and kept nowhere: who is not listening was not asked. */
export function ask(scene: Scene, { id, medium, on }: CommandParams['Ask']): Outcome {
  requireFloor(scene.standing)
  requireRun(scene.conference)
  const person = personInside(scene, id)
  if (isImmune(scene.standing, person)) refuse('host-immune', 'cohosts have no power over the host')
  return { signals: [askFor(scene, person, medium, on)] }
}

/** What the one asked is told; also by commands that ask beside what they do. */
export function askFor(
  scene: Scene,
  person: Participant,
  medium: 'mic' | 'camera',
  on = true,
): Extract<SignalDraft, { type: 'Asked' }> {
  return { type: 'Asked', participantId: person.id, medium, on, by: shownName(scene) }
}

import type { CommandParams } from '../commands.ts'
import { requireInside } from '../rights.ts'
import type { Outcome, Scene } from '../scene.ts'
import { requireRun } from './require-run.ts'

export function react(scene: Scene, { reaction }: CommandParams['React']): Outcome {
  requireRun(scene.conference)
  const { id, name } = requireInside(scene.standing)
  return { signals: [{ type: 'Reaction', participantId: id, name, reaction }] }
}

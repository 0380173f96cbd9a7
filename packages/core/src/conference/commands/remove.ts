import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { requireFloor } from '../rights.ts'
import type { Outcome, Scene } from '../scene.ts'
import { each } from './people.ts'
import { requireRun } from './require-run.ts'
import { sendOut } from './send-out.ts'

export function remove(scene: Scene, { ids, ban }: CommandParams['Remove']): Outcome {
  requireFloor(scene.standing)
  requireRun(scene.conference)
  if (ids.length === 0) refuse('invalid', 'nobody is named', { path: 'ids', rule: 'required' })
  return each(scene, ids, (person) => sendOut(scene, person, 'removed', ban))
}

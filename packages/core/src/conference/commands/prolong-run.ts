import { MINUTE } from '../../instant.ts'
import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { requireChair } from '../rights.ts'
import type { Scene } from '../scene.ts'
import { requireRun } from './require-run.ts'

export function prolongRun(scene: Scene, { minutes }: CommandParams['ProlongRun']): void {
  requireChair(scene.standing)
  const run = requireRun(scene.conference)
  if (!Number.isInteger(minutes) || minutes < 1)
    refuse('invalid', 'minutes is a whole number from 1', { path: 'minutes', rule: 'range' })
  if (run.endsAt === null) refuse('prolong-limit', 'the run has no planned end')
  const endsAt = run.endsAt + minutes * MINUTE
  if (endsAt > run.startedAt + scene.policies.longestRunMs)
    refuse('prolong-limit', 'the run would last too long')
  scene.emit('RunProlonged', { endsAt, auto: false })
}

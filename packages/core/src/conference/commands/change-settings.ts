import type { CommandParams } from '../commands.ts'
import { requireFloor } from '../rights.ts'
import type { Scene } from '../scene.ts'
import { requireRun } from './require-run.ts'

export function changeSettings(scene: Scene, { locked }: CommandParams['ChangeSettings']): void {
  requireFloor(scene.standing)
  requireRun(scene.conference)
  if (locked !== scene.conference.settings.locked) scene.emit('LockChanged', { locked })
}

import { requireInside } from '../rights.ts'
import type { Scene } from '../scene.ts'
import { requireRun } from './require-run.ts'
import { sendOut } from './send-out.ts'

export function leave(scene: Scene): void {
  requireRun(scene.conference)
  sendOut(scene, requireInside(scene.standing), 'left')
}

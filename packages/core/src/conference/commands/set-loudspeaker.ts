import type { CommandParams } from '../commands.ts'
import { subjectOf } from '../events.ts'
import { requireInside } from '../rights.ts'
import type { Scene } from '../scene.ts'
import { requireRun } from './require-run.ts'

export function setLoudspeaker(scene: Scene, { on }: CommandParams['SetLoudspeaker']): void {
  requireRun(scene.conference)
  const me = requireInside(scene.standing)
  if (me.loudspeaker !== on) scene.emit('LoudspeakerChanged', { ...subjectOf(me), on })
}

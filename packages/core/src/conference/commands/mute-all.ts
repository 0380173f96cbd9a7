import type { CommandParams } from '../commands.ts'
import { requireFloor } from '../rights.ts'
import type { Scene } from '../scene.ts'
import { insiders } from '../state.ts'
import { setBits } from './bits.ts'
import { requireRun } from './require-run.ts'

/** Everybody but the host and the actor; people who enter later are muted too. */
export function muteAll(scene: Scene, { mayUnmute }: CommandParams['MuteAll']): void {
  requireFloor(scene.standing)
  const run = requireRun(scene.conference)
  if (!run.muteAll || scene.conference.settings.mayUnmute !== mayUnmute)
    scene.emit('MuteAllChanged', { muteAll: true, mayUnmute })
  for (const person of insiders(scene.conference)) {
    if (person.role !== 'host' && person.id !== scene.standing.me?.id)
      setBits(scene, person, 'mic', { offByHost: true })
  }
}

export function unmuteAll(scene: Scene): void {
  requireFloor(scene.standing)
  const run = requireRun(scene.conference)
  if (run.muteAll || !scene.conference.settings.mayUnmute)
    scene.emit('MuteAllChanged', { muteAll: false, mayUnmute: true })
  for (const person of insiders(scene.conference)) setBits(scene, person, 'mic', { offByHost: false })
}

import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { requireFloor } from '../rights.ts'
import type { Scene } from '../scene.ts'
import { PROLONG_MOST_MINUTES, type RunSettings } from '../settings.ts'
import { letAllIn } from './lobby.ts'
import { requireRun } from './require-run.ts'

/** What is as asked already is left out; nobody is told of a change that is none (SPEC.md, F9). */
export function changeSettings(scene: Scene, { changes }: CommandParams['ChangeSettings']): void {
  requireFloor(scene.standing)
  const { muteAll } = requireRun(scene.conference)
  const { settings } = scene.conference
  const { locked, mayUnmute, ...rest } = changes
  const { prolongMinutes } = rest
  if (
    prolongMinutes !== undefined &&
    (!Number.isInteger(prolongMinutes) || prolongMinutes < 0 || prolongMinutes > PROLONG_MOST_MINUTES)
  )
    refuse('invalid', `prolongMinutes is 0 to ${PROLONG_MOST_MINUTES}`, {
      path: 'settings.prolongMinutes',
      rule: 'range',
    })
  if (locked !== undefined && locked !== settings.locked) scene.emit('LockChanged', { locked })
  if (mayUnmute !== undefined && mayUnmute !== settings.mayUnmute)
    scene.emit('MuteAllChanged', { muteAll, mayUnmute })
  const changed: Partial<RunSettings> = Object.fromEntries(
    Object.entries(rest).filter(
      ([name, value]) => value !== undefined && value !== settings[name as keyof RunSettings],
    ),
  )
  if (Object.keys(changed).length > 0) scene.emit('SettingsChanged', { changed })
  if (changed.waitingRoom === false) letAllIn(scene)
}

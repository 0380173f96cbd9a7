import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { subjectOf } from '../events.ts'
import { plainText } from '../plain-text.ts'
import { NAME_LENGTH } from '../policies.ts'
import { hasFloor, isImmune, requireInside, requireOwn } from '../rights.ts'
import type { Scene } from '../scene.ts'
import { personInside } from './people.ts'
import { requireRun } from './require-run.ts'
import { uniqueName } from './unique-name.ts'

export function rename(scene: Scene, { id, name: wanted }: CommandParams['Rename']): void {
  requireRun(scene.conference)
  const { standing } = scene
  const person = id ? personInside(scene, id) : requireInside(standing)
  requireOwn(standing, { ids: [person.id] }, 'one may rename only oneself')
  if (!hasFloor(standing) && !scene.conference.settings.mayRename)
    refuse('forbidden', 'the host does not allow renaming')
  if (isImmune(standing, person)) refuse('host-immune', 'cohosts have no power over the host')
  const clean = plainText(wanted)
  if (clean === '' || clean.length > NAME_LENGTH)
    refuse('invalid', `a name has 1 to ${NAME_LENGTH} characters`, { path: 'name', rule: 'length' })
  const name = person.who.is === 'guest' ? uniqueName(scene.conference, clean, person.id) : clean
  if (name === person.name) return
  scene.emit('ParticipantRenamed', { ...subjectOf(person), name, was: person.name })
}

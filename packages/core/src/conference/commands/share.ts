import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { subjectOf } from '../events.ts'
import { hasFloor, isImmune, requireFloor, requireInside } from '../rights.ts'
import type { Outcome, Scene } from '../scene.ts'
import { type Conference, insiders, type Participant } from '../state.ts'
import { onWhom, personInside } from './people.ts'
import { requireRun } from './require-run.ts'

/** One shares at a time: who may take the place over ends the share before (SPEC.md, F3, F4). */
export function startShare(scene: Scene): void {
  requireRun(scene.conference)
  const { standing, conference } = scene
  const me = requireInside(standing)
  if (me.sharing) return
  const trusted = hasFloor(standing) || me.shareInvited
  if (!trusted && isShareBarred(conference)) refuse('share-barred', 'the host does not allow sharing')
  // A watcher has nothing that the others would receive a picture by.
  if (!me.media.audio && !me.media.video) refuse('no-media', 'who only watches sends no picture')
  const before = insiders(conference).find((person) => person.sharing)
  if (before) {
    if (!trusted) refuse('share-barred', `${before.name} is sharing`)
    if (!me.shareInvited && isImmune(standing, before))
      refuse('host-immune', 'cohosts have no power over the host')
    putShareDown(scene, before)
  }
  scene.emit('ShareChanged', { ...subjectOf(me), sharing: true })
}

export function stopShare(scene: Scene, whom: CommandParams['StopShare']): Outcome {
  requireRun(scene.conference)
  const stop = (person: Participant): void => putShareDown(scene, person)
  return onWhom(scene, whom, stop, stop)
}

/** Asks somebody to share, which lets them even while sharing is barred; off takes that back (SPEC.md, F4). */
export function inviteToShare(scene: Scene, { id, on }: CommandParams['InviteToShare']): void {
  requireFloor(scene.standing)
  requireRun(scene.conference)
  const person = personInside(scene, id)
  if (isImmune(scene.standing, person)) refuse('host-immune', 'cohosts have no power over the host')
  if (person.shareInvited !== on) scene.emit('ShareInvited', { ...subjectOf(person), on })
}

/** Nothing if the person does not share. */
export function putShareDown(scene: Scene, person: Participant): void {
  if (person.sharing) scene.emit('ShareChanged', { ...subjectOf(person), sharing: false })
}

/** Barred to all but the host, cohosts and those who were asked. */
function isShareBarred({ settings }: Conference): boolean {
  return settings.shareLocked || settings.shareBy === 'hosts'
}

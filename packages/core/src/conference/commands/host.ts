import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { subjectOf } from '../events.ts'
import { requireChair, requireInside } from '../rights.ts'
import type { Scene } from '../scene.ts'
import { insiders } from '../state.ts'
import { giveHost } from './host-place.ts'
import { personInside } from './people.ts'
import { requireRun } from './require-run.ts'

export function setCohost(scene: Scene, { id, on }: CommandParams['SetCohost']): void {
  requireChair(scene.standing)
  requireRun(scene.conference)
  const person = personInside(scene, id)
  if (person.role === 'host') refuse('host-exempt', 'the host is more than a cohost')
  if ((person.role === 'cohost') === on) return
  const limit = scene.policies.maxCohosts
  if (on && insiders(scene.conference).filter(({ role }) => role === 'cohost').length >= limit)
    refuse('quota', 'there are too many cohosts', { limit })
  scene.emit('CohostChanged', { ...subjectOf(person), on })
}

/** Hands the place over; the host before is a participant afterwards. */
export function transferHost(scene: Scene, { id }: CommandParams['TransferHost']): void {
  requireChair(scene.standing)
  requireRun(scene.conference)
  giveHost(scene, personInside(scene, id), 'transferred')
}

/** With the host proof while the place is free; the owner, and who equals the owner, at any time (SPEC.md, H6). */
export function claimHost(scene: Scene, { proof, id }: CommandParams['ClaimHost']): void {
  const run = requireRun(scene.conference)
  const { standing } = scene
  const forAnother = id !== undefined && id !== standing.me?.id
  if (forAnother) requireChair(standing)
  const me = forAnother ? personInside(scene, id) : requireInside(standing)
  if (me.role === 'host') return
  if (standing.level !== 'owner') {
    if (run.hostId !== null) refuse('host-exists', 'there is a host')
    if (standing.level !== 'host' && proof !== 'host') refuse('wrong-password', 'the host password is needed')
  }
  giveHost(scene, me, 'claimed')
}

/** Leaves the place free. Who stands above the host, or acts as the host without being inside, frees it too (SPEC.md, H7). */
export function releaseHost(scene: Scene, { id }: CommandParams['ReleaseHost']): void {
  const run = requireRun(scene.conference)
  const { level } = scene.standing
  const host = run.hostId === null ? undefined : scene.conference.people[run.hostId]
  const named = id === undefined || id === host?.id
  if (!host || !named || (level !== 'host' && level !== 'owner')) refuse('not-host', 'the place is not yours')
  scene.emit('HostChanged', { from: subjectOf(host), to: null, why: 'released' })
}

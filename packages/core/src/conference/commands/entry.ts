import type { Actor } from '../../actor.ts'
import { actorId } from '../../actor.ts'
import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import type { Scene } from '../scene.ts'
import { type Conference, insiders, isRemoved, type Participant, waitingPeople } from '../state.ts'
import { whyNotStart } from './may-start.ts'

type Params = CommandParams['Join']

/** May this person come in, and at once or through the waiting room? Refuses when not at all. */
export function checkEntry(scene: Scene, params: Params, known: Participant | undefined): 'enter' | 'wait' {
  const { conference, actor, standing } = scene
  const limit = seats(scene)
  const full = (taken: number, most: number): void => {
    if (taken >= most) refuse('full', 'the conference is full', { limit: most })
  }
  if (conference.state === 'running' && conference.run.banned.includes(actorId(actor)))
    refuse('banned', 'removed from this conference')
  const entitled = params.proof === 'host' || standing.books
  // Let in by somebody with the floor, or called by them: nothing else is asked.
  if (entitled || known?.presence.is === 'joining') {
    full(insiders(conference).length, limit)
    return 'enter'
  }
  if (known?.presence.is === 'waiting') return 'wait'

  const { settings } = conference
  const invited = known?.invited ?? false
  const returning = known?.presence.is === 'gone' && !isRemoved(known)
  const insider = actor.is === 'user' && actor.tenantId === conference.tenantId
  if (settings.joinScope === 'tenant' && !insider)
    refuse('tenant-only', 'only accounts of the company may enter')
  if (settings.joinScope === 'invited' && !invited) refuse('invited-only', 'only invited people may enter')
  if (params.proof === 'none' && !invited && !returning && conference.sealed.guestPassword !== null)
    refuse('password-needed', 'a password is needed')
  if (conference.state === 'scheduled') {
    const why = whyNotStart(conference, { ...standing, invited }, params.proof, scene.now)
    if (why) refuse(why, undefined, { start: conference.plan.start })
  }
  if (conference.state === 'running' && settings.locked && !invited && !returning)
    refuse('locked', 'the conference is locked')
  const inside = insiders(conference).length
  full(inside, limit)
  if (!settings.waitingRoom || invited || returning) return 'enter'
  full(inside + waitingPeople(scene.conference).length, scene.policies.maxParticipants)
  return 'wait'
}

/** People inside at once: the conference's own limit within that of the house (SPEC.md, J6). */
export function seats({ conference, policies }: Pick<Scene, 'conference' | 'policies'>): number {
  return Math.min(conference.settings.maxParticipants, policies.maxParticipants)
}

/** Is there room for their media? A mesh carries only a few people; watchers always fit. */
export function checkMesh(scene: Scene, params: Params): void {
  if (hasMedia(params.media) && meshIsFull(scene))
    refuse('no-media', 'the mesh is full; enter without camera and microphone', {
      limit: scene.policies.meshPeople,
    })
}

export function meshIsFull({ conference, policies }: Scene): boolean {
  return insiders(conference).filter((person) => hasMedia(person.media)).length >= policies.meshPeople
}

/** What of the media somebody wants a conference of this kind takes. */
export function mediaTaken(
  { settings }: Pick<Conference, 'settings'>,
  { audio, video }: Participant['media'],
): Participant['media'] {
  return { audio, video: video && settings.media === 'video' }
}

export function hasMedia(media: Participant['media']): boolean {
  return media.audio || media.video
}

/** Owner and host proof get the host's place when it is free, on every way in (SPEC.md, H2). */
export function isEntitled({ conference, actor }: Scene, { proof }: Params): boolean {
  return proof === 'host' || isOwner(conference, actor)
}

function isOwner(conference: Conference, actor: Actor): boolean {
  return actor.is === 'user' && actor.userId === conference.owner.userId
}

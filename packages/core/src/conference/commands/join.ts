import type { Actor } from '../../actor.ts'
import { participantOf } from '../../actor.ts'
import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { subjectOf } from '../events.ts'
import { cut, plainText } from '../plain-text.ts'
import { NAME_LENGTH } from '../policies.ts'
import type { Outcome, Scene } from '../scene.ts'
import { type Conference, insiders, isInside, type Participant, runOf, type Who } from '../state.ts'
import { begin } from './begin.ts'
import { whyNotStart } from './may-start.ts'
import { uniqueName } from './unique-name.ts'

type Params = CommandParams['Join']

/**
 * Lets the actor in, beginning the run when they may. The same person in the same run gets the same
 * participant: inside already, a return; gone, a new `ParticipantJoined` under the old id (SPEC.md, J).
 */
export function join(scene: Scene, params: Params): Outcome {
  const { actor } = scene
  if (actor.is !== 'user' && actor.is !== 'guest') refuse('forbidden', 'only people join')
  if (params.proof === 'wrong') refuse('wrong-password', 'the password is wrong')
  if (scene.conference.state === 'closed') refuse('ended', 'the conference is over')

  const id = participantOf(scene.conference, actor)
  const known = id ? scene.conference.people[id] : undefined
  const name = nameFor(scene.conference, params.name, actor, known)
  if (known && isInside(known)) return comeBack(scene, known, params)

  checkEntry(scene, params, known)
  if (scene.conference.state === 'scheduled') begin(scene)
  checkRoom(scene, params)

  const { conference } = scene
  if (conference.state !== 'running') throw new Error('a run was begun')
  const { run, settings } = conference
  const entitled = isEntitled(scene, params)
  const becomesHost = entitled && (run.hostId === null || run.hostId === known?.id)
  // Who was removed may return, but what they were went with them.
  const kept = isRemoved(known) ? undefined : known
  const wasHost = run.hostId !== null && run.hostId === known?.id
  const card: Participant = {
    id: known?.id ?? scene.draw.participantId(),
    who: whoIs(actor),
    name,
    role:
      entitled && !becomesHost
        ? 'cohost'
        : wasHost && (kept || entitled)
          ? 'host'
          : kept?.role === 'cohost'
            ? 'cohost'
            : 'participant',
    invited: known?.invited ?? false,
    presence: { is: 'present', joinedAt: scene.now },
    mic: {
      offBySelf: params.micOff || !params.media.audio || (settings.muteOnEntry && !entitled),
      offByHost: (known?.presence.is === 'gone' && known.mic.offByHost) || (run.muteAll && !entitled),
    },
    camera: {
      offBySelf: params.cameraOff || !params.media.video || settings.media === 'voice',
      offByHost: known?.presence.is === 'gone' ? known.camera.offByHost : false,
    },
    media: { audio: params.media.audio, video: params.media.video && settings.media === 'video' },
    device: params.device,
    generation: (known?.generation ?? 0) + 1,
    mediaState: 'none',
  }
  if (insiders(conference).length === 0) scene.emit('RunOccupied', {})
  scene.emit('ParticipantJoined', { ...subjectOf(card), card, joinedAt: scene.now })
  if (becomesHost && card.role !== 'host')
    scene.emit('HostChanged', { from: null, to: subjectOf(card), why: 'entered' })
  if (wasHost && card.role !== 'host')
    scene.emit('HostChanged', { from: subjectOf(card), to: null, why: 'away' })
  return { participantId: card.id, resumed: known?.presence.is === 'gone' }
}

/** The same person from another page (takeover) or after an interruption: no join, no leave. */
function comeBack(scene: Scene, person: Participant, params: Params): Outcome {
  const wanted = {
    audio: params.media.audio,
    video: params.media.video && scene.conference.settings.media === 'video',
  }
  const media =
    hasMedia(person.media) || !hasMedia(wanted) ? wanted : meshIsFull(scene) ? person.media : wanted
  scene.emit('ParticipantResumed', {
    ...subjectOf(person),
    generation: person.generation + 1,
    how: person.presence.is === 'present' ? 'takeover' : 'back',
    media,
    device: params.device,
  })
  if (isEntitled(scene, params) && runOf(scene.conference)?.hostId === null) {
    scene.emit('HostChanged', { from: null, to: subjectOf(person), why: 'entered' })
  }
  return { participantId: person.id, resumed: true }
}

/** Owner and host proof get the host's place when it is free, on every way in (SPEC.md, H2). */
function isEntitled({ conference, actor }: Scene, { proof }: Params): boolean {
  return proof === 'host' || isOwner(conference, actor)
}

/** May this person enter at all? */
function checkEntry(scene: Scene, params: Params, known: Participant | undefined): void {
  const { conference, actor, standing } = scene
  const invited = known?.invited ?? false
  const returning = known?.presence.is === 'gone' && !isRemoved(known)
  const entitled = params.proof === 'host' || standing.books
  if (conference.state === 'running') {
    const identity = actor.is === 'user' ? actor.userId : actor.is === 'guest' ? actor.guestId : ''
    if (conference.run.banned.includes(identity)) refuse('banned', 'removed from this conference')
  }
  const { settings } = conference
  if (!entitled) {
    const insider = actor.is === 'user' && actor.tenantId === conference.tenantId
    if (settings.joinScope === 'tenant' && !insider)
      refuse('tenant-only', 'only accounts of the company may enter')
    if (settings.joinScope === 'invited' && !invited) refuse('invited-only', 'only invited people may enter')
    if (params.proof === 'none' && !invited && !returning && conference.sealed.guestPassword !== null)
      refuse('password-needed', 'a password is needed')
    if (conference.state === 'scheduled') {
      const why = whyNotStart(conference, standing, params.proof, scene.now)
      if (why) refuse(why, undefined, { start: conference.plan.start })
    }
    if (conference.state === 'running' && settings.locked && !invited && !returning)
      refuse('locked', 'the conference is locked')
  }
  const limit = Math.min(settings.maxParticipants, scene.policies.maxParticipants)
  if (insiders(conference).length >= limit) refuse('full', 'the conference is full', { limit })
}

/** Is there room for their media? A mesh carries only a few people; watchers always fit. */
function checkRoom(scene: Scene, params: Params): void {
  if (hasMedia(params.media) && meshIsFull(scene))
    refuse('no-media', 'the mesh is full; enter without camera and microphone', {
      limit: scene.policies.meshPeople,
    })
}

function meshIsFull({ conference, policies }: Scene): boolean {
  return insiders(conference).filter((person) => hasMedia(person.media)).length >= policies.meshPeople
}

function isRemoved(person: Participant | undefined): boolean {
  return person?.presence.is === 'gone' && person.presence.reason === 'removed'
}

function hasMedia(media: Participant['media']): boolean {
  return media.audio || media.video
}

function isOwner(conference: Conference, actor: Actor): boolean {
  return actor.is === 'user' && actor.userId === conference.owner.userId
}

function whoIs(actor: Extract<Actor, { is: 'user' | 'guest' }>): Who {
  return actor.is === 'user'
    ? {
        is: 'user',
        userId: actor.userId,
        account: actor.account,
        number: actor.number,
        tenantId: actor.tenantId,
      }
    : { is: 'guest', guestId: actor.guestId, number: actor.number }
}

/** Someone who returns keeps the name they had. */
function nameFor(
  conference: Conference,
  wanted: string,
  actor: Actor,
  known: Participant | undefined,
): string {
  if (known && known.presence.is !== 'invited') return known.name
  const name = cut(plainText(wanted) || plainText(actor.name), NAME_LENGTH)
  if (name === '') refuse('invalid', 'a name is needed', { path: 'name', rule: 'required' })
  return actor.is === 'user' ? name : uniqueName(conference, name, known?.id)
}

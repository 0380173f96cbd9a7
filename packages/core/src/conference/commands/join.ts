import { participantOf } from '../../actor.ts'
import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { subjectOf } from '../events.ts'
import type { Outcome, Scene } from '../scene.ts'
import { insiders, isInside, type Participant, runOf } from '../state.ts'
import { begin } from './begin.ts'
import { checkEntry, checkMesh, hasMedia, isEntitled, mediaTaken, meshIsFull } from './entry.ts'
import { cardOf, type Person } from './entry-card.ts'
import { giveHost, vacateHost } from './host-place.ts'
import { isRinging, settle } from './invitation.ts'
import { letIn } from './lobby.ts'
import { putShareDown } from './share.ts'

type Params = CommandParams['Join']

/**
 * Lets the actor in, or into the waiting room, beginning the run when they may. The same person in the same run gets the same
 * participant: inside already, a return; gone, a new `ParticipantJoined` under the old id (SPEC.md, J, W).
 */
export function join(scene: Scene, params: Params): Outcome {
  const { actor } = scene
  if (actor.is !== 'user' && actor.is !== 'guest') refuse('forbidden', 'only people join')
  if (params.proof === 'wrong') refuse('wrong-password', 'the password is wrong')
  if (scene.conference.state === 'closed') refuse('ended', 'the conference is over')

  const id = participantOf(scene.conference, actor)
  const known = id ? scene.conference.people[id] : undefined
  if (known && isInside(known)) return comeBack(scene, known, params)

  const way = checkEntry(scene, params, known)
  if (way === 'wait') return wait(scene, actor, params, known)
  if (scene.conference.state === 'scheduled') begin(scene)
  checkMesh(scene, params)
  return enter(scene, actor, params, known)
}

function enter(scene: Scene, actor: Person, params: Params, known: Participant | undefined): Outcome {
  const run = runOf(scene.conference)
  if (!run) throw new Error('a run was begun')
  const entitled = isEntitled(scene, params)
  const becomesHost = entitled && (run.hostId === null || run.hostId === known?.id)
  const wasHost = run.hostId !== null && run.hostId === known?.id
  const card = cardOf(scene, { actor, params, known, presence: { is: 'present', joinedAt: scene.now } })
  if (insiders(scene.conference).length === 0) scene.emit('RunOccupied', {})
  if (known && isRinging(known)) settle(scene, known, 'accepted')
  else if (known?.presence.is === 'waiting') letIn(scene, known)
  scene.emit('ParticipantJoined', { ...subjectOf(card), card, joinedAt: scene.now })
  if (becomesHost && card.role !== 'host')
    scene.emit('HostChanged', { from: null, to: subjectOf(card), why: 'entered' })
  if (wasHost && card.role !== 'host') vacateHost(scene, card)
  return { participantId: card.id, resumed: known?.presence.is === 'gone' }
}

/** Into the waiting room; again there after a reload, at the old place. */
function wait(scene: Scene, actor: Person, params: Params, known: Participant | undefined): Outcome {
  const since = known?.presence.is === 'waiting' ? known.presence.since : scene.now
  const until = since + scene.policies.lobbyMs
  const presence = { is: 'waiting' as const, since, until, connected: true }
  // What somebody was who has to wait went with them.
  if (known) vacateHost(scene, known)
  const card = cardOf(scene, { actor, params, known, presence })
  scene.emit('LobbyEntered', { ...subjectOf(card), card })
  return { participantId: card.id, resumed: known?.presence.is === 'waiting', waiting: true }
}

/** The same person from another page (takeover) or after an interruption: no join, no leave. */
function comeBack(scene: Scene, person: Participant, params: Params): Outcome {
  const wanted = mediaTaken(scene.conference, params.media)
  const media =
    hasMedia(person.media) || !hasMedia(wanted) ? wanted : meshIsFull(scene) ? person.media : wanted
  // Another page shows another screen or none: what was shared went with the one before.
  putShareDown(scene, person)
  scene.emit('ParticipantResumed', {
    ...subjectOf(person),
    generation: person.generation + 1,
    how: person.presence.is === 'present' ? 'takeover' : 'back',
    media,
    device: params.device,
  })
  if (isEntitled(scene, params) && runOf(scene.conference)?.hostId === null)
    giveHost(scene, person, 'entered')
  return { participantId: person.id, resumed: true }
}

import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { subjectOf } from '../events.ts'
import type { Scene } from '../scene.ts'
import type { Participant, Presence } from '../state.ts'

/**
 * What a door saw of a page's line. Presence is ours: the line going down is an interruption, never a leave
 * (SPEC.md, P2). News about an older page of the same person say nothing and are dropped.
 */
export function noteConnection(
  scene: Scene,
  { participantId, generation, line }: CommandParams['NoteConnection'],
): void {
  if (scene.actor.is !== 'system') refuse('forbidden', 'only the house notes connections')
  const person = scene.conference.people[participantId]
  if (!person || person.generation !== generation) return
  const { presence } = person
  if (presence.is === 'waiting') {
    noteWaiting(scene, person, presence, line)
    return
  }
  if (line === 'up') {
    if (presence.is !== 'interrupted') return
    scene.emit('ParticipantResumed', {
      ...subjectOf(person),
      generation,
      how: 'back',
      media: person.media,
      device: person.device,
    })
    return
  }
  const { graceMs, graceMediaMs, closingGraceMs } = scene.policies
  const until =
    scene.now + (line === 'closing' ? closingGraceMs : person.mediaState === 'up' ? graceMediaMs : graceMs)
  const sooner = presence.is === 'interrupted' && line === 'closing' && until < presence.until
  if (presence.is === 'present' || sooner)
    scene.emit('ParticipantInterrupted', { ...subjectOf(person), until })
}

/** Somebody who waits keeps the place for a moment; their own time to wait goes on meanwhile. */
function noteWaiting(
  { now, policies, emit }: Scene,
  person: Participant,
  was: Extract<Presence, { is: 'waiting' }>,
  line: CommandParams['NoteConnection']['line'],
): void {
  const connected = line === 'up'
  const grace = now + (line === 'closing' ? policies.closingGraceMs : policies.graceMs)
  const until = connected ? was.since + policies.lobbyMs : Math.min(was.until, grace)
  if (connected === was.connected && until === was.until) return
  const card: Participant = { ...person, presence: { ...was, connected, until } }
  emit('LobbyEntered', { ...subjectOf(card), card })
}

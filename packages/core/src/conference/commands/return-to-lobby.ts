import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { subjectOf } from '../events.ts'
import { requireFloor } from '../rights.ts'
import type { Outcome, Scene } from '../scene.ts'
import type { Participant } from '../state.ts'
import { each, requireNamed } from './people.ts'
import { requireRun } from './require-run.ts'
import { sendOut } from './send-out.ts'

/** Back to the waiting room, also where newcomers need not wait. */
export function returnToLobby(scene: Scene, { ids }: CommandParams['ReturnToLobby']): Outcome {
  requireFloor(scene.standing)
  requireRun(scene.conference)
  requireNamed(ids)
  return each(scene, ids, (person) => {
    if (person.role === 'host') refuse('host-immune', 'the host does not wait')
    sendBack(scene, person)
  })
}

function sendBack(scene: Scene, { id, presence: was }: Participant): void {
  const { now, policies } = scene
  const connected = was.is === 'present'
  const person = scene.conference.people[id]
  if (!person) return
  sendOut(scene, person, 'returned')
  const out = scene.conference.people[id]
  if (!out) return
  const until = now + (connected ? policies.lobbyMs : Math.min(policies.lobbyMs, policies.graceMs))
  const card: Participant = { ...out, presence: { is: 'waiting', since: now, until, connected } }
  scene.emit('LobbyEntered', { ...subjectOf(card), card })
}

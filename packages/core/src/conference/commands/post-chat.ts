import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { subjectOf } from '../events.ts'
import { plainLines } from '../plain-text.ts'
import { CHAT_LENGTH } from '../policies.ts'
import { hasFloor, requireInside, type Standing } from '../rights.ts'
import type { Scene } from '../scene.ts'
import type { Settings } from '../settings.ts'
import { personInside } from './people.ts'
import { requireRun } from './require-run.ts'

export function postChat(scene: Scene, { text, to }: CommandParams['PostChat']): void {
  requireRun(scene.conference)
  const { standing, conference } = scene
  const me = requireInside(standing)
  if (!mayWrite(conference.settings, standing, to === null ? 'everybody' : 'one'))
    refuse('chat-barred', 'the host does not allow writing to them')
  const clean = plainLines(text)
  if (clean === '' || clean.length > CHAT_LENGTH)
    refuse('invalid', `a message has 1 to ${CHAT_LENGTH} characters`, { path: 'text', rule: 'length' })
  if (to === me.id) refuse('invalid', 'a message to oneself', { path: 'to', rule: 'other' })
  const reader = to === null ? null : subjectOf(personInside(scene, to))
  scene.emit('ChatPosted', { ...subjectOf(me), text: clean, to: reader })
}

/** May the actor write to everybody, or to one person? Who has the floor always may (SPEC.md, C1). */
function mayWrite({ chat }: Settings, standing: Standing, to: 'everybody' | 'one'): boolean {
  return hasFloor(standing) || chat === 'free' || chat === (to === 'everybody' ? 'public' : 'private')
}

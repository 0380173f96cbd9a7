import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { subjectOf } from '../events.ts'
import { requireOwn } from '../rights.ts'
import type { Outcome, Scene } from '../scene.ts'
import { type Participant, raisedHands } from '../state.ts'
import { onWhom } from './people.ts'
import { requireRun } from './require-run.ts'

/**
 * The order of hands is the order of the log (SPEC.md, F1): every hand is a little later than the one before, even when both
 * went up in the same millisecond, so that whoever sorts by the time has that order.
 */
export function raiseHand(scene: Scene, whom: CommandParams['RaiseHand']): Outcome {
  return onHands(scene, whom, (person) => {
    if (person.handRaisedAt !== null) return
    const last = raisedHands(scene.conference).at(-1)?.handRaisedAt ?? 0
    scene.emit('HandChanged', { ...subjectOf(person), raisedAt: Math.max(scene.now, last + 1) })
  })
}

export function lowerHand(scene: Scene, whom: CommandParams['LowerHand']): Outcome {
  return onHands(scene, whom, (person) => putHandDown(scene, person))
}

function onHands(
  scene: Scene,
  whom: CommandParams['RaiseHand'],
  act: (person: Participant) => void,
): Outcome {
  requireRun(scene.conference)
  requireOwn(scene.standing, whom, 'a hand is its owner’s, the host’s and the cohosts’')
  const onHand = (person: Participant): void => {
    if (person.role === 'host') refuse('host-exempt', 'the host speaks without asking')
    act(person)
  }
  return onWhom(scene, whom, onHand, onHand)
}

/** Nothing if it is down. */
export function putHandDown(scene: Scene, person: Participant): void {
  if (person.handRaisedAt !== null) scene.emit('HandChanged', { ...subjectOf(person), raisedAt: null })
}

import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import type { Outcome, Scene } from '../scene.ts'
import type { SignalDraft } from '../signals.ts'
import { askFor } from './ask.ts'
import { setBits } from './bits.ts'
import { onWhom } from './people.ts'
import { requireRun } from './require-run.ts'

export function mute(scene: Scene, whom: CommandParams['Mute']): Outcome {
  requireRun(scene.conference)
  return onWhom(
    scene,
    whom,
    (me) => setBits(scene, me, 'mic', { offBySelf: true }),
    (person) => setBits(scene, person, 'mic', { offByHost: true }),
  )
}

/**
 * Nobody's microphone is opened by somebody else: the host lifts only what the host laid, and asks whoever holds it off
 * themselves (SPEC.md, M3, M8).
 */
export function unmute(scene: Scene, whom: CommandParams['Unmute']): Outcome {
  requireRun(scene.conference)
  const signals: SignalDraft[] = []
  const outcome = onWhom(
    scene,
    whom,
    (me) => {
      if (me.mic.offByHost && !scene.conference.settings.mayUnmute && me.role !== 'host')
        refuse('held-by-host', 'the host does not allow unmuting')
      setBits(scene, me, 'mic', { offBySelf: false, offByHost: false })
    },
    (person) => {
      setBits(scene, person, 'mic', { offByHost: false })
      if (person.mic.offBySelf) signals.push(askFor(scene, person, 'mic'))
    },
  )
  return { ...outcome, signals }
}

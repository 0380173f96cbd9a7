import { subjectOf } from '../events.ts'
import type { Scene } from '../scene.ts'
import { type Bits, isOpen, type Participant } from '../state.ts'

/** Records a microphone's or camera's new bits; nothing when they are the same. */
export function setBits(
  scene: Scene,
  person: Participant,
  medium: 'mic' | 'camera',
  changes: Partial<Bits>,
): void {
  const was = person[medium]
  const bits = { ...was, ...changes }
  if (bits.offBySelf === was.offBySelf && bits.offByHost === was.offByHost) return
  const data = { ...subjectOf(person), bits, open: isOpen(bits), flipped: isOpen(bits) !== isOpen(was) }
  scene.emit(medium === 'mic' ? 'MicChanged' : 'CameraChanged', data)
}

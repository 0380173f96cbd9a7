import type { MemberView } from '@parley/protocol'
import type { Kind } from './devices.ts'

/** Whether the others hear or see this person, as far as the server knows. */
export const isOpen = (
  { muted, cameraOpen }: Pick<MemberView, 'muted' | 'cameraOpen'>,
  kind: Kind,
): boolean => (kind === 'audio' ? !muted : cameraOpen)

/** A watcher sends nothing, so there is no microphone to mute. */
export const isWatcher = ({ media }: Pick<MemberView, 'media'>): boolean =>
  media?.audio === false && media.video === false

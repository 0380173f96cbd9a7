import type { PlainKey } from '../i18n/texts.ts'
import { isRefusal, type Trouble } from './device-trouble.ts'
import type { DevicesState } from './devices.ts'

type Inputs = Pick<DevicesState, 'audio' | 'video'>

/** What keeps both devices away, if nothing works at all: then there is one sentence for both. */
export const wholeTrouble = ({ audio, video }: Inputs): Trouble | null =>
  audio.track || video.track || audio.on || video.on ? null : (audio.trouble ?? video.trouble)

/** What keeps one of the two away while the other works. */
export function halfTrouble({ audio, video }: Inputs): PlainKey | null {
  if (video.trouble)
    return isRefusal(video.trouble)
      ? 'door.onlyMicDenied'
      : video.trouble === 'busy'
        ? 'door.onlyMicBusy'
        : 'door.onlyMic'
  if (audio.trouble)
    return isRefusal(audio.trouble)
      ? 'door.onlyCameraDenied'
      : audio.trouble === 'busy'
        ? 'door.onlyCameraBusy'
        : 'door.onlyCamera'
  return null
}

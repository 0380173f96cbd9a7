import { type Conference, createLevelMeter, createMesh, platformOf, reportLevels } from '@parley/client'

import type { Devices } from '../../state/devices.ts'
import type { MeetingMedia } from '../../state/inside.ts'
import { listenTo } from '../../ui/listen.ts'

/** Peer connections and the own level of one meeting; what needs WebRTC and Web Audio and so is loaded only when going in. */
export function createMeetingMedia(conference: Conference, devices: Devices): MeetingMedia {
  const platform = platformOf(window)
  const mesh = createMesh({ conference, rtc: { RTCPeerConnection, MediaStream }, platform })

  let heard: { track: MediaStreamTrack; stop: () => void } | null = null
  const hear = () => {
    const { track } = devices.store.get().audio
    if (track === (heard?.track ?? null)) return
    heard?.stop()
    heard = null
    if (!track) return
    const ear = listenTo(track)
    const meter = createLevelMeter({ source: ear.analyser, clock: platform })
    const stopReports = reportLevels(meter, conference, platform)
    heard = {
      track,
      stop: () => {
        stopReports()
        meter.stop()
        ear.stop()
      },
    }
  }
  const off = devices.store.subscribe(hear)
  hear()

  return {
    mesh,
    stop: () => {
      off()
      heard?.stop()
      heard = null
      mesh.close()
    },
  }
}

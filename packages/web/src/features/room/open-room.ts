import {
  type Client,
  type Conference,
  createLevelMeter,
  createMesh,
  createShare,
  type Mesh,
  platformOf,
  reportLevels,
} from '@parley/client'
import { createAnnouncer } from '../../state/announcer.ts'
import type { Clock } from '../../state/clock.ts'
import { keepDevices } from '../../state/device-care.ts'
import type { Devices } from '../../state/devices.ts'
import type { OpenRoom, Over } from '../../state/inside.ts'
import { createRoom } from '../../state/room.ts'
import { createSettings } from '../../state/settings.ts'
import { createToasts, type News } from '../../state/toasts.ts'
import { keepAwake } from '../../state/wake-lock.ts'
import { storageOf } from '../../storage.ts'
import { listenTo } from '../../ui/listen.ts'
import { followTheme } from '../../ui/theme.ts'
import { createBell } from './bell.ts'

type Parts = {
  client: Client
  conference: Conference
  devices: Devices
  clock: Clock
  onOver: (phase: Over, endedByMe: boolean) => void
}

/**
 * The room of a meeting one is let into, on a real browser: pictures and voices, screen capture, wake lock. Made anew at every
 * way in from the waiting room; what needs WebRTC and Web Audio is loaded only then.
 */
export function openRoom({ client, conference, devices, clock, onOver }: Parts): OpenRoom {
  const mesh = createMesh({
    conference,
    rtc: { RTCPeerConnection, MediaStream },
    platform: platformOf(window),
  })
  const toasts = createToasts(clock)
  const announcer = createAnnouncer(clock)
  const settings = createSettings(storageOf(() => window.localStorage))
  const bell = createBell(window)
  const room = createRoom({
    client,
    conference,
    mesh,
    devices,
    toasts,
    announcer,
    clock,
    share: screenShare(conference, mesh),
    settings,
    chime: bell.ring,
    onOver,
  })
  const tell = (news: News) => {
    toasts.add(news)
    announcer.tell(news)
  }
  const stops = [
    reportVoice(conference, devices),
    keepAwake({
      request: 'wakeLock' in navigator ? () => navigator.wakeLock.request('screen') : null,
      ...sight,
    }),
    keepDevices(devices, room.media.takeUp, clock, sight, tell),
    followTheme(settings.store, document.documentElement),
    bell.stop,
  ]
  return {
    room,
    networkChanged: () => mesh.networkChanged(),
    stop: () => {
      room.stop()
      for (const stop of stops) stop()
    },
  }
}

const sight = {
  visible: () => document.visibilityState === 'visible',
  onVisibility: (listener: () => void) => {
    document.addEventListener('visibilitychange', listener)
    return () => document.removeEventListener('visibilitychange', listener)
  },
}

/** Slides and text need sharpness, not motion. */
const capture = { video: { frameRate: { max: 15 } }, audio: true }

/** Null where the browser has no way to share, as on phones. */
function screenShare(conference: Conference, mesh: Mesh) {
  const media = navigator.mediaDevices as Partial<MediaDevices> | undefined
  if (!media?.getDisplayMedia) return null
  return createShare({ conference, mesh, capture: () => navigator.mediaDevices.getDisplayMedia(capture) })
}

/** Tells the server how loud the own voice is, for as long as there is a microphone. */
function reportVoice(conference: Conference, devices: Devices): () => void {
  const platform = platformOf(window)
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
  return () => {
    off()
    heard?.stop()
    heard = null
  }
}

import { checkConnection } from '@parley/client/check'
import { browserClock } from './state/clock.ts'
import type { CheckLine } from './state/connection-check.ts'
import type { IceServers } from './state/pages.ts'

/** Tries what a meeting needs, on a real browser. */
export function checkByBrowser(
  window: Window & typeof globalThis,
  iceServers: IceServers,
  onLine: (line: CheckLine) => void,
): Promise<readonly CheckLine[]> {
  const wsUrl = new URL('/gzbwclient/websck', window.location.origin)
  wsUrl.protocol = wsUrl.protocol === 'https:' ? 'wss:' : 'ws:'
  const { RTCPeerConnection } = window
  return checkConnection({
    wsUrl: wsUrl.href,
    iceServers,
    platform: { WebSocket: window.WebSocket, now: browserClock.now, after: browserClock.after },
    // Typed as always there.
    rtc: (RTCPeerConnection as typeof RTCPeerConnection | undefined) ? { RTCPeerConnection } : null,
    devices: window.navigator.mediaDevices as MediaDevices | undefined,
    onLine,
  })
}

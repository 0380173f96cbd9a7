import { type DeviceList, deviceLines } from './devices.ts'
import { type CandidateKind, gather, loopback } from './ice.ts'
import type { CheckLine } from './line.ts'
import { type SocketClass, socketLine } from './socket.ts'

/** The part of the runtime that is tried; `globalThis` of a page gives each. */
export type CheckOptions = {
  /** `wss://meet.example.org/gzbwclient/websck`; no token is needed. */
  wsUrl: string
  iceServers: readonly { urls: string | string[]; username?: string; credential?: string }[]
  platform: { WebSocket: SocketClass; now(): number; after(ms: number, run: () => void): () => void }
  rtc: { RTCPeerConnection: new (configuration: RTCConfiguration) => RTCPeerConnection } | null
  /** `navigator.mediaDevices`, undefined outside a secure context. */
  devices: DeviceList | undefined
  /** Called with each result as it comes. */
  onLine?(line: CheckLine): void
}

const gatherMs = 8_000

/**
 * Tries what a meeting needs, without joining one: the way to the server, addresses of each kind, a data channel to oneself
 * (through TURN when there is one), devices. Never rejects; takes at most about 20 s.
 */
export const checkConnection = async (options: CheckOptions): Promise<CheckLine[]> => {
  const { wsUrl, platform, rtc, devices, onLine = () => undefined } = options
  const iceServers = options.iceServers.map(({ urls, username, credential }) => ({
    urls,
    username,
    credential,
  }))
  const lines: CheckLine[] = []
  const add = (line: CheckLine) => {
    lines.push(line)
    onLine(line)
  }
  add({
    what: 'secure',
    ok: devices !== undefined,
    detail: devices ? 'secure context' : 'not a secure context: no devices here',
  })
  add(await socketLine(platform, wsUrl))
  if (rtc) {
    // A server address or credential that the browser does not take is thrown at once.
    await mediaLines(rtc, platform, iceServers, add).catch((error: unknown) =>
      add({ what: 'loopback', ok: false, detail: String(error) }),
    )
  } else add({ what: 'loopback', ok: false, detail: 'no WebRTC in this browser' })
  for (const line of await deviceLines(devices)) add(line)
  return lines
}

/** Addresses of each kind, then the way through one of them. */
const mediaLines = async (
  rtc: NonNullable<CheckOptions['rtc']>,
  platform: CheckOptions['platform'],
  iceServers: RTCIceServer[],
  add: (line: CheckLine) => void,
): Promise<void> => {
  const found = await gather(rtc, platform, iceServers, gatherMs)
  const urls = iceServers.flatMap((server) => server.urls)
  const turns = urls.some((url) => /^turns?:/.test(url))
  const stuns = turns || urls.some((url) => /^stuns?:/.test(url))
  const candidates = (kind: CandidateKind, expected: boolean): CheckLine => ({
    what: kind,
    ok: found.has(kind) ? true : expected ? false : null,
    detail: found.get(kind)?.join(', ') ?? (expected ? 'none found' : 'no server for it is set up'),
  })
  add(candidates('host', true))
  // Someone who has a public address of its own has no reflexive one besides; the relay then tells enough.
  add(candidates('srflx', stuns && !found.has('relay')))
  add(candidates('relay', turns))
  add(await loopback(rtc, platform, iceServers, turns ? 'relay' : 'all'))
}

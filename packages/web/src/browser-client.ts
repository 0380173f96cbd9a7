// First: it has to run before any schema is made.
import '@parley/protocol/no-eval'
import { type Client, createClient, platformOf, webStorage } from '@parley/client'
import { createMeetingMedia } from './features/room/meeting-media.ts'
import type { Clock } from './state/clock.ts'
import type { Devices } from './state/devices.ts'
import { type Entry, type GoIn, goIn } from './state/inside.ts'

/** `key`: where in this tab the session is kept; the account of the start page and the person of the meeting are two. */
export const createBrowserClient = (window: Window & typeof globalThis, key: string): Client =>
  createClient({
    origin: window.location.origin,
    platform: platformOf(window),
    storage: webStorage(window.sessionStorage, key),
  })

export const goInByBrowser = (
  window: Window & typeof globalThis,
  key: string,
  { devices, clock }: { devices: Devices; clock: Clock },
  way: GoIn,
): Promise<Entry> =>
  goIn(
    { createClient: () => createBrowserClient(window, key), createMedia: createMeetingMedia, devices, clock },
    way,
  )

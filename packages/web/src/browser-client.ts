// First: it has to run before any schema is made.
import '@parley/protocol/no-eval'
import { type Client, createClient, platformOf, webStorage } from '@parley/client'
import { openRoom } from './features/room/open-room.ts'
import type { Clock } from './state/clock.ts'
import type { Devices } from './state/devices.ts'
import { createWayIn, type WayIn } from './state/way-in.ts'
import { storageOf } from './storage.ts'

/** `key`: where in this tab the session is kept; the account of the start page and the person of the meeting are two. */
export const createBrowserClient = (window: Window & typeof globalThis, key: string): Client =>
  createClient({
    origin: window.location.origin,
    platform: platformOf(window),
    storage: webStorage(
      storageOf(() => window.sessionStorage),
      key,
    ),
  })

/** The way into meetings on a real browser. `keys`: where in this tab the two sessions are kept. */
export const entranceOfBrowser = (
  window: Window & typeof globalThis,
  keys: { guest: string; account: string },
  { devices, clock }: { devices: Devices; clock: Clock },
): WayIn =>
  createWayIn({
    createClient: ({ by }) => createBrowserClient(window, by === 'account' ? keys.account : keys.guest),
    openRoom: (client, conference, onOver) => openRoom({ client, conference, devices, clock, onOver }),
    devices,
  })

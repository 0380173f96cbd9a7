import type { Client } from '@parley/client'
import { type App, createApp } from './state/app.ts'
import { browserClock } from './state/clock.ts'
import { createDevices, type Kind } from './state/devices.ts'
import { lookThrough } from './state/entrance.ts'
import { createRemembered, createTabMemory } from './state/tab.ts'

const accountKey = 'parley.account'
const meetingKey = 'parley.session'

/** The pages on a real browser: the only place that hands its globals to `state/`. */
export function createBrowserApp(window: Window & typeof globalThis): App {
  const { location, history, navigator } = window
  const loadClient = () => import('./browser-client.ts')
  const devices = createDevices({
    // Typed as always there, but absent outside secure contexts.
    mediaDevices: navigator.mediaDevices as MediaDevices | undefined,
    granted: (kind) => isGranted(navigator, kind),
  })
  let account: Promise<Client> | null = null

  const app = createApp({
    look: (entrance, language) => {
      // The door is open soon: the code of the room comes while a name is typed.
      void loadClient().catch(() => undefined)
      return lookThrough((path, init) => window.fetch(path, init), entrance, language)
    },
    goIn: async (way) => {
      try {
        const { goInByBrowser } = await loadClient()
        return await goInByBrowser(window, meetingKey, { devices, clock: browserClock }, way)
      } catch {
        return { is: 'unanswered' }
      }
    },
    account: {
      client: () => {
        account ??= loadClient().then(({ createBrowserClient }) => createBrowserClient(window, accountKey))
        account.catch(() => {
          account = null
        })
        return account
      },
      wasSignedIn: () => isKept(window, accountKey),
    },
    console: async (language) => {
      const { openConsole } = await import('./browser-console.ts')
      return openConsole(window, accountKey, language)
    },
    devices,
    clock: browserClock,
    address: {
      url: () => new URL(location.href),
      replace: (path) => history.replaceState(null, '', path),
      load: (path) => location.assign(path),
    },
    tab: createTabMemory(window.sessionStorage),
    remembered: createRemembered(window.localStorage),
    preferredLanguages: navigator.languages,
  })

  window.addEventListener('pagehide', () => app.closing())
  window.addEventListener('online', () => app.network('online'))
  window.addEventListener('offline', () => app.network('offline'))
  window.document.addEventListener('visibilitychange', () => {
    if (window.document.visibilityState === 'visible') app.network('online')
  })
  // A page that comes back from the back-forward cache has lost its socket and its tracks.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload()
  })
  return app
}

function isKept(window: Window, key: string): boolean {
  try {
    return window.sessionStorage.getItem(key) !== null
  } catch {
    return false
  }
}

/** Firefox has no such permission names: there the labels of devices tell, which only a granted page may read. */
async function isGranted(navigator: Navigator, kind: Kind): Promise<boolean> {
  const name = kind === 'audio' ? 'microphone' : 'camera'
  try {
    return (await navigator.permissions.query({ name })).state === 'granted'
  } catch {
    const devices = (await navigator.mediaDevices?.enumerateDevices?.()) ?? []
    return devices.some((device) => device.kind === `${kind}input` && device.label !== '')
  }
}

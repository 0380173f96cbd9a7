import type { Client } from '@parley/client'
import { readAgent } from './state/agent.ts'
import { type App, createApp } from './state/app.ts'
import { supportProblem } from './state/browser-support.ts'
import { browserClock } from './state/clock.ts'
import { createDevices, type Kind, type Slot } from './state/devices.ts'
import { lookThrough } from './state/entrance.ts'
import { createMicWatch } from './state/mic-watch.ts'
import { type Channel, createOtherTabs } from './state/other-tabs.ts'
import { pageSettings } from './state/page-settings.ts'
import { createSpeakerTest } from './state/speaker-test.ts'
import { createRemembered, createTabMemory } from './state/tab.ts'
import { storageOf } from './storage.ts'
import { hearTrack } from './ui/listen.ts'
import { playTone, wakeSound } from './ui/tones.ts'

const keys = { account: 'parley.account', guest: 'parley.session' }

/**
 * The pages on a real browser: the only place that hands its globals to `state/`. `fetchRoom` gets the code that draws the room,
 * for who is about to go in.
 */
export function createBrowserApp(window: Window & typeof globalThis, fetchRoom: () => void): App {
  const { location, history, navigator } = window
  const agent = readAgent(navigator.userAgent, navigator.maxTouchPoints)
  const remembered = createRemembered(storageOf(() => window.localStorage))
  const ofTab = storageOf(() => window.sessionStorage)
  const settings = pageSettings(
    window.document.querySelector<HTMLMetaElement>('meta[name="parley"]')?.content ?? '',
  )
  const devices = createDevices({
    // Typed as always there, but absent outside secure contexts.
    mediaDevices: navigator.mediaDevices as MediaDevices | undefined,
    granted: (kind) => isGranted(navigator, kind),
    canChooseOutput: 'setSinkId' in window.HTMLMediaElement.prototype,
    handheld: agent.os === 'ios' || agent.os === 'android',
    remembered: {
      audio: remembered.device('audio'),
      video: remembered.device('video'),
      output: remembered.device('output'),
    } satisfies Record<Slot, string>,
    remember: remembered.keepDevice,
  })
  let account: Promise<Client> | null = null
  const loadClient = () => import('./browser-client.ts')
  let entrance: ReturnType<Awaited<ReturnType<typeof loadClient>>['entranceOfBrowser']> | null = null
  const loadEntrance = async () => {
    const { entranceOfBrowser } = await loadClient()
    entrance ??= entranceOfBrowser(window, keys, { devices, clock: browserClock })
    return entrance
  }

  const app = createApp({
    look: (at, language) => lookThrough((path, init) => window.fetch(path, init), at, language),
    prepare: (ticket) => {
      fetchRoom()
      void loadEntrance()
        .then((it) => it.prepare(ticket))
        .catch(() => undefined)
    },
    isPrepared: (ticket) => entrance?.isPrepared(ticket) ?? false,
    goIn: async (way) => {
      fetchRoom()
      try {
        return await (await loadEntrance()).goIn(way)
      } catch {
        return { is: 'unanswered' }
      }
    },
    account: {
      client: () => {
        account ??= loadClient().then(({ createBrowserClient }) => createBrowserClient(window, keys.account))
        account.catch(() => {
          account = null
        })
        return account
      },
      wasSignedIn: () => ofTab.getItem(keys.account) !== null,
    },
    console: async (language) => {
      const { openConsole } = await import('./browser-console.ts')
      return openConsole(window, keys.account, language)
    },
    check: async (iceServers, onLine) => {
      const { checkByBrowser } = await import('./browser-check.ts')
      return checkByBrowser(window, iceServers, onLine)
    },
    devices,
    micWatch: createMicWatch(devices, browserClock, hearTrack),
    speakerTest: createSpeakerTest((output) => playTone(output)),
    chime: () => void playTone('').catch(() => undefined),
    wakeSound,
    agent,
    support: supportProblem(agent, 'RTCPeerConnection' in window),
    clock: browserClock,
    address: {
      url: () => new URL(location.href),
      replace: (path) => history.replaceState(null, '', path),
      load: (path) => location.assign(path),
    },
    tab: createTabMemory(ofTab),
    otherTabs: createOtherTabs('BroadcastChannel' in window ? allTabs() : null, browserClock),
    remembered,
    preferredLanguages: navigator.languages,
    userAgent: navigator.userAgent,
    returnOrigins: settings.returnOrigins,
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
  if (window.parent !== window && settings.frameAncestors.length > 0)
    void import('./browser-embed.ts').then(({ embedInBrowser }) =>
      embedInBrowser(window, app, settings.frameAncestors),
    )
  return app
}

function allTabs(): Channel {
  const channel = new BroadcastChannel('parley.tabs')
  return {
    say: (word) => channel.postMessage(word),
    listen: (heard) => {
      channel.onmessage = ({ data }) => heard(data)
    },
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

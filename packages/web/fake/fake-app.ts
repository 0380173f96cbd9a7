import type { Language } from '../src/i18n/language.ts'
import { readAgent } from '../src/state/agent.ts'
import type { App, Page } from '../src/state/app.ts'
import type { ConnectionCheck } from '../src/state/connection-check.ts'
import type { Devices, DevicesState, Kind } from '../src/state/devices.ts'
import { devicesState } from '../src/state/fixtures.ts'
import type { JoinState } from '../src/state/joining.ts'
import type { RingingState } from '../src/state/ringing.ts'
import { createStore, type Store } from '../src/state/store.ts'

const nothing = () => undefined

export type FakeApp = App & { devices: Devices & { store: Store<DevicesState> } }

/** Makes what a page shows in one of its states. */
export type Make = (app: FakeApp) => Page | Promise<Page>

/** An app that shows what it is told and does nothing. */
export function fakeApp(first: Language): FakeApp {
  const language = createStore<Language>(first)
  const store = createStore<DevicesState>(devicesState({ access: 'unasked' }))
  const set = async (kind: Kind, on: boolean) => {
    store.update((state) => ({ ...state, [kind]: { ...state[kind], on } }))
  }
  return {
    page: createStore<Page>({ is: 'noMeeting' }),
    language,
    join: createStore<JoinState>({ joining: false, nameProblem: null, armed: null }),
    devices: {
      store,
      set,
      choose: async () => nothing(),
      flip: async () => nothing(),
      ask: async () => nothing(),
      retry: async () => nothing(),
      restore: async () => ({ missed: false }),
      stop: nothing,
    },
    micWatch: { store: createStore<{ silent: boolean }>({ silent: false }), start: () => nothing },
    speakerTest: { store: createStore<'quiet' | 'playing' | 'failed'>('quiet'), play: async () => nothing() },
    ringing: {
      store: createStore<RingingState>({ invite: null, inside: false, answering: false, problem: null }),
      follow: () => nothing,
      answer: async () => null,
      dismiss: nothing,
    },
    check: createStore<ConnectionCheck | null>(null),
    ready: createStore(false),
    agent: readAgent(navigator.userAgent),
    begin: nothing,
    stay: nothing,
    arm: nothing,
    useHere: nothing,
    stayThere: nothing,
    setReady: nothing,
    answerInvite: async () => nothing(),
    showCheck: nothing,
    typeName: () => undefined,
    knownName: () => '',
    link: () => 'https://meet.example.com/gzbwclient/conference/wR7kQ',
    setLanguage: language.set,
    start: nothing,
    enter: nothing,
    joinAs: async () => nothing(),
    rejoin: nothing,
    toStart: nothing,
    closing: nothing,
    network: nothing,
  }
}

export const zh = (app: FakeApp) => app.language.get() === 'zh-CN'
export const titleFor = (app: FakeApp) => (zh(app) ? '产品周会' : 'Weekly review')

/** Camera and microphone given and on. */
export const settled = (app: FakeApp) => {
  const video = fakePicture(160, 'me').getVideoTracks()[0] ?? null
  const audio = new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0] ?? null
  app.devices.store.update((state) => ({
    ...state,
    access: 'settled',
    audio: { track: audio, on: true, trouble: null },
    video: { track: video, on: true, trouble: null },
  }))
}

/** A moving picture: a slow clock hand on a plain ground, so that cropping and mirroring can be seen. */
export function fakePicture(hue: number, words: string): MediaStream {
  const canvas = document.createElement('canvas')
  canvas.width = 960
  canvas.height = 540
  const pen = canvas.getContext('2d')
  let turn = 0
  const draw = () => {
    if (!pen) return
    turn += 0.05
    pen.fillStyle = `hsl(${hue} 25% 38%)`
    pen.fillRect(0, 0, 960, 540)
    pen.fillStyle = `hsl(${hue} 25% 62%)`
    pen.beginPath()
    pen.arc(480, 220, 110, 0, Math.PI * 2)
    pen.fill()
    pen.beginPath()
    pen.ellipse(480, 560, 260, 210, 0, 0, Math.PI * 2)
    pen.fill()
    pen.strokeStyle = '#fff'
    pen.lineWidth = 6
    pen.beginPath()
    pen.moveTo(840, 100)
    pen.lineTo(840 + 60 * Math.cos(turn), 100 + 60 * Math.sin(turn))
    pen.stroke()
    pen.fillStyle = '#fff'
    pen.font = '28px sans-serif'
    pen.fillText(words, 24, 48)
  }
  draw()
  setInterval(draw, 100)
  return canvas.captureStream(10)
}

import type { SupportProblem } from '../src/state/browser-support.ts'
import type { CheckLine, CheckState } from '../src/state/connection-check.ts'
import type { Trouble } from '../src/state/devices.ts'
import type { Door, DoorState } from '../src/state/door.ts'
import { conference } from '../src/state/fixtures.ts'
import type { Home, HomeState } from '../src/state/home.ts'
import type { RingingState } from '../src/state/ringing.ts'
import { createStore } from '../src/state/store.ts'
import type { LeftWhy } from '../src/state/tab.ts'
import type { WaitingState } from '../src/state/waiting.ts'
import { type FakeApp, type Make, settled, titleFor, zh } from './fake-app.ts'

const nothing = () => undefined
const later = async () => undefined
const hour = 3_600_000

const door =
  (state: (app: FakeApp) => DoorState): Make =>
  (app) => ({
    is: 'door',
    entrance: { by: 'link', segment: 'x' },
    door: {
      store: createStore(state(app)),
      look: later,
      refuse: nothing,
      freshTicket: async () => null,
      stop: nothing,
    } satisfies Door,
  })
const meeting = (app: FakeApp, inMs: number | null = -20 * 60_000) => ({
  confId: '482913075',
  title: titleFor(app),
  startTime: inMs === null ? null : Date.now() + inMs,
  hostName: zh(app) ? '李伟' : 'Li Wei',
})
const open = (app: FakeApp): Extract<DoorState, { is: 'open' }> => ({
  is: 'open',
  meeting: meeting(app),
  ticket: { clientId: 'w', ticket: 't', deadline: Date.now() + 120_000 },
  clockOffsetMs: 0,
})
const trouble =
  (why: Trouble): Make =>
  (app) => {
    const device = { track: null, on: false, trouble: why }
    app.devices.store.update((state) => ({ ...state, access: 'settled', audio: device, video: device }))
    return door(open)(app)
  }

const home =
  (change: (app: FakeApp) => Partial<HomeState>): Make =>
  (app) => ({
    is: 'home',
    home: {
      store: createStore<HomeState>({
        target: { is: 'nothing' },
        enterProblem: null,
        account: { is: 'out', problem: null },
        meetings: null,
        problem: null,
        createProblem: null,
        creating: false,
        later: false,
        invitation: null,
        cancelling: null,
        notice: null,
        ...change(app),
      }),
      start: later,
      typeTarget: nothing,
      enter: () => null,
      signIn: later,
      signOut: later,
      chooseWhen: nothing,
      create: later,
      showInvitation: later,
      hideInvitation: nothing,
      askCancel: nothing,
      cancel: later,
      asHost: async () => null,
      refresh: later,
      stop: nothing,
    } satisfies Home,
  })
const signedIn = (app: FakeApp): Partial<HomeState> => ({
  account: { is: 'in', name: zh(app) ? '李伟' : 'Li Wei' },
  meetings: [
    conference({ confId: '482913075', confName: titleFor(app), actualStart: Date.now() - 20 * 60_000 }),
    conference({
      confId: '730185294',
      confName: zh(app) ? '客户沟通：第四季度路线图' : 'Customer call: roadmap for the fourth quarter',
      state: 'scheduled',
      actualStart: null,
      startTime: Date.now() + 26 * hour,
    }),
  ],
})
const invitation = (app: FakeApp): HomeState['invitation'] => ({
  confId: '482913075',
  title: titleFor(app),
  startTime: Date.now() + 26 * hour,
  link: 'https://meet.example.org/gzbwclient/conference/aB3xN2s3cTlkMmY',
  hostLink: 'https://meet.example.org/gzbwclient/conference/aB3xN2s3cTlkMmY#h=4sJf',
  password: '482913',
})

const left =
  (why: LeftWhy): Make =>
  (app) => ({ is: 'left', why, title: titleFor(app), returnTo: null })

const waiting =
  (change: Partial<WaitingState> = {}): Make =>
  (app) => {
    settled(app)
    return {
      is: 'waiting',
      title: titleFor(app),
      waiting: {
        store: createStore<WaitingState>({
          position: 3,
          until: Date.now() + 25 * 60_000,
          admitted: false,
          returned: false,
          away: false,
          ...change,
        }),
        leave: nothing,
        stop: nothing,
      },
    }
  }

const choices = (...labels: string[]) => labels.map((label) => ({ id: label, label }))
const manyDevices: Make = (app) => {
  settled(app)
  app.devices.store.update((state) => ({
    ...state,
    menus: {
      audio: choices('Headset Microphone', 'MacBook Pro Microphone with a rather long name'),
      video: choices('FaceTime HD Camera', 'Front', 'Back'),
      output: [{ id: '', label: '' }, ...choices('MacBook Pro Speakers')],
    },
    chosen: { audio: 'Headset Microphone', video: 'Front', output: '' },
    canFlip: true,
  }))
  app.micWatch.store.set({ silent: true })
  return door(open)(app)
}

const lines: CheckLine[] = [
  { what: 'secure', ok: true, detail: 'secure context' },
  { what: 'socket', ok: true, detail: 'open', ms: 41 },
  { what: 'host', ok: true, detail: 'udp' },
  { what: 'srflx', ok: null, detail: 'no server for it is set up' },
  { what: 'relay', ok: false, detail: 'none found' },
  { what: 'loopback', ok: true, detail: 'udp', ms: 12 },
  { what: 'microphone', ok: true, detail: '2' },
  { what: 'camera', ok: true, detail: '1' },
  { what: 'speaker', ok: null, detail: 'none listed' },
]
const checking =
  (state: CheckState): Make =>
  (app) => {
    app.check.set({ store: createStore<CheckState>(state), run: later })
    return door(open)(app)
  }

const ringing =
  (change: Partial<RingingState> = {}): Make =>
  (app) => {
    app.ringing.store.set({
      invite: {
        inviteId: 'i',
        confId: '482913075',
        confName: titleFor(app),
        by: zh(app) ? '李伟' : 'Li Wei',
        until: Date.now() + 40_000,
        joinUrl: 'https://meet.example.org/gzbwclient/conference/aB3x',
      },
      inside: false,
      answering: false,
      problem: null,
      ...change,
    })
    return home(signedIn)(app)
  }

const unsupported =
  (problem: SupportProblem): Make =>
  () => ({ is: 'unsupported', problem, link: 'https://meet.example.org/gzbwclient/conference/aB3x' })

/** Every state from the link to the room, and out again. */
export const guestStates: Readonly<Record<string, Make>> = {
  home: home(() => ({})),
  'home-number': home(() => ({
    target: { is: 'number', confId: '482913075' },
    enterProblem: { field: 'password', message: { key: 'home.passwordMissing' } },
    account: { is: 'out', problem: { key: 'error.wrongCredentials' } },
  })),
  'home-in': home(signedIn),
  'home-empty': home((app) => ({ ...signedIn(app), meetings: [], later: true })),
  'home-invitation': home((app) => ({ ...signedIn(app), invitation: invitation(app) })),
  'home-cancel': home((app) => ({ ...signedIn(app), cancelling: signedIn(app).meetings?.[1] ?? null })),
  'door-asking': door(() => ({ is: 'asking' })),
  'door-open': door(open),
  'door-preview': (app) => {
    settled(app)
    return door(open)(app)
  },
  'door-denied': trouble('denied'),
  'door-missing': trouble('missing'),
  'door-dismissed': trouble('dismissed'),
  'door-system': trouble('system'),
  'door-busy': trouble('busy'),
  'door-insecure': trouble('insecure'),
  'door-devices': manyDevices,
  'door-waiting-room': door((app) => ({ ...open(app), meeting: { ...meeting(app), waitingRoom: true } })),
  'door-early': door((app) => ({
    is: 'early',
    meeting: meeting(app, 12 * 60_000),
    clockOffsetMs: 0,
    since: Date.now(),
  })),
  'door-early-open': door((app) => ({
    is: 'early',
    meeting: meeting(app, null),
    clockOffsetMs: 0,
    since: Date.now(),
  })),
  'door-armed': (app) => {
    settled(app)
    app.join.set({ joining: false, nameProblem: null, armed: zh(app) ? '王芳' : 'Ann Smith' })
    return door((one) => ({
      is: 'early',
      meeting: meeting(one, 12 * 60_000),
      clockOffsetMs: 0,
      since: Date.now(),
    }))(app)
  },
  'door-ended': door(() => ({ is: 'ended' })),
  'door-unknown': door(() => ({ is: 'unknown' })),
  'door-locked': door((app) => ({ is: 'locked', meeting: meeting(app) })),
  'door-full': door((app) => ({ is: 'full', meeting: meeting(app) })),
  'door-many': door(() => ({ is: 'tooMany', until: Date.now() + 45_000 })),
  'door-unreachable': door(() => ({ is: 'unreachable', until: Date.now() + 8_000 })),
  'door-banned': door(() => ({ is: 'banned' })),
  'door-waited-long': door((app) => ({ is: 'waitedLong', meeting: meeting(app, null) })),
  'door-web-view': unsupported({ is: 'webView', app: 'wechat', os: 'ios', canStay: true }),
  'door-web-view-only': unsupported({ is: 'webView', app: 'dingtalk', os: 'android', canStay: false }),
  'door-no-rtc': unsupported({ is: 'noRtc' }),
  'other-tab': (app) => ({ is: 'otherTab', title: titleFor(app), given: false }),
  'other-tab-given': (app) => ({ is: 'otherTab', title: titleFor(app), given: true }),
  waiting: waiting(),
  'waiting-returned': waiting({ returned: true, position: 1, until: Date.now() + 3 * 60_000 }),
  'waiting-away': waiting({ away: true }),
  'waiting-admitted': waiting({ admitted: true, position: null }),
  'check-running': checking({ is: 'running', lines: lines.slice(0, 3) }),
  'check-done': checking({ is: 'done', lines, verdict: 'fair', report: 'report' }),
  'check-failed': checking({ is: 'failed' }),
  ringing: ringing(),
  'ringing-inside': ringing({ inside: true }),
  'ringing-late': ringing({ invite: null, problem: { key: 'ring.failed' } }),
  accessibility: () => ({ is: 'accessibility' }),
  'no-meeting': () => ({ is: 'noMeeting' }),
  'left-self': left('self'),
  'left-removed': left('removed'),
  'left-ended': left('ended'),
  'left-elsewhere': left('elsewhere'),
  'left-lost': left('lost'),
  'left-banned': left('banned'),
  'left-refused': left('refused'),
  'left-expired': left('expired'),
  'left-wait-over': left('waitOver'),
  'left-waiting': left('leftWaiting'),
  'left-return': (app) => ({
    is: 'left',
    why: 'self',
    title: titleFor(app),
    returnTo: { href: 'https://crm.example.org/case/7', site: 'crm.example.org' },
  }),
}

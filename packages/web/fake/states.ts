import type { MemberView } from '@parley/protocol'
import { createAnnouncer } from '../src/state/announcer.ts'
import { browserClock } from '../src/state/clock.ts'
import type { Trouble } from '../src/state/devices.ts'
import type { Door, DoorState } from '../src/state/door.ts'
import { conference, member } from '../src/state/fixtures.ts'
import type { Home, HomeState } from '../src/state/home.ts'
import type { Room, RoomState } from '../src/state/room.ts'
import { roomView } from '../src/state/room-view.ts'
import { createStore } from '../src/state/store.ts'
import type { LeftWhy } from '../src/state/tab.ts'
import { createToasts } from '../src/state/toasts.ts'
import { consoleStates } from './console-states.ts'
import { type FakeApp, fakePicture, type Make } from './fake-app.ts'

const nothing = () => undefined
const later = async () => undefined
const hour = 3_600_000

const zh = (app: FakeApp) => app.language.get() === 'zh-CN'
const titleFor = (app: FakeApp) => (zh(app) ? '产品周会' : 'Weekly review')

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
const open = (app: FakeApp): DoorState => ({
  is: 'open',
  meeting: meeting(app),
  ticket: { clientId: 'w', ticket: 't', deadline: Date.now() + 120_000 },
  clockOffsetMs: 0,
})
const settled = (app: FakeApp) => {
  const video = fakePicture(160, 'me').getVideoTracks()[0] ?? null
  const audio = new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0] ?? null
  app.devices.store.update((state) => ({
    ...state,
    access: 'settled',
    audio: { track: audio, on: true, trouble: null },
    video: { track: video, on: true, trouble: null },
  }))
}
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

const names = [
  '李伟',
  'Ann Smith',
  '王芳',
  'Bob',
  '欧阳娜娜',
  'Maria-Luisa Fernández de la Vega',
  'Jo',
  '张三',
  'Priya',
]
const people = (count: number): MemberView[] =>
  names.slice(0, count).map((displayName, index) =>
    member({
      memberId: `m${index}`,
      displayName,
      joinTime: index,
      role: index === 0 ? 'chair' : index === 2 ? 'member' : 'guest',
      muted: index % 3 === 1,
      chairMuted: index === 4,
      cameraOpen: index % 2 === 0,
      state: index === 3 ? 'reconnecting' : 'online',
    }),
  )

type RoomWish = {
  count: number
  me?: number
  change?: Partial<RoomState>
  talk?: number
  locked?: boolean
  toasts?: boolean
}

const room =
  ({ count, me = 0, change = {}, talk = 2, locked = false, toasts = false }: RoomWish): Make =>
  (app) => {
    settled(app)
    const members = people(count)
    const facts = {
      me: `m${me}`,
      conference: conference({
        confName: titleFor(app),
        chairMemberId: 'm0',
        actualStart: Date.now() - 42_000,
        locked,
      }),
      members,
      speakers: { active: null, speakers: count > talk ? [{ memberId: `m${talk}`, level: 70 }] : [] },
      main: count > talk ? `m${talk}` : 'm0',
    }
    const streams = new Map(
      members
        .filter((one, index) => one.cameraOpen && index !== me)
        .map((one, index) => [one.memberId, fakePicture(40 + index * 70, one.displayName)]),
    )
    const store = createStore<RoomState>({
      connection: { is: 'online' },
      view: roomView(facts),
      streams,
      peopleOpen: false,
      overlay: null,
      soundBlocked: false,
      soundTry: 0,
      watchOnlyOf: null,
      invitation: { is: 'none' },
      ...change,
    })
    const shown = createToasts(browserClock)
    if (toasts) {
      shown.hold(true)
      shown.add({ message: { key: 'news.joinedMany', values: { count: 3 } } })
      shown.add({ message: { key: 'news.mutedYou', values: { actor: '李伟' } }, tone: 'warning' })
    }
    return {
      is: 'room',
      title: titleFor(app),
      room: {
        store,
        toasts: shown,
        announcer: createAnnouncer(browserClock),
        toggleMic: nothing,
        toggleCamera: nothing,
        mute: nothing,
        allowToSpeak: nothing,
        askRemove: nothing,
        remove: nothing,
        toggleLock: nothing,
        showPeople: (peopleOpen) => store.update((state) => ({ ...state, peopleOpen })),
        show: (overlay) => store.update((state) => ({ ...state, overlay })),
        showInvitation: nothing,
        soundWasBlocked: nothing,
        hear: nothing,
        tryNow: nothing,
        end: nothing,
        leave: nothing,
        stop: nothing,
      } satisfies Room,
    }
  }
const left =
  (why: LeftWhy): Make =>
  (app) => ({ is: 'left', why, title: titleFor(app) })

export const states: Readonly<Record<string, Make>> = {
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
  'door-insecure': trouble('insecure'),
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
  'door-ended': door(() => ({ is: 'ended' })),
  'door-unknown': door(() => ({ is: 'unknown' })),
  'door-locked': door((app) => ({ is: 'locked', meeting: meeting(app) })),
  'door-full': door((app) => ({ is: 'full', meeting: meeting(app) })),
  'door-many': door(() => ({ is: 'tooMany', until: Date.now() + 45_000 })),
  'door-unreachable': door(() => ({ is: 'unreachable', until: Date.now() + 8_000 })),
  'no-meeting': () => ({ is: 'noMeeting' }),
  'room-entering': (app) => ({ is: 'room', room: null, title: titleFor(app) }),
  'room-alone': room({ count: 1 }),
  'room-two': room({ count: 2 }),
  'room-guest': room({ count: 4, me: 1 }),
  'room-many': room({ count: 9, locked: true, toasts: true }),
  'room-people': room({ count: 9, change: { peopleOpen: true } }),
  'room-people-guest': room({ count: 4, me: 1, change: { peopleOpen: true } }),
  'room-reconnecting': room({
    count: 4,
    me: 1,
    change: { connection: { is: 'reconnecting', since: Date.now() - 9_000, until: null } },
  }),
  'room-silent': room({ count: 3, me: 1, change: { soundBlocked: true } }),
  'room-remove': room({ count: 4, change: { overlay: { is: 'remove', id: 'm1', name: 'Ann Smith' } } }),
  'room-end': room({ count: 4, change: { overlay: { is: 'end' } } }),
  'room-keys': room({ count: 4, change: { overlay: { is: 'keys' } } }),
  'left-self': left('self'),
  'left-removed': left('removed'),
  'left-ended': left('ended'),
  'left-elsewhere': left('elsewhere'),
  'left-lost': left('lost'),
  ...consoleStates,
}

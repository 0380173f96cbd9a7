import type { ConsoleState } from '../src/state/console/console.ts'
import type {
  AttemptView,
  DeliveryStatus,
  DeliveryView,
  RuleView,
  TargetView,
} from '../src/state/console/console-api.ts'
import { NO_FILTER } from '../src/state/console/place.ts'
import { createStore } from '../src/state/store.ts'
import type { FakeApp, Make } from './fake-app.ts'

const later = async () => undefined
const nothing = () => undefined
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()
const minute = 60_000

const healthy: TargetView = {
  id: 't1',
  name: 'attendance',
  url: 'https://hr.example.org/hooks/attendance',
  dialect: 'cloudevents',
  retry: 'STANDARD_WEBHOOKS_RETRY',
  state: { is: 'running', note: '', since: ago(1e9) },
  health: { breaker: 'closed', failingSince: null, pending: 0, exhausted: 0 },
}
const broken: TargetView = {
  ...healthy,
  id: 't2',
  name: 'billing',
  url: 'https://billing.example.org/a/path/that/is/rather/long/and/has/no/place/to/break?tenant=1001&secret=none',
  dialect: 'seed',
  retry: 'BACKOFF_RETRY',
  health: { breaker: 'open', failingSince: ago(40 * minute), pending: 1_204, exhausted: 12 },
}
const paused: TargetView = {
  ...healthy,
  id: 't3',
  name: 'archive',
  state: { is: 'paused', note: 'the receiver answered 410', since: ago(3 * 60 * minute) },
  health: { breaker: 'closed', failingSince: null, pending: 33, exhausted: 1 },
}
const rule = (app: FakeApp): RuleView => ({
  id: 'r1',
  bus: 'default',
  name: 'attendance',
  description: app.language.get() === 'zh-CN' ? '\u8003\u52e4' : 'Who was there',
  enabled: true,
  pattern: { source: ['acs:aliyuncvc'], type: [{ suffix: ':MemberStateEvent' }] },
  targets: [healthy, broken, paused],
  warnings: ['/source/0: "acs:aliyuncvc" is also read as "acs.aliyuncvc"'],
})
const buses = [
  { name: 'default', description: '', enabled: true },
  { name: 'parley', description: '', enabled: true },
]
const delivery = (status: DeliveryStatus, at: number): DeliveryView => ({
  id: `d${at}`,
  eventId: '01a2040e-e228-70de-9d9b-1d0a5c8a7f11',
  eventType: 'aliyuncvc:MeetingEvent:MemberStateEvent',
  ruleId: 'r1',
  ruleName: 'attendance',
  targetName: 'billing',
  url: broken.url,
  status,
  attemptCount: status === 'pending' ? 2 : 4,
  nextAttemptAt: status === 'pending' ? new Date(Date.now() + 9_000).toISOString() : null,
  createdAt: ago(at * minute),
  erased: false,
})
const attempt = (no: number, status: number | null): AttemptView => ({
  id: `a${no}`,
  no,
  startedAt: ago((5 - no) * minute),
  durationMs: 41,
  method: 'POST',
  url: broken.url,
  requestHeaders: { 'content-type': 'application/json; charset=utf-8', 'webhook-signature': 'v1,kuMb\u2026' },
  status,
  error:
    status === 200
      ? null
      : status === null
        ? 'the connection was refused (ECONNREFUSED)'
        : `the target answered ${status}`,
  responseHeaders: { 'content-type': 'text/plain' },
  response: status === 200 ? 'ok' : 'upstream connect error',
})
const body = JSON.stringify({
  id: '01a2040e',
  data: JSON.stringify({ action: 'member_join' }),
  source: 'acs.aliyuncvc',
})

const shown =
  (state: (app: FakeApp) => Partial<ConsoleState>): Make =>
  (app) => ({
    is: 'console',
    model: {
      store: createStore<ConsoleState>({
        account: { is: 'in', name: 'Admin' },
        place: { is: 'rules' },
        buses,
        rules: null,
        rule: null,
        deliveries: null,
        delivery: null,
        tested: null,
        tried: null,
        secret: null,
        deleting: null,
        busy: false,
        problem: null,
        notice: null,
        ...state(app),
      }),
      start: later,
      signIn: later,
      signOut: later,
      go: later,
      moved: later,
      refresh: later,
      switchMessages: later,
      save: later,
      enable: later,
      ask: nothing,
      confirm: later,
      addTarget: async () => true,
      pause: later,
      sendTest: later,
      rotate: later,
      hideSecret: nothing,
      test: later,
      tryRecent: later,
      filter: later,
      more: later,
      resend: later,
      resendAll: later,
    },
  })

/** Every state of the console. */
export const consoleStates: Readonly<Record<string, Make>> = {
  'console-sign-in': shown(() => ({ account: { is: 'out', problem: null } })),
  'console-not-admin': shown(() => ({
    account: { is: 'out', problem: { by: 'console', message: { key: 'notAdmin' } } },
  })),
  'console-no-rules': shown(() => ({ rules: [] })),
  'console-rules': shown((app) => ({
    rules: [
      rule(app),
      { ...rule(app), id: 'r2', name: 'everything', bus: 'parley', enabled: false, targets: [] },
    ],
  })),
  'console-problem': shown(() => ({ problem: { by: 'console', message: { key: 'unreachable' } } })),
  'console-new-rule': shown(() => ({ place: { is: 'newRule' } })),
  'console-rule': shown((app) => ({
    place: { is: 'rule', id: 'r1' },
    rule: rule(app),
    notice: { key: 'saved' },
    tested: {
      matched: false,
      warnings: [],
      fields: [
        { pointer: '/source', matched: true, why: '' },
        { pointer: '/type', matched: false, why: 'does not end with ":MemberStateEvent"' },
      ],
    },
  })),
  'console-rule-tried': shown((app) => ({
    place: { is: 'rule', id: 'r1' },
    rule: { ...rule(app), targets: [] },
    tried: {
      looked: 200,
      matched: 2,
      warnings: [],
      data: [1, 2].map((no) => ({
        id: `e${no}`,
        type: 'aliyuncvc:MeetingEvent:MemberStateEvent',
        time: ago(no * minute),
        matched: true,
        why: null,
      })),
    },
  })),
  'console-secret': shown((app) => ({
    place: { is: 'rule', id: 'r1' },
    rule: rule(app),
    secret: 'whsec_ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8=',
  })),
  'console-delete': shown((app) => ({
    place: { is: 'rule', id: 'r1' },
    rule: rule(app),
    deleting: { is: 'rule', name: 'attendance' },
  })),
  'console-deliveries': shown(() => ({
    place: { is: 'deliveries', filter: NO_FILTER },
    deliveries: {
      items: (['pending', 'delivered', 'exhausted', 'cancelled'] as const).map((status, no) =>
        delivery(status, no + 1),
      ),
      next: 'x',
    },
  })),
  'console-dead-letters': shown(() => ({
    place: { is: 'deliveries', filter: { ...NO_FILTER, status: 'exhausted' } },
    deliveries: { items: [], next: null },
  })),
  'console-delivery': shown(() => ({
    place: { is: 'delivery', id: 'd1' },
    delivery: {
      ...delivery('exhausted', 1),
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      attempts: [attempt(1, null), attempt(2, 503), attempt(3, 200)],
    },
  })),
}

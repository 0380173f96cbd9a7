import type { ConferenceView, MemberView } from '@parley/protocol'
import { meetingSettings } from '../src/state/fixtures.ts'
import type { Make } from './fake-app.ts'
import { room } from './room-states.ts'

const settings = meetingSettings({ waitingRoom: true })

const minutes = (count: number) => Date.now() + count * 60_000
const start = Date.UTC(2027, 0, 14, 6, 0)
const booked = (): Partial<ConferenceView> => ({ settings, startTime: start, endTime: start + 3_600_000 })

/** Two wait, one rings, two are expected, one lets us know by hand. */
const crowd = (index: number): Partial<MemberView> =>
  index === 1
    ? { handRaisedAt: 5, muted: true, selfMuted: true }
    : index === 4
      ? { handRaisedAt: 3, muted: true, chairMuted: true }
      : index === 7 || index === 8
        ? { state: 'waiting', joinTime: null }
        : index === 9
          ? { state: 'calling', joinTime: null, role: 'member' }
          : index === 10 || index === 11
            ? { state: index === 10 ? 'joining' : 'invited', joinTime: null, invited: true, role: 'member' }
            : index === 5
              ? { sharing: true, role: 'member' }
              : {}

/** Everything of the host. */
export const hostStates: Readonly<Record<string, Make>> = {
  'host-people': room({
    count: 12,
    each: crowd,
    conference: booked(),
    next: ({ room }) => room.panels.open('people'),
  }),
  'host-people-cohost': room({
    count: 9,
    me: 2,
    each: (index) => (index === 2 ? { role: 'cohost' } : crowd(index)),
    conference: booked(),
    next: ({ room }) => room.panels.open('people'),
  }),
  'host-people-300': room({
    count: 300,
    each: (index) => (index % 40 === 3 ? { handRaisedAt: index } : {}),
    conference: booked(),
    next: ({ room }) => room.panels.open('people'),
  }),
  'host-people-found': room({
    count: 30,
    conference: booked(),
    next: ({ room }) => {
      room.panels.open('people')
      room.host.search.type('fernandez')
    },
  }),
  'host-people-nobody': room({
    count: 30,
    conference: booked(),
    next: ({ room }) => {
      room.panels.open('people')
      room.host.search.type('xyz')
    },
  }),
  'host-vacant': room({
    count: 4,
    me: 1,
    each: (index) => (index === 0 ? { role: 'member' } : {}),
    conference: { ...booked(), chairMemberId: null },
    next: ({ room }) => room.panels.open('people'),
  }),
  'host-claim': room({
    count: 4,
    me: 1,
    conference: { chairMemberId: null },
    next: ({ room }) => {
      room.host.chair.claiming.set({ busy: false, problem: { key: 'chair.wrong' } })
      room.panels.show({ is: 'claim' })
    },
  }),
  'host-may-invite': room({
    count: 4,
    me: 1,
    conference: { settings: { ...settings, memberInvite: true } },
    next: ({ room }) => room.panels.open('people'),
  }),
  'host-roll-call': room({
    count: 12,
    each: crowd,
    conference: booked(),
    next: ({ room }) => {
      room.panels.open('people')
      room.host.rollCall.start()
    },
  }),
  'host-roll-call-over': room({
    count: 12,
    each: crowd,
    conference: booked(),
    next: async ({ room }) => {
      room.panels.open('people')
      room.host.rollCall.start()
      room.host.rollCall.mark('m1', 'present')
      room.host.rollCall.mark('m2', 'absent')
      room.host.rollCall.end()
    },
  }),
  'host-mute-all': room({
    count: 4,
    conference: booked(),
    next: ({ room }) => room.panels.show({ is: 'muteAll' }),
  }),
  'host-hand-over': room({
    count: 4,
    next: ({ room }) => room.panels.show({ is: 'handOver', id: 'm1', name: 'Ann Smith' }),
  }),
  'host-rename': room({
    count: 4,
    next: ({ room }) => room.panels.show({ is: 'rename', id: 'm1', name: 'Ann Smith' }),
  }),
  'host-settings': room({
    count: 4,
    conference: booked(),
    next: ({ room }) => room.panels.show({ is: 'meetingSettings' }),
  }),
  'host-invitation': room({
    count: 4,
    conference: booked(),
    next: ({ room }) => {
      room.host.showInvitation()
      void room.host.invitations.call('ann.smith')
    },
  }),
  'host-ends-soon': room({ count: 4, conference: { settings, endTime: minutes(4.5) } }),
  'host-ends-soon-guest': room({ count: 4, me: 1, conference: { settings, endTime: minutes(4.5) } }),
  'host-extend': room({
    count: 4,
    conference: { settings, endTime: minutes(4.5) },
    next: ({ room }) => room.panels.show({ is: 'extend' }),
  }),
}

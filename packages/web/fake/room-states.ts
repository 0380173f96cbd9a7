import type { ChatView, MemberView } from '@parley/protocol'
import { meetingSettings, member } from '../src/state/fixtures.ts'
import { type FakeApp, type Make, settled, titleFor, zh } from './fake-app.ts'
import { type FakeMeeting, type FakeRoom, fakeRoom } from './fake-room.ts'

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
const families = ['Chen', '赵', 'Novák', 'Okafor', '孙', 'Silva', 'Haddad', '周']
const nameOf = (index: number) => names[index] ?? `${families[index % families.length]} ${index + 1}`

const people = (count: number, change: (index: number) => Partial<MemberView> = () => ({})): MemberView[] =>
  Array.from({ length: count }, (_, index) =>
    member({
      memberId: `m${index}`,
      displayName: nameOf(index),
      joinTime: index,
      role: index === 0 ? 'chair' : index === 2 ? 'cohost' : 'guest',
      muted: index % 3 === 1,
      chairMuted: index === 4,
      cameraOpen: index % 2 === 0,
      state: index === 3 ? 'reconnecting' : 'online',
      ...change(index),
    }),
  )

type Wish = Partial<Omit<FakeMeeting, 'me' | 'members'>> & {
  count: number
  me?: number
  /** Who speaks. */
  talk?: number
  each?: (index: number) => Partial<MemberView>
  /** What happens once the room stands. */
  next?: (fake: FakeRoom, app: FakeApp) => void
}

export const room =
  ({ count, me = 0, talk = 2, each, next, ...meeting }: Wish): Make =>
  (app) => {
    settled(app)
    const members = people(count, each)
    // Devices and server agree about oneself, or the room would begin by telling the server.
    const mine = members[me]
    if (mine) Object.assign(mine, { muted: false, chairMuted: false, cameraOpen: true, ...each?.(me) })
    const fake = fakeRoom(app, {
      ...meeting,
      me: `m${me}`,
      members,
      conference: { confName: titleFor(app), ...meeting.conference },
      state: {
        speaker: {
          active: count > talk ? `m${talk}` : null,
          speakers: count > talk ? [{ memberId: `m${talk}`, level: 70 }] : [],
        },
        ...meeting.state,
      },
    })
    next?.(fake, app)
    return { is: 'room', title: titleFor(app), room: fake.room }
  }

const hands = (index: number): Partial<MemberView> =>
  index === 1 ? { handRaisedAt: 5 } : index === 4 ? { handRaisedAt: 3 } : {}

const said = (
  id: string,
  who: number,
  text: string,
  minutesAgo: number,
  to: string | null = null,
): ChatView => ({
  id,
  time: Date.now() - minutesAgo * 60_000,
  memberId: `m${who}`,
  displayName: nameOf(who),
  text,
  to,
})
const chat: ChatView[] = [
  said('a', 0, 'Welcome. The agenda: https://wiki.example.org/weekly?page=(47).', 12),
  said('b', 0, '第一项：第四季度路线图。\n第二项：招聘。', 12),
  said('c', 5, 'I have a question about the second item, and it is a longer one that needs some lines.', 9),
  said('d', 1, 'Can we keep the numbers between us for now?', 4, 'm0'),
  said('e', 0, 'Of course.', 3, 'm1'),
]
const quality = new Map([
  ['m1', { memberId: 'm1', up: 3, down: 4 }],
  ['m2', { memberId: 'm2', up: 1, down: 2 }],
  ['m0', { memberId: 'm0', up: 2, down: 2 }],
])
const line = (lineId: string, who: number, en: string, zhText: string) => ({
  lineId,
  memberId: `m${who}`,
  texts: [
    { language: 'en', text: en },
    { language: 'zh-CN', text: zhText },
  ],
  final: true,
  beginMs: 0,
  endMs: 1,
})

/** Every state of the room. */
export const roomStates: Readonly<Record<string, Make>> = {
  'room-entering': (app) => ({ is: 'room', room: null, title: titleFor(app) }),
  'room-alone': room({ count: 1 }),
  'room-two': room({ count: 2 }),
  'room-guest': room({ count: 4, me: 1, each: () => ({}) }),
  'room-many': room({
    count: 9,
    conference: { locked: true },
    each: hands,
    state: { quality },
    next: ({ room }, app) => {
      room.toasts.add({ message: { key: 'news.joinedMany', values: { count: 3 } } })
      room.toasts.add({
        message: {
          key: 'news.mutedBy',
          values: { actor: { key: 'who.hostApi', values: { name: zh(app) ? '李伟' : 'Li Wei' } } },
        },
        tone: 'warning',
      })
    },
  }),
  'room-gallery': room({ count: 9, each: hands, next: ({ room }) => room.layout.choose('gallery') }),
  'room-gallery-50': room({
    count: 50,
    each: hands,
    state: { quality },
    next: ({ room }) => room.layout.choose('gallery'),
  }),
  'room-300': room({ count: 300, me: 7 }),
  'room-pinned': room({ count: 6, next: ({ room }) => room.layout.pin('m5') }),
  'room-screen': room({
    count: 5,
    me: 1,
    screenOf: 'm0',
    each: (index) => ({ sharing: index === 0 }),
  }),
  'room-screen-actual': room({
    count: 5,
    me: 1,
    screenOf: 'm0',
    each: (index) => ({ sharing: index === 0 }),
    next: ({ room }) => room.layout.setScreenSize('actual'),
  }),
  'room-share-barred': room({
    count: 3,
    me: 1,
    each: (index) => ({ sharing: index === 0 }),
    next: ({ room }) => void room.share.start(),
  }),
  'room-chat': room({ count: 9, state: { chat }, next: ({ room }) => room.panels.open('chat') }),
  'room-chat-empty': room({ count: 4, me: 1, next: ({ room }) => room.panels.open('chat') }),
  'room-chat-long': room({
    count: 4,
    me: 1,
    state: { chat },
    next: ({ room }) => {
      room.panels.open('chat')
      room.chat.write('word '.repeat(402))
    },
  }),
  'room-chat-closed': room({
    count: 4,
    me: 1,
    conference: { settings: meetingSettings({ chat: 'none', shareLocked: true }) },
    next: ({ room }) => room.panels.open('chat'),
  }),
  'room-reactions': room({
    count: 9,
    next: ({ hear }) => {
      const show = () => {
        ;(['clap', 'wow', 'heart', 'party', 'laugh', 'like', 'no'] as const).forEach((reaction, index) => {
          const displayName = nameOf(index)
          hear({ type: 'reaction.shown', data: { memberId: `m${index}`, displayName, reaction } })
        })
      }
      show()
      setInterval(show, 3_500)
    },
  }),
  'room-captions': room({
    count: 4,
    conference: { captions: ['en', 'zh-CN'] },
    state: {
      captions: [
        line('1', 0, 'Shall we begin with the second item?', '先从第二项开始吧？'),
        line('2', 2, 'Yes, the figures are ready.', '好，数字已经准备好了。'),
        line('3', 2, 'I share my screen in a moment.', '我马上共享屏幕。'),
      ],
    },
  }),
  'room-asked': room({
    count: 4,
    me: 1,
    each: (index) => (index === 1 ? { muted: true, selfMuted: true } : {}),
    next: ({ hear }, app) => {
      app.devices.store.update((state) => ({ ...state, audio: { ...state.audio, on: false } }))
      hear({ type: 'member.asked', data: { memberId: 'm1', medium: 'mic', on: true, by: nameOf(0) } })
    },
  }),
  'room-held': room({
    count: 4,
    me: 1,
    conference: { allowUnmute: false, muteAll: true },
    each: (index) => (index === 1 ? { muted: true, chairMuted: true } : {}),
    next: ({ room }, app) => {
      app.devices.store.update((state) => ({ ...state, audio: { ...state.audio, on: false } }))
      room.toasts.add({
        message: { key: 'room.heldByHost' },
        tone: 'warning',
        action: { label: { key: 'hand.raise' }, run: () => undefined },
      })
    },
  }),
  'room-waiting': room({ count: 5, each: (index) => (index > 2 ? { state: 'waiting' } : {}) }),
  'room-recording': room({
    count: 4,
    conference: {
      recording: true,
      interpretation: {
        on: true,
        groups: [{ id: '1', name: 'zh-en', languages: ['zh-CN', 'en'], interpreters: [{ name: 'Jo' }] }],
      },
    },
    state: { quality },
  }),
  'room-unserved': room({
    count: 9,
    me: 8,
    unserved: true,
    phase: { watching: true },
    each: (index) => (index === 8 ? { media: { audio: false, video: false } } : {}),
  }),
  'room-audio-only': room({ count: 4, next: ({ room }) => room.settings.change({ audioOnly: true }) }),
  'room-deaf': room({ count: 4, me: 1, each: (index) => ({ loudspeaker: index !== 1 }) }),
  'room-people': room({ count: 9, each: hands, next: ({ room }) => room.panels.open('people') }),
  'room-people-guest': room({ count: 4, me: 1, next: ({ room }) => room.panels.open('people') }),
  'room-reconnecting': room({
    count: 4,
    me: 1,
    next: ({ room, lose }) => {
      lose()
      room.store.update((state) => ({
        ...state,
        connection: { is: 'reconnecting', since: Date.now() - 9_000, until: Date.now() + 7_000 },
      }))
    },
  }),
  'room-lost-long': room({
    count: 4,
    me: 1,
    next: ({ room, lose }) => {
      room.host.invitations.store.set({ is: 'there', link: 'https://meet.example.org/x', password: 'p' })
      lose()
      room.store.update((state) => ({
        ...state,
        connection: { is: 'reconnecting', since: Date.now() - 40_000, until: Date.now() + 17_000 },
      }))
    },
  }),
  'room-silent': room({ count: 3, me: 1, next: ({ room }) => room.media.soundWasBlocked() }),
  'room-remove': room({
    count: 4,
    next: ({ room }) => room.panels.show({ is: 'remove', id: 'm1', name: 'Ann Smith' }),
  }),
  'room-end': room({ count: 4, next: ({ room }) => room.panels.show({ is: 'end' }) }),
  'room-keys': room({ count: 4, next: ({ room }) => room.panels.show({ is: 'keys' }) }),
  'room-settings': room({ count: 4, next: ({ room }) => room.panels.show({ is: 'settings' }) }),
}

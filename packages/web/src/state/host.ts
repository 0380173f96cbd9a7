import { createExtend, type Extend } from './extend.ts'
import { type Chair, createChair } from './host-chair.ts'
import { createOrder } from './host-refusals.ts'
import { createRollCall, type RollCall } from './host-roll-call.ts'
import { type HostView, hostView } from './host-view.ts'
import { createWaitingNews } from './host-waiting.ts'
import { createInvitations, type Invitations } from './invitation.ts'
import { createMeetingSettings, type MeetingSettings } from './meeting-settings.ts'
import { checkName } from './names.ts'
import type { Panels } from './panels.ts'
import { createPeopleSearch, type PeopleSearch } from './people.ts'
import { actionsFor, type PersonAction } from './people-actions.ts'
import type { RoomContext } from './room-context.ts'
import { createStore, type Store } from './store.ts'

/** What a host does to people and to the meeting. Each order is read back from the mirror; a refusal is told in a sentence. */
export type HostPowers = {
  /** Null until the reader is inside. */
  store: Store<HostView | null>
  search: PeopleSearch
  rollCall: RollCall
  chair: Chair
  extend: Extend
  settings: MeetingSettings
  invitations: Invitations
  /** What the reader may do to this person now. */
  actionsOf: (id: string) => readonly PersonAction[]
  /** Does it, or asks first what must be asked. */
  act: (id: string, action: PersonAction) => void
  remove: (id: string, ban: boolean) => void
  rename: (id: string, name: string) => void
  muteAll: (mayUnmute: boolean) => void
  unmuteAll: () => void
  lowerAllHands: () => void
  admit: (id: string) => void
  admitAll: () => void
  refuse: (id: string) => void
  toggleLock: () => void
  showInvitation: () => void
  end: () => void
  /** Whether the end of the meeting was this page's doing. */
  endedIt: () => boolean
  stop: () => void
}

type Context = Pick<RoomContext, 'client' | 'conference' | 'clock' | 'me' | 'attempt' | 'tell'> & {
  /** Takes a question away that has answered itself. */
  drop: (question: string) => void
  /** The sound before the end. */
  ring: () => void
}

const tooManyCohosts = 602

export function createHostPowers(context: Context, panels: Panels): HostPowers {
  const { client, conference, clock, me, tell, drop, ring } = context
  const store = createStore<HostView | null>(null)
  const order = createOrder(context)
  const state = () => conference.mirror.getState()
  const nameOf = (id: string) => state().members.get(id)?.displayName
  const show = (is: 'remove' | 'handOver' | 'rename', id: string) => {
    const name = nameOf(id)
    if (name !== undefined) panels.show({ is, id, name })
  }
  let ended = false

  const rollCall = createRollCall(context, order)
  const chair = createChair(context, order, panels)
  const settings = createMeetingSettings(context, order)
  const invitations = createInvitations(context, order)
  const extend = createExtend(
    {
      conference,
      tell,
      clock,
      drop,
      ring,
      mayExtend: () => store.get()?.chair ?? false,
      ask: () => panels.show({ is: 'extend' }),
    },
    order,
  )
  const admit = (id: string) => void order(() => conference.admit([id]))
  const waitingNews = createWaitingNews({
    tell,
    drop,
    admit,
    show: () => panels.open('people'),
    seen: () => panels.store.get().open === 'people',
  })

  /** In the rhythm of pictures: three hundred who join at once are looked at once. */
  let reading: (() => void) | null = null
  const read = () => {
    reading = null
    const id = me()
    if (id === null) return
    const session = client.session.getState()
    const account = session.is === 'signed-in' && !session.guest ? session.userId : null
    const view = hostView(state(), id, account)
    store.set(view)
    rollCall.follow(state())
    settings.follow(view?.rules ?? null)
    extend.follow(view?.endsAt ?? null)
    waitingNews(view?.waiting ?? [])
  }
  const offPanels = panels.store.subscribe(() => {
    if (panels.store.get().open === 'people') drop('waiting')
  })
  const off = conference.mirror.subscribe(() => {
    reading ??= clock.frame(read)
  })
  read()

  /** Nobody sees that somebody was asked, so it is said. */
  const ask = (
    run: () => Promise<unknown>,
    key: 'people.askedUnmute' | 'people.askedCamera' | 'people.askedShare',
    id: string,
  ) => {
    const name = nameOf(id) ?? ''
    void order(run).then((done) => done && tell({ message: { key, values: { name } } }))
  }
  const orders: Record<PersonAction, (id: string) => void> = {
    mute: (id) => void order(() => conference.mute([id])),
    allowToSpeak: (id) => void order(() => conference.unmute([id])),
    askUnmute: (id) => ask(() => conference.requestUnmute(id), 'people.askedUnmute', id),
    closeCamera: (id) => void order(() => conference.closeCamera([id])),
    allowCamera: (id) => void order(() => conference.openCamera([id])),
    askCamera: (id) => ask(() => conference.requestCamera(id), 'people.askedCamera', id),
    lowerHand: (id) => void order(() => conference.lowerHand([id])),
    stopShare: (id) => void order(() => conference.stopShare([id])),
    askShare: (id) => ask(() => conference.inviteToShare(id, true), 'people.askedShare', id),
    takeBackShare: (id) => void order(() => conference.inviteToShare(id, false)),
    spotlight: (id) => void order(() => conference.setMainVideo(id)),
    endSpotlight: () => void order(() => conference.setMainVideo(null)),
    rename: (id) => show('rename', id),
    makeCohost: (id) =>
      void order(() => conference.setRole(id, 'cohost'), {
        [tooManyCohosts]: { key: 'host.refused.cohosts' },
      }),
    takeCohost: (id) => void order(() => conference.setRole(id, 'member')),
    handOver: (id) => show('handOver', id),
    release: chair.release,
    toWaitingRoom: (id) => void order(() => conference.returnToLobby([id])),
    remove: (id) => show('remove', id),
  }
  return {
    store,
    search: createPeopleSearch(),
    rollCall,
    chair,
    extend,
    settings,
    invitations,
    actionsOf: (id) => actionsFor(state(), me() ?? '', id),
    act: (id, action) => orders[action](id),
    remove: (id, ban) => {
      panels.show(null)
      void order(() => conference.kick([id], { ban }))
    },
    rename: (id, text) => {
      const check = checkName(text)
      const before = nameOf(id) ?? ''
      if (!check.ok) return panels.show({ is: 'rename', id, name: before, problem: check.why })
      panels.show(null)
      if (check.name !== before)
        void order(() => (id === me() ? conference.rename(check.name) : conference.rename(check.name, id)))
    },
    muteAll: (allowUnmute) => {
      panels.show(null)
      void order(() => conference.muteAll({ allowUnmute }))
    },
    unmuteAll: () => void order(() => conference.unmuteAll()),
    lowerAllHands: () => {
      const up = [...state().members.values()].filter(({ handRaisedAt }) => handRaisedAt !== null)
      if (up.length > 0) void order(() => conference.lowerHand(up.map(({ memberId }) => memberId)))
    },
    admit,
    admitAll: () => void order(() => conference.admit('all')),
    refuse: (id) => void order(() => conference.refuse([id])),
    toggleLock: () =>
      void order(() => (state().conference?.locked ? conference.unlock() : conference.lock())),
    showInvitation: () => {
      panels.show({ is: 'invite' })
      invitations.load()
    },
    end: () => {
      panels.show(null)
      ended = true
      void order(() => conference.end()).then((done) => {
        if (!done) ended = false
      })
    },
    endedIt: () => ended,
    stop: () => {
      off()
      offPanels()
      reading?.()
      extend.stop()
    },
  }
}

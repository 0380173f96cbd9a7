import type { Client } from '@parley/client'
import type { ConferenceView } from '@parley/protocol'
import type { Message } from '../i18n/texts.ts'
import type { Clock } from './clock.ts'
import type { Entrance } from './door.ts'
import { explainProblem } from './explain-problem.ts'
import { type MeetingTarget, readLink, readTarget } from './meeting-target.ts'
import type { Ringing } from './ringing.ts'
import { createStore, type Store } from './store.ts'

export type Invitation = {
  confId: string
  title: string
  startTime: number | null
  link: string
  hostLink: string | null
  /** For entering by number; null = the meeting has none. */
  password: string | null
}

export type Account =
  | { is: 'out'; problem: Message | null }
  | { is: 'restoring' }
  | { is: 'signingIn' }
  | { is: 'in'; name: string }

export type HomeState = {
  /** What is typed in the first field, understood; decides whether a password is asked. */
  target: MeetingTarget
  enterProblem: { field: 'target' | 'password'; message: Message } | null
  account: Account
  /** Null = not yet known. */
  meetings: readonly ConferenceView[] | null
  problem: Message | null
  createProblem: { field: 'title' | 'start' | 'form'; message: Message } | null
  creating: boolean
  later: boolean
  invitation: Invitation | null
  /** The meeting whose cancelling waits for a yes. */
  cancelling: ConferenceView | null
  notice: Message | null
}

export type NewMeeting = { title: string; startTime: number | null; minutes: number | null }

export type Home = {
  store: Store<HomeState>
  start: () => Promise<void>
  typeTarget: (text: string) => void
  /** Where to, or null when something is missing (the state then says what). */
  enter: (text: string, password: string) => Entrance | null
  signIn: (userId: string, password: string) => Promise<void>
  signOut: () => Promise<void>
  chooseWhen: (later: boolean) => void
  create: (meeting: NewMeeting) => Promise<void>
  showInvitation: (meeting: ConferenceView) => Promise<void>
  hideInvitation: () => void
  askCancel: (meeting: ConferenceView | null) => void
  cancel: () => Promise<void>
  /** The entrance of the one who made the meeting. */
  asHost: (confId: string) => Promise<Entrance | null>
  refresh: () => Promise<void>
  /** The page goes on to something else. */
  stop: () => void
}

export type HomeParts = {
  /** Loads the code that talks to the server, once; the page is there before it. */
  client: () => Promise<Client>
  /** Whether this tab kept a sign-in that may be taken up again. */
  wasSignedIn: () => boolean
  clock: Clock
  origin: string
  language: () => string
  /** Where invitations of the account ring. */
  ringing: Ringing
}

/** The start page: the way into a meeting by link or number, and the meetings of who signed in. */
export function createHome({ client: load, wasSignedIn, clock, origin, language, ringing }: HomeParts): Home {
  const store = createStore<HomeState>({
    target: { is: 'nothing' },
    enterProblem: null,
    account: { is: 'restoring' },
    meetings: null,
    problem: null,
    createProblem: null,
    creating: false,
    later: false,
    invitation: null,
    cancelling: null,
    notice: null,
  })
  const patch = (change: Partial<HomeState>) => store.update((state) => ({ ...state, ...change }))

  const explain = (error: unknown): Message => explainProblem(error, language())

  /** A sign-in that ran out leads back to the form with the reason, from wherever it shows. */
  const failed = async (error: unknown): Promise<Message | null> => {
    const client = await load().catch(() => null)
    if (!client) return explain(error)
    if (client.session.getState().is === 'signed-in') return explain(error)
    patch({ account: { is: 'out', problem: { key: 'home.expired' } }, meetings: null, invitation: null })
    return null
  }

  const refresh = async () => {
    try {
      const { items } = await (await load()).rpc.call('conference.list', { filter: 'mine', resultRows: 50 })
      const rank = { ongoing: 0, scheduled: 1, ended: 2, cancelled: 3 }
      const meetings = items
        .filter((item) => item.state === 'ongoing' || item.state === 'scheduled')
        .sort((a, b) => rank[a.state] - rank[b.state] || (a.startTime ?? 0) - (b.startTime ?? 0))
      patch({ meetings, problem: null })
    } catch (error) {
      const problem = await failed(error)
      if (problem) patch({ problem })
    }
  }

  let stopListening = () => {}
  let stopped = false

  /** While signed in the page can be called; without a connection it just is not. */
  const listen = async () => {
    stopListening()
    const client = await load()
    if (stopped) return
    const unfollow = ringing.follow(client.invites, {
      inside: false,
      missed: ({ by, confName }) =>
        patch({ notice: { key: 'ring.missed', values: { name: by, title: confName } } }),
    })
    stopListening = () => {
      stopListening = () => {}
      unfollow()
      client.socket.close()
    }
    await client.socket.open()
  }

  const enterAccount = async (name: string) => {
    patch({ account: { is: 'in', name }, problem: null })
    void listen().catch(() => undefined)
    await refresh()
  }

  const addressOf = async (meeting: Pick<ConferenceView, 'confId' | 'confName' | 'startTime'>) => {
    const address = await (await load()).rpc.call('conference.getJoinAddress', { confId: meeting.confId })
    return {
      confId: meeting.confId,
      title: meeting.confName,
      startTime: meeting.startTime,
      link: address.url,
      hostLink: address.hostUrl ?? null,
      password: address.guestPassword ?? null,
    }
  }

  return {
    store,
    refresh,
    stop: () => {
      stopped = true
      stopListening()
    },
    start: async () => {
      if (!wasSignedIn()) return patch({ account: { is: 'out', problem: null } })
      try {
        const { session } = await load()
        const back = await session.restore()
        const state = session.getState()
        if (back && state.is === 'signed-in') return await enterAccount(state.name ?? state.userId)
        patch({ account: { is: 'out', problem: { key: 'home.expired' } } })
      } catch (error) {
        patch({ account: { is: 'out', problem: explain(error) } })
      }
    },
    typeTarget: (text) => {
      const target = readTarget(text, origin)
      if (target.is !== store.get().target.is || store.get().enterProblem)
        patch({ target, enterProblem: null })
    },
    enter: (text, password) => {
      const target = readTarget(text, origin)
      patch({ target, enterProblem: null })
      if (target.is === 'link') {
        const { segment, hostKey } = target
        return { by: 'link', segment, ...(hostKey === undefined ? {} : { hostKey }) }
      }
      if (target.is === 'nothing') {
        patch({ enterProblem: { field: 'target', message: { key: 'home.badTarget' } } })
        return null
      }
      if (password.trim() === '') {
        patch({ enterProblem: { field: 'password', message: { key: 'home.passwordMissing' } } })
        return null
      }
      return { by: 'number', confId: target.confId, password: password.trim() }
    },
    signIn: async (userId, password) => {
      patch({ account: { is: 'signingIn' } })
      try {
        const { name } = await (await load()).session.signIn({ userId: userId.trim(), password })
        await enterAccount(name ?? userId.trim())
      } catch (error) {
        patch({ account: { is: 'out', problem: explain(error) } })
      }
    },
    signOut: async () => {
      stopListening()
      await load()
        .then(({ session }) => session.signOut())
        .catch(() => undefined)
      patch({ account: { is: 'out', problem: null }, meetings: null, invitation: null, notice: null })
    },
    chooseWhen: (later) => patch({ later, createProblem: null }),
    create: async ({ title, startTime, minutes }) => {
      const refuse = (field: 'title' | 'start', message: Message) =>
        patch({ createProblem: { field, message } })
      if (title.trim() === '') return refuse('title', { key: 'home.titleMissing' })
      if (store.get().later && (startTime === null || startTime < clock.now()))
        return refuse('start', { key: 'home.startPast' })
      patch({ creating: true, createProblem: null, notice: null })
      try {
        const made = await (await load()).rpc.call('conference.create', {
          confName: title.trim(),
          ...(startTime === null ? {} : { startTime }),
          ...(minutes === null ? {} : { duration: minutes }),
        })
        patch({
          creating: false,
          invitation: {
            confId: made.confId,
            title: made.confName,
            startTime: startTime === null ? null : made.startTime,
            link: made.joinUrl,
            hostLink: made.hostUrl ?? null,
            password: made.guestPassword ?? null,
          },
        })
        await refresh()
      } catch (error) {
        const message = await failed(error)
        patch({ creating: false, createProblem: message ? { field: 'form', message } : null })
      }
    },
    showInvitation: async (meeting) => {
      try {
        patch({ invitation: await addressOf(meeting), problem: null })
      } catch (error) {
        const problem = await failed(error)
        if (problem) patch({ problem })
      }
    },
    hideInvitation: () => patch({ invitation: null }),
    askCancel: (cancelling) => patch({ cancelling }),
    cancel: async () => {
      const meeting = store.get().cancelling
      if (!meeting) return
      patch({ cancelling: null })
      const running = meeting.state === 'ongoing'
      try {
        const { confId } = meeting
        await (running
          ? (await load()).rpc.call('conference.end', { confId })
          : (await load()).rpc.call('conference.cancel', { confId }))
        const values = { title: meeting.confName }
        patch({
          notice: running ? { key: 'home.ended', values } : { key: 'home.cancelled', values },
          problem: null,
        })
      } catch (error) {
        const problem = await failed(error)
        if (problem) patch({ problem })
      }
      await refresh()
    },
    asHost: async (confId) => {
      try {
        const { hostUrl, url } = await (await load()).rpc.call('conference.getJoinAddress', { confId })
        // The server may be known by another address than the one this page was opened at; it is the same server.
        const link = URL.canParse(hostUrl ?? url) ? readLink(new URL(hostUrl ?? url)) : null
        if (link) return { by: 'link', ...link }
        patch({ problem: { key: 'error.unknown', values: { code: 'host link' } } })
      } catch (error) {
        const problem = await failed(error)
        if (problem) patch({ problem })
      }
      return null
    },
  }
}

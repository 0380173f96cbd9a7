import { isInside, type MirrorState } from '@parley/client'
import type { MemberView } from '@parley/protocol'
import type { Order } from './host-refusals.ts'
import type { RoomContext } from './room-context.ts'
import { createStore, type Store } from './store.ts'

export type Mark = 'present' | 'absent'
export type RollEntry = { id: string; name: string; mark: Mark | null }

export type RollCallState =
  | { is: 'off' }
  /** `called`: whose turn it is, as the server tells; null before the first. */
  | { is: 'calling'; entries: readonly RollEntry[]; called: string | null; busy: boolean }
  | { is: 'over'; entries: readonly RollEntry[]; at: number }

export type RollCall = {
  store: Store<RollCallState>
  start: () => void
  /** Marks somebody; the one who is called makes way for the next. */
  mark: (id: string, mark: Mark) => void
  /** Calls this one now. */
  call: (id: string) => void
  skip: () => void
  end: () => void
  close: () => void
  /** The meeting changed: who comes in is on the list, and what another host ended is over. */
  follow: (state: MirrorState) => void
}

const isExpected = ({ state }: MemberView) =>
  state === 'invited' || state === 'calling' || state === 'joining'

/**
 * Goes through the list: each is shown to all and given the word, the others are muted meanwhile ([WC] ours, rollCall). Who was
 * expected and is not here is absent from the beginning.
 */
export function createRollCall(
  { conference, me, clock }: Pick<RoomContext, 'conference' | 'me' | 'clock'>,
  order: Order,
): RollCall {
  const store = createStore<RollCallState>({ is: 'off' })
  const members = () => conference.mirror.getState().members
  const here = (id: string) => {
    const member = members().get(id)
    return member !== undefined && isInside(member)
  }
  /** Told by the server since this page asked: only then can it be over from elsewhere. */
  let heard = false

  const call = async (id: string) => {
    const state = store.get()
    if (state.is !== 'calling' || state.busy) return
    store.set({ ...state, busy: true })
    await order(() => conference.setMainVideo(id, { rollCall: true }))
    store.update((now) => (now.is === 'calling' ? { ...now, busy: false } : now))
  }

  /** The next who has no mark and is inside; those who went meanwhile are absent. */
  const next = (after: string | null) => {
    store.update((state) =>
      state.is === 'calling'
        ? {
            ...state,
            entries: state.entries.map((entry) =>
              entry.mark === null && !here(entry.id) ? { ...entry, mark: 'absent' as const } : entry,
            ),
          }
        : state,
    )
    const state = store.get()
    if (state.is !== 'calling') return
    const from = state.entries.findIndex(({ id }) => id === after) + 1
    const rest = [...state.entries.slice(from), ...state.entries.slice(0, from)]
    const one = rest.find((entry) => entry.mark === null && entry.id !== after)
    if (one) void call(one.id)
  }

  const finish = () => {
    const state = store.get()
    if (state.is !== 'calling') return
    heard = false
    store.set({ is: 'over', entries: state.entries, at: clock.now() })
  }

  return {
    store,
    start: () => {
      const mine = me()
      const everyone = [...members().values()].filter(({ memberId }) => memberId !== mine)
      const entry = (mark: Mark | null) => (member: MemberView) => ({
        id: member.memberId,
        name: member.displayName,
        mark,
      })
      heard = false
      store.set({
        is: 'calling',
        entries: [
          ...everyone.filter(isInside).map(entry(null)),
          ...everyone.filter(isExpected).map(entry('absent')),
        ],
        called: null,
        busy: false,
      })
      next(null)
    },
    mark: (id, mark) => {
      const before = store.get()
      if (before.is === 'off') return
      store.set({
        ...before,
        entries: before.entries.map((entry) => (entry.id === id ? { ...entry, mark } : entry)),
      })
      if (before.is === 'calling' && before.called === id) next(id)
    },
    call: (id) => void call(id),
    skip: () => {
      const state = store.get()
      if (state.is === 'calling') next(state.called)
    },
    end: () => {
      finish()
      void order(() => conference.setMainVideo(null))
    },
    close: () => store.set({ is: 'off' }),
    follow: ({ conference: view, members: people }) => {
      const state = store.get()
      if (state.is !== 'calling' || !view) return
      const mine = me()
      const known = new Set(state.entries.map(({ id }) => id))
      const newcomers = [...people.values()].filter(
        (member) => isInside(member) && member.memberId !== mine && !known.has(member.memberId),
      )
      if (newcomers.length > 0) {
        const added = newcomers.map((one) => ({ id: one.memberId, name: one.displayName, mark: null }))
        store.set({ ...state, entries: [...state.entries, ...added] })
      }
      const { on, memberId } = view.spotlight
      if (on === 'rollCall') {
        heard = true
        if (memberId !== state.called)
          store.update((now) => (now.is === 'calling' ? { ...now, called: memberId } : now))
      } else if (heard && !state.busy) {
        // Who was called has left (the server then shows nobody), or another host chose something else.
        const gone = state.called !== null && !here(state.called)
        if (on === 'nobody' && gone) {
          heard = false
          const { called } = state
          store.update((now) => (now.is === 'calling' ? { ...now, called: null } : now))
          next(called)
        } else finish()
      }
    },
  }
}

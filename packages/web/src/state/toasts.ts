import type { RoomMessage } from '../i18n/room-texts.ts'
import type { Clock } from './clock.ts'
import { createStore, type Store } from './store.ts'

export type Tone = 'plain' | 'good' | 'warning'

/** News of one name that come while the first is still shown become one: "3 people joined". */
export type Group = { name: string; many: (count: number) => RoomMessage; voice?: 'people' | 'room' }

/** Something that happened, as the reader is told: seen as a toast, heard through a live region. */
export type News = {
  message: RoomMessage
  tone?: Tone
  group?: Group
  /** Interrupts the screen reader: what changes for the reader itself. */
  urgent?: boolean
  /** What the reader may do about it, by one button. Nothing is ever done without it. */
  action?: Action
  /** A question that stands until it is answered, dropped or half a minute old. One at a time by this name. */
  question?: string
  /** Told to screen readers only: the page shows it elsewhere. */
  heardOnly?: boolean
}

export type Action = { label: RoomMessage; run: () => void }

export type Toast = {
  id: number
  message: RoomMessage
  tone: Tone
  count: number
  group?: string
  action?: Action
  question?: string
}

const shownMs = 6_000
/** Longer where there is something to decide, so that a button can be reached by any means. */
const actionMs = 15_000
const questionMs = 30_000
const mostShown = 2

export type Toasts = {
  store: Store<readonly Toast[]>
  add: (news: News) => void
  dismiss: (id: number) => void
  /** The question was answered elsewhere or makes no sense any more. */
  drop: (question: string) => void
  /** While the pointer or the focus is on the toasts they stay. */
  hold: (held: boolean) => void
}

const lifeOf = (toast: Pick<Toast, 'action' | 'question'>): number =>
  toast.question ? questionMs : toast.action ? actionMs : shownMs

/** Two at most, newest last; when a third comes the oldest goes, questions last of all. */
export function createToasts(clock: Clock): Toasts {
  const store = createStore<readonly Toast[]>([])
  const timers = new Map<number, () => void>()
  let held = false
  let lastId = 0

  const dismiss = (id: number) => {
    timers.get(id)?.()
    timers.delete(id)
    store.update((toasts) => toasts.filter((toast) => toast.id !== id))
  }
  const startTimer = (toast: Toast) => {
    timers.get(toast.id)?.()
    if (!held)
      timers.set(
        toast.id,
        clock.after(lifeOf(toast), () => dismiss(toast.id)),
      )
  }
  const hold = (next: boolean) => {
    if (held === next) return
    held = next
    for (const toast of store.get()) {
      if (held) timers.get(toast.id)?.()
      else startTimer(toast)
    }
  }
  /** Not by the reader. Pointer or focus may have been on it, and what is gone tells nobody that they are not any more. */
  const takeAway = (toast: Toast) => {
    dismiss(toast.id)
    hold(false)
  }
  const makeRoom = () => {
    const shown = store.get()
    if (shown.length < mostShown) return
    const oldest = shown.find((toast) => !toast.question) ?? shown[0]
    if (oldest) takeAway(oldest)
  }
  const drop = (question: string) => {
    for (const toast of store.get()) if (toast.question === question) takeAway(toast)
  }

  return {
    store,
    dismiss,
    drop,
    hold,
    add: ({ message, tone = 'plain', group, action, question, heardOnly = false }) => {
      if (heardOnly) return
      const same = group && store.get().find((toast) => toast.group === group.name)
      if (same && group) {
        const count = same.count + 1
        const grown = { ...same, count, message: group.many(count) }
        store.update((toasts) => toasts.map((toast) => (toast.id === same.id ? grown : toast)))
        startTimer(grown)
        return
      }
      if (question) drop(question)
      makeRoom()
      lastId += 1
      const toast: Toast = {
        id: lastId,
        message,
        tone,
        count: 1,
        ...(group ? { group: group.name } : {}),
        ...(action ? { action } : {}),
        ...(question ? { question } : {}),
      }
      store.update((toasts) => [...toasts, toast])
      startTimer(toast)
    },
  }
}

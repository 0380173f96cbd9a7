import type { Message } from '../i18n/texts.ts'
import type { Clock } from './clock.ts'
import { createStore, type Store } from './store.ts'

export type Tone = 'plain' | 'good' | 'warning'

/** Something that happened, as the reader is told: seen as a toast, heard through a live region. */
export type News = {
  message: Message
  tone?: Tone
  /** News of one group that come while the first is still shown become one: "3 people joined". */
  group?: { name: 'joined' | 'left'; many: (count: number) => Message }
  /** Interrupts the screen reader: what changes for the reader itself. */
  urgent?: boolean
}

export type Toast = { id: number; message: Message; tone: Tone; count: number; group?: string }

const shownMs = 6_000
const mostShown = 2

export type Toasts = {
  store: Store<readonly Toast[]>
  add: (news: News) => void
  dismiss: (id: number) => void
  /** While the pointer or the focus is on the toasts they stay. */
  hold: (held: boolean) => void
}

/** Two at most, newest last; the oldest goes when a third comes. Each leaves after six seconds unless held. */
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
  const startTimer = (id: number) => {
    timers.get(id)?.()
    if (!held)
      timers.set(
        id,
        clock.after(shownMs, () => dismiss(id)),
      )
  }

  return {
    store,
    dismiss,
    hold: (next) => {
      if (held === next) return
      held = next
      for (const toast of store.get()) {
        if (held) timers.get(toast.id)?.()
        else startTimer(toast.id)
      }
    },
    add: (news) => {
      const same = news.group && store.get().find((toast) => toast.group === news.group?.name)
      if (same && news.group) {
        const count = same.count + 1
        const message = news.group.many(count)
        store.update((toasts) =>
          toasts.map((toast) => (toast.id === same.id ? { ...same, count, message } : toast)),
        )
        startTimer(same.id)
        return
      }
      lastId += 1
      const toast: Toast = {
        id: lastId,
        message: news.message,
        tone: news.tone ?? 'plain',
        count: 1,
        ...(news.group ? { group: news.group.name } : {}),
      }
      const surplus = store.get().slice(0, Math.max(0, store.get().length + 1 - mostShown))
      for (const old of surplus) dismiss(old.id)
      store.update((toasts) => [...toasts, toast])
      startTimer(toast.id)
    },
  }
}

import { RpcError } from '@parley/client'
import type { RoomMessage } from '../i18n/room-texts.ts'
import type { RoomContext } from './room-context.ts'
import type { RoomView } from './room-view.ts'
import { createStore, type Store } from './store.ts'

/** The part of the client's share that is used: it asks the server, captures, sends, and stops on any of both sides' word. */
export type ShareLine = {
  getState: () => { is: 'off' | 'asking' | 'on' }
  subscribe: (listener: () => void) => () => void
  start: () => Promise<void>
  stop: () => Promise<void>
  close: () => void
}

export type ShareState = {
  is: 'off' | 'asking' | 'on'
  /** False: the browser has no way to share, so there is no button. */
  possible: boolean
}

export type ScreenShare = {
  store: Store<ShareState>
  start: () => Promise<void>
  stop: () => void
  toggle: () => void
  close: () => void
}

/** Why the browser gave no screen; null when the person closed the question, which needs no words. */
export function captureTrouble(error: unknown): RoomMessage | null {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  const text = error instanceof Error ? error.message : ''
  if (name === 'NotAllowedError') return /system/iu.test(text) ? { key: 'share.blocked' } : null
  if (name === 'AbortError') return null
  return { key: 'share.failed' }
}

/** Why I may not share just now, in a sentence. */
export function sharingBarred(view: Pick<RoomView, 'shareBarred' | 'sharer'>): RoomMessage | null {
  switch (view.shareBarred) {
    case null:
      return null
    case 'locked':
      return { key: 'share.lockedByHost' }
    case 'hosts':
      return { key: 'share.onlyHosts' }
    case 'taken':
      return { key: 'share.taken', values: { name: view.sharer?.name ?? '' } }
    default:
      return view.shareBarred satisfies never
  }
}

export function createScreenShare(
  { tell }: Pick<RoomContext, 'tell'>,
  line: ShareLine | null,
  view: () => RoomView | null,
): ScreenShare {
  const store = createStore<ShareState>({ is: line?.getState().is ?? 'off', possible: line !== null })
  const off = line?.subscribe(() => store.update((state) => ({ ...state, is: line.getState().is })))
  const refused = (message: RoomMessage) => tell({ message, tone: 'warning', urgent: true })

  const start = async () => {
    if (!line) return refused({ key: 'share.notHere' })
    if (line.getState().is !== 'off') return
    const now = view()
    const barred = now && sharingBarred(now)
    if (barred) return refused(barred)
    try {
      await line.start()
    } catch (error) {
      if (error instanceof RpcError) {
        const later = view()
        refused((later && sharingBarred(later)) ?? { key: 'share.lockedByHost' })
        return
      }
      const message = captureTrouble(error)
      if (message) refused(message)
    }
  }
  const stop = () => void line?.stop().catch(() => undefined)

  return {
    store,
    start,
    stop,
    toggle: () => {
      if (store.get().is === 'on') stop()
      else void start()
    },
    close: () => {
      off?.()
      line?.close()
    },
  }
}

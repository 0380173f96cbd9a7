import {
  type CloseReaction,
  closeCodes,
  type MethodName,
  type ParamsOf,
  type ResultOf,
  reactionTo,
  type SessionHello,
} from '@parley/protocol'
import { ConnectionError, RpcError, SignedOutError } from '../errors.ts'
import type { Platform } from '../platform.ts'
import { callTimeoutMs } from '../rpc.ts'
import { createStore, type Store } from '../store.ts'
import { backOff, delayOf, stableMs } from './back-off.ts'
import { type Connection, connect, doubtTimeoutMs } from './connection.ts'
import { createNotifications, type NoticeName, type Notices } from './notifications.ts'

export type SocketState =
  | { is: 'idle' }
  | { is: 'connecting'; attempt: number }
  | { is: 'open'; hello: SessionHello }
  /** Lost with `code`; the next attempt is at `until`, ms. */
  | { is: 'waiting'; attempt: number; until: number; code: number }
  /** For good, until `open` is called again. */
  | { is: 'closed'; code: number; sentence: string; offer?: 'take-back' | 'sign-in' }

/** One live connection to `/gzbwclient/websck` that comes back by itself ([WC] 4.8). */
export type Socket = Store<SocketState> & {
  /** Resolves with the first hello; rejects when it stops for good. */
  open(): Promise<SessionHello>
  /** Rejects at once with ConnectionError `offline` while there is no connection. */
  call<M extends MethodName>(
    method: M,
    params: ParamsOf<M>,
    options?: { timeoutMs?: number },
  ): Promise<ResultOf<M>>
  /** False: not connected, dropped. */
  notify<M extends MethodName>(method: M, params: ParamsOf<M>): boolean
  on<N extends NoticeName>(name: N, listener: (params: Notices[N]) => void): () => void
  /** A conference whose last version is to be told at reconnect, so that the server replays what is missing. */
  follow(confId: string, version: () => number | null): () => void
  /** What the runtime says about the network, or `online` when a page becomes visible: look now instead of later. */
  hint(network: 'online' | 'offline'): void
  /** The page is being closed or reloaded (`pagehide`); no leave. */
  closing(): void
  close(): void
}

export type SocketOptions = {
  url: string
  platform: Platform
  /** The word for `websck?token=`. `renew`: the last one was refused, so fetch a fresh access token first. */
  ticket(renew: boolean): Promise<string>
  /** A fresh access token for the open connection. */
  freshToken(): Promise<string>
}

const renewRetryMs = 15_000
/** An attempt this old when the network comes back was made into the void, and would only time out. */
const staleAttemptMs = 500

export const createSocket = ({ url, platform, ticket, freshToken }: SocketOptions): Socket => {
  const store = createStore<SocketState>({ is: 'idle' })
  const notifications = createNotifications()
  const followed = new Map<string, () => number | null>()
  let connection: Connection | null = null
  /** Rises when a connection attempt is superseded; whatever awaits for an older turn stops. */
  let turn = 0
  let attempt = 0
  let troubleSince: number | null = null
  let openedAt: number | null = null
  let dialledAt = 0
  let lastConnId: string | null = null
  /** The attempt being waited for; `patient`: the server asked for the wait, so a hint does not shorten it. */
  let planned = { renew: false, patient: false }
  let cancelRetry = (): void => undefined

  const address = (token: string): string => {
    const target = new URL(url)
    target.searchParams.set('token', token)
    if (lastConnId === null) return target.href
    target.searchParams.set('resume', lastConnId)
    const versions = [...followed]
      .map(([confId, version]) => [confId, version()] as const)
      .filter(([, version]) => version !== null)
      .map(([confId, version]) => `${confId}:${version}`)
    if (versions.length > 0) target.searchParams.set('v', versions.join(','))
    return target.href
  }

  const stop = (code: number, sentence: string, offer?: 'take-back' | 'sign-in') => {
    turn += 1
    cancelRetry()
    store.set(offer ? { is: 'closed', code, sentence, offer } : { is: 'closed', code, sentence })
  }

  const retry = (code: number, when: Extract<CloseReaction, { do: 'reconnect' }>['when'], renew: boolean) => {
    const now = platform.now()
    troubleSince ??= now
    if (now - troubleSince >= backOff.giveUpMs) {
      stop(code, 'The server could not be reached.')
      return
    }
    const delay = delayOf(when, attempt, platform.random)
    attempt += 1
    planned = { renew, patient: typeof when === 'object' && when.afterMs > 0 }
    // Before anybody hears of it: who closes on hearing it must find what to cancel.
    cancelRetry = platform.after(delay, () => void dial(renew))
    store.set({ is: 'waiting', attempt, until: now + delay, code })
  }

  const lost = (code: number) => {
    connection = null
    const now = platform.now()
    if (openedAt !== null && now - openedAt >= stableMs) {
      attempt = 0
      troubleSince = null
    }
    openedAt = null
    const reaction = reactionTo(code)
    if (reaction.do === 'reconnect') retry(code, reaction.when, false)
    else if (reaction.do === 'refresh' || reaction.do === 'login') retry(code, 'at-once', true)
    else stop(code, sentenceOfClose(code), reaction.offer)
  }

  const dial = async (renew: boolean): Promise<void> => {
    cancelRetry()
    turn += 1
    const mine = turn
    connection?.discard()
    connection = null
    dialledAt = platform.now()
    planned = { renew, patient: false }
    store.set({ is: 'connecting', attempt })
    let token: string
    try {
      token = await ticket(renew)
    } catch (error) {
      if (mine !== turn) return
      if (error instanceof SignedOutError || (error instanceof RpcError && error.code === 401))
        stop(4001, sentenceOfClose(4001), 'sign-in')
      else retry(1006, error instanceof RpcError ? { afterMs: error.retryAfter * 1000 } : 'back-off', false)
      return
    }
    if (mine !== turn) return
    connection = connect(platform, address(token), {
      onHello: (hello) => {
        openedAt = platform.now()
        lastConnId = hello.connId
        store.set({ is: 'open', hello })
      },
      onNotification: notifications.receive,
      onClose: (code) => {
        if (mine === turn) lost(code)
      },
    })
  }

  const renewToken = async (deadline: number): Promise<void> => {
    const mine = turn
    try {
      await connection?.calls.send('session.renew', { token: await freshToken() }, callTimeoutMs)
    } catch (error) {
      // Refused for good: the server closes with 4002 at the deadline and that path says so.
      if (error instanceof SignedOutError || error instanceof RpcError) return
      if (mine === turn && platform.now() + renewRetryMs < deadline)
        platform.after(renewRetryMs, () => void renewToken(deadline))
    }
  }
  notifications.on('session.tokenExpiring', ({ deadline }) => void renewToken(deadline))

  const isOpen = () => store.getState().is === 'open'

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    on: notifications.on,
    open: () => {
      const { is } = store.getState()
      if (is === 'idle' || is === 'closed') {
        attempt = 0
        troubleSince = null
        void dial(false)
      }
      return new Promise((resolve, reject) => {
        const settle = () => {
          const state = store.getState()
          if (state.is === 'open') resolve(state.hello)
          else if (state.is === 'closed' || state.is === 'idle') reject(new ConnectionError('closed', false))
          else return
          stopListening()
        }
        const stopListening = store.subscribe(settle)
        settle()
      })
    },
    call: async (method, params, { timeoutMs = callTimeoutMs } = {}) => {
      if (!connection || !isOpen()) throw new ConnectionError('offline', false)
      return connection.calls.send(method, params, timeoutMs)
    },
    notify: (method, params) => {
      if (!connection || !isOpen()) return false
      connection.transmit(JSON.stringify({ jsonrpc: '2.0', method, params }))
      return true
    },
    follow: (confId, version) => {
      followed.set(confId, version)
      return () => followed.delete(confId)
    },
    hint: (network) => {
      const state = store.getState()
      if (state.is === 'open') {
        connection?.probe(doubtTimeoutMs)
        return
      }
      if (network === 'offline' || planned.patient) return
      const stale = state.is === 'connecting' && platform.now() - dialledAt >= staleAttemptMs
      if (state.is !== 'waiting' && !stale) return
      attempt = 0
      void dial(planned.renew)
    },
    closing: () => {
      connection?.transmit(JSON.stringify({ jsonrpc: '2.0', method: 'session.closing', params: {} }))
    },
    close: () => {
      connection?.discard()
      connection = null
      stop(1000, sentenceOfClose(1000))
    },
  }
}

const sentenceOfClose = (code: number): string =>
  Object.hasOwn(closeCodes, code)
    ? closeCodes[code as keyof typeof closeCodes].sentence
    : 'The connection was lost.'

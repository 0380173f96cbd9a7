import type { LoginResult } from '@parley/protocol'
import { RpcError, SignedOutError } from '../errors.ts'
import type { Clock } from '../platform.ts'
import type { Rpc } from '../rpc.ts'
import { createStore, type Store } from '../store.ts'
import type { SessionStorage } from './storage.ts'

export type SessionState =
  | { is: 'signed-out'; why: 'never' | 'signed-out' | 'refused' }
  | {
      is: 'signed-in'
      userId: string
      name: string | null
      guest: boolean
      confId: string | null
      /** Of the access token, ms. */
      deadline: number
    }

/** Credentials of one person. Every method that calls the server rejects like `Rpc`, or with SignedOutError. */
export type Session = Store<SessionState> & {
  signIn(account: { userId: string; password: string }): Promise<LoginResult>
  /** A guest's single-use ticket from the link. */
  redeem(guest: { clientId: string; ticket: string }): Promise<LoginResult>
  /** True: storage held a resume ticket and the server took it. Rejects (and keeps it) when the server cannot be reached. */
  restore(): Promise<boolean>
  /** Renewed when less than a minute of it is left. */
  accessToken(): Promise<string>
  /** Renewed now; concurrent calls share one exchange. */
  refresh(): Promise<string>
  signOut(): Promise<void>
}

const renewBeforeMs = 60_000

/** The server's word on the token itself; anything else (429, 5xx, no answer) says nothing about it and loses nothing. */
const refusals: ReadonlySet<number> = new Set([401, 403, 601, 612, 615])
const isRefusal = (error: unknown): error is RpcError => error instanceof RpcError && refusals.has(error.code)

export const createSession = ({
  rpc,
  clock,
  storage,
}: {
  rpc: Rpc
  clock: Clock
  storage: SessionStorage
}): Session => {
  const store = createStore<SessionState>({ is: 'signed-out', why: 'never' })
  let access: { token: string; deadline: number } | null = null
  let exchanging: Promise<string> | null = null

  const adopt = (login: LoginResult, previous: string | null): LoginResult => {
    const confId = login.confId ?? null
    const guest = login.guest ?? false
    // Before anything uses the new one: a crash from here on finds both.
    storage.save({
      refreshToken: login.refreshToken,
      previous,
      userId: login.userId,
      name: login.name,
      guest,
      confId,
    })
    access = { token: login.accessToken, deadline: login.deadline }
    store.set({
      is: 'signed-in',
      userId: login.userId,
      name: login.name,
      guest,
      confId,
      deadline: login.deadline,
    })
    return login
  }

  const login = async (clientId: string, clientSecret: string): Promise<LoginResult> =>
    adopt(
      await rpc.call('auth.http.login', { grantType: 'client_credentials', clientId, clientSecret }),
      null,
    )

  const forget = (why: 'signed-out' | 'refused'): void => {
    access = null
    storage.clear()
    store.set({ is: 'signed-out', why })
  }

  /** The former token is tried when the current one is refused: the server may have lost the exchange in a crash. */
  const exchange = async (): Promise<string> => {
    const saved = storage.load()
    if (!saved) throw new SignedOutError()
    let refused: unknown
    for (const refreshToken of [saved.refreshToken, saved.previous]) {
      if (refreshToken === null) continue
      try {
        const answer = await rpc.call('auth.http.login', {
          grantType: 'refresh_token',
          clientId: saved.userId,
          refreshToken,
        })
        return adopt(answer, refreshToken).accessToken
      } catch (error) {
        if (!isRefusal(error)) throw error
        refused = error
      }
    }
    forget('refused')
    throw new SignedOutError({ cause: refused })
  }

  const refresh = (): Promise<string> => {
    exchanging ??= exchange().finally(() => {
      exchanging = null
    })
    return exchanging
  }

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    signIn: ({ userId, password }) => login(userId, password),
    redeem: ({ clientId, ticket }) => login(clientId, ticket),
    restore: async () => {
      if (!storage.load()) return false
      try {
        await refresh()
        return true
      } catch (error) {
        if (error instanceof SignedOutError) return false
        throw error
      }
    },
    accessToken: async () => {
      if (access && access.deadline - clock.now() > renewBeforeMs) return access.token
      return refresh()
    },
    refresh,
    signOut: async () => {
      const token = access?.token
      const refreshToken = storage.load()?.refreshToken
      forget('signed-out')
      if (token !== undefined && refreshToken !== undefined)
        await rpc.call('auth.http.logout', { refreshToken }, { token })
    },
  }
}

/**
 * Calls with the session's token. On 401 the token is renewed once and the call repeated: the server refused it before
 * looking at the call, so nothing has happened yet.
 */
export const withSession = (rpc: Rpc, session: Session): Rpc => ({
  call: async (method, params, options = {}) => {
    if (options.token !== undefined) return rpc.call(method, params, options)
    const token = session.getState().is === 'signed-in' ? await session.accessToken() : null
    try {
      return await rpc.call(method, params, { ...options, token })
    } catch (error) {
      if (token === null || !(error instanceof RpcError) || error.code !== 401) throw error
      return rpc.call(method, params, { ...options, token: await session.refresh() })
    }
  },
})

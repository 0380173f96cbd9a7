import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConnectionError, SignedOutError } from '../errors.ts'
import { createRpc } from '../rpc.ts'
import { createFakeClock, settle } from '../testing/fake-clock.ts'
import { createFakeServer } from '../testing/fake-server.ts'
import { createSession, withSession } from './session.ts'
import { memoryStorage, webStorage } from './storage.ts'

/** The server's side of rotation: a token stays good until its successor is first used. */
const createIssuer = () => {
  let seq = 0
  const good = new Set<string>()
  const parents = new Map<string, string>()
  const issue = (parent: string | null): string => {
    seq += 1
    const token = `r${seq}`
    good.add(token)
    if (parent !== null) parents.set(token, parent)
    return token
  }
  return {
    good,
    exchange: (token: string): string | null => {
      if (!good.has(token)) return null
      const parent = parents.get(token)
      if (parent !== undefined) good.delete(parent)
      return issue(token)
    },
    issue,
    /** A crash before the exchange was durable. */
    forget: (token: string) => good.delete(token),
    revokeAll: () => good.clear(),
  }
}

const setup = () => {
  const clock = createFakeClock()
  const issuer = createIssuer()
  const storage = memoryStorage()
  let fail: 'no' | 'before' | 'after' | number = 'no'
  let access = 0
  const server = createFakeServer(clock, ({ method, params }) => {
    if (fail === 'before') throw new Error('no network')
    if (typeof fail === 'number') return { error: { code: fail } }
    if (method !== 'auth.http.login') return { result: {} }
    const refreshToken =
      params.grantType === 'refresh_token' ? issuer.exchange(String(params.refreshToken)) : issuer.issue(null)
    if (fail === 'after') throw new Error('answer lost')
    if (refreshToken === null) return { error: { code: 401 } }
    access += 1
    return {
      result: {
        clientType: 'client_credentials',
        corpId: null,
        name: 'Li',
        accessToken: `a${access}`,
        deadline: clock.now() + 3_600_000,
        userId: 'w1',
        refreshToken,
        guest: true,
        confId: '123456789',
      },
    }
  })
  const rpc = createRpc({ url: 'https://x/gzbwclient/jsonrpc', platform: server.platform })
  return {
    clock,
    issuer,
    storage,
    server,
    rpc,
    page: () => createSession({ rpc, clock, storage }),
    failing: (how: typeof fail) => {
      fail = how
    },
  }
}

describe('session', () => {
  it('keeps the new and the former refresh token in one record before the new one is used', async () => {
    const { page, storage } = setup()
    const session = page()
    await session.redeem({ clientId: 'w1', ticket: 't' })
    expect(storage.load()).toMatchObject({
      refreshToken: 'r1',
      previous: null,
      userId: 'w1',
      confId: '123456789',
    })
    await session.refresh()
    expect(storage.load()).toMatchObject({ refreshToken: 'r2', previous: 'r1' })
    await session.refresh()
    expect(storage.load()).toMatchObject({ refreshToken: 'r3', previous: 'r2' })
  })

  it('survives crashes of page and server at any step of any exchange', async () => {
    const happening = fc.constantFrom(
      'refresh',
      'reload',
      'answer lost',
      'no network',
      'busy',
      'server forgot',
      'crash before save',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 25 }), async (happenings) => {
        const { page, issuer, storage, failing } = setup()
        let session = page()
        await session.redeem({ clientId: 'w1', ticket: 't' })
        for (const what of happenings) {
          const saved = storage.load()
          if (what === 'answer lost') failing('after')
          if (what === 'no network') failing('before')
          if (what === 'busy') failing(503)
          if (what === 'reload') session = page()
          await session.refresh().catch((error: unknown) => {
            expect(error).not.toBeInstanceOf(SignedOutError)
          })
          failing('no')
          // Either side dies between the server's answer and the page's write, or before the server's write.
          if (what === 'crash before save' && saved) storage.save(saved)
          if (what === 'server forgot') {
            const now = storage.load()
            if (now && now.previous !== null && issuer.good.has(now.previous)) issuer.forget(now.refreshToken)
          }
        }
        session = page()
        await expect(session.restore()).resolves.toBe(true)
        expect(session.getState()).toMatchObject({ is: 'signed-in', userId: 'w1', guest: true })
      }),
      { numRuns: 300 },
    )
  })

  it('is signed out only when the server refuses both', async () => {
    const { page, issuer, storage } = setup()
    await page().redeem({ clientId: 'w1', ticket: 't' })
    issuer.revokeAll()
    const session = page()
    await expect(session.restore()).resolves.toBe(false)
    expect(session.getState()).toEqual({ is: 'signed-out', why: 'refused' })
    expect(storage.load()).toBeNull()
    await expect(session.accessToken()).rejects.toBeInstanceOf(SignedOutError)
  })

  it('loses nothing while the server cannot be reached', async () => {
    const { page, storage, failing } = setup()
    await page().redeem({ clientId: 'w1', ticket: 't' })
    failing('before')
    await expect(page().restore()).rejects.toBeInstanceOf(ConnectionError)
    failing(429)
    await expect(page().restore()).rejects.toMatchObject({ code: 429 })
    expect(storage.load()).toMatchObject({ refreshToken: 'r1' })
    failing('no')
    await expect(page().restore()).resolves.toBe(true)
  })

  it('renews only shortly before the deadline, and once for all who ask', async () => {
    const { page, clock, server } = setup()
    const session = page()
    await session.signIn({ userId: 'u1', password: 'secret' })
    await clock.advance(3_500_000)
    expect(await session.accessToken()).toBe('a1')
    await clock.advance(50_000)
    expect(await Promise.all([session.accessToken(), session.accessToken()])).toEqual(['a2', 'a2'])
    expect(server.posts).toHaveLength(2)
  })

  it('repeats a call once with a fresh token after 401', async () => {
    const { page, rpc, failing, server } = setup()
    const session = page()
    await session.redeem({ clientId: 'w1', ticket: 't' })
    const tokens: (string | null | undefined)[] = []
    const calls = withSession(
      {
        call: (method, params, options) => {
          tokens.push(options?.token)
          failing(tokens.length === 1 ? 401 : 'no')
          const result = rpc.call(method, params, options)
          failing('no')
          return result
        },
      },
      session,
    )
    await calls.call('auth.http.logout', {})
    expect(tokens).toEqual(['a1', 'a2'])
    expect(server.posts.at(-2)?.params).toMatchObject({ grantType: 'refresh_token' })
  })

  it('forgets everything on sign-out, even if the server does not hear it', async () => {
    const { page, storage, failing } = setup()
    const session = page()
    await session.redeem({ clientId: 'w1', ticket: 't' })
    failing('before')
    await session.signOut().catch(() => undefined)
    await settle()
    expect(storage.load()).toBeNull()
    expect(session.getState()).toEqual({ is: 'signed-out', why: 'signed-out' })
  })
})

describe('webStorage', () => {
  const saved = { refreshToken: 'r', previous: null, userId: 'u', name: null, guest: true, confId: '1' }
  const area = (initial: string | null) => {
    let value = initial
    return {
      getItem: () => value,
      setItem: (_: string, next: string) => {
        value = next
      },
      removeItem: () => {
        value = null
      },
    }
  }
  it('comes back with what was saved, and with nothing from anything else', () => {
    const shared = area(null)
    webStorage(shared).save(saved)
    expect(webStorage(shared).load()).toEqual(saved)
    for (const junk of ['', '{', 'null', '7', '{"refreshToken":5}', '{"refreshToken":"r"}'])
      expect(webStorage(area(junk)).load()).toBeNull()
  })
  it('falls back to memory where storage is forbidden', () => {
    const forbidden = () => {
      throw new Error('denied')
    }
    const storage = webStorage({ getItem: forbidden, setItem: forbidden, removeItem: forbidden })
    expect(storage.load()).toBeNull()
    storage.save(saved)
    expect(storage.load()).toEqual(saved)
    storage.clear()
    expect(storage.load()).toBeNull()
  })
})

import type { Client } from '@parley/client'
import { describe, expect, it } from 'vitest'
import { conference } from './fixtures.ts'
import { createHome } from './home.ts'
import { createManualClock } from './manual-clock.ts'
import { createRinging } from './ringing.ts'

const origin = 'https://meet.example'
type Answer = unknown | ((params: Record<string, unknown>) => unknown)

/** A server that answers by method; an Error is thrown. */
function setUp(answers: Record<string, Answer> = {}, options: { kept?: boolean; restore?: boolean } = {}) {
  const clock = createManualClock()
  const calls: [string, unknown][] = []
  let signedIn = false
  const answer = (method: string, params: Record<string, unknown>) => {
    calls.push([method, params])
    const it = answers[method]
    const value = typeof it === 'function' ? (it as (params: Record<string, unknown>) => unknown)(params) : it
    if (value instanceof Error) throw value
    return value
  }
  const client = {
    rpc: { call: async (method: string, params: Record<string, unknown>) => answer(method, params) },
    session: {
      getState: () =>
        signedIn ? { is: 'signed-in', name: 'Li Wei', userId: 'admin' } : { is: 'signed-out' },
      signIn: async (account: Record<string, unknown>) => {
        const result = answer('signIn', account)
        signedIn = true
        return result
      },
      restore: async () => {
        signedIn = options.restore ?? false
        return signedIn
      },
      signOut: async () => {
        signedIn = false
      },
    },
    socket: { open: async () => undefined, close: () => undefined },
    invites: { getState: () => [], subscribe: () => () => undefined },
  } as unknown as Client
  const home = createHome({
    client: async () => client,
    wasSignedIn: () => options.kept ?? false,
    clock,
    origin,
    language: () => 'en',
    ringing: createRinging(clock),
  })
  return { home, calls, clock, state: home.store.get, expire: () => (signedIn = false) }
}

const fault = (code: number, data?: unknown) => Object.assign(new Error('no'), { code, data })
const list = (...items: unknown[]) => ({ totalItems: items.length, startIndex: 0, resultRows: 50, items })
const address = {
  url: `${origin}/gzbwclient/conference/aB3xMTIz`,
  password: 'x',
  hostUrl: `${origin}/gzbwclient/conference/aB3xMTIz#h=key`,
  guestPassword: '482913',
}

describe('entering', () => {
  it('by link needs nothing else', () => {
    const { home } = setUp()
    expect(home.enter(address.url, '')).toEqual({ by: 'link', segment: 'aB3xMTIz' })
  })
  it('by number asks for the password', () => {
    const { home, state } = setUp()
    home.typeTarget('482 913 075')
    expect(state().target.is).toBe('number')
    expect(home.enter('482 913 075', ' ')).toBeNull()
    expect(state().enterProblem?.field).toBe('password')
    expect(home.enter('482 913 075', ' 1234 ')).toEqual({
      by: 'number',
      confId: '482913075',
      password: '1234',
    })
  })
  it('says what it cannot read', () => {
    const { home, state } = setUp()
    expect(home.enter('hello', '')).toBeNull()
    expect(state().enterProblem?.message.key).toBe('home.badTarget')
    home.typeTarget('hello w')
    expect(state().enterProblem).toBeNull()
  })
})

describe('signing in', () => {
  it('shows my meetings: those on now first, then by start; what is over is left out', async () => {
    const items = [
      conference({ confId: '3', state: 'scheduled', startTime: 30 }),
      conference({ confId: '2', state: 'scheduled', startTime: 20 }),
      conference({ confId: '4', state: 'ended' }),
      conference({ confId: '1', state: 'ongoing', startTime: 90 }),
    ]
    const { home, state } = setUp({ signIn: { name: 'Li Wei' }, 'conference.list': list(...items) })
    await home.signIn(' admin ', 'secret')
    expect(state().account).toEqual({ is: 'in', name: 'Li Wei' })
    expect(state().meetings?.map((one) => one.confId)).toEqual(['1', '2', '3'])
  })

  it.each([
    [fault(615), 'error.wrongCredentials'],
    [fault(419, { retryAfter: 60 }), 'error.blocked'],
    [fault(429), 'error.tooMany'],
    [new Error('network'), 'error.unreachable'],
    [fault(500), 'error.unknown'],
  ])('says why not (%#)', async (error, key) => {
    const { home, state } = setUp({ signIn: error })
    await home.signIn('admin', 'x')
    expect(state().account).toMatchObject({ is: 'out', problem: { key } })
  })

  it('comes back after a reload', async () => {
    const { home, state } = setUp({ 'conference.list': list() }, { kept: true, restore: true })
    await home.start()
    expect(state().account).toEqual({ is: 'in', name: 'Li Wei' })
  })

  it('talks to nobody when nobody was signed in', async () => {
    const { home, state, calls } = setUp()
    await home.start()
    expect(state().account).toEqual({ is: 'out', problem: null })
    expect(calls).toEqual([])
  })

  it('leads back to the form when it has run out', async () => {
    const { home, state, expire } = setUp({ signIn: { name: 'Li' }, 'conference.list': list() })
    await home.signIn('admin', 'x')
    expire()
    const {
      home: broken,
      state: brokenState,
      expire: expireBroken,
    } = setUp({
      signIn: { name: 'Li' },
      'conference.list': fault(401),
    })
    await broken.signIn('admin', 'x')
    expireBroken()
    await broken.refresh()
    expect(brokenState().account).toEqual({ is: 'out', problem: { key: 'home.expired' } })
    expect(state().account.is).toBe('in')
  })
})

describe('meetings', () => {
  const created = {
    confId: '482913075',
    confName: 'Weekly',
    password: 'x',
    joinUrl: address.url,
    state: 'ongoing',
    startTime: 5,
    version: 1,
    hostUrl: address.hostUrl,
    guestPassword: '482913',
  }

  it('one for now is created without a start and shows its invitation', async () => {
    const { home, state, calls } = setUp({ 'conference.create': created, 'conference.list': list() })
    await home.create({ title: ' Weekly ', startTime: null, minutes: null })
    expect(calls[0]).toEqual(['conference.create', { confName: 'Weekly' }])
    expect(state().invitation).toMatchObject({ link: address.url, password: '482913', startTime: null })
  })

  it('one for later has start and length', async () => {
    const { home, calls, clock } = setUp({ 'conference.create': created, 'conference.list': list() })
    home.chooseWhen(true)
    const startTime = clock.now() + 3_600_000
    await home.create({ title: 'Weekly', startTime, minutes: 45 })
    expect(calls[0]).toEqual(['conference.create', { confName: 'Weekly', startTime, duration: 45 }])
  })

  it('needs a title and a start that is still to come', async () => {
    const { home, state, calls, clock } = setUp()
    await home.create({ title: ' ', startTime: null, minutes: null })
    expect(state().createProblem?.field).toBe('title')
    home.chooseWhen(true)
    for (const startTime of [null, clock.now() - 1]) {
      await home.create({ title: 'x', startTime, minutes: 30 })
      expect(state().createProblem?.field).toBe('start')
    }
    expect(calls).toEqual([])
  })

  it('are entered as host through the host link', async () => {
    const { home } = setUp({ 'conference.getJoinAddress': address })
    expect(await home.asHost('482913075')).toEqual({ by: 'link', segment: 'aB3xMTIz', hostKey: 'key' })
    const elsewhere = { ...address, hostUrl: 'http://localhost:8080/gzbwclient/conference/aB3xMTIz#h=key' }
    const { home: other } = setUp({ 'conference.getJoinAddress': elsewhere })
    expect(await other.asHost('482913075')).toEqual({ by: 'link', segment: 'aB3xMTIz', hostKey: 'key' })
  })

  it('are cancelled before they start and ended while they run', async () => {
    const { home, calls } = setUp({
      'conference.list': list(),
      'conference.cancel': {},
      'conference.end': {},
    })
    for (const state of ['scheduled', 'ongoing'] as const) {
      home.askCancel(conference({ confId: '1', state }))
      await home.cancel()
    }
    expect(calls.map(([method]) => method).filter((method) => method !== 'conference.list')).toEqual([
      'conference.cancel',
      'conference.end',
    ])
  })
})

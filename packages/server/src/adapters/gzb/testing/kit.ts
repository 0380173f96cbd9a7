/** The whole wire on memory ports and a clock that stands still, listening on a port of its own. For tests. */
import type { AddressInfo } from 'node:net'
import {
  type Conference,
  type ConferenceId,
  createAccess,
  createNetworks,
  createSpeakers,
  DEFAULT_POLICIES,
  HOME_TENANT,
  type Policies,
  recoverPresence,
  startTimers,
  type User,
} from '@parley/core'
import {
  createMemoryDirectory,
  createMemoryGuests,
  createMemoryKeyring,
  createMemoryTickets,
  createTestSecrets,
} from '@parley/core/memory'
import type { LinkAnswer, LoginResult, MethodName, ParamsOf, ResultOf } from '@parley/protocol'
import Fastify from 'fastify'
import { throttleKey } from '#http/caller.ts'
import { createThrottles } from '#http/throttles.ts'
import { routeUpgrades } from '#sockets/upgrade.ts'
import { createGzbSocket, type GzbParts, gzbRoutes } from '../index.ts'
import { createMeetings, freshGround } from './meetings.ts'
import { connect, type TestSocket } from './test-socket.ts'

export const API_KEY = 'an-api-key'
export const PASSWORD = 'correct horse'

export type Kit = Awaited<ReturnType<typeof createKit>>
export type Created = ResultOf<'conference.create'>

/** What outlives a restart. */
function createGround() {
  return {
    ...freshGround(),
    secrets: createTestSecrets(),
    directory: createMemoryDirectory(),
    guests: createMemoryGuests(),
    tickets: createMemoryTickets(),
    keyring: createMemoryKeyring(),
  }
}

export async function createKit({
  ground = createGround(),
  policies = {},
  overrides = {},
}: {
  ground?: ReturnType<typeof createGround>
  policies?: Partial<Policies>
  overrides?: Partial<GzbParts>
} = {}) {
  const { clock, ids, secrets, store } = ground
  const faults: unknown[] = []
  const onError = (error: unknown): void => void faults.push(error)
  const publicUrl = 'https://meet.example.org'
  const rules: Policies = { ...DEFAULT_POLICIES, ...policies }
  const { bus, conferences, feed } = createMeetings(ground, { onError, policies: rules })
  const app = Fastify({ logger: false })
  const parts: GzbParts = {
    conferences,
    store,
    feed,
    speakers: createSpeakers({ conferences, bus, clock, onError }),
    networks: createNetworks({ conferences, bus, clock, onError }),
    bus,
    access: createAccess({ secrets, store, linkBase: `${publicUrl}/gzbwclient/conference/` }),
    directory: ground.directory,
    guests: ground.guests,
    tickets: ground.tickets,
    keyring: ground.keyring,
    secrets,
    ids,
    clock,
    throttles: createThrottles({ clock, factor: 1 }),
    log: Object.assign(Object.create(app.log), { error: (fault: unknown) => faults.push(fault) }),
    policies: rules,
    tenantId: HOME_TENANT,
    publicUrl,
    allowedOrigins: ['https://friend.example.org'],
    acceptPlainLinks: true,
    iceServers: [
      { urls: 'stun:stun.example.org' },
      { urls: 'turn:turn.example.org', username: 'u', credential: 'c' },
    ],
    serverVersion: '0.0.0',
    nodeId: 'n1',
    verifyApiKey: async (token) => (token === API_KEY ? { keyId: 'k1', name: 'Test key' } : null),
    servePage: (_request, reply) => reply.type('text/html').send('<!doctype html>'),
    rateFactor: 1,
    ...overrides,
  }
  await app.register(gzbRoutes, parts)
  const door = createGzbSocket(parts)
  routeUpgrades(app.server, [door], {
    onError,
    addressOf: (request) => throttleKey(request.socket.remoteAddress ?? ''),
  })
  await recoverPresence({ conferences, store, ids })
  const timers = startTimers({ conferences, store, bus, clock, ids, policies: rules, onError })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const base = `ws://127.0.0.1:${(app.server.address() as AddressInfo).port}${door.path}`
  const sockets: TestSocket[] = []

  async function post(url: string, body: unknown, token?: string) {
    return await app.inject({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  /** One call over HTTP; rejects with the error object of the answer. */
  async function rpc<M extends MethodName>(
    method: M,
    params: ParamsOf<M>,
    token?: string,
  ): Promise<ResultOf<M>> {
    const answer = (
      await post('/gzbwclient/jsonrpc', { jsonrpc: '2.0', id: 1, method, params }, token)
    ).json()
    if (answer.error) throw answer.error
    return answer.result
  }

  async function user(account: string, more: { admin?: boolean } = {}): Promise<User> {
    return await ground.directory.create({
      id: ids.userId(),
      tenantId: HOME_TENANT,
      account,
      name: account.toUpperCase(),
      mobile: '',
      email: '',
      admin: more.admin ?? false,
      createdAt: clock.now(),
      password: PASSWORD,
    })
  }

  async function signIn(account: string): Promise<LoginResult> {
    return await rpc('auth.http.login', {
      clientId: account,
      grantType: 'client_credentials',
      clientSecret: PASSWORD,
    })
  }

  /** A signed-in owner's conference, running at once. */
  async function create(params: Partial<ParamsOf<'conference.create'>> = {}) {
    if (!(await ground.directory.byAccount('ann'))) await user('ann')
    const owner = await signIn('ann')
    const created: Created = await rpc(
      'conference.create',
      { confName: 'Weekly', ...params },
      owner.accessToken,
    )
    return { owner, created }
  }

  async function link(url: string, body: object = {}): Promise<LinkAnswer> {
    const { pathname, hash } = new URL(url)
    const hostKey = hash === '' ? {} : { hostKey: hash.slice('#h='.length) }
    return (await post(pathname, { ...hostKey, ...body })).json()
  }

  /** From the link to a guest's tokens. */
  async function guest(url: string): Promise<LoginResult> {
    const { clientId, ticket } = await link(url, { want: ['ticket'] })
    return await rpc('auth.http.login', { clientId, grantType: 'client_credentials', clientSecret: ticket })
  }

  async function socket(
    token: string,
    query: Record<string, string> = {},
    headers: Record<string, string> = {},
    options: { autoPong?: boolean } = {},
  ) {
    const made = connect(`${base}?${new URLSearchParams({ token, ...query })}`, headers, options)
    sockets.push(made)
    await made.opened
    return made
  }

  /** A socket that asked to be let in, and the answer it got. */
  async function entering(
    token: string,
    confId: string,
    params: Partial<ParamsOf<'conference.join'>> = {},
    query: Record<string, string> = {},
  ) {
    const line = await socket(token, query)
    await line.notice('session.hello')
    const joined = await line.call('conference.join', {
      confId,
      media: { audio: true, video: true },
      ...params,
    })
    return { line, joined }
  }

  /** A socket inside a conference. */
  async function inside(...given: Parameters<typeof entering>) {
    const { line, joined } = await entering(...given)
    if ('waiting' in joined) throw new Error('waits instead of being inside')
    return { line, joined }
  }

  /** A fresh guest inside, and what one needs to come back as the same. */
  async function guestInside(
    { joinUrl, confId }: Pick<Created, 'joinUrl' | 'confId'>,
    name: string,
    query: Record<string, string> = {},
  ) {
    const login = await guest(joinUrl)
    const { line, joined } = await inside(login.accessToken, confId, { displayName: name }, query)
    const { connId } = await line.notice('session.hello')
    return { login, line, joined, connId: connId as string, memberId: joined.memberId }
  }

  /** A socket in the waiting room of a conference. */
  async function waiting(...given: Parameters<typeof entering>) {
    const { line, joined } = await entering(...given)
    if (!('waiting' in joined)) throw new Error('is inside instead of waiting')
    return { line, joined }
  }

  async function state(confId: string): Promise<Conference> {
    await conferences.drain()
    return await conferences.get(confId as ConferenceId)
  }

  return {
    ground,
    parts,
    app,
    base,
    clock,
    door,
    faults,
    post,
    rpc,
    user,
    signIn,
    create,
    link,
    guest,
    socket,
    inside,
    guestInside,
    waiting,
    state,
    async close() {
      await door.closeAll(1012, '')
      for (const one of sockets) one.terminate()
      await timers.stop()
      await conferences.drain()
      await app.close()
    },
    /** As after SIGKILL: nothing was said to anybody. */
    async kill() {
      for (const one of sockets) one.terminate()
      await timers.stop()
      app.server.closeAllConnections()
      await app.close()
    },
  }
}

export const presenceOf = (conference: Conference, memberId: string): string =>
  Object.values(conference.people).find(({ id }) => id === memberId)?.presence.is ?? 'unknown'

/** Until `holds`; for what happens without anybody being told. */
export async function eventually(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let turns = 0; turns < 2_000; turns++) {
    if (await holds()) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error('it never came to hold')
}

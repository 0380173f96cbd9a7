import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type Answer,
  type CommandParams,
  type CommandType,
  type Conference,
  type ConferenceId,
  createAccess,
  createConferences,
  createFeed,
  createSpeakers,
  DEFAULT_POLICIES,
  HOME_TENANT,
  type ParticipantId,
  type User,
} from '@parley/core'
import {
  createMemoryBus,
  createMemoryConferenceStore,
  createMemoryDirectory,
  createMemoryPushStore,
  createMemoryTickets,
  createSequentialIds,
  createTestSecrets,
  FakeClock,
} from '@parley/core/memory'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { WebSocket } from 'ws'
import { createHttp } from '#http/create-http.ts'
import { createThrottles } from '#http/throttles.ts'
import { routeUpgrades } from '#sockets/upgrade.ts'
import { createHooks, createHuaweiSocket, huaweiRoutes } from '../index.ts'
import { actorFor } from '../routes/caller.ts'
import { SOCKET_PATH } from '../socket/create-huawei-socket.ts'
import { Line } from './line.ts'
import { createTestReceiver } from './receiver.ts'

/** A whole house on in-memory ports, for the tests of this adapter: doors real, time in the test's hand. */
export async function openHouse() {
  const clock = new FakeClock(Date.parse('2026-09-21T07:30:20Z'))
  const errors: unknown[] = []
  const onError = (error: unknown): void => void errors.push(error)
  const store = createMemoryConferenceStore()
  const bus = createMemoryBus(onError)
  const ids = createSequentialIds()
  const secrets = createTestSecrets()
  const directory = createMemoryDirectory()
  const conferences = createConferences({
    store,
    bus,
    clock,
    ids,
    policies: DEFAULT_POLICIES,
    tenantId: HOME_TENANT,
    onError,
  })
  const feed = createFeed({ conferences, store, bus, onError })
  const publicUrl = 'http://meet.example.org:8080'
  const access = createAccess({ secrets, store, linkBase: `${publicUrl}/gzbwclient/conference/` })
  const tickets = createMemoryTickets()
  const log = pino({ level: 'silent' })
  const parts = {
    conferences,
    store,
    feed,
    access,
    tickets,
    directory,
    clock,
    ids,
    secrets,
    policies: DEFAULT_POLICIES,
    throttles: createThrottles({ clock, factor: 1 }),
    log: { error: onError, warn: () => {} } as unknown as typeof log,
    publicUrl,
  }
  const receiver = createTestReceiver()
  const pushStore = createMemoryPushStore({ log: store })
  const matcher = { run: async () => {} }
  const hooks = createHooks({ ...parts, ...receiver, pushStore, matcher })
  const app: FastifyInstance = createHttp({
    config: { PARLEY_TRUST_PROXY: false } as unknown as Parameters<typeof createHttp>[0]['config'],
    log,
    tls: null,
  })
  await app.register(async (plugin) => huaweiRoutes(plugin, { ...parts, hooks }))
  await app.ready()

  const speakers = createSpeakers({ conferences, bus, clock, onError })
  const door = createHuaweiSocket(parts)
  let server: Server | null = null
  let listening: Promise<string> | null = null

  async function account(name: string, changes: { admin?: boolean } = {}): Promise<User> {
    return directory.create({
      id: ids.userId(),
      tenantId: HOME_TENANT,
      account: name,
      name: name[0]?.toUpperCase() + name.slice(1),
      mobile: '',
      email: '',
      admin: changes.admin ?? false,
      createdAt: clock.now(),
      password: `${name}:secret`,
    })
  }

  async function call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ) {
    const answer = await app.inject({
      method,
      url,
      // As the official client does: the content type is there, body or not.
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      body: JSON.parse(answer.body),
    }
  }

  async function login(name: string, clientType = 72): Promise<string> {
    const answer = await call('POST', '/v1/usg/acs/auth/account', {
      body: { account: name, clientType },
      headers: { authorization: basic(name, `${name}:secret`) },
    })
    return answer.body.accessToken
  }

  /** A running conference of `alice`, booked through the wire. */
  async function meeting(body: Record<string, unknown> = {}) {
    const token = await login('alice')
    const answer = await call('POST', '/v1/mmc/management/conferences', {
      body: { mediaTypes: 'HDVideo', subject: 'Weekly sync', length: 60, ...body },
      headers: { 'x-access-token': token },
    })
    const [info] = answer.body
    const id = info.conferenceID as ConferenceId
    const passwords = access.passwords(await conferences.get(id))
    return { id, info, passwords, token }
  }

  async function controlToken(
    id: string,
    password: string,
    headers: Record<string, string> = {},
  ): Promise<string> {
    const answer = await call('GET', `/v1/mmc/control/conferences/token?conferenceID=${id}`, {
      headers: { 'x-password': password, 'x-login-type': '1', ...headers },
    })
    return answer.body.data?.token
  }

  async function wsToken(id: string, control: string): Promise<string> {
    const answer = await call('GET', `/v1/mmc/control/conferences/wsToken?conferenceID=${id}`, {
      headers: { 'x-conference-authorization': control },
    })
    return answer.body.webSocketToken
  }

  function execute<T extends CommandType>(
    conferenceId: ConferenceId,
    who: User | string,
    type: T,
    params: CommandParams[T],
  ): Promise<Answer> {
    return conferences.execute({
      type,
      params,
      id: ids.commandId(),
      conferenceId,
      actor:
        typeof who === 'string'
          ? { is: 'guest', guestId: who as never, name: who, number: String(9000 + who.length) }
          : actorFor(who),
      via: 'page',
    } as Parameters<typeof conferences.execute>[0])
  }

  /** Enters with camera and microphone open. */
  async function join(
    conferenceId: ConferenceId,
    who: User | string,
    media = { audio: true, video: true },
  ): Promise<ParticipantId> {
    const name = typeof who === 'string' ? who : who.name
    const answer = await execute(conferenceId, who, 'Join', {
      proof: typeof who === 'string' ? 'guest' : 'none',
      name,
      device: 'desktop',
      media,
      micOff: false,
      cameraOff: false,
    })
    return answer.participantId as ParticipantId
  }

  async function state(id: ConferenceId): Promise<Conference> {
    return conferences.get(id)
  }

  /** The base address of the socket door, opened when first asked for. */
  async function socketUrl(): Promise<string> {
    listening ??= new Promise((resolve) => {
      const opened = createServer((_request, response) => void response.writeHead(404).end())
      server = opened
      routeUpgrades(opened, [door], { onError, addressOf: (request) => request.socket.remoteAddress ?? '' })
      opened.listen(0, '127.0.0.1', () => resolve(`ws://127.0.0.1:${(opened.address() as AddressInfo).port}`))
    })
    return listening
  }

  async function connect(id: string, ws: string): Promise<Line> {
    return new Line(new WebSocket(`${await socketUrl()}${SOCKET_PATH}?confID=${id}&tmpToken=${ws}`))
  }

  /** Connected with a fresh ws token and subscribed; what the Subscribe brought is still to be read. */
  async function follow(
    id: string,
    control: string,
    types: readonly string[],
    extra: object = {},
  ): Promise<Line> {
    const line = await connect(id, await wsToken(id, control))
    line.send({
      action: 'Subscribe',
      sequence: '1',
      data: JSON.stringify({ subscribeType: types, confToken: control, ...extra }),
    })
    const reply = await line.next()
    if (reply.action !== 'Subscribe') throw new Error(`no reply to Subscribe: ${JSON.stringify(reply)}`)
    return line
  }

  async function close(): Promise<void> {
    await door.closeAll(1001, 'going away')
    server?.closeAllConnections()
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
    await app.close()
  }

  return {
    ...parts,
    bus,
    hooks,
    pushStore,
    matcher,
    receiver,
    app,
    door,
    errors,
    speakers,
    account,
    call,
    login,
    meeting,
    controlToken,
    wsToken,
    execute,
    join,
    state,
    socketUrl,
    connect,
    follow,
    close,
  }
}

export type House = Awaited<ReturnType<typeof openHouse>>

export function basic(account: string, password: string): string {
  return `Basic ${Buffer.from(`${account}:${password}`).toString('base64')}`
}

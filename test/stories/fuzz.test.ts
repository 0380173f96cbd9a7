import { createHmac } from 'node:crypto'
import { methods } from '@parley/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createApi } from '../support/api.ts'
import { type Ground, huaweiCalls, huaweiFrames, LEFT_OUT, rpcCalls } from '../support/fuzz-calls.ts'
import {
  type ConferenceInfo,
  type Control,
  type Program,
  passwordOf,
  startedConference,
} from '../support/huawei-client.ts'
import { checkFold } from '../support/kills.ts'
import { createMutator, type Mutator } from '../support/mutations.ts'
import { guestInside } from '../support/people.ts'
import { type RawAnswer, type RawRequest, sendAll } from '../support/raw-http.ts'
import { callRpc } from '../support/rpc.ts'
import { ACCESS_KEY, ADMIN_PASSWORD, API_KEY, residentBytes, serverForAll } from '../support/server.ts'

const INPUTS = Number(process.env.PARLEY_FUZZ_INPUTS ?? 10_000)
const SEED = Number(process.env.PARLEY_FUZZ_SEED ?? 20_261_122)
/** At least this share of the inputs must get past the gate: to a parser or a handler. */
const REACHED = 0.9
const MOST_GROWTH_BYTES = 400 * 1024 * 1024
const TIMEOUT_MS = 120_000

/** Answers by kind: what a door said how often. */
type Tally = Map<string, number>

describe(`${INPUTS} random and mutated inputs per door`, () => {
  const server = serverForAll({
    env: { PARLEY_THROTTLE_FACTOR: '1000000', PARLEY_CONF_GRACE_SECONDS: '3600', PARLEY_DEMO: 'off' },
  })
  let program: Program
  let info: ConferenceInfo
  let control: Control
  let userToken = ''
  let ground: Ground
  let before = 0

  beforeAll(async () => {
    ;({ program, info, control } = await startedConference(server, { length: 1_440 }))
    const doomed = await startedConference(server)
    const [li, jo] = [
      await guestInside(server, info.guestJoinUri, 'Li', { keep: true }),
      await guestInside(server, info.guestJoinUri, 'Jo', { keep: true }),
    ]
    const login = await callRpc<{ accessToken: string }>(server, 'auth.http.login', {
      grantType: 'client_credentials',
      clientId: 'admin',
      clientSecret: ADMIN_PASSWORD,
    })
    userToken = login.json.result!.accessToken
    ground = { info, control, doomed, memberId: li.memberId, waitingId: await waitIn(jo), ...(await ring()) }
    before = residentBytes(server.pid)
    return () => {
      li.client.close()
      jo.client.close()
    }
  })

  afterAll(async () => {
    // It serves, the log folds, and memory has not run away.
    const events = await createApi(server).events()
    for (const id of [info.conferenceID, ground.doomed.info.conferenceID]) {
      const own = events.filter(({ conferenceId }) => conferenceId === id)
      expect(own.map(({ revision }) => revision)).toEqual(own.map((_, at) => at + 1))
      await checkFold(server, own, id)
    }
    const channel = await control.follow()
    expect(channel.participant(ground.memberId)).toBeDefined()
    channel.cut()
    expect(residentBytes(server.pid) - before).toBeLessThan(MOST_GROWTH_BYTES)
  })

  test('every method is among the inputs', () => {
    const tried = rpcCalls(createMutator(SEED), ground).map(({ method }) => method)
    const known = Object.keys(methods)
    expect(known.filter((name) => !tried.includes(name)).sort()).toEqual([...LEFT_OUT].sort())
  })

  test('JSON-RPC over HTTP', { timeout: TIMEOUT_MS }, async () => {
    const mutator = createMutator(SEED)
    const calls = rpcCalls(mutator, ground)
    const requests = Array.from(
      { length: INPUTS },
      (): RawRequest => ({
        method: 'POST',
        path: '/gzbwclient/jsonrpc',
        headers: {
          'content-type': mutator.pick(['application/json', 'application/json', 'application/json-rpc']),
          authorization: `Bearer ${mutator.oneIn(2) ? API_KEY : userToken}`,
        },
        body: rpcBody(mutator, calls),
      }),
    )
    const tally = await runHttp(requests, ({ status, body }) => {
      if (status !== 200) return String(status)
      const parsed = JSON.parse(body)
      const answers = Array.isArray(parsed) ? parsed : [parsed]
      if (answers.some(({ error }) => error?.code === 500 || error?.code === -32603))
        throw new Error('a fault')
      return answers[0].error ? `error ${answers[0].error.code}` : 'result'
    })
    expectReached(tally, (kind) => !['429', '413', '415', '404', '405'].includes(kind))
  })

  test('the join link', { timeout: TIMEOUT_MS }, async () => {
    const mutator = createMutator(SEED + 1)
    const segment = new URL(info.guestJoinUri).pathname.split('/').at(-1)!
    const body = { displayName: 'Li', lang: 'zh-CN', want: ['ticket'], hostKey: 'x' }
    const requests = Array.from({ length: INPUTS }, (): RawRequest => {
      const isNumber = mutator.oneIn(4)
      const wanted = mutator.oneIn(2) ? segment : mutator.scramble(segment)
      const path = isNumber ? '/gzbwclient/enter' : `/gzbwclient/conference/${inPath(wanted)}`
      const known = { ...body, confId: info.conferenceID, password: '12345678' }
      return {
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json' },
        body: mutator.oneIn(10) && !isNumber ? '' : mutator.bodyFrom(isNumber ? known : body),
      }
    })
    const tally = await runHttp(requests, ({ status, body: answered }) => {
      const { code, state } = JSON.parse(answered)
      if (code !== status) throw new Error('the code is not the status')
      return `${status} state ${state}`
    })
    expectReached(tally, (kind) => kind.startsWith('200') || kind.startsWith('400') || kind.startsWith('403'))
    expect(tally.get('200 state 0')).toBeGreaterThan(INPUTS / 50)
  })

  test('[HW] REST', { timeout: TIMEOUT_MS }, async () => {
    const mutator = createMutator(SEED + 2)
    const calls = huaweiCalls(ground)
    const requests = Array.from({ length: INPUTS }, (): RawRequest => {
      const { method, path, query, body, own } = mutator.pick(calls)
      const asked = mutator.oneIn(3) ? (mutator.mutate(query) as Record<string, unknown>) : query
      const search = new URLSearchParams(
        Object.entries(asked ?? {}).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
        ]),
      )
      const token = mutator.oneIn(50) ? inHeader(mutator.text()) : (own ?? control.token)
      return {
        method,
        // Longer ones do not get past the HTTP parser: 431.
        path: `${path}?${String(search).slice(0, 4_000)}`,
        headers: {
          'content-type': 'application/json',
          'x-access-token': mutator.oneIn(50) ? inHeader(mutator.text()) : program.accessToken,
          'x-conference-authorization': token,
          ...(path.endsWith('/token')
            ? { 'x-password': mutator.oneIn(2) ? 'wrong' : passwordOf(info, 'general') }
            : {}),
          'x-request-id': inHeader(mutator.text()),
        },
        body: body === undefined || mutator.oneIn(20) ? '' : mutator.bodyFrom(body),
      }
    })
    const tally = await runHttp(requests, ({ status, body }) => {
      const parsed = JSON.parse(body)
      if (status >= 400 && Object.keys(parsed).join() !== 'error_code,error_msg')
        throw new Error('not the error form of [HW] 4.1')
      return status === 200 ? '200' : `${status} ${parsed.error_code}`
    })
    expectReached(tally, (kind) => !/^(404|401|429|413|415)/.test(kind))
    expect(tally.get('200')).toBeGreaterThan(INPUTS / 20)
  })

  test('/api/v1', { timeout: TIMEOUT_MS }, async () => {
    const mutator = createMutator(SEED + 3)
    const requests = Array.from({ length: INPUTS }, (): RawRequest => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` }
      const limit = mutator.oneIn(2) ? '5' : inPath(JSON.stringify(mutator.value()) ?? '')
      const after = mutator.oneIn(2) ? 'cDE' : inPath(mutator.text())
      if (mutator.oneIn(2)) {
        const url = mutator.oneIn(2) ? 'http://10.0.0.1/hook' : 'http://[::1]:9000/'
        const pattern = { type: ['x', { prefix: 'y' }], data: { n: [{ numeric: ['>', 1, '<', 5] }] } }
        const event = { specversion: '1.0', id: 'x', source: 'fuzz', type: 'x', data: { n: 3 } }
        const [path, body] = mutator.pick<[string, object]>([
          ['/rules', { name: 'fuzz', enabled: true, pattern, targets: [{ url, name: 'one' }] }],
          ['/patterns/test', { bus: 'default', pattern, event }],
          ['/patterns/try', { bus: 'parley', pattern, last: 20 }],
          ['/events?bus=default', event],
          ['/replays', { target: 'x', from: '2026-01-01T00:00:00Z', dryRun: true }],
          ['/buses', { name: 'fuzz', description: '' }],
          ['/dead-letters/resend', { rule: 'x' }],
        ])
        return { method: 'POST', path: `/api/v1${path}`, headers, body: mutator.bodyFrom(body) }
      }
      const id = mutator.oneIn(2) ? info.conferenceID : inPath(mutator.text()) || 'x'
      const path = mutator.pick([
        `/events?limit=${limit}&after=${after}`,
        `/conferences/${id}/events?after=${mutator.whole(300)}&limit=${limit}`,
        `/deliveries?status=${mutator.oneIn(2) ? 'pending' : inPath(mutator.text())}&limit=${limit}`,
        `/deliveries/${id}`,
        `/rules/${id}`,
        `/targets/${id}`,
        `/replays/${id}`,
        `/dead-letters?limit=${limit}`,
        `/event-types/${id}/schema`,
        '/rules',
      ])
      return { method: mutator.oneIn(10) ? 'DELETE' : 'GET', path: `/api/v1${path}`, headers, body: '' }
    })
    const tally = await runHttp(requests, ({ status, body }) => {
      if (status >= 400) {
        const problem = JSON.parse(body)
        if (problem.status !== status || typeof problem.code !== 'string')
          throw new Error('no problem document')
      }
      return String(status)
    })
    expectReached(tally, (kind) => !['401', '429', '413', '415', '405'].includes(kind))
    expect(tally.get('200')).toBeGreaterThan(INPUTS / 20)
  })

  test('/openapi', { timeout: TIMEOUT_MS }, async () => {
    const mutator = createMutator(SEED + 7)
    const type = 'application/json; charset=utf-8'
    const requests = Array.from({ length: INPUTS }, (_, at): RawRequest => {
      const rule = {
        EventBusName: 'default',
        RuleName: 'fuzz',
        FilterPattern: '{"source":["acs.aliyuncvc"]}',
      }
      const target = {
        Id: 't',
        Type: 'http',
        Endpoint: 'http://10.0.0.1/',
        PushRetryStrategy: 'BACKOFF_RETRY',
      }
      const event = { id: 'x', source: 'fuzz', type: 'x', specversion: '1.0', data: { a: 1 } }
      const [operation, body] = mutator.pick<[string, object]>([
        ['createRule', { ...rule, Targets: [target] }],
        ['updateRule', rule],
        ['getRule', rule],
        ['listRules', { EventBusName: 'default', Limit: 5 }],
        ['createTargets', { ...rule, Targets: [target] }],
        ['testEventPattern', { Event: JSON.stringify(event), EventPattern: rule.FilterPattern }],
        ['putEvents', [event]],
        ['queryEventsByPeriod', { EventBusName: 'default', EventSource: 'x', StartTime: 1, EndTime: 2 }],
        ['queryEventTraces', { EventBusName: 'default', EventId: 'x' }],
        [inPath(mutator.text()) || 'x', rule],
      ])
      const path = `/openapi/${operation}`
      const date = new Date().toUTCString()
      const nonce = `fuzz-${process.pid}-${at}`
      const text = `POST\n\n${type}\n${date}\nx-acs-signature-nonce:${nonce}\n${path}`
      const signature = createHmac('sha1', ACCESS_KEY.secret).update(text).digest('base64')
      const headers = {
        'content-type': type,
        date,
        'x-acs-signature-nonce': nonce,
        authorization: `acs:${ACCESS_KEY.id}:${signature}`,
      }
      return { method: 'POST', path, headers, body: mutator.bodyFrom(body) }
    })
    const tally = await runHttp(requests, ({ status, body }) => {
      const parsed = JSON.parse(body)
      if (status >= 400 && !(parsed.code === parsed.Code && typeof parsed.code === 'string'))
        throw new Error('not the error form of [AL] 5.7')
      return status === 200 ? '200' : `${status} ${parsed.code}`
    })
    expectReached(tally, (kind) => !/SignatureDoesNotMatch|^(403|413|429)/.test(kind))
    expect(tally.get('200')).toBeGreaterThan(INPUTS / 20)
  })

  test('[HW] socket frames', { timeout: TIMEOUT_MS }, async () => {
    const mutator = createMutator(SEED + 4)
    const templates = huaweiFrames(ground)
    const { closes, reached } = await runSocket({
      frame: () => {
        const template = mutator.pick(templates)
        // What closes the socket is tried often enough, and not by every second frame.
        return mutator.oneIn(3)
          ? mutator.bodyFrom(template)
          : JSON.stringify(mutator.oneIn(2) ? template : { ...template, sequence: mutator.text() })
      },
      url: async () => {
        const query = new URLSearchParams({ confID: info.conferenceID, tmpToken: await control.wsToken() })
        return `${control.wsURL}/cms/open/websocket/confctl/increment/conn?${query}`
      },
      probe: (n) => JSON.stringify({ action: 'HeartBeat', sequence: `probe-${n}` }),
      isEcho: (text, n) => text.includes(`"probe-${n}"`),
    })
    expect(reached).toBe(INPUTS)
    expect([...closes.keys()].filter((code) => ![1007, 1008, 1009].includes(code))).toEqual([])
  })

  test('gzb socket frames', { timeout: TIMEOUT_MS }, async () => {
    const mutator = createMutator(SEED + 5)
    const calls = rpcCalls(mutator, ground)
    const { closes, reached } = await runSocket({
      frame: () => rpcBody(mutator, calls),
      url: async () => `${server.url.replace('http', 'ws')}/gzbwclient/websck?token=${userToken}`,
      probe: (n) => JSON.stringify({ jsonrpc: '2.0', id: `probe-${n}`, method: 'session.ping', params: {} }),
      isEcho: (text, n) => text.includes(`"probe-${n}"`),
      check: (text) => {
        if (/"code":(500|-32603)\b/.test(text)) throw new Error(`a fault was answered: ${text.slice(0, 500)}`)
      },
    })
    expect(reached).toBe(INPUTS)
    // 4012: not JSON-RPC three times. 1000: it left. 1009: a frame too large.
    expect([...closes.keys()].filter((code) => ![4012, 1000, 1009, 4004].includes(code))).toEqual([])
  })

  /** Sent to the waiting room, and knocks again there by itself whenever it is let in. */
  async function waitIn({ memberId }: { memberId: string }): Promise<string> {
    const on = { confId: info.conferenceID, memberIds: [memberId] }
    const { json } = await callRpc(server, 'conference.returnToLobby', on, API_KEY)
    expect(json.error).toBeUndefined()
    return memberId
  }

  async function ring(): Promise<Pick<Ground, 'account' | 'inviteId'>> {
    const account = 'fuzz'
    const user = { userId: account, name: 'Bo', password: ADMIN_PASSWORD }
    expect((await callRpc(server, 'org.user.createUser', user, API_KEY)).json.error).toBeUndefined()
    const on = { confId: info.conferenceID, userIds: [account] }
    const { json } = await callRpc<{ results: { inviteId: string }[] }>(
      server,
      'conference.invite',
      on,
      API_KEY,
    )
    return { account, inviteId: json.result!.results[0]!.inviteId }
  }

  /** Mutates the parameters most often, the call around them at times, and batches a few. */
  function rpcBody(mutator: Mutator, calls: { method: string; params: object }[]): string {
    const { method, params } = mutator.pick(calls)
    const call = { jsonrpc: '2.0', id: mutator.whole(1_000), method, params }
    if (mutator.oneIn(40)) return JSON.stringify([call, { ...call, params: mutator.mutate(params) }])
    if (mutator.oneIn(8)) return mutator.bodyFrom(call)
    return JSON.stringify(mutator.oneIn(6) ? call : { ...call, params: mutator.mutate(params) })
  }

  async function runHttp(
    requests: readonly RawRequest[],
    kindOf: (answer: RawAnswer, request: RawRequest) => string,
  ): Promise<Tally> {
    const tally: Tally = new Map()
    await sendAll(server.port, requests, (answer, request) => {
      const fault = faultIn(answer)
      if (fault !== null) throw new Error(`${fault}: ${describeExchange(request, answer)}`)
      let kind: string
      try {
        kind = kindOf(answer, request)
      } catch (cause) {
        throw new Error(describeExchange(request, answer), { cause })
      }
      tally.set(kind, (tally.get(kind) ?? 0) + 1)
    })
    console.log(Object.fromEntries([...tally].sort(([, a], [, b]) => b - a)))
    return tally
  }

  function expectReached(tally: Tally, isReached: (kind: string) => boolean): void {
    const all = [...tally.values()].reduce((sum, count) => sum + count, 0)
    const reached = [...tally].reduce((sum, [kind, count]) => sum + (isReached(kind) ? count : 0), 0)
    expect(all).toBe(INPUTS)
    expect(reached / all, JSON.stringify([...tally])).toBeGreaterThanOrEqual(REACHED)
  }
})

/** What no answer of any door may be. Plain tests: `expect` tens of thousands of times takes longer than the server. */
function faultIn({ status, body }: RawAnswer): string | null {
  if (status >= 500) return 'a fault was answered'
  if (body.includes(API_KEY) || body.includes(ADMIN_PASSWORD)) return 'a secret was answered'
  return /\n\s+at .+:\d+:\d+/.test(body) ? 'a stack was answered' : null
}

function describeExchange({ method, path, body }: RawRequest, answer: RawAnswer): string {
  return `${method} ${path} ${body.slice(0, 400)} → ${answer.status} ${answer.body.slice(0, 400)}`
}

type SocketDoor = {
  frame: () => string
  url: () => Promise<string>
  probe: (n: number) => string
  isEcho: (text: string, n: number) => boolean
  /** Throws at an answer that must not be. */
  check?: (text: string) => void
}

const FRAMES_BEFORE_PROBE = 8
const SOCKETS = 4

/**
 * Sends frames in small groups, each followed by one whose echo proves that those before it were taken. A socket that
 * the server closes is opened anew, and of its last group only the frame that closed it counts.
 */
async function runSocket(door: SocketDoor): Promise<{ closes: Map<number, number>; reached: number }> {
  const closes = new Map<number, number>()
  let reached = 0

  /** One socket's life. */
  async function talk(): Promise<void> {
    const socket = new WebSocket(await door.url())
    let tell = (): void => {}
    let closed: number | null = null
    let probes = 0
    let echoed = 0
    let fault: unknown = null
    socket.on('error', () => {})
    socket.on('open', () => tell())
    socket.on('close', (code) => {
      closed = code
      tell()
    })
    socket.on('message', (raw) => {
      const text = String(raw)
      if (door.isEcho(text, probes)) {
        echoed = probes
        tell()
      }
      try {
        door.check?.(text)
      } catch (error) {
        fault = error
      }
    })
    const until = (isThere: () => boolean): Promise<void> =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('no echo of a frame that makes sense')), 15_000)
        tell = () => {
          if (!isThere() && closed === null) return
          clearTimeout(late)
          resolve()
        }
        tell()
      })
    await until(() => socket.readyState === socket.OPEN)
    while (closed === null && reached < INPUTS) {
      const group = Math.min(FRAMES_BEFORE_PROBE, INPUTS - reached)
      reached += group
      for (let sent = 0; sent < group; sent++) socket.send(door.frame())
      probes += 1
      socket.send(door.probe(probes))
      await until(() => echoed === probes)
      if (fault) throw fault
      if (closed !== null) reached -= group - 1
    }
    if (closed !== null) closes.set(closed, (closes.get(closed) ?? 0) + 1)
    socket.terminate()
  }

  await Promise.all(
    Array.from({ length: SOCKETS }, async () => {
      while (reached < INPUTS) await talk()
    }),
  )
  console.log({ reached, closes: Object.fromEntries(closes) })
  return { closes, reached }
}

/** As it may stand in an address; what it decodes to is for the server to find out. */
function inPath(text: string): string {
  return encodeURIComponent(text.replace(/[/?#\ud800-\udfff]/g, '')).slice(0, 200)
}

/** What a header can carry at all. */
function inHeader(text: string): string {
  return (
    text
      .replace(/[^\x20-\x7e]/g, '')
      .trim()
      .slice(0, 200) || 'x'
  )
}

import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { eventually } from './eventually.ts'
import { type Answer, type Sending, send } from './http.ts'
import { ADMIN_PASSWORD, type TestServer } from './server.ts'

const CONTROL = '/v1/mmc/control/conferences'
const MANAGEMENT = '/v1/mmc/management/conferences'

export type ConferenceInfo = {
  conferenceID: string
  subject: string
  conferenceState: string
  confUUID?: string
  passwordEntry: { conferenceRole: string; password: string }[]
  guestJoinUri: string
  chairJoinUri: string
  startTime: string
  endTime: string
} & Record<string, unknown>

export type RealTimeInfo = {
  attendees: { accountID: string; name: string }[]
  participants: {
    pid: string
    name: string
    phone: string
    state: number
    video: number
    mute: number
    hand: number
  }[]
  confInfo: { chairID: string; coHosts: string[] }
}

/** A program on the [HW] wire. */
export type Program = ReturnType<typeof createProgram>

export function createProgram(server: Pick<TestServer, 'url'>) {
  let accessToken = ''

  /** As the official SDK: a JSON content type and the access token on every call, also without a body. */
  function call<T = Record<string, unknown>>(
    method: string,
    path: string,
    sending: Omit<Sending, 'method'> = {},
  ): Promise<Answer<T>> {
    const headers: Record<string, string> = { 'content-type': 'application/json', ...sending.headers }
    if (accessToken !== '') headers['x-access-token'] = accessToken
    return send<T>(server.url + path, { ...sending, method, headers })
  }

  async function ok<T>(answer: Promise<Answer<T>>): Promise<T> {
    const { status, text, json } = await answer
    if (status !== 200) throw new Error(`the call was refused with ${status}: ${text}`)
    return json
  }

  return {
    call,
    get accessToken() {
      return accessToken
    },
    async login(account = 'admin', password = ADMIN_PASSWORD, clientType = 72): Promise<Answer<Login>> {
      accessToken = ''
      const basic = Buffer.from(`${account}:${password}`).toString('base64')
      const answer = await call<Login>('POST', '/v1/usg/acs/auth/account', {
        headers: { authorization: `Basic ${basic}` },
        body: { account, clientType },
      })
      accessToken = answer.json?.accessToken ?? ''
      return answer
    },
    async create(conf: Record<string, unknown> = {}): Promise<ConferenceInfo> {
      const body = { mediaTypes: 'HDVideo', subject: 'Story', length: 60, ...conf }
      const [first] = await ok(call<ConferenceInfo[]>('POST', MANAGEMENT, { body }))
      return first!
    },
    async detail(conferenceID: string): Promise<ConferenceInfo> {
      const query = { conferenceID }
      return (
        await ok(call<{ conferenceData: ConferenceInfo }>('GET', `${MANAGEMENT}/confDetail`, { query }))
      ).conferenceData
    },
    /** Without a password the call fails, as without one. */
    token: (conferenceID: string, headers: Record<string, string>): Promise<Answer<ControlAnswer>> =>
      call('GET', `${CONTROL}/token`, {
        query: { conferenceID },
        headers: { 'x-login-type': '1', ...headers },
      }),
    /** The control of a running conference by a meeting password. */
    async control(conferenceID: string, password: string): Promise<Control> {
      const headers = { 'x-password': password, 'x-login-type': '1' }
      const query = { conferenceID }
      const { data } = await ok(call<ControlAnswer>('GET', `${CONTROL}/token`, { query, headers }))
      return createControl(conferenceID, data, call)
    },
  }
}

export type Login = { accessToken: string; refreshToken: string; validPeriod: number } & Record<
  string,
  unknown
>

export type ControlAnswer = {
  data: {
    token: string
    tmpWsToken: string
    wsURL: string
    role: number
    expireTime: number
    confTokenExpireTime: number
    supportNotifyType: string[]
  }
}

/** A conference, made by the account `admin` and under way, with its host's control. */
export async function startedConference(
  server: Pick<TestServer, 'url'>,
  conf: Record<string, unknown> = {},
): Promise<{ program: Program; info: ConferenceInfo; control: Control }> {
  const program = createProgram(server)
  await program.login()
  const info = await program.create(conf)
  return { program, info, control: await program.control(info.conferenceID, passwordOf(info, 'chair')) }
}

export function passwordOf({ passwordEntry }: ConferenceInfo, role: 'chair' | 'general'): string {
  const entry = passwordEntry.find(({ conferenceRole }) => conferenceRole === role)
  if (!entry) throw new Error(`the answer holds no ${role} password`)
  return entry.password
}

/** A control token at work. */
export type Control = ReturnType<typeof createControl>

function createControl(
  conferenceID: string,
  data: ControlAnswer['data'],
  call: <T>(method: string, path: string, sending?: Omit<Sending, 'method'>) => Promise<Answer<T>>,
) {
  const headers = { 'x-conference-authorization': data.token }
  const steer = (
    method: string,
    path: string,
    body?: unknown,
    query: Record<string, string> = {},
  ): Promise<Answer<Record<string, unknown>>> =>
    call(method, CONTROL + path, { headers, query: { conferenceID, ...query }, body })

  async function wsToken(): Promise<string> {
    const answer = await call<{ webSocketToken: string }>('GET', `${CONTROL}/wsToken`, {
      headers,
      query: { conferenceID },
    })
    if (answer.status !== 200) throw new Error(`no ws token: ${answer.text}`)
    return answer.json.webSocketToken
  }

  return {
    conferenceID,
    ...data,
    steer,
    wsToken,
    mute: (participantID: string, isMute: 0 | 1) =>
      steer('PUT', '/participants/mute', { isMute }, { participantID }),
    muteAll: (isMute: 0 | 1, allowUnmuteByOneself?: 0 | 1) =>
      steer('PUT', '/mute', { isMute, allowUnmuteByOneself }),
    lock: (isLock: 0 | 1) => steer('PUT', '/lock', { isLock }),
    rename: (participantID: string, number: string, newName: string) =>
      steer('PUT', '/participants/name', { participantID, number, newName }),
    hangUp: (...pids: string[]) => steer('POST', '/participants/delete', { bulkHangUpParticipants: pids }),
    extend: (duration: number) => steer('PUT', '/duration', { auto: 0, duration }),
    stop: () => steer('PUT', '/stop', {}),
    async realTimeInfo(): Promise<RealTimeInfo> {
      return (await steer('GET', '/realTimeInfo')).json as RealTimeInfo
    },
    /** A socket on which nothing was said yet. */
    async connect(token?: string): Promise<Channel> {
      const query = new URLSearchParams({ confID: conferenceID, tmpToken: token ?? (await wsToken()) })
      return openChannel(`${data.wsURL}/cms/open/websocket/confctl/increment/conn?${query}`)
    },
    /** A socket that has subscribed and holds the state as it is. */
    async follow(options: { types?: string[]; cursor?: number; state?: HuaweiState } = {}): Promise<Channel> {
      const query = new URLSearchParams({ confID: conferenceID, tmpToken: await wsToken() })
      const url = `${data.wsURL}/cms/open/websocket/confctl/increment/conn?${query}`
      const channel = await openChannel(url, options.state)
      const reply = await channel.subscribe(data.token, options)
      if (reply.data.returnCode !== 0) throw new Error(`Subscribe was refused: ${JSON.stringify(reply)}`)
      await channel.untilComplete(options.types ?? FOLLOWED)
      return channel
    },
  }
}

/** Everything the server sends, in the order in which it is sent after Subscribe. */
export const FOLLOWED = [
  'AttendeesNotify',
  'ConfBasicInfoNotify',
  'ConfDynamicInfoNotify',
  'ParticipantsNotify',
  'SpeakerChangeNotify',
]

export type Notify = {
  action: string
  msgID: string
  msgMode: 0 | 1
  version: number
  createTime: number
  confID: string
  revision: number
  reset?: boolean
  data?: Entry[]
} & Record<string, unknown>

type Entry = { mode?: 0 | 1; pid?: string; phone?: string; pinfoMap?: Record<string, string> } & Record<
  string,
  unknown
>

/** What a client knows: every full replaces, every increment changes by key ([HW] 2.3). */
export type HuaweiState = {
  basic: Record<string, unknown>
  dynamic: Record<string, unknown>
  participants: Map<string, Record<string, string>>
  attendees: Map<string, Record<string, unknown>>
  speakers: Entry[]
  revision: number
}

export function emptyState(): HuaweiState {
  return { basic: {}, dynamic: {}, participants: new Map(), attendees: new Map(), speakers: [], revision: 0 }
}

/** The state as plain data, in an order that does not depend on the way it came about. */
export function comparable({ basic, dynamic, participants, attendees }: HuaweiState) {
  const sorted = <T>(map: Map<string, T>) => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
  return { basic, dynamic, participants: sorted(participants), attendees: sorted(attendees) }
}

const ENVELOPE = ['action', 'msgID', 'msgMode', 'version', 'createTime', 'confID', 'revision', 'reset']

export type Channel = Awaited<ReturnType<typeof openChannel>>

/** Opens the socket and keeps everything that comes; `state` is what an earlier socket left behind. */
export async function openChannel(url: string, state: HuaweiState = emptyState()) {
  const socket = new WebSocket(url, { rejectUnauthorized: false })
  const frames: Notify[] = []
  const replies: { action: string; sequence: string; data: { returnCode: number; returnDesc: string } }[] = []
  /** What breaks a rule of the document. */
  const problems: string[] = []
  const lastIncrement = new Map<string, number>()
  const lastFull = new Map<string, number>()
  let sequence = 0
  let closed: { code: number; reason: string } | null = null

  function apply(frame: Notify): void {
    const { action, msgMode, version, data = [] } = frame
    if (msgMode === 0) {
      if (version <= (lastFull.get(action) ?? 0)) problems.push(`${action}: full ${version} is no newer`)
      lastFull.set(action, version)
    } else {
      const before = lastIncrement.get(action)
      if (before !== undefined && version !== before + 1)
        problems.push(`${action}: increment ${version} follows ${before}`)
      lastIncrement.set(action, version)
    }
    if (frame.revision < state.revision && frame.reset !== true)
      problems.push(`${action}: revision ${frame.revision} follows ${state.revision}`)
    state.revision = frame.revision
    const facts = Object.fromEntries(Object.entries(frame).filter(([key]) => !ENVELOPE.includes(key)))
    switch (action) {
      case 'ConfBasicInfoNotify':
        state.basic = facts
        break
      case 'ConfDynamicInfoNotify':
        state.dynamic = facts
        break
      case 'SpeakerChangeNotify':
        state.speakers = data
        break
      case 'ParticipantsNotify':
        if (msgMode === 0) state.participants.clear()
        for (const { pid = '', mode, pinfoMap = {} } of data) {
          if (Object.values(pinfoMap).some((value) => typeof value !== 'string'))
            problems.push(`${pid}: a value of pinfoMap is no text`)
          if (mode === 1) state.participants.delete(pid)
          else state.participants.set(pid, { ...state.participants.get(pid), ...pinfoMap })
        }
        break
      case 'AttendeesNotify':
        if (msgMode === 0) state.attendees.clear()
        for (const entry of data) {
          const key = String(entry.phone)
          if (entry.mode === 1) state.attendees.delete(key)
          else state.attendees.set(key, { ...state.attendees.get(key), ...entry })
        }
        break
    }
  }

  socket.on('message', (raw) => {
    const frame = JSON.parse(String(raw))
    if (!('msgID' in frame)) {
      replies.push(frame)
      return
    }
    frames.push(frame)
    apply(frame)
  })
  socket.on('close', (code, reason) => {
    closed = { code, reason: String(reason) }
  })
  socket.on('error', () => {})
  await eventually(() => socket.readyState === socket.OPEN || closed, { what: 'the socket' })

  const channel = {
    state,
    frames,
    replies,
    problems,
    get closed() {
      return closed
    },
    say: (frame: unknown): void => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    sayBinary: (bytes: Buffer): void => socket.send(bytes, { binary: true }),
    async subscribe(
      confToken: string,
      { types = FOLLOWED, cursor }: { types?: string[]; cursor?: number } = {},
    ) {
      sequence += 1
      const mine = String(sequence).padStart(24, '0')
      const data = { subscribeType: types, confToken, ...(cursor === undefined ? {} : { cursor }) }
      // A text, as in every sample.
      channel.say({ action: 'Subscribe', sequence: mine, data: JSON.stringify(data) })
      return await eventually(() => replies.find((reply) => reply.sequence === mine), {
        what: 'the reply to Subscribe',
        seen: () => ({ closed, replies }),
      })
    },
    /** Until one message of each type has come. */
    untilComplete: (types: string[]) =>
      eventually(() => types.every((type) => frames.some(({ action }) => action === type)), {
        what: 'a message of each type',
        seen: () => frames.map(({ action }) => action),
      }),
    until: <T>(ask: (state: HuaweiState) => T, what = 'the state that was waited for') =>
      eventually(() => ask(state), { what, seen: () => comparable(state) }),
    untilClosed: (withinMs = 5_000) => eventually(() => closed, { what: 'the close', withinMs }),
    participant: (pid: string): Record<string, string> | undefined => state.participants.get(pid),
    /** Goes away without a word. */
    cut: (): void => socket.terminate(),
    async close(): Promise<void> {
      socket.close()
      // The far side may be gone already.
      await Promise.race([eventually(() => closed), sleep(500)])
      socket.terminate()
    },
  }
  return channel
}

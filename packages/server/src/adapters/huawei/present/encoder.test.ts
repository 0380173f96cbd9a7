import { createHash } from 'node:crypto'
import {
  type CommandParams,
  type CommandType,
  type Conference,
  type ConferenceId,
  createConferences,
  createFeed,
  DEFAULT_POLICIES,
  EVENT_TYPES,
  type EventType,
  HOME_TENANT,
  type InterpreterGroup,
  type Invitee,
  insiders,
  type ParticipantId,
  type Recorded,
  Refusal,
  type SignalOf,
  schedule,
  type User,
} from '@parley/core'
import {
  createMemoryBus,
  createMemoryConferenceStore,
  createMemoryDirectory,
  createSequentialIds,
  createTestSecrets,
  FakeClock,
} from '@parley/core/memory'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Frame } from '#sockets/frame.ts'
import { actorFor } from '../routes/caller.ts'
import { Encoder, type Push } from './encoder.ts'
import { type NotifyType, readable, SENT_TYPES } from './envelope.ts'
import type { Eyes } from './identity.ts'
import { resultEntry, resultOf } from './results.ts'

/** A running conference with its encoder; commands are decided by the real core. */
async function openRun(reopenable = true) {
  const clock = new FakeClock()
  const ids = createSequentialIds()
  const secrets = createTestSecrets()
  const store = createMemoryConferenceStore()
  const onError = (error: unknown): void => {
    throw error
  }
  const bus = createMemoryBus(onError)
  const policies = DEFAULT_POLICIES
  const conferences = createConferences({ store, bus, clock, ids, policies, tenantId: HOME_TENANT, onError })
  const feed = createFeed({ conferences, store, bus, onError })
  const directory = createMemoryDirectory()
  const users: User[] = []
  for (const account of ['alice', 'bob', 'carol', 'dave']) {
    const id = ids.userId()
    const fresh = { id, tenantId: HOME_TENANT, account, name: account, mobile: '', email: '', admin: false }
    users.push(await directory.create({ ...fresh, createdAt: clock.now() }))
  }
  const [alice, bob, carol] = users as [User, User, User]
  const { conferenceId } = await schedule(
    {
      actor: actorFor(alice),
      via: 'rest',
      title: 'Weekly sync',
      start: null,
      minutes: 60,
      owner: alice,
      invited: [bob, carol],
      settings: { reopenable },
      passwords: { host: '482913', guest: '771205' },
    },
    { conferences, ids, secrets },
  )
  const log: Recorded[] = []
  let encoder: Encoder | undefined
  let over = false
  await feed.open(conferenceId, null, {
    onOpen({ conference }) {
      if (conference.state !== 'running') throw new Error('it begins at once')
      encoder = new Encoder(
        conference,
        conference.run,
        { speakers: null, network: null },
        {
          now: () => clock.now(),
          digest: (text) => createHash('sha256').update(text).digest('hex'),
          surroundings: () => ({
            passwords: { host: '482913', guest: '771205', link: 'ABCDEFGH' },
            links: { guest: 'https://meet.example.org/gzbwclient/conference/abcd' },
          }),
        },
      )
    },
    onEvents(events, conference) {
      log.push(...events)
      over = encoder?.apply(events, conference) ?? false
    },
  })
  return {
    clock,
    conferenceId,
    users,
    log,
    encoder: encoder as Encoder,
    get over() {
      return over
    },
    conference: (): Promise<Conference> => conferences.get(conferenceId),
    /** True when it was done. */
    async act<T extends CommandType>(
      who: User | string,
      type: T,
      params: CommandParams[T],
    ): Promise<boolean> {
      const actor =
        who === TIMER
          ? { is: 'system', name: 'timer' }
          : typeof who === 'string'
            ? { is: 'guest', guestId: who, name: who, number: `90${who.length}` }
            : actorFor(who)
      try {
        const request = { type, params, id: ids.commandId(), conferenceId, actor, via: 'page' }
        await conferences.execute(request as Parameters<typeof conferences.execute>[0])
        return true
      } catch (error) {
        if (error instanceof Refusal) return false
        throw error
      }
    },
    join(who: User | string, media = { audio: true, video: false }): Promise<boolean> {
      const name = typeof who === 'string' ? who : who.name
      const rest = { name, device: 'desktop', media, micOff: false, cameraOff: true } as const
      return this.act(who, 'Join', { proof: 'guest', ...rest })
    },
  }
}
const TIMER = 'timer'

type OpenRun = Awaited<ReturnType<typeof openRun>>

// biome-ignore lint/suspicious/noExplicitAny: what arrives on the wire is what is being tested
type Message = any

function messageOf({ text }: Frame): Message {
  return JSON.parse(text)
}

/** What one reader with these eyes and types gets of a flush. */
function theirs(pushes: readonly Push[], types: ReadonlySet<NotifyType>, eyes: Eyes): Message[] {
  const mine = pushes.filter(({ type }) => types.has(type))
  return mine.map((push, at) => messageOf(push.frame(eyes, at === mine.length - 1)))
}

/** A client that does what [HW] 2.3 says: a full replaces, an increment merges by key and removes by mode 1. */
class Client {
  readonly known = new Map<NotifyType, unknown>()
  /** What InviteResultNotify told: news, which no full repeats. */
  readonly results = new Set<string>()
  cursor: number | null = null
  private readonly versions = new Map<NotifyType, { full: number; next: number | null }>()

  receive(message: Message): void {
    const { action, msgMode, version, revision, data } = message
    const before = this.versions.get(action) ?? { full: 0, next: null }
    this.cursor = revision
    if (msgMode === 0) {
      expect(version).toBeGreaterThan(before.full)
      this.versions.set(action, { full: version, next: null })
      this.known.set(action, Array.isArray(data) && keyOf(action) ? listOf(action, data) : factsOf(message))
      return
    }
    if (before.next !== null) expect(version).toBe(before.next)
    this.versions.set(action, { full: before.full, next: version + 1 })
    if (action === 'InviteResultNotify') {
      for (const entry of data) this.results.add(JSON.stringify(entry))
      return
    }
    const list = new Map(this.known.get(action) as Map<string, unknown>)
    for (const entry of data) {
      if (entry.mode === 1) list.delete(entry[keyOf(action) as string])
      else list.set(entry[keyOf(action) as string], entry)
    }
    this.known.set(action, list)
  }

  /** A new connection counts anew: the catch-up carries the number the next increment continues. */
  reconnect(): void {
    for (const [type, { full }] of this.versions) this.versions.set(type, { full, next: null })
  }
}

function keyOf(action: NotifyType): string | null {
  if (action === 'AttendeesNotify') return 'phone'
  if (action === 'NetConditionNotify') return 'participantID'
  return action.endsWith('ParticipantsNotify') || action === 'WaitingListNotify' ? 'pid' : null
}

function listOf(action: NotifyType, data: Message[]): Map<string, unknown> {
  return new Map(data.map((entry) => [entry[keyOf(action) as string], entry]))
}

/** What a message says, without how it says it. */
function factsOf(message: Message): unknown {
  const { action, msgID, msgMode, version, createTime, revision, reset, ...facts } = message
  return facts
}

/** How many kinds of step there are. */
const OPS = 36

/** Before the run, after it, and what this wire has no word for. */
const NOT_TRIED: readonly EventType[] = [
  'ConferenceScheduled',
  'ConferenceCancelled',
  'ConferenceClosed',
  'RunStarted',
  'RunEnded',
  'ParticipantInterrupted',
  'MediaChanged',
  'LoudspeakerChanged',
  'ChatPosted',
]

const SOME_TYPES = fc.subarray([...SENT_TYPES], { minLength: 1 }).map((types) => new Set<NotifyType>(types))

const step = fc.record({
  // Most do nothing in an empty room.
  op: fc.oneof({ weight: 1, arbitrary: fc.nat(1) }, { weight: 3, arbitrary: fc.nat(OPS - 1) }),
  whom: fc.integer({ min: 0, max: 5 }),
  flush: fc.boolean(),
  /** How much of the next flush a reader gets before its line is cut; the rest it must catch up with. */
  cut: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null, freq: 3 }),
  /** The same of what answers its Subscribe. */
  cutAtOnce: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null, freq: 3 }),
})
type Step = { op: number; whom: number; flush: boolean; cut: number | null; cutAtOnce: number | null }

async function perform(run: OpenRun, { op, whom }: Step): Promise<void> {
  const people: (User | string)[] = [...run.users, 'wguest1', 'wguest22']
  const who = people[whom] as User | string
  const host = run.users[0] as User
  const flag = whom % 2 === 0
  const conference = await run.conference()
  const inside = insiders(conference)
  const target = inside[whom % Math.max(1, inside.length)]
  const id = target?.id ?? ('nobody' as ParticipantId)
  const known = Object.keys(conference.people) as ParticipantId[]
  const anybody = known[whom % known.length] as ParticipantId
  const ids = [id]
  const change = (changes: CommandParams['ChangeSettings']['changes']) =>
    run.act(host, 'ChangeSettings', { changes })
  const spotlight = (now: CommandParams['Spotlight']['spotlight']) =>
    run.act(host, 'Spotlight', { spotlight: now })
  const account = run.users[whom % run.users.length] as User
  const acts: (() => unknown)[] = [
    () => run.join(who),
    () => run.join(who, { audio: false, video: false }),
    () => run.act(who, 'Leave', {}),
    () => run.act(who, 'Mute', {}),
    () => run.act(who, 'Unmute', {}),
    () => run.act(host, 'Mute', { ids }),
    () => run.act(host, 'Unmute', { ids }),
    () => run.act(host, 'MuteAll', { mayUnmute: flag }),
    () => run.act(host, 'UnmuteAll', {}),
    () => run.act(host, 'Rename', { id, name: `n${whom}` }),
    () => change({ locked: flag }),
    () => run.act(host, 'Remove', { ids, ban: false }),
    () => run.act(who, 'OpenCamera', {}),
    () => run.act(host, 'ProlongRun', { minutes: 1 }),
    () => run.act(host, 'SetCohost', { id, on: flag }),
    () => run.act(who, flag ? 'RaiseHand' : 'LowerHand', {}),
    () => run.act(who, 'StartShare', {}),
    () => run.act(who, 'StopShare', {}),
    () => run.act(host, 'InviteToShare', { id, on: flag }),
    () => spotlight({ on: flag ? 'broadcast' : 'rollCall', participantId: id }),
    () => spotlight(flag ? { on: 'nobody' } : layoutOf([id, anybody])),
    () => change({ waitingRoom: flag }),
    () =>
      change({ joinScope: flag ? 'everyone' : 'tenant', shareLocked: flag, chat: flag ? 'none' : 'free' }),
    () => run.act(host, 'Admit', { all: true }),
    () => run.act(host, 'Refuse', { all: true }),
    () => run.act(host, 'ReturnToLobby', { ids }),
    () => run.act(host, 'Invite', { people: [inviteeOf(account)] }),
    () =>
      run.act(host, 'Invite', {
        people: [{ ...inviteeOf(account), who: { is: 'phone', number: `13${whom}` } }],
      }),
    () => answer(run, conference, account, (['accept', 'decline', 'busy'] as const)[whom % 3] ?? 'busy'),
    () => run.act(host, 'Uninvite', { ids: [anybody] }),
    () =>
      run.act(host, 'SetCaptions', { captions: flag ? { is: 'off' } : { is: 'on', languages: ['zh-CN'] } }),
    () => run.act(host, 'SetInterpretation', { is: flag ? 'on' : 'off', groups: [groupOf(account)] }),
    () => run.act(host, flag ? 'ClaimHost' : 'ReleaseHost', (flag ? { proof: 'none' } : {}) as never),
    () => run.act(host, 'TransferHost', { id }),
    () => {
      run.clock.advance([20_000, 61_000, 900_001][whom % 3] ?? 0)
      return run.act(TIMER, 'Tick', {})
    },
    () => target && run.encoder.measure(lineOf(run.conferenceId, target.id, whom)),
  ]
  expect(acts).toHaveLength(OPS)
  await acts[op]?.()
  run.clock.advance(7)
}

function layoutOf(participantIds: ParticipantId[]) {
  const pictures = participantIds.map((id, at) => ({ index: at + 1, participantIds: [id], share: false }))
  return { on: 'layout', layout: { imageType: 'Two', pictures, switchSeconds: 10 } } as const
}

function inviteeOf({ id, account, tenantId, name, number }: User): Invitee {
  return { who: { is: 'user', userId: id, account, number, tenantId }, name, role: 'participant' }
}

function answer(
  run: OpenRun,
  conference: Conference,
  user: User,
  how: CommandParams['AnswerInvitation']['answer'],
) {
  const rings = Object.values(conference.people).find(
    ({ who }) => who.is === 'user' && who.userId === user.id,
  )
  const invitationId = rings?.invitation?.id
  return invitationId && run.act(user, 'AnswerInvitation', { invitationId, answer: how })
}

function groupOf({ id, account, number, name }: User): InterpreterGroup {
  const interpreters = [{ account, userId: id, number, name }]
  return { id: '1', name: 'zh-en', by: 'people', languages: ['zh-CN', 'en'], interpreters }
}

function lineOf(
  conferenceId: ConferenceId,
  participantId: ParticipantId,
  level: number,
): SignalOf<'Network'> {
  const unknown = { jitterMs: null, lossUp: null, lossDown: null, kbpsUp: null, kbpsDown: null }
  const sample = { participantId, up: level, down: level, rttMs: 20 * level, ...unknown }
  return { type: 'Network', conferenceId, at: 1, samples: [sample] }
}

describe('the encoder', () => {
  it('lets every reader rebuild the state, cut anywhere, with a cursor and without', async () => {
    const told = new Set<string>()
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 80, size: 'max' }),
        SOME_TYPES,
        fc.constantFrom<Eyes>('host', 'account', 'guest'),
        fc.boolean(),
        fc.integer({ min: 0, max: 10 }),
        async (steps, wanted, eyes, withCursor, from) => {
          const types = readable(wanted, eyes)
          const run = await openRun()
          const { encoder } = run
          const client = new Client()
          let connected = false
          // Above it the reader has to learn of every outcome.
          let newsAfter = 0

          function connect(cut: number | null): void {
            const cursor = withCursor ? client.cursor : null
            client.reconnect()
            if (!cursor) newsAfter = run.log.at(-1)?.revision ?? 0
            const events =
              cursor !== null && cursor > 0 ? run.log.filter(({ revision }) => revision > cursor) : null
            const frames =
              (events && encoder.catchUp(types, eyes, { cursor: cursor as number, events })) ??
              encoder.fulls(types, eyes, { reset: cursor !== null, fresh: true })
            for (const one of frames.slice(0, cut ?? frames.length)) client.receive(messageOf(one))
            connected = cut === null || cut >= frames.length
          }

          for (const [at, one] of steps.entries()) {
            if (!connected && at >= from) connect(one.cutAtOnce)
            await perform(run, one)
            for (const { type } of run.log) told.add(type)
            if (run.over) return
            if (!one.flush) continue
            const messages = theirs(encoder.flush(), types, eyes)
            if (!connected) continue
            if (one.cut === null) for (const message of messages) client.receive(message)
            else {
              for (const message of messages.slice(0, one.cut)) client.receive(message)
              connected = false
            }
          }
          if (!connected) connect(null)
          for (const message of theirs(encoder.flush(), types, eyes)) client.receive(message)

          const fresh = new Client()
          for (const one of encoder.fulls(types, eyes, { fresh: true })) fresh.receive(messageOf(one))
          for (const one of [client, fresh]) one.known.delete('NetworkQualityNotify')
          expect(client.known).toEqual(fresh.known)
          const news = run.log.filter(({ revision }) => revision > newsAfter).flatMap(resultOf)
          if (types.has('InviteResultNotify'))
            for (const one of news) expect(client.results).toContain(JSON.stringify(resultEntry(one, eyes)))
          // The cursor may lag behind, never run ahead.
          expect(client.cursor ?? 0).toBeLessThanOrEqual((await run.conference()).revision)
        },
      ),
      { numRuns: 200 },
    )
    // What was tried was also done.
    expect(EVENT_TYPES.filter((type) => !told.has(type))).toEqual(NOT_TRIED)
  }, 60_000)

  it('numbers increments of a type one by one, whatever is gathered in them', async () => {
    const run = await openRun()
    const [alice, bob] = run.users as [User, User]
    await run.join(alice)
    await run.join(bob)
    const first = run.encoder.flush()
    expect(first.map(({ type }) => type)).toEqual([
      'AttendeesNotify',
      'ParticipantsNotify',
      'ChannelAndParticipantsNotify',
    ])
    const types = new Set<NotifyType>(SENT_TYPES)
    expect(theirs(first, types, 'host').map(({ version }) => version)).toEqual([1, 1, 1])
    await run.act(alice, 'MuteAll', { mayUnmute: false })
    const [dynamic, people] = theirs(run.encoder.flush(), types, 'host')
    expect(dynamic).toMatchObject({ action: 'ConfDynamicInfoNotify', msgMode: 0, mute: 1, canUnmute: 0 })
    expect(people).toMatchObject({ msgMode: 1, version: 2, data: [{ pinfoMap: { NAME: 'bob', MUTE: '1' } }] })
  })

  it('names an increment after its last event', async () => {
    const run = await openRun()
    await run.join(run.users[0] as User)
    const event = run.log.filter(({ type }) => type === 'HostChanged').at(-1)
    const [push] = run.encoder.flush().filter(({ type }) => type === 'ParticipantsNotify')
    const expected = createHash('sha256').update(`${event?.id} ParticipantsNotify`).digest('hex').slice(0, 32)
    expect(messageOf((push as Push).frame('host', true)).msgID).toBe(expected)
  })

  it('moves `revision` on only in the last message of a moment', async () => {
    const run = await openRun()
    await run.join(run.users[1] as User)
    const types = new Set<NotifyType>(['AttendeesNotify', 'ParticipantsNotify'])
    const fulls = run.encoder.fulls(types, 'host').map(messageOf)
    const { revision } = await run.conference()
    expect(fulls.map((one) => one.revision)).toEqual([0, revision])
    run.encoder.flush()
    await run.act(run.users[1] as User, 'Rename', { name: 'Bobby' })
    const told = theirs(run.encoder.flush(), types, 'host').map((one) => one.revision)
    expect(told).toEqual([revision, revision + 1])
  })

  it('shares bytes: one encoding for all eyes that see the same', async () => {
    const run = await openRun()
    await run.join(run.users[0] as User)
    const [attendees, participants] = run.encoder.flush() as [Push, Push]
    expect(attendees.type).toBe('ParticipantsNotify')
    expect(attendees.frame('host', true)).toBe(attendees.frame('account', true))
    expect(attendees.frame('guest', true)).not.toBe(attendees.frame('host', true))
    expect(participants.type).toBe('ChannelAndParticipantsNotify')
    const types = new Set<NotifyType>(SENT_TYPES)
    expect(run.encoder.fulls(types, 'host')).toBe(run.encoder.fulls(types, 'host'))
  })

  it('shows passwords to host tokens only, and accounts and numbers to nobody who knows only the guest password', async () => {
    const run = await openRun()
    const [alice, bob] = run.users as [User, User]
    await run.join(alice)
    await run.join(bob)
    const types = new Set<NotifyType>(SENT_TYPES)
    const text = (eyes: Eyes): string =>
      run.encoder
        .fulls(types, eyes)
        .map((one) => one.text)
        .join('\n')
    expect(text('host')).toContain('482913')
    expect(text('account')).not.toContain('482913')
    expect(text('account')).toContain(bob.number)
    for (const secret of ['482913', bob.number, bob.id, alice.id, '"ACCOUNT":"bob"'])
      expect(text('guest')).not.toContain(secret)
  })

  it('ends with everybody removed and `Destroyed`, the last settings kept', async () => {
    const run = await openRun()
    const [alice, bob] = run.users as [User, User]
    await run.join(alice)
    await run.join(bob)
    await run.act(alice, 'ChangeSettings', { changes: { locked: true } })
    run.encoder.flush()
    await run.act(alice, 'EndRun', {})
    expect(run.over).toBe(true)
    const types = new Set<NotifyType>(['ConfDynamicInfoNotify', 'ParticipantsNotify'])
    const [dynamic, people] = theirs(run.encoder.flush(), types, 'host')
    expect(dynamic).toMatchObject({ state: 'Destroyed', lock: 1 })
    expect(people.data.map(({ mode }: Message) => mode)).toEqual([1, 1])
    const numbers = people.data.map(({ pinfoMap }: Message) => pinfoMap.TEL)
    expect(numbers.sort()).toEqual([alice.number, bob.number])
  })

  it('gives up on a cursor of an earlier run', async () => {
    const run = await openRun()
    await run.join(run.users[0] as User)
    const cursor = (await run.conference()).revision
    const other = { ...(run.log[0] as Recorded), type: 'RunStarted' } as Recorded
    const events = [other, ...run.log]
    expect(run.encoder.catchUp(new Set(SENT_TYPES), 'host', { cursor, events })).toBeNull()
  })

  it('gives fulls rising numbers even when time stands still', async () => {
    const run = await openRun()
    const types = new Set<NotifyType>(SENT_TYPES)
    const versions = [
      ...run.encoder.fulls(types, 'host', { fresh: true }),
      ...run.encoder.fulls(types, 'host', { fresh: true, reset: true }),
    ].map((one) => messageOf(one).version)
    expect(versions).toEqual([...versions].sort((a, b) => a - b))
    expect(new Set(versions).size).toBe(versions.length)
    expect(versions[0]).toBe(run.clock.now())
  })

  it('is silent about a conference nobody spoke in, and names at most three speakers', async () => {
    const run = await openRun()
    const types = new Set<NotifyType>(['SpeakerChangeNotify'])
    expect(run.encoder.fulls(types, 'host').map(messageOf)).toMatchObject([{ data: [] }])
    const push = run.encoder.speak({
      type: 'Speakers',
      conferenceId: run.conferenceId as ConferenceId,
      at: 1,
      active: 'p' as ParticipantId,
      loudest: [{ participantId: 'p' as ParticipantId, name: 'Bob', level: 57 }],
    })
    expect(messageOf(push.frame('host', true))).toMatchObject({
      msgMode: 0,
      data: [{ pid: 'p', name: 'Bob', speakingVolume: 57 }],
    })
  })
})

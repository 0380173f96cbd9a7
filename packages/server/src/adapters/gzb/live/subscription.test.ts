import {
  type Actor,
  type Command,
  type Conference,
  type ConferenceId,
  createConferences,
  createFeed,
  DEFAULT_POLICIES,
  type Device,
  type GuestId,
  HOME_TENANT,
  type Policies,
  Refusal,
  SECOND,
  schedule,
  type TenantId,
  type UserId,
} from '@parley/core'
import {
  createMemoryBus,
  createMemoryConferenceStore,
  createSequentialIds,
  createTestSecrets,
  FakeClock,
} from '@parley/core/memory'
import { type Topic, topics } from '@parley/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Sight, sightOf } from '../sight.ts'
import { nothingRead, type Read, read } from '../testing/reader.ts'
import { chatView, conferenceView, membersView } from '../views.ts'
import { createCadences } from './cadence.ts'
import { createEncoder } from './encoder.ts'
import { type Subscription, subscribe } from './subscription.ts'

const PEOPLE = 4
const ALL: ReadonlySet<Topic> = new Set(topics)
/** Who reads, by the number of the actor, and whether several events at once. */
const READ_BY: readonly (readonly [number, boolean])[] = [
  [0, false],
  [1, false],
  [1, true],
  [2, true],
  [3, false],
]
const READERS = READ_BY.length

type Step =
  | { do: 'command'; who: number; whom: number; what: number; flag: boolean }
  | { do: 'wait'; seconds: number }
  /** A reader is cut, or comes back with what it last saw. */
  | { do: 'cut' | 'return'; reader: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('command' as const),
      who: fc.nat(PEOPLE - 1),
      whom: fc.nat(PEOPLE - 1),
      what: fc.oneof(fc.nat(42), fc.constantFrom(14, 15)),
      flag: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      seconds: fc.constantFrom(1, 30, 61, 130, 901),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('cut' as const, 'return' as const),
      reader: fc.nat(READERS - 1),
    }),
  },
)

const owner = {
  id: '0'.repeat(32) as UserId,
  name: 'Ann',
  account: 'ann',
  number: '1000001',
}
const colleague = { id: '1'.repeat(32) as UserId, name: 'Bob', account: 'bob', number: '1000002' }

/** The owner, an account, two guests. */
const actors: Actor[] = Array.from({ length: PEOPLE }, (_, at) =>
  at < 2
    ? accountOf(at === 0 ? owner : colleague)
    : { is: 'guest', guestId: `w0000000000${at}` as GuestId, name: `Guest ${at}`, number: `90000000${at}` },
)

function accountOf({ id, ...rest }: typeof owner): Actor {
  return { is: 'user', userId: id, tenantId: HOME_TENANT as TenantId, ...rest, admin: false }
}

function commandOf(
  { who, whom, what, flag }: Extract<Step, { do: 'command' }>,
  conference: Conference,
): Command {
  const people = Object.values(conference.people)
  const target = people[whom % Math.max(1, people.length)]
  const ids = target ? [target.id] : []
  const self = flag ? {} : { ids }
  const commands: Command[] = [
    {
      type: 'Join',
      params: {
        proof: who < 2 ? 'host' : 'guest',
        name: `Guest ${who}`,
        device: 'desktop' as Device,
        media: { audio: flag, video: false },
        micOff: !flag,
        cameraOff: false,
      },
    },
    { type: 'Leave', params: {} },
    { type: 'Mute', params: self },
    { type: 'Unmute', params: self },
    { type: 'CloseCamera', params: self },
    { type: 'OpenCamera', params: self },
    { type: 'MuteAll', params: { mayUnmute: flag } },
    { type: 'UnmuteAll', params: {} },
    { type: 'Rename', params: { ...(flag || !target ? {} : { id: target.id }), name: `Name ${whom}` } },
    { type: 'ChangeSettings', params: { changes: { locked: flag, shareLocked: whom === 0 } } },
    { type: 'Remove', params: { ids, ban: false } },
    { type: 'StartRun', params: { proof: 'host' } },
    { type: 'ProlongRun', params: { minutes: 5 } },
    flag ? { type: 'EndRun', params: {} } : { type: 'StartRun', params: { proof: 'host' } },
    {
      type: 'NoteConnection',
      params: {
        participantId: ids[0] as never,
        generation: target?.generation ?? 0,
        line: flag ? 'up' : 'down',
      },
    },
    {
      type: 'NoteMedia',
      params: {
        participantId: ids[0] as never,
        epoch: conference.state === 'running' ? conference.run.media.epoch : 0,
        mediaState: flag ? 'up' : 'stalled',
      },
    },
    { type: 'ChangeSettings', params: { changes: { waitingRoom: true } } },
    {
      type: 'ChangeSettings',
      params: { changes: { waitingRoom: flag, hostSuccession: flag ? 'off' : 'cohosts' } },
    },
    { type: 'Admit', params: flag ? { all: true } : { ids } },
    { type: 'Refuse', params: flag ? { all: true } : { ids } },
    { type: 'ReturnToLobby', params: { ids } },
    { type: 'ReturnToLobby', params: { ids: people.map(({ id }) => id) } },
    {
      type: 'Invite',
      params: {
        people: [{ who: whoOf(colleague), name: colleague.name, role: flag ? 'cohost' : 'participant' }],
      },
    },
    {
      type: 'Invite',
      params: { people: [{ who: { is: 'phone', number: '123' }, name: 'Mei', role: 'participant' }] },
    },
    { type: 'Uninvite', params: { ids: people.flatMap(({ id, invited }) => (invited ? [id] : [])) } },
    {
      type: 'AnswerInvitation',
      params: {
        invitationId: people.find(({ invitation }) => invitation)?.invitation?.id ?? ('none' as never),
        answer: flag ? 'accept' : 'decline',
      },
    },
    { type: 'RaiseHand', params: {} },
    { type: 'LowerHand', params: self },
    { type: 'StartShare', params: {} },
    { type: 'StopShare', params: self },
    { type: 'InviteToShare', params: { id: ids[0] as never, on: flag } },
    { type: 'SetCohost', params: { id: ids[0] as never, on: flag } },
    { type: 'SetCohost', params: { id: ids[0] as never, on: true } },
    { type: 'TransferHost', params: { id: ids[0] as never } },
    { type: 'ClaimHost', params: { proof: flag ? 'host' : 'none' } },
    { type: 'ReleaseHost', params: {} },
    {
      type: 'Spotlight',
      params: { spotlight: { on: flag ? 'broadcast' : 'rollCall', participantId: ids[0] as never } },
    },
    { type: 'Spotlight', params: { spotlight: { on: 'nobody' } } },
    { type: 'SetCaptions', params: { captions: flag ? { is: 'on', languages: ['zh-CN'] } : { is: 'off' } } },
    { type: 'SetInterpretation', params: { is: flag ? 'on' : 'off' } },
    { type: 'PostChat', params: { text: `line ${whom}`, to: flag ? null : (ids[0] as never) } },
    { type: 'SetLoudspeaker', params: { on: flag } },
    { type: 'CloseCamera', params: { ids } },
  ]
  return commands[what] as Command
}

const SYSTEM: Actor = { is: 'system', name: 'connection' }
const isOfSystem = (type: Command['type']): boolean => type === 'NoteConnection' || type === 'NoteMedia'

function whoOf({ id, account, number }: typeof owner) {
  return { is: 'user' as const, userId: id, account, number, tenantId: HOME_TENANT as TenantId }
}

function serverSide(conference: Conference, sight: Sight): Read {
  return {
    version: conference.revision,
    conference: conferenceView(conference, sight.audience),
    members: new Map(membersView(conference, sight).map((member) => [member.memberId, member])),
    chat: chatView(conference, sight),
  }
}

/**
 * What a reader has, as far as it can be known: what only the log remembers of a run that is over is not compared, nor, to
 * people without the floor, who left and waits or was turned away since, nor what was written to a reader whom the conference
 * has forgotten meanwhile.
 */
function comparable({ version, conference: view, members, chat }: Read, known: Read, sight: Sight) {
  const { actualStart, actualEnd, endReason, ...rest } = view ?? {}
  const isOn = view?.state === 'ongoing'
  return {
    version,
    conference: JSON.parse(
      JSON.stringify({ ...rest, version, ...(isOn ? { actualStart, actualEnd, endReason } : {}) }),
    ),
    members: JSON.parse(
      JSON.stringify(
        [...members.values()]
          .filter(({ memberId, state }) => sight.floor || known.members.has(memberId) || !GONE.has(state))
          .sort((a, b) => a.memberId.localeCompare(b.memberId)),
      ),
    ),
    chat: chat.filter(({ memberId, to }) => to === null || memberId === sight.me || to === sight.me),
  }
}

const GONE: ReadonlySet<string> = new Set(['left', 'removed'])

describe('[WC] 3.6 and 4.9 readers', () => {
  it('rebuild exactly the state of the server, however often they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), async (steps) => {
        const clock = new FakeClock()
        const ids = createSequentialIds()
        const store = createMemoryConferenceStore()
        const faults: unknown[] = []
        const onError = (error: unknown): void => void faults.push(error)
        const bus = createMemoryBus(onError)
        const policies: Policies = DEFAULT_POLICIES
        const conferences = createConferences({
          store,
          bus,
          clock,
          ids,
          policies,
          tenantId: HOME_TENANT,
          onError,
        })
        const feed = createFeed({ conferences, store, bus, onError })
        const encoder = createEncoder(ids)
        const cadences = createCadences(clock)
        const { conferenceId } = await schedule(
          {
            actor: actors[0] as Actor,
            via: 'rpc',
            title: 'Weekly',
            start: null,
            minutes: 60,
            owner,
            invited: [],
            settings: { reopenable: true },
            passwords: {},
          },
          { conferences, ids, secrets: createTestSecrets() },
        )

        const readers = READ_BY.map(([who, batch]) => ({
          actor: actors[who] as Actor,
          batch,
          state: nothingRead(),
          line: null as Subscription | null,
        }))
        const open = async (at: number) => {
          const reader = readers[at]
          if (!reader || reader.line) return
          reader.line = await subscribe({
            confId: conferenceId,
            actor: reader.actor,
            topics: ALL,
            after: reader.state.version || null,
            feed,
            encoder,
            clock,
            cadence: reader.batch ? cadences.of(conferenceId) : null,
            send: (frame) => {
              reader.state = read(reader.state, frame.text)
            },
            isBehind: () => false,
            onOpen: () => {},
            onEvents: () => {},
          })
          reader.line.release()
        }
        // The last comes only when it is told to, so that it often starts in the middle.
        for (const at of readers.keys()) if (at < READERS - 1) await open(at)

        let accepted = 0
        for (const who of actors.keys())
          await take({ do: 'command', who, whom: 0, what: 0, flag: who % 2 === 0 })
        for (const one of steps) {
          if ('reader' in one) {
            const reader = readers[one.reader]
            if (one.do === 'return') await open(one.reader)
            else if (reader) {
              reader.line?.flush()
              reader.line?.close()
              reader.line = null
            }
          } else if (one.do === 'wait') {
            clock.advance(one.seconds * SECOND)
            await run({ type: 'Tick', params: {} }, { is: 'system', name: 'timer' })
          } else await take(one)
        }
        for (const at of readers.keys()) await open(at)
        // What is told late: what gathered, and what a reader may not know.
        clock.advance(6 * SECOND)
        for (const { line } of readers) line?.flush()
        const conference = await conferences.get(conferenceId)
        expect(faults).toEqual([])
        for (const { actor, state } of readers) {
          const sight = sightOf(conference, actor)
          const server = serverSide(conference, sight)
          expect(comparable(state, server, sight)).toEqual(comparable(server, server, sight))
        }

        expect(accepted).toBeGreaterThanOrEqual(actors.length - 1)

        async function take(one: Extract<Step, { do: 'command' }>): Promise<void> {
          const command = commandOf(one, await conferences.get(conferenceId))
          await run(command, isOfSystem(command.type) ? SYSTEM : (actors[one.who] as Actor))
        }

        async function run(command: Command, actor: Actor): Promise<void> {
          try {
            await conferences.execute({ ...command, id: ids.commandId(), conferenceId, actor, via: 'page' })
            accepted += 1
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
          }
        }
      }),
      { numRuns: 200 },
    )
  }, 60_000)

  it('share one encoding per audience, and get large snapshots in parts', async () => {
    const clock = new FakeClock()
    const ids = createSequentialIds()
    const store = createMemoryConferenceStore()
    const onError = (error: unknown): never => {
      throw error
    }
    const bus = createMemoryBus(onError)
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
    const encoder = createEncoder(ids)
    const invited = Array.from({ length: 450 }, (_, at) => ({
      id: at.toString(16).padStart(32, '0') as UserId,
      tenantId: HOME_TENANT,
      account: `u${at}`,
      name: `User ${at}`,
      number: String(1_000_001 + at),
      mobile: '',
      email: '',
      admin: false,
      status: 'normal' as const,
      createdAt: 0,
      changedAt: 0,
    }))
    const { conferenceId } = await schedule(
      {
        actor: actors[0] as Actor,
        via: 'rpc',
        title: 'Large',
        start: null,
        minutes: null,
        owner,
        invited,
        settings: {},
        passwords: {},
      },
      { conferences, ids, secrets: createTestSecrets() },
    )
    const frames: { text: string }[][] = [[], [], []]
    for (const [at, actor] of [actors[0], actors[0], actors[3]].entries()) {
      const line = await subscribe({
        confId: conferenceId as ConferenceId,
        actor: actor as Actor,
        topics: ALL,
        after: null,
        feed,
        encoder,
        clock,
        cadence: null,
        send: (frame) => void frames[at]?.push(frame),
        isBehind: () => false,
        onOpen: () => {},
        onEvents: () => {},
      })
      line.release()
    }
    await conferences.execute({
      type: 'ChangeSettings',
      params: { changes: { locked: true } },
      id: ids.commandId(),
      conferenceId,
      actor: actors[0] as Actor,
      via: 'rpc',
    })
    const [one = [], two = [], guest = []] = frames
    expect(one.map(({ text }) => JSON.parse(text).params.members?.length)).toEqual([200, 200, 50, undefined])
    expect(one.every((frame, at) => frame === two[at])).toBe(true)
    expect(one.some((frame) => guest.includes(frame))).toBe(false)
  })
})

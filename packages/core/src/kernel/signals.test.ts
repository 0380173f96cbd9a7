import { describe, expect, it } from 'vitest'
import type { Actor } from '../actor.ts'
import type { Answer, Command, Request } from '../conference/commands.ts'
import { DEFAULT_POLICIES } from '../conference/policies.ts'
import type { Signal } from '../conference/signals.ts'
import { HOME_TENANT } from '../ids.ts'
import {
  createMemoryBus,
  createMemoryConferenceStore,
  createSequentialIds,
  createTestSecrets,
  FakeClock,
} from '../memory/index.ts'
import { ALICE, guest, join, KEY, T0 } from '../testing/given.ts'
import { createConferences } from './conferences.ts'
import { schedule } from './schedule.ts'

const LI = guest('Li')
const REACT = { type: 'React', params: { reaction: 'clap' } } as const

/** A running meeting with Li inside, and all that its bus tells, in order. */
async function house() {
  const store = createMemoryConferenceStore()
  const onError = (error: unknown): void => {
    throw error
  }
  const bus = createMemoryBus(onError)
  const clock = new FakeClock(T0)
  const ids = createSequentialIds()
  const parts = { store, bus, clock, ids, policies: DEFAULT_POLICIES, tenantId: HOME_TENANT, onError }
  const conferences = createConferences(parts)
  const owner = { id: ALICE.userId, name: 'Alice', account: 'alice', number: '1000001' }
  const { conferenceId } = await schedule(
    {
      actor: ALICE,
      via: 'rpc',
      title: 'Weekly',
      start: null,
      minutes: 60,
      owner,
      invited: [],
      settings: {},
      passwords: {},
    },
    { conferences, ids, secrets: createTestSecrets() },
  )
  const told: (Signal | string)[] = []
  bus.onNews(({ events }) => told.push(...events.map(({ type }) => type)))
  bus.onSignal((signal) => told.push(signal))
  const does = (actor: Actor, command: Command, more: Partial<Request> = {}): Promise<Answer> =>
    conferences.execute({
      ...command,
      id: ids.commandId(),
      conferenceId,
      actor,
      via: 'rpc',
      ...more,
    } as Request)
  const { participantId } = await does(LI, join({ name: 'Li' }))
  told.length = 0
  const signals = (): Signal[] => told.filter((one) => typeof one !== 'string')
  return { store, clock, conferences, does, told, signals, conferenceId, li: participantId! }
}

describe('signals of commands', () => {
  it('[N1] go out with conference and time, and stay out of the answer and of the log', async () => {
    const { does, told, conferenceId, li, clock, store } = await house()
    clock.advance(5_000)
    const before = await store.eventsOf(conferenceId, { after: 0, limit: 99 })
    const answer = await does(LI, REACT)
    expect(told).toEqual([
      { type: 'Reaction', conferenceId, at: T0 + 5_000, participantId: li, name: 'Li', reaction: 'clap' },
    ])
    expect(answer).toEqual({ conferenceId, revision: answer.revision, runId: answer.runId })
    expect(await store.eventsOf(conferenceId, { after: 0, limit: 99 })).toEqual(before)
  })

  it('[N1] come after what was recorded, by the same command and by those before it', async () => {
    const { does, told, li } = await house()
    await does(LI, { type: 'Mute', params: {} })
    await does(KEY, { type: 'Mute', params: { ids: [li] } })
    told.length = 0
    await does(KEY, { type: 'Unmute', params: { ids: [li] } })
    expect(told).toMatchObject(['MicChanged', { type: 'Asked', participantId: li, by: 'API key' }])
    told.length = 0
    await Promise.all([does(LI, { type: 'Unmute', params: {} }), does(LI, REACT)])
    expect(told).toMatchObject(['MicChanged', { type: 'Reaction' }])
  })

  it('[N1] [L5] are told once, however often the command is repeated under its key', async () => {
    const { does, signals, li } = await house()
    const call = { type: 'Spotlight', params: { spotlight: { on: 'rollCall', participantId: li } } } as const
    await does(LI, { type: 'Mute', params: {} })
    const twice = await Promise.all([
      does(KEY, call, { idempotencyKey: 'k' }),
      does(KEY, call, { idempotencyKey: 'k' }),
    ])
    const later = await does(KEY, call, { idempotencyKey: 'k' })
    expect(signals()).toMatchObject([{ type: 'Asked' }])
    expect([...twice, later].every((answer) => !('signals' in answer))).toBe(true)
  })

  it('[N1] [L5] what recorded nothing holds no key, and is told again', async () => {
    const { does, signals } = await house()
    await does(LI, REACT, { idempotencyKey: 'k' })
    await does(LI, REACT, { idempotencyKey: 'k' })
    expect(signals()).toHaveLength(2)
    await does(LI, { type: 'Mute', params: {} }, { idempotencyKey: 'k' })
    await expect(does(LI, REACT, { idempotencyKey: 'k' })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('[N1] a refusal and a failed commit tell nothing', async () => {
    const { does, told, store, conferences, li } = await house()
    await expect(does(guest('Mei'), REACT)).rejects.toMatchObject({ code: 'not-inside' })
    await does(LI, { type: 'Mute', params: {} })
    told.length = 0
    const { commit } = store
    store.commit = async () => [{ ok: false, why: 'link-taken' }]
    const call = { type: 'Spotlight', params: { spotlight: { on: 'rollCall', participantId: li } } } as const
    await expect(does(KEY, call)).rejects.toMatchObject({ code: 'link-taken' })
    store.commit = commit
    await conferences.drain()
    expect(told).toEqual([])
  })

  it('[N2] five reactions of a person in any second', async () => {
    const { does, signals, clock } = await house()
    await does(guest('Mei'), join({ name: 'Mei' }))
    for (let n = 0; n < 9; n++) await does(LI, REACT)
    await does(guest('Mei'), REACT)
    expect(signals()).toHaveLength(6)
    clock.advance(999)
    await does(LI, REACT)
    expect(signals()).toHaveLength(6)
    clock.advance(1)
    await does(LI, REACT)
    expect(signals()).toHaveLength(7)
  })

  it('[N2] three unfinished versions of a line in any second, and every finished one', async () => {
    const { does, signals } = await house()
    await does(KEY, { type: 'SetCaptions', params: { captions: { is: 'on', languages: ['en'] } } })
    const say = (lineId: string, final: boolean) =>
      does(KEY, {
        type: 'PostCaption',
        params: {
          lineId,
          participantId: null,
          texts: [{ language: 'en', text: 'a' }],
          final,
          beginMs: 0,
          endMs: 1,
        },
      })
    for (let n = 0; n < 9; n++) await say('1', false)
    await say('2', false)
    await say('1', true)
    await say('1', true)
    const lines = signals().map((signal) => signal.type === 'Caption' && [signal.lineId, signal.final])
    expect(lines).toEqual([
      ['1', false],
      ['1', false],
      ['1', false],
      ['2', false],
      ['1', true],
      ['1', true],
    ])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Recorded } from '../conference/events.ts'
import { DEFAULT_POLICIES } from '../conference/policies.ts'
import type { NetworkSample, Signal } from '../conference/signals.ts'
import type { Conference } from '../conference/state.ts'
import { type CommandId, type ConferenceId, HOME_TENANT, type ParticipantId } from '../ids.ts'
import { createConferences } from '../kernel/conferences.ts'
import { fold } from '../kernel/fold.ts'
import { schedule } from '../kernel/schedule.ts'
import {
  createMemoryBus,
  createMemoryConferenceStore,
  createSequentialIds,
  createTestSecrets,
  FakeClock,
} from '../memory/index.ts'
import { ALICE, guest, join, T0 } from '../testing/given.ts'
import { createFeed, type Opening } from './feed.ts'

function house() {
  const errors: unknown[] = []
  const onError = (error: unknown): void => void errors.push(error)
  const store = createMemoryConferenceStore()
  const bus = createMemoryBus(onError)
  const ids = createSequentialIds()
  const conferences = createConferences({
    store,
    bus,
    clock: new FakeClock(T0),
    ids,
    policies: DEFAULT_POLICIES,
    tenantId: HOME_TENANT,
    onError,
  })
  const feed = createFeed({ conferences, store, bus, onError })
  const book = async (): Promise<ConferenceId> => {
    const owner = { id: ALICE.userId, name: 'Alice', account: 'alice', number: '1000001' }
    const booking = {
      actor: ALICE,
      via: 'rpc' as const,
      title: 'Weekly',
      start: null,
      minutes: 60,
      owner,
      invited: [],
      settings: {},
      passwords: {},
    }
    return (await schedule(booking, { conferences, ids, secrets: createTestSecrets() })).conferenceId
  }
  const lock = (conferenceId: ConferenceId, locked: boolean) =>
    conferences.execute({
      type: 'ChangeSettings',
      params: { changes: { locked } },
      id: ids.commandId(),
      conferenceId,
      actor: ALICE,
      via: 'rpc',
    })
  const enter = async (conferenceId: ConferenceId, name: string): Promise<ParticipantId> => {
    const id = ids.commandId()
    const actor = guest(name)
    const request = { ...join({ name, proof: 'host' }), id, conferenceId, actor, via: 'page' as const }
    return (await conferences.execute(request)).participantId!
  }
  return { store, bus, conferences, feed, book, lock, enter, errors }
}

/** A reader that keeps all it is told and rebuilds the state from it. */
class Book {
  opening: Opening | null = null
  readonly events: Recorded[] = []
  state: Conference | null = null
  onOpen(opening: Opening): void {
    this.opening = opening
    this.state = opening.replay ? fold(this.state, opening.replay) : opening.conference
    if (opening.replay) this.events.push(...opening.replay)
  }
  onEvents(events: readonly Recorded[], conference: Conference): void {
    this.state = fold(this.state, events)
    this.events.push(...events)
    expect(this.state).toEqual(conference)
  }
}

describe('the feed', () => {
  it('[L7] gives a state, then every event above it', async () => {
    const { feed, book, lock } = house()
    const id = await book()
    const reader = new Book()
    const close = await feed.open(id, null, reader)
    const { revision } = reader.opening!.conference
    await lock(id, true)
    await lock(id, false)
    expect(reader.events.map((event) => event.revision)).toEqual([revision + 1, revision + 2])
    close()
    await lock(id, true)
    expect(reader.events).toHaveLength(2)
  })

  it('[L7] tells a reader whose cursor it cannot serve', async () => {
    const { feed, book } = house()
    const id = await book()
    for (const after of [0, 99, -1]) {
      const reader = new Book()
      await feed.open(id, after, reader)
      expect(reader.opening?.replay).toBeNull()
    }
    await expect(feed.open('000000000' as ConferenceId, null, new Book())).rejects.toMatchObject({
      code: 'no-conference',
    })
  })

  it('[L7] a failing reader does not stop the others', async () => {
    const { feed, book, lock, errors } = house()
    const id = await book()
    const reader = new Book()
    await feed.open(id, null, {
      onOpen: () => {},
      onEvents: () => {
        throw new Error('broken reader')
      },
    })
    await feed.open(id, null, reader)
    await lock(id, true)
    expect(reader.events).toHaveLength(1)
    expect(errors).toHaveLength(1)
  })

  it('[L7] news that were lost are read from the log', async () => {
    const { feed, book, lock, bus } = house()
    const id = await book()
    const reader = new Book()
    await feed.open(id, null, reader)
    // Two changes whose news never arrive, then a hint without events.
    const publish = bus.publish
    bus.publish = () => {}
    await lock(id, true)
    await lock(id, false)
    bus.publish = publish
    bus.publish({
      conferenceId: id,
      revision: reader.opening!.conference.revision + 2,
      position: 4,
      events: [],
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(reader.events).toHaveLength(2)
  })

  it('[L7] news that come while the log is read are read too', async () => {
    const { feed, book, lock, bus, store } = house()
    const id = await book()
    const reader = new Book()
    await feed.open(id, null, reader)
    const publish = bus.publish
    bus.publish = () => {}
    await lock(id, true)
    bus.publish = publish
    // The read is answered from before the change that is told of while it is on its way.
    const { eventsOf } = store
    let change: Promise<unknown> | null = null
    store.eventsOf = async (conferenceId, range) => {
      const found = await eventsOf(conferenceId, range)
      change ??= lock(id, true)
      await change
      return found
    }
    await lock(id, false)
    await new Promise((resolve) => setImmediate(resolve))
    expect(reader.events.map(({ type }) => type)).toEqual(['LockChanged', 'LockChanged', 'LockChanged'])
    expect(reader.state?.settings.locked).toBe(true)
  })

  it('[L7] news that go by while a channel is opened are not missed', async () => {
    const { feed, book, lock, conferences } = house()
    const id = await book()
    const { state } = conferences
    // The first state is told only after the next change has been.
    conferences.state = async (conferenceId) => {
      const found = await state(conferenceId)
      conferences.state = state
      await lock(id, true)
      return found
    }
    const reader = new Book()
    await feed.open(id, null, reader)
    expect(reader.opening?.conference.settings.locked).toBe(true)
  })

  it('[N5] gives a reader who speaks and the last line of everybody inside, and tells the rest once', async () => {
    const { feed, book, bus, conferences, enter } = house()
    const conferenceId = await book()
    const [li, mei] = [await enter(conferenceId, 'Li'), await enter(conferenceId, 'Mei')]
    const first = new Book()
    const heard: string[] = []
    await feed.open(
      conferenceId,
      null,
      Object.assign(first, { onSignal: (signal: Signal) => void heard.push(signal.type) }),
    )
    expect(first.opening).toMatchObject({ speakers: null, network: null })
    const base = { conferenceId, at: T0 }
    const sample = (participantId: ParticipantId, up: number): NetworkSample => ({
      participantId,
      up,
      down: 5,
      rttMs: null,
      jitterMs: null,
      lossUp: null,
      lossDown: null,
      kbpsUp: null,
      kbpsDown: null,
    })
    bus.signal({ ...base, type: 'Speakers', active: li, loudest: [] })
    bus.signal({ ...base, type: 'Network', samples: [sample(li, 5), sample(mei, 4)] })
    bus.signal({ ...base, type: 'Network', samples: [sample(li, 2)] })
    bus.signal({ ...base, type: 'Reaction', participantId: li, name: 'Li', reaction: 'clap' })
    expect(heard).toEqual(['Speakers', 'Network', 'Network', 'Reaction'])
    const opening = await feed.since(conferenceId, null)
    expect(opening.speakers).toMatchObject({ active: li })
    expect(opening.network?.samples).toEqual([sample(li, 2), sample(mei, 4)])

    const request = { conferenceId, via: 'page' as const, actor: guest('Li'), id: 'c' as CommandId }
    await conferences.execute({ ...request, type: 'Leave', params: {} })
    expect((await feed.since(conferenceId, null)).network?.samples).toEqual([sample(mei, 4)])
    await conferences.execute({ ...request, actor: ALICE, type: 'EndRun', params: {} })
    expect(await feed.since(conferenceId, null)).toMatchObject({ speakers: null, network: null })
  })

  it('[L7] readers cut at random over random changes rebuild the state', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('lock', 'cut', 'open', 'race'), { minLength: 1, maxLength: 40 }),
        async (plan) => {
          const { feed, book, lock, store } = house()
          const id = await book()
          const reader = new Book()
          let close = await feed.open(id, null, reader)
          let locked = false
          const toggle = (): Promise<unknown> => {
            locked = !locked
            return lock(id, locked)
          }
          for (const step of plan) {
            if (step === 'cut') close()
            if (step === 'open' || step === 'race') {
              close()
              const opening = feed.open(id, reader.state?.revision ?? null, reader)
              if (step === 'race') await toggle()
              close = await opening
            }
            if (step === 'lock') await toggle()
          }
          close()
          close = await feed.open(id, reader.state?.revision ?? null, reader)
          close()
          expect(reader.state).toEqual(fold(null, await store.eventsOf(id, { after: 0, limit: 999 })))
          const revisions = reader.events.map(({ revision }) => revision)
          expect(revisions).toEqual(revisions.map((_, at) => (revisions[0] ?? 0) + at))
        },
      ),
      { numRuns: 60 },
    )
  })
})

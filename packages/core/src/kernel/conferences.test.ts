import { describe, expect, it } from 'vitest'
import type { CommandParams, Request } from '../conference/commands.ts'
import type { Unpositioned } from '../conference/events.ts'
import { DEFAULT_POLICIES } from '../conference/policies.ts'
import { type CommandId, type ConferenceId, type EventId, HOME_TENANT } from '../ids.ts'
import { MINUTE } from '../instant.ts'
import {
  createMemoryBus,
  createMemoryConferenceStore,
  createSequentialIds,
  createTestSecrets,
  FakeClock,
} from '../memory/index.ts'
import type { Append, AppendResult, ConferenceStore } from '../ports/conference-store.ts'
import type { User } from '../ports/directory.ts'
import { ALICE, guest, join, T0 } from '../testing/given.ts'
import { createConferences } from './conferences.ts'
import { fold } from './fold.ts'
import { schedule } from './schedule.ts'

const OWNER = { id: ALICE.userId, name: 'Alice', account: 'alice', number: '1000001' } as User

function house(
  change: (store: ConferenceStore) => ConferenceStore = (store) => store,
  gather?: (work: () => void) => void,
) {
  const errors: unknown[] = []
  const onError = (error: unknown): void => void errors.push(error)
  const memory = createMemoryConferenceStore()
  const store = change(memory)
  const bus = createMemoryBus(onError)
  const clock = new FakeClock(T0)
  const ids = createSequentialIds()
  const conferences = createConferences({
    store,
    bus,
    clock,
    ids,
    policies: DEFAULT_POLICIES,
    tenantId: HOME_TENANT,
    onError,
    ...(gather ? { gather } : {}),
  })
  const book = (title = 'Weekly') =>
    schedule(
      {
        actor: ALICE,
        via: 'rpc',
        title,
        start: null,
        minutes: 60,
        owner: OWNER,
        invited: [],
        settings: {},
        passwords: {},
      },
      { conferences, ids, secrets: createTestSecrets() },
    )
  const request = <T extends 'Mute' | 'Leave' | 'ChangeSettings' | 'EndRun'>(
    type: T,
    params: CommandParams[T],
    conferenceId: ConferenceId,
    more: Partial<Request> = {},
  ): Request =>
    ({ type, params, id: ids.commandId(), conferenceId, actor: ALICE, via: 'rpc', ...more }) as Request
  const enter = (conferenceId: ConferenceId, name: string, more: Partial<Request> = {}): Request =>
    ({
      ...join({ name }),
      id: ids.commandId(),
      conferenceId,
      actor: guest(name),
      via: 'page',
      ...more,
    }) as Request
  return { store: memory, bus, clock, conferences, book, request, enter, errors }
}

describe('the one door', () => {
  it('[L4] commands of one tick share a transaction, each with its own answer', async () => {
    const sizes: number[] = []
    const { conferences, book, enter, request } = house((store) => ({
      ...store,
      commit: (appends) => {
        sizes.push(appends.length)
        return store.commit(appends)
      },
    }))
    const { conferenceId } = await book()
    sizes.length = 0
    const answers = await Promise.allSettled([
      conferences.execute(enter(conferenceId, 'Li')),
      conferences.execute(request('Leave', {}, conferenceId)),
      conferences.execute(enter(conferenceId, 'Mei')),
    ])
    expect(sizes).toEqual([2])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(answers[1]).toMatchObject({ reason: { code: 'not-inside' } })
  })

  it('[L4] what arrives while commands are gathered is in the same transaction', async () => {
    const sizes: number[] = []
    let work: (() => void) | null = null
    const { conferences, book, enter } = house(
      (store) => ({
        ...store,
        commit: (appends) => {
          sizes.push(appends.length)
          return store.commit(appends)
        },
      }),
      (wanted) => {
        work = wanted
        if (sizes.length === 0) wanted()
      },
    )
    const { conferenceId } = await book()
    const first = conferences.execute(enter(conferenceId, 'Li'))
    await new Promise((resolve) => setImmediate(resolve))
    const second = conferences.execute(enter(conferenceId, 'Mei'))
    ;(work as unknown as () => void)()
    await Promise.all([first, second])
    expect(sizes).toEqual([1, 2])
  })

  it('[L3] what is refused leaves no trace', async () => {
    const { conferences, store, book, request } = house()
    const { conferenceId, revision } = await book()
    await expect(conferences.execute(request('Mute', { ids: [] }, conferenceId))).rejects.toMatchObject({
      code: 'invalid',
    })
    expect((await store.eventsOf(conferenceId, { after: 0, limit: 99 })).length).toBe(revision)
  })

  it('[L5] a command repeated under its key gives the first answer, at once and later', async () => {
    const { conferences, store, clock, book, enter } = house()
    const { conferenceId } = await book()
    const once = (): Request => enter(conferenceId, 'Li', { idempotencyKey: 'k' })
    const [first, second] = await Promise.all([conferences.execute(once()), conferences.execute(once())])
    const third = await conferences.execute(once())
    expect(second).toEqual(first)
    expect(third).toEqual(first)
    expect(
      (await store.eventsOf(conferenceId, { after: 0, limit: 99 })).filter(
        ({ type }) => type === 'ParticipantJoined',
      ),
    ).toHaveLength(1)
    await expect(
      conferences.execute(
        enter(conferenceId, 'Li', {
          idempotencyKey: 'k',
          params: { ...join({ name: 'Other' }).params },
        } as Partial<Request>),
      ),
    ).rejects.toMatchObject({ code: 'conflict' })
    clock.advance(11 * MINUTE)
    expect((await conferences.execute(once())).revision).toBeGreaterThan(first.revision)
  })

  it('[L5] a booking repeated under its key is booked once, and its passwords are kept nowhere in the clear', async () => {
    const kept: Append[] = []
    const { conferences } = house((store) => ({
      ...store,
      commit: (appends) => {
        kept.push(...appends)
        return store.commit(appends)
      },
    }))
    const ids = createSequentialIds()
    const book = (guest: string) =>
      schedule(
        {
          actor: ALICE,
          via: 'rest',
          title: 'Weekly',
          start: null,
          minutes: 60,
          owner: OWNER,
          invited: [],
          settings: {},
          passwords: { guest },
          idempotencyKey: 'k',
        },
        { conferences, ids, secrets: createTestSecrets() },
      )
    const first = await book('771205')
    expect(await book('771205')).toEqual(first)
    await expect(book('771206')).rejects.toMatchObject({ code: 'conflict' })
    expect(kept).toHaveLength(1)
    expect(kept[0]?.answer?.fingerprint).not.toContain('771205')
  })

  it('[L6] an answer comes after the commit, a no-op’s after the commit it rests on', async () => {
    let release: () => void = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    let gated = false
    const { conferences, book, request } = house((store) => ({
      ...store,
      commit: async (appends) => {
        if (gated) await gate
        return store.commit(appends)
      },
    }))
    const { conferenceId } = await book()
    gated = true
    const told: string[] = []
    const lock = conferences
      .execute(request('ChangeSettings', { changes: { locked: true } }, conferenceId))
      .then(() => told.push('lock'))
    const again = conferences
      .execute(request('ChangeSettings', { changes: { locked: true } }, conferenceId))
      .then(() => told.push('again'))
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toEqual([])
    release()
    await Promise.all([lock, again])
    expect(told).toEqual(['lock', 'again'])
  })

  /** Another node locks the conference behind this one's back, right before the next commit. */
  function withForeignLocks() {
    let due = false
    const parts = house((own) => ({
      ...own,
      commit: async (appends): Promise<AppendResult[]> => {
        const [first] = appends
        if (due && first) {
          due = false
          const { revision } = await parts.conferences.get(first.conferenceId)
          const lock = {
            ...first.events[0]!,
            id: 'foreign' as EventId,
            type: 'LockChanged',
            data: { locked: true },
            revision: revision + 1,
            cause: 'x' as CommandId,
          } as Unpositioned
          await own.commit([
            {
              ...first,
              expectedRevision: revision,
              index: { ...first.index, revision: revision + 1 },
              events: [lock],
            },
          ])
        }
        return own.commit(appends)
      },
    }))
    return {
      ...parts,
      meddle(): void {
        due = true
      },
    }
  }

  it('another node was faster: the command is decided again on what is true now', async () => {
    const { conferences, store, book, enter, request, meddle } = withForeignLocks()
    const { conferenceId } = await book()
    meddle()
    await expect(conferences.execute(enter(conferenceId, 'Li'))).rejects.toMatchObject({ code: 'locked' })
    meddle()
    await conferences.execute(request('ChangeSettings', { changes: { locked: false } }, conferenceId))
    const log = await store.eventsOf(conferenceId, { after: 0, limit: 99 })
    expect(log.map(({ revision }) => revision)).toEqual(log.map((_, at) => at + 1))
    expect(await conferences.get(conferenceId)).toEqual(fold(null, log))
  })

  it('another node was faster: what rested on a command is decided again by itself', async () => {
    const { conferences, book, enter, request, meddle } = withForeignLocks()
    const { conferenceId } = await book()
    meddle()
    const [entered, unlocked] = await Promise.allSettled([
      conferences.execute(enter(conferenceId, 'Li')),
      // Open already: nothing to do, until the other node's lock turns out to have come first.
      conferences.execute(request('ChangeSettings', { changes: { locked: false } }, conferenceId)),
    ])
    expect(entered).toMatchObject({ status: 'rejected', reason: { code: 'locked' } })
    expect(unlocked).toMatchObject({ status: 'fulfilled' })
    expect((await conferences.get(conferenceId)).settings.locked).toBe(false)
  })

  it('a store that fails rejects the command and says so, and the next one works', async () => {
    let failing = false
    const { conferences, book, enter, errors } = house((store) => ({
      ...store,
      commit: (appends) => (failing ? Promise.reject(new Error('disk')) : store.commit(appends)),
    }))
    const { conferenceId } = await book()
    failing = true
    await expect(conferences.execute(enter(conferenceId, 'Li'))).rejects.toThrow('disk')
    expect(errors).toHaveLength(1)
    failing = false
    await expect(conferences.execute(enter(conferenceId, 'Li'))).resolves.toMatchObject({ conferenceId })
  })

  it('[S5] a drawn link password that is taken is drawn again, a chosen one is refused', async () => {
    const { conferences, store, book } = house()
    const ids = createSequentialIds()
    await book()
    const chosen = {
      actor: ALICE,
      via: 'rpc' as const,
      title: 'x',
      start: null,
      minutes: 5,
      owner: OWNER,
      invited: [],
      settings: {},
      passwords: { link: 'same-link-1' },
    }
    const other = { ...ids, conferenceId: () => '900000777' as ConferenceId }
    await schedule(chosen, { conferences, ids: other, secrets: createTestSecrets() })
    const third = { ...ids, conferenceId: () => '900000778' as ConferenceId }
    await expect(
      schedule(chosen, { conferences, ids: third, secrets: createTestSecrets() }),
    ).rejects.toMatchObject({ code: 'link-taken' })
    expect(await store.load('900000778' as ConferenceId)).toBeNull()
  })

  it('[L1] a state read back from its snapshot and the events after it is the state', async () => {
    const { conferences, store, book, enter, request } = house()
    const { conferenceId } = await book()
    for (let n = 0; n < 120; n++) {
      await conferences.execute(enter(conferenceId, 'Li'))
      await conferences.execute(request('ChangeSettings', { changes: { locked: n % 2 === 0 } }, conferenceId))
    }
    const found = await store.load(conferenceId)
    expect(found?.snapshot?.revision).toBeGreaterThan(100)
    expect(found?.since.length).toBeLessThan(60)
    expect(fold(found!.snapshot, found!.since)).toEqual(await conferences.get(conferenceId))
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConferenceId, UserId } from '../ids.ts'
import type {
  AppendResult,
  ConferenceFilter,
  ConferenceStore,
  KeptAnswer,
} from '../ports/conference-store.ts'
import type { Log } from '../ports/log.ts'
import { type AppendWish, AT, anAppend } from './append.ts'
import { conferenceFindContract } from './conference-find-contract.ts'
import { conferenceRaceContract } from './conference-race-contract.ts'
import type { Open, Opened } from './harness.ts'
import type { LogPorts } from './log-contract.ts'

const A = '100000001' as ConferenceId
const B = '200000002' as ConferenceId
const C = '300000003' as ConferenceId

/** What every `ConferenceStore` must keep to. */
export function conferenceStoreContract(name: string, open: Open<LogPorts>): void {
  conferenceFindContract(name, open)
  conferenceRaceContract(name, open)
  describe(`conference store: ${name}`, () => {
    let opened: Opened<LogPorts>
    let store: ConferenceStore
    let peer: ConferenceStore
    let log: Log
    beforeEach(async () => {
      opened = await open()
      store = opened.port.conferences
      peer = opened.peer.conferences
      log = opened.port.log
    })
    afterEach(() => opened.close())

    const commit = (...wishes: AppendWish[]): Promise<AppendResult[]> => store.commit(wishes.map(anAppend))
    const revisions = async (id: ConferenceId): Promise<number[]> =>
      (await store.eventsOf(id, { after: 0, limit: 1_000 })).map(({ revision }) => revision)
    const numbersFound = async (filter: Partial<ConferenceFilter>): Promise<string[]> =>
      (await store.find({ limit: 100, ...filter })).items.map(({ conferenceId }) => conferenceId)

    describe('the log', () => {
      it('is empty at first', async () => {
        expect(await log.lastPosition()).toBe(0)
        expect(await log.entries({ after: 0, limit: 10 })).toEqual([])
        expect(await store.eventsOf(A, { after: 0, limit: 10 })).toEqual([])
        expect(await store.load(A)).toBeNull()
        expect(await store.commit([])).toEqual([])
      })

      it('gives back every field of every event as it was', async () => {
        const append = anAppend({ id: A, count: 3, text: '周会 "é\\ 🙂\n' })
        expect(await store.commit([append])).toEqual([{ ok: true, position: 1 }])
        const expected = append.events.map((event, at) => ({ ...event, position: at + 1 }))
        expect(await store.eventsOf(A, { after: 0, limit: 10 })).toEqual(expected)
        expect(await log.entries({ after: 0, limit: 10 })).toEqual(expected)
        expect(await opened.peer.log.entries({ after: 0, limit: 10 })).toEqual(expected)
      })

      it('gives positions that rise by one, over conferences and commits', async () => {
        expect(await commit({ id: A, count: 2 }, { id: B, count: 3 })).toEqual([
          { ok: true, position: 1 },
          { ok: true, position: 3 },
        ])
        expect(await commit({ id: A, after: 2 })).toEqual([{ ok: true, position: 6 }])
        expect(await log.lastPosition()).toBe(6)
        const entries = await log.entries({ after: 0, limit: 100 })
        expect(entries.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6])
        expect(entries.map(({ conferenceId }) => conferenceId)).toEqual([A, A, B, B, B, A])
      })

      it('is read from a cursor, no more than asked for', async () => {
        await commit({ id: A, count: 5 }, { id: B, count: 2 })
        expect((await log.entries({ after: 3, limit: 2 })).map(({ position }) => position)).toEqual([4, 5])
        expect((await log.entries({ after: 7, limit: 2 })).length).toBe(0)
        expect((await store.eventsOf(A, { after: 2, limit: 2 })).map(({ revision }) => revision)).toEqual([
          3, 4,
        ])
        expect((await store.eventsOf(A, { after: 5, limit: 2 })).length).toBe(0)
      })

      it('keeps a payload of 1 MB', async () => {
        const text = '会'.repeat(350_000)
        await commit({ id: A, text, title: 'long', snapshot: true })
        expect((await store.load(A))?.snapshot?.title).toBe(text)
        expect((await store.eventsOf(A, { after: 0, limit: 1 }))[0]?.title).toBe(text)
      })

      it('keeps a commit of 500 conferences', async () => {
        const ids = Array.from({ length: 500 }, (_, at) => String(400_000_000 + at))
        const results = await commit(...ids.map((id) => ({ id, count: 2, invitedIds: ['guest' as UserId] })))
        expect(results).toEqual(ids.map((_, at) => ({ ok: true, position: at * 2 + 1 })))
        expect(await log.lastPosition()).toBe(1_000)
        expect((await store.find({ seenBy: 'guest' as UserId, limit: 1 })).total).toBe(500)
      })
    })

    describe('loading', () => {
      it('reads all events without a snapshot', async () => {
        await commit({ id: A, count: 3 })
        const loaded = await store.load(A)
        expect(loaded?.snapshot).toBeNull()
        expect(loaded?.since.map(({ revision }) => revision)).toEqual([1, 2, 3])
      })

      it('reads the last snapshot and only what came after it', async () => {
        const first = anAppend({ id: A, count: 2, snapshot: true })
        await store.commit([first])
        expect(await store.load(A)).toEqual({ snapshot: first.snapshot, since: [] })
        const second = anAppend({ id: A, after: 3, count: 2, snapshot: true })
        await store.commit([anAppend({ id: A, after: 2 }), second, anAppend({ id: A, after: 5, count: 2 })])
        const loaded = await peer.load(A)
        expect(loaded?.snapshot).toEqual(second.snapshot)
        expect(loaded?.since.map(({ revision }) => revision)).toEqual([6, 7])
      })
    })

    describe('a refused append', () => {
      it('is a conflict when the revision has moved on, or never was', async () => {
        await commit({ id: A, count: 2 })
        expect(await commit({ id: A, after: 1 })).toEqual([{ ok: false, why: 'conflict' }])
        expect(await commit({ id: A, after: 3 })).toEqual([{ ok: false, why: 'conflict' }])
        expect(await commit({ id: B, after: 1 })).toEqual([{ ok: false, why: 'conflict' }])
      })

      it('tells a taken number from a taken link', async () => {
        await commit({ id: A, linkLookup: 'x' })
        expect(await commit({ id: A, linkLookup: 'y' })).toEqual([{ ok: false, why: 'number-taken' }])
        expect(await commit({ id: B, linkLookup: 'x' })).toEqual([{ ok: false, why: 'link-taken' }])
        expect(await commit({ id: C, linkLookup: 'z' }, { id: B, linkLookup: 'z' })).toEqual([
          { ok: true, position: 2 },
          { ok: false, why: 'link-taken' },
        ])
      })

      it('leaves no trace', async () => {
        await commit({ id: A, linkLookup: 'x' })
        const answer: KeptAnswer = {
          scope: 'user:1',
          key: 'k',
          fingerprint: 'f',
          answer: '{}',
          expiresAt: AT + 1,
        }
        await commit(
          { id: A, after: 7, title: 'changed', dueAt: 5, snapshot: true, answer },
          { id: B, linkLookup: 'x', invitedIds: ['bob' as UserId], snapshot: true, answer },
        )
        expect(await log.lastPosition()).toBe(1)
        expect(await store.load(B)).toBeNull()
        expect((await store.load(A))?.snapshot).toBeNull()
        expect(await store.nextDue()).toBeNull()
        expect(await store.keptAnswer('user:1', 'k', AT)).toBeNull()
        expect((await store.find({ limit: 10 })).items.map(({ title }) => title)).toEqual(['weekly'])
        expect(await numbersFound({ seenBy: 'bob' as UserId })).toEqual([])
      })

      it('does not hold the others of its commit back, wherever it stands', async () => {
        await commit({ id: A })
        const results = await commit(
          { id: A, after: 9 },
          { id: B },
          { id: A },
          { id: C },
          { id: C, after: 4 },
        )
        expect(results.map((result) => (result.ok ? result.position : result.why))).toEqual([
          'conflict',
          2,
          'number-taken',
          3,
          'conflict',
        ])
        expect(await log.lastPosition()).toBe(3)
      })
    })

    it('applies several appends of one conference in the order given', async () => {
      const results = await commit(
        { id: A, title: 'first', dueAt: 1 },
        { id: A, after: 1, count: 2, title: 'second', dueAt: 2, invitedIds: ['bob' as UserId] },
        { id: A, after: 1, title: 'too late' },
        { id: A, after: 3, title: 'third', dueAt: 3 },
      )
      expect(results.map(({ ok }) => ok)).toEqual([true, true, false, true])
      expect(await revisions(A)).toEqual([1, 2, 3, 4])
      const { items } = await store.find({ limit: 10 })
      expect(items).toEqual([anAppend({ id: A, after: 3, title: 'third', dueAt: 3 }).index])
      expect(await store.nextDue()).toBe(3)
      expect(await numbersFound({ seenBy: 'bob' as UserId })).toEqual([])
    })

    describe('kept answers', () => {
      const answer: KeptAnswer = {
        scope: 'user:1',
        key: 'retry-1',
        fingerprint: '["Mute"]',
        answer: '{"revision":1}',
        expiresAt: AT + 100,
      }

      it('are given until they expire, to their own scope and key', async () => {
        await commit({ id: A, answer })
        expect(await peer.keptAnswer('user:1', 'retry-1', AT + 99)).toEqual(answer)
        expect(await store.keptAnswer('user:1', 'retry-1', AT + 100)).toBeNull()
        expect(await store.keptAnswer('user:2', 'retry-1', AT)).toBeNull()
        expect(await store.keptAnswer('user:1', 'RETRY-1', AT)).toBeNull()
      })

      it('refuse a second append under the same key as a conflict, until they expire', async () => {
        await commit({ id: A, answer })
        const again = { ...answer, answer: '{"revision":2}', expiresAt: AT + 500 }
        expect(await commit({ id: B, at: AT + 50, answer: again })).toEqual([{ ok: false, why: 'conflict' }])
        expect(await commit({ id: B, at: AT + 100, answer: again })).toEqual([{ ok: true, position: 2 }])
        expect(await store.keptAnswer('user:1', 'retry-1', AT + 400)).toEqual(again)
        const both = { ...answer, key: 'retry-2' }
        expect(await commit({ id: A, after: 1, answer: both }, { id: B, after: 1, answer: both })).toEqual([
          { ok: true, position: 3 },
          { ok: false, why: 'conflict' },
        ])
      })

      it('are forgotten when they have expired', async () => {
        await commit({ id: A, answer }, { id: B, answer: { ...answer, key: 'later', expiresAt: AT + 200 } })
        await store.prune(AT + 100)
        expect(await store.keptAnswer('user:1', 'retry-1', AT)).toBeNull()
        expect(await store.keptAnswer('user:1', 'later', AT)).not.toBeNull()
      })
    })
  })
}

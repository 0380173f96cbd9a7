import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Recorded } from '../conference/events.ts'
import type { ConferenceId, TenantId, UserId } from '../ids.ts'
import type {
  AppendResult,
  ConferenceFilter,
  ConferenceStore,
  KeptAnswer,
} from '../ports/conference-store.ts'
import { type AppendWish, AT, anAppend } from './append.ts'
import type { Open, Opened } from './harness.ts'

const A = '100000001' as ConferenceId
const B = '200000002' as ConferenceId
const C = '300000003' as ConferenceId

/** What every `ConferenceStore` must keep to. */
export function conferenceStoreContract(name: string, open: Open<ConferenceStore>): void {
  describe(`conference store: ${name}`, () => {
    let opened: Opened<ConferenceStore>
    let store: ConferenceStore
    let peer: ConferenceStore
    beforeEach(async () => {
      opened = await open()
      store = opened.port
      peer = opened.peer
    })
    afterEach(() => opened.close())

    const commit = (...wishes: AppendWish[]): Promise<AppendResult[]> => store.commit(wishes.map(anAppend))
    const revisions = async (id: ConferenceId): Promise<number[]> =>
      (await store.eventsOf(id, { after: 0, limit: 1_000 })).map(({ revision }) => revision)
    const numbersFound = async (filter: Partial<ConferenceFilter>): Promise<string[]> =>
      (await store.find({ limit: 100, ...filter })).items.map(({ conferenceId }) => conferenceId)

    describe('the log', () => {
      it('is empty at first', async () => {
        expect(await store.lastPosition()).toBe(0)
        expect(await store.events({ after: 0, limit: 10 })).toEqual([])
        expect(await store.eventsOf(A, { after: 0, limit: 10 })).toEqual([])
        expect(await store.load(A)).toBeNull()
        expect(await store.commit([])).toEqual([])
      })

      it('gives back every field of every event as it was', async () => {
        const append = anAppend({ id: A, count: 3, text: '周会 "é\\ 🙂\n' })
        expect(await store.commit([append])).toEqual([{ ok: true, position: 1 }])
        const expected = append.events.map((event, at) => ({ ...event, position: at + 1 }))
        expect(await store.eventsOf(A, { after: 0, limit: 10 })).toEqual(expected)
        expect(await store.events({ after: 0, limit: 10 })).toEqual(expected)
        expect(await peer.events({ after: 0, limit: 10 })).toEqual(expected)
      })

      it('gives positions that rise by one, over conferences and commits', async () => {
        expect(await commit({ id: A, count: 2 }, { id: B, count: 3 })).toEqual([
          { ok: true, position: 1 },
          { ok: true, position: 3 },
        ])
        expect(await commit({ id: A, after: 2 })).toEqual([{ ok: true, position: 6 }])
        expect(await store.lastPosition()).toBe(6)
        const log = await store.events({ after: 0, limit: 100 })
        expect(log.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6])
        expect(log.map(({ conferenceId }) => conferenceId)).toEqual([A, A, B, B, B, A])
      })

      it('is read from a cursor, no more than asked for', async () => {
        await commit({ id: A, count: 5 }, { id: B, count: 2 })
        expect((await store.events({ after: 3, limit: 2 })).map(({ position }) => position)).toEqual([4, 5])
        expect((await store.events({ after: 7, limit: 2 })).length).toBe(0)
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
        expect(await store.lastPosition()).toBe(1_000)
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
        expect(await store.lastPosition()).toBe(1)
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
        expect(await store.lastPosition()).toBe(3)
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

    describe('links', () => {
      const closed = { state: 'closed', closedAt: AT } as const

      it('find the unclosed conference, else the one closed last', async () => {
        expect(await store.findByLink('x')).toBeNull()
        await commit({ id: A, linkLookup: 'x' })
        await commit({ id: A, after: 1, linkLookup: 'x', ...closed, closedAt: AT + 9 })
        await commit({ id: B, linkLookup: 'x' })
        expect((await store.findByLink('x'))?.conferenceId).toBe(B)
        await commit({ id: B, after: 1, linkLookup: 'x', ...closed, closedAt: AT + 5 })
        const found = await peer.findByLink('x')
        expect(found).toEqual(
          anAppend({ id: A, after: 1, linkLookup: 'x', ...closed, closedAt: AT + 9 }).index,
        )
        expect(await store.findByLink('X')).toBeNull()
      })

      it('are free again when their conference closes or renews its own, in the same commit too', async () => {
        await commit({ id: A, linkLookup: 'x' }, { id: B, linkLookup: 'y' })
        // B takes what A gives up, and is written before A is: A comes last in the commit.
        const results = await commit(
          { id: A, after: 1, linkLookup: 'z' },
          { id: B, after: 1, linkLookup: 'x' },
          { id: A, after: 2, linkLookup: 'z' },
          { id: C, linkLookup: 'y' },
        )
        expect(results.map(({ ok }) => ok)).toEqual([true, true, true, true])
        const holders = await Promise.all(['x', 'y', 'z'].map((link) => store.findByLink(link)))
        expect(holders.map((found) => found?.conferenceId)).toEqual([B, C, A])
      })
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

    describe('lists', () => {
      beforeEach(async () => {
        await commit(
          { id: A, title: 'Weekly REVIEW', startsAt: 30, ownerId: 'ann' as UserId, ownerName: 'Ann Öz' },
          { id: B, title: '产品周会 100%', startsAt: 10, invitedIds: ['ann' as UserId, 'bob' as UserId] },
          { id: C, title: 'other', startsAt: 20, tenantId: '7' as TenantId, state: 'running' },
        )
      })

      it('are in the order of their start, either way, and paged with the total', async () => {
        expect(await numbersFound({})).toEqual([B, C, A])
        expect(await numbersFound({ descending: true })).toEqual([A, C, B])
        const page = await store.find({ limit: 1, offset: 1 })
        expect(page.total).toBe(3)
        expect(page.items.map(({ conferenceId }) => conferenceId)).toEqual([C])
        expect(await store.find({ limit: 10, offset: 3 })).toEqual({ total: 3, items: [] })
      })

      it('give the whole index', async () => {
        const { items } = await store.find({ limit: 1 })
        expect(items).toEqual([
          anAppend({
            id: B,
            title: '产品周会 100%',
            startsAt: 10,
            invitedIds: ['ann' as UserId, 'bob' as UserId],
          }).index,
        ])
      })

      it('select by tenant, owner, state and start', async () => {
        expect(await numbersFound({ tenantId: '7' as TenantId })).toEqual([C])
        expect(await numbersFound({ ownerId: 'ann' as UserId })).toEqual([A])
        expect(await numbersFound({ states: ['running', 'closed'] })).toEqual([C])
        expect(await numbersFound({ states: [] })).toEqual([])
        expect(await numbersFound({ startsFrom: 20 })).toEqual([C, A])
        expect(await numbersFound({ startsFrom: 10, startsBefore: 30 })).toEqual([B, C])
      })

      it('show an account what it owns and what it is invited to', async () => {
        expect(await numbersFound({ seenBy: 'ann' as UserId })).toEqual([B, A])
        expect(await numbersFound({ seenBy: 'bob' as UserId })).toEqual([B])
        await commit({ id: B, after: 1, title: 'x', startsAt: 10, invitedIds: ['cat' as UserId] })
        expect(await numbersFound({ seenBy: 'bob' as UserId })).toEqual([])
        expect(await numbersFound({ seenBy: 'cat' as UserId })).toEqual([B])
      })

      it('search title, owner and number for literal text in any letter case', async () => {
        expect(await numbersFound({ text: 'weekly r' })).toEqual([A])
        expect(await numbersFound({ text: 'ann ö' })).toEqual([A])
        expect(await numbersFound({ text: '周会' })).toEqual([B])
        expect(await numbersFound({ text: '0%' })).toEqual([B])
        expect(await numbersFound({ text: '_' })).toEqual([])
        expect(await numbersFound({ text: C.slice(2) })).toEqual([C])
        expect(await numbersFound({ text: 'e', ownerId: 'ann' as UserId })).toEqual([A])
      })
    })

    it('tells what is due, the longest overdue first', async () => {
      expect(await store.nextDue()).toBeNull()
      await commit({ id: A, dueAt: 300 }, { id: B, dueAt: 100 }, { id: C, dueAt: 200 })
      expect(await store.nextDue()).toBe(100)
      expect(await store.due(99, 10)).toEqual([])
      expect(await store.due(200, 10)).toEqual([B, C])
      expect(await store.due(1_000, 2)).toEqual([B, C])
      await commit({ id: B, after: 1, dueAt: null })
      expect(await store.nextDue()).toBe(200)
    })

    describe('several at once', () => {
      it('let exactly one append win a revision', async () => {
        await commit({ id: A })
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, at) =>
            (at % 2 === 0 ? store : peer).commit([anAppend({ id: A, after: 1, count: 2 })]),
          ),
        )
        expect(results.flat().filter(({ ok }) => ok).length).toBe(1)
        expect(results.flat().filter((result) => !result.ok && result.why === 'conflict').length).toBe(19)
        expect(await revisions(A)).toEqual([1, 2, 3])
      })

      it('let exactly one conference take a number, and one a link', async () => {
        const numbers = await Promise.all(
          Array.from({ length: 8 }, (_, at) =>
            (at % 2 === 0 ? store : peer).commit([anAppend({ id: A, linkLookup: `a${at}` })]),
          ),
        )
        expect(tally(numbers)).toEqual({ ok: 1, 'number-taken': 7 })
        const links = await Promise.all(
          Array.from({ length: 8 }, (_, at) =>
            (at % 2 === 0 ? store : peer).commit([anAppend({ id: `50000000${at}`, linkLookup: 'same' })]),
          ),
        )
        expect(tally(links)).toEqual({ ok: 1, 'link-taken': 7 })
      })

      it('never show a reader a position below one it has read', async () => {
        const rounds = 15
        const writers = [store, peer, store, peer]
        const total = rounds * writers.length * 3
        const seen: Recorded[] = []
        const reading = (async () => {
          while (seen.length < total) {
            const news = await peer.events({ after: seen.at(-1)?.position ?? 0, limit: 7 })
            seen.push(...news)
            await nextTurn()
          }
        })()
        await Promise.all(
          writers.map(async (own, writer) => {
            for (let round = 0; round < rounds; round += 1) {
              const wishes = [0, 1, 2].map((at) => ({ id: `60000000${writer * 3 + at}`, after: round }))
              const results = await own.commit(wishes.map(anAppend))
              expect(results.every(({ ok }) => ok)).toBe(true)
              await nextTurn()
            }
          }),
        )
        await reading
        expect(seen.map(({ position }) => position)).toEqual(Array.from({ length: total }, (_, at) => at + 1))
        expect(new Set(seen.map(({ id }) => id)).size).toBe(total)
      })
    })
  })
}

function tally(results: AppendResult[][]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const result of results.flat()) {
    const word = result.ok ? 'ok' : result.why
    counts[word] = (counts[word] ?? 0) + 1
  }
  return counts
}

/** Lets other callers in, as the network does between two requests. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0)
  })
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConferenceId, TenantId, UserId } from '../ids.ts'
import type { AppendResult, ConferenceFilter, ConferenceStore } from '../ports/conference-store.ts'
import { type AppendWish, AT, anAppend } from './append.ts'
import type { Open, Opened } from './harness.ts'
import type { LogPorts } from './log-contract.ts'

const A = '100000001' as ConferenceId
const B = '200000002' as ConferenceId
const C = '300000003' as ConferenceId

/** What a `ConferenceStore` must find conferences by: links, lists, what is due. */
export function conferenceFindContract(name: string, open: Open<LogPorts>): void {
  describe(`finding conferences: ${name}`, () => {
    let opened: Opened<LogPorts>
    let store: ConferenceStore
    let peer: ConferenceStore
    beforeEach(async () => {
      opened = await open()
      store = opened.port.conferences
      peer = opened.peer.conferences
    })
    afterEach(() => opened.close())

    const commit = (...wishes: AppendWish[]): Promise<AppendResult[]> => store.commit(wishes.map(anAppend))
    const numbersFound = async (filter: Partial<ConferenceFilter>): Promise<string[]> =>
      (await store.find({ limit: 100, ...filter })).items.map(({ conferenceId }) => conferenceId)

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
  })
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ticket, Tickets } from '../ports/tickets.ts'
import { AT } from './append.ts'
import type { Open, Opened } from './harness.ts'
import { rejectsWith } from './rejects-with.ts'

/** What every `Tickets` must keep to. */
export function ticketsContract(name: string, open: Open<Tickets>): void {
  describe(`tickets: ${name}`, () => {
    let opened: Opened<Tickets>
    let tickets: Tickets
    beforeEach(async () => {
      opened = await open()
      tickets = opened.port
    })
    afterEach(() => opened.close())

    const put = async (...wishes: Partial<Ticket>[]): Promise<void> => {
      for (const wish of wishes) await tickets.put(aTicket(wish))
    }
    /** Which of these are still there. */
    const left = async (...hashes: string[]): Promise<string[]> => {
      const found: string[] = []
      for (const hash of hashes) {
        for (const kind of ['wc.refresh', 'wc.join'] as const) {
          if (await tickets.find(kind, hash, AT)) found.push(hash)
        }
      }
      return found
    }

    it('gives a ticket back with all it proves', async () => {
      const ticket = aTicket({ data: { userId: 'u1', role: 1, host: true, run: null, name: '张三' } })
      await tickets.put(ticket)
      expect(await opened.peer.find('wc.refresh', 'h1', AT)).toEqual(ticket)
      expect(await tickets.find('wc.refresh', 'h1', AT)).toEqual(ticket)
    })

    it('gives nothing for another kind, another hash, or past its time', async () => {
      await put({ expiresAt: AT + 10 })
      expect(await tickets.find('wc.join', 'h1', AT)).toBeNull()
      expect(await tickets.find('wc.refresh', 'h2', AT)).toBeNull()
      expect(await tickets.find('wc.refresh', 'h1', AT + 9)).not.toBeNull()
      expect(await tickets.find('wc.refresh', 'h1', AT + 10)).toBeNull()
      expect(await tickets.take('wc.join', 'h1', AT)).toBeNull()
      expect(await tickets.take('wc.refresh', 'h1', AT + 10)).toBeNull()
    })

    it('never keeps two under one hash', async () => {
      await put({})
      await expect(tickets.put(aTicket({ subject: 'another' }))).rejects.toThrow()
    })

    it('is taken once', async () => {
      await put({})
      expect(await tickets.take('wc.refresh', 'h1', AT)).toEqual(aTicket({}))
      expect(await tickets.take('wc.refresh', 'h1', AT)).toBeNull()
      expect(await tickets.find('wc.refresh', 'h1', AT)).toBeNull()
    })

    it('goes to exactly one of many that take it at once', async () => {
      for (const hash of ['a', 'b', 'c']) {
        await put({ hash })
        const taken = await Promise.all(
          Array.from({ length: 10 }, (_, at) =>
            (at % 2 === 0 ? tickets : opened.peer).take('wc.refresh', hash, AT),
          ),
        )
        expect(taken.filter((ticket) => ticket !== null)).toEqual([aTicket({ hash })])
      }
    })

    it('stays good beside its successor until that is settled', async () => {
      await put(
        { hash: 'old', family: 'f' },
        { hash: 'other', family: 'g' },
        { hash: 'join', family: 'f', kind: 'wc.join' },
      )
      await tickets.succeed('old', aTicket({ hash: 'lost', family: 'ignored' }))
      await tickets.succeed('old', aTicket({ hash: 'new', family: 'ignored' }))
      expect(await left('old', 'lost', 'new')).toEqual(['old', 'lost', 'new'])
      const next = await tickets.find('wc.refresh', 'new', AT)
      expect(next?.family).toBe('f')
      await tickets.settle(next ?? aTicket({}))
      expect(await left('old', 'lost', 'new', 'other', 'join')).toEqual(['new', 'other', 'join'])
    })

    it('has no successor once it is gone', async () => {
      await put({ hash: 'old', family: 'f' })
      await tickets.revokeFamily('f')
      await rejectsWith('wrong-credentials', tickets.succeed('old', aTicket({ hash: 'new' })))
      expect(await left('new')).toEqual([])
    })

    it('lives longer when extended', async () => {
      await put({ expiresAt: AT + 10 })
      await tickets.extend('h1', AT + 20)
      expect(await tickets.find('wc.refresh', 'h1', AT + 15)).toEqual(aTicket({ expiresAt: AT + 20 }))
      await tickets.extend('unknown', AT + 20)
    })

    it('is revoked alone, with its family, or with its subject and kind', async () => {
      await put(
        { hash: 'a', family: 'f', subject: 's' },
        { hash: 'b', family: 'f', subject: 't' },
        { hash: 'c', family: 'g', subject: 's' },
        { hash: 'd', family: 'g', subject: 's', kind: 'wc.join' },
        { hash: 'e', family: 'h', subject: 's' },
      )
      await tickets.revoke('a')
      expect(await left('a', 'b', 'c', 'd', 'e')).toEqual(['b', 'c', 'd', 'e'])
      await tickets.revokeFamily('f')
      expect(await left('b', 'c', 'd', 'e')).toEqual(['c', 'd', 'e'])
      await tickets.revokeSubject('wc.refresh', 's')
      expect(await left('c', 'd', 'e')).toEqual(['d'])
    })

    it('keeps the newest of a subject, the last put among those of one moment', async () => {
      await put(
        { hash: 'middle', createdAt: AT - 1 },
        { hash: 'new1', createdAt: AT },
        { hash: 'old', createdAt: AT - 2 },
        { hash: 'new2', createdAt: AT },
        { hash: 'another', subject: 'another', createdAt: AT - 9 },
        { hash: 'join', kind: 'wc.join', createdAt: AT - 9 },
      )
      const all = ['old', 'middle', 'new1', 'new2', 'another', 'join']
      await tickets.keepNewest('wc.refresh', 'alice', 3)
      expect(await left(...all)).toEqual(['middle', 'new1', 'new2', 'another', 'join'])
      await tickets.keepNewest('wc.refresh', 'alice', 1)
      expect(await left(...all)).toEqual(['new2', 'another', 'join'])
    })

    it('is forgotten when it has expired', async () => {
      await put({ hash: 'over', expiresAt: AT + 10 }, { hash: 'good', expiresAt: AT + 11 })
      await tickets.prune(AT + 10)
      expect(await left('over', 'good')).toEqual(['good'])
    })
  })
}

function aTicket(wish: Partial<Ticket>): Ticket {
  return {
    hash: 'h1',
    kind: 'wc.refresh',
    family: 'f1',
    subject: 'alice',
    data: {},
    createdAt: AT,
    expiresAt: AT + 1_000,
    ...wish,
  }
}

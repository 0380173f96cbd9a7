import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConferenceId, GuestId, RunId } from '../ids.ts'
import type { Guest, Guests } from '../ports/guests.ts'
import { AT } from './append.ts'
import type { Open, Opened } from './harness.ts'

const A = '100000001' as ConferenceId
const B = '200000002' as ConferenceId

/** What every `Guests` must keep to. */
export function guestsContract(name: string, open: Open<Guests>): void {
  describe(`guests: ${name}`, () => {
    let opened: Opened<Guests>
    let guests: Guests
    beforeEach(async () => {
      opened = await open()
      guests = opened.port
    })
    afterEach(() => opened.close())

    const expiry = async (id: string): Promise<number | undefined> =>
      (await guests.get(id as GuestId))?.expiresAt

    it('gives back what was put', async () => {
      const guest = aGuest('w1')
      await guests.put(guest)
      expect(await opened.peer.get(guest.id)).toEqual(guest)
      expect(await guests.get('w2' as GuestId)).toBeNull()
      await expect(guests.put(guest)).rejects.toThrow()
    })

    it('gives an account its name and its run with the login', async () => {
      await guests.put(aGuest('w1'))
      await guests.put(aGuest('w2'))
      const changes = { name: '李四', runId: 'r1' as RunId, expiresAt: AT + 900 }
      await guests.activate('w1' as GuestId, changes)
      expect(await guests.get('w1' as GuestId)).toEqual({ ...aGuest('w1'), ...changes, state: 'active' })
      expect(await guests.get('w2' as GuestId)).toEqual(aGuest('w2'))
      await guests.activate('unknown' as GuestId, changes)
      expect(await guests.get('unknown' as GuestId)).toBeNull()
    })

    it('brings the end of an account forward, never back', async () => {
      await guests.put(aGuest('w1', { expiresAt: AT + 100 }))
      await guests.expire('w1' as GuestId, AT + 60)
      expect(await expiry('w1')).toBe(AT + 60)
      await guests.expire('w1' as GuestId, AT + 80)
      expect(await expiry('w1')).toBe(AT + 60)
    })

    it('brings the end of all accounts of one conference forward', async () => {
      await guests.put(aGuest('w1', { expiresAt: AT + 100 }))
      await guests.put(aGuest('w2', { expiresAt: AT + 10 }))
      await guests.put(aGuest('w3', { expiresAt: AT + 100, conferenceId: B }))
      await guests.expireAll(A, AT + 60)
      expect([await expiry('w1'), await expiry('w2'), await expiry('w3')]).toEqual([
        AT + 60,
        AT + 10,
        AT + 100,
      ])
    })

    it('counts what a conference handed out since a moment', async () => {
      await guests.put(aGuest('w1', { createdAt: AT - 10 }))
      await guests.put(aGuest('w2', { createdAt: AT }))
      await guests.put(aGuest('w3', { createdAt: AT + 10 }))
      await guests.put(aGuest('w4', { createdAt: AT + 10, conferenceId: B }))
      expect(await guests.countSince(A, AT)).toBe(2)
      expect(await guests.countSince(A, AT + 11)).toBe(0)
    })

    it('forgets what expired before a moment', async () => {
      await guests.put(aGuest('w1', { expiresAt: AT - 1 }))
      await guests.put(aGuest('w2', { expiresAt: AT }))
      await guests.prune(AT)
      expect(await guests.get('w1' as GuestId)).toBeNull()
      expect(await guests.get('w2' as GuestId)).not.toBeNull()
    })
  })
}

function aGuest(id: string, wish: Partial<Guest> = {}): Guest {
  return {
    id: id as GuestId,
    conferenceId: A,
    name: '',
    number: '90000001',
    proof: 'guest',
    runId: null,
    state: 'reserved',
    createdAt: AT,
    expiresAt: AT + 1_000,
    ...wish,
  }
}

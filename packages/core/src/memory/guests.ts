import type { GuestId } from '../ids.ts'
import type { Guest, Guests } from '../ports/guests.ts'

export type MemoryGuests = Guests & { forget: (id: GuestId) => void }

export function createMemoryGuests(): MemoryGuests {
  const guests = new Map<GuestId, Guest>()

  function change(id: GuestId, changes: (guest: Guest) => Partial<Guest>): void {
    const guest = guests.get(id)
    if (guest) guests.set(id, { ...guest, ...changes(guest) })
  }

  return {
    forget: (id) => change(id, () => ({ name: '', number: '' })),
    async put(guest) {
      if (guests.has(guest.id)) throw new Error('this guest was put before')
      guests.set(guest.id, guest)
    },
    async get(id) {
      return guests.get(id) ?? null
    },
    async activate(id, changes) {
      change(id, () => ({ ...changes, state: 'active' }))
    },
    async expire(id, at) {
      change(id, ({ expiresAt }) => ({ expiresAt: Math.min(expiresAt, at) }))
    },
    async expireAll(conferenceId, at) {
      for (const guest of guests.values()) {
        if (guest.conferenceId === conferenceId) {
          change(guest.id, ({ expiresAt }) => ({ expiresAt: Math.min(expiresAt, at) }))
        }
      }
    },
    async countSince(conferenceId, since) {
      return [...guests.values()].filter(
        (guest) => guest.conferenceId === conferenceId && guest.createdAt >= since,
      ).length
    },
    async prune(before) {
      for (const { id, expiresAt } of guests.values()) if (expiresAt < before) guests.delete(id)
    },
  }
}

import type { Conference } from '../conference/state.ts'
import type { ConferenceId } from '../ids.ts'
import type { ConferenceStore } from '../ports/conference-store.ts'
import { fold } from './fold.ts'

export type Loaded = { conference: Conference; snapshotRevision: number }

const MOST = 5_000

/** States in memory, the least recently used forgotten first. A stale one shows as a conflict at the store, never as a wrong append. */
export class LoadedStates {
  readonly #states = new Map<ConferenceId, Loaded>()
  readonly #reading = new Map<ConferenceId, Promise<Loaded | null>>()
  readonly #store: ConferenceStore
  readonly #most: number

  constructor(store: ConferenceStore, most = MOST) {
    this.#store = store
    this.#most = most
  }

  /** The states of all that exist, also where there is no room to keep them. */
  async load(ids: readonly ConferenceId[]): Promise<ReadonlyMap<ConferenceId, Loaded>> {
    const found = new Map<ConferenceId, Loaded>()
    await Promise.all(
      [...new Set(ids)].map(async (id) => {
        const one = this.#use(id) ?? (await this.#read(id))
        if (one) found.set(id, one)
      }),
    )
    return found
  }

  #use(id: ConferenceId): Loaded | undefined {
    const known = this.#states.get(id)
    if (known) this.#put(id, known)
    return known
  }

  #read(id: ConferenceId): Promise<Loaded | null> {
    const underway = this.#reading.get(id)
    if (underway) return underway
    const reading: Promise<Loaded | null> = this.#store
      .load(id)
      .then((found) => {
        const known = this.#states.get(id)
        if (known) return known
        const conference = found && fold(found.snapshot, found.since)
        if (!conference) return null
        const read = { conference, snapshotRevision: found.snapshot?.revision ?? 0 }
        // Forgotten meanwhile: what was read may be from before whatever made it doubtful.
        if (this.#reading.get(id) === reading) this.#put(id, read)
        return read
      })
      .finally(() => {
        if (this.#reading.get(id) === reading) this.#reading.delete(id)
      })
    this.#reading.set(id, reading)
    return reading
  }

  moveOn(id: ConferenceId, conference: Conference, snapshotted: boolean): void {
    const snapshotRevision = snapshotted ? conference.revision : (this.#states.get(id)?.snapshotRevision ?? 0)
    this.#put(id, { conference, snapshotRevision })
  }

  forget(id: ConferenceId): void {
    this.#states.delete(id)
    this.#reading.delete(id)
  }

  #put(id: ConferenceId, state: Loaded): void {
    this.#states.delete(id)
    // Rarely asked for, and whoever was in it may be erased from what is kept: read anew each time.
    if (state.conference.state === 'closed') return
    this.#states.set(id, state)
    if (this.#states.size > this.#most) {
      const oldest = this.#states.keys().next().value
      if (oldest !== undefined) this.#states.delete(oldest)
    }
  }
}

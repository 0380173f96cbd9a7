import { evolve } from '../conference/evolve.ts'
import type { Conference } from '../conference/state.ts'
import type { ConferenceId } from '../ids.ts'
import type { ConferenceStore } from '../ports/conference-store.ts'

type Loaded = { conference: Conference; snapshotRevision: number }

const MOST = 5_000

/** States in memory, the least recently used forgotten first. A stale one shows as a conflict at the store, never as a wrong append. */
export class LoadedStates {
  readonly #states = new Map<ConferenceId, Loaded>()
  readonly #loading = new Map<ConferenceId, Promise<void>>()
  readonly #store: ConferenceStore

  constructor(store: ConferenceStore) {
    this.#store = store
  }

  get(id: ConferenceId): Loaded | undefined {
    return this.#states.get(id)
  }

  async load(ids: readonly ConferenceId[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.#states.has(id))
    if (missing.length > 0) await Promise.all(missing.map((id) => this.#read(id)))
  }

  #read(id: ConferenceId): Promise<void> {
    const underway = this.#loading.get(id)
    if (underway) return underway
    const reading = this.#store
      .load(id)
      .then((found) => {
        if (!found || this.#states.has(id)) return
        let conference = found.snapshot
        for (const event of found.since) conference = evolve(conference, event)
        if (conference) this.#put(id, { conference, snapshotRevision: found.snapshot?.revision ?? 0 })
      })
      .finally(() => this.#loading.delete(id))
    this.#loading.set(id, reading)
    return reading
  }

  moveOn(id: ConferenceId, conference: Conference, snapshotted: boolean): void {
    const snapshotRevision = snapshotted ? conference.revision : (this.#states.get(id)?.snapshotRevision ?? 0)
    this.#put(id, { conference, snapshotRevision })
  }

  forget(id: ConferenceId): void {
    this.#states.delete(id)
  }

  #put(id: ConferenceId, state: Loaded): void {
    this.#states.delete(id)
    this.#states.set(id, state)
    if (this.#states.size > MOST) {
      const oldest = this.#states.keys().next().value
      if (oldest !== undefined) this.#states.delete(oldest)
    }
  }
}

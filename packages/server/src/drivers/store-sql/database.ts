import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '@parley/core'
import type { Kysely, Transaction } from 'kysely'
import type { SqlDialect } from './dialect.ts'
import type { Schema } from './schema.ts'

/** What `sqlite.ts` and `mysql.ts` open. */
export type Connections = {
  dialect: SqlDialect
  writer: Kysely<Schema>
  /** Sees what was committed before the call; may be the writer. */
  reader: Kysely<Schema>
  /** The writer for a transaction that need not wait for the disk; absent where that makes no difference. */
  unsynced?<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Milliseconds before the second, third and fourth try. */
const PAUSES_MS: readonly number[] = [20, 200, 1_000]

export class Database {
  readonly dialect: SqlDialect
  readonly #connections: Connections
  readonly #pausesMs: readonly number[]

  constructor(connections: Connections, pausesMs = PAUSES_MS) {
    this.dialect = connections.dialect
    this.#connections = connections
    this.#pausesMs = pausesMs
  }

  read<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
    return this.#retrying(
      () => work(this.#connections.reader),
      (error) => this.dialect.isConnectionLost(error),
    )
  }

  /**
   * `work` may run several times: it must not touch anything but the transaction. Refuses with `unavailable` when the disk
   * is full.
   */
  transaction<T>(work: (trx: Transaction<Schema>) => Promise<T>): Promise<T> {
    return this.#transaction(work, (inside) => inside(this.#connections.writer))
  }

  /**
   * The same for what is merely done again when it is lost: it outlives this process, but the loss of power undoes it
   * unless a transaction of the other kind came after it. MUST NOT write into the log, whose positions are given away.
   */
  repeatable<T>(work: (trx: Transaction<Schema>) => Promise<T>): Promise<T> {
    const { writer, unsynced } = this.#connections
    return this.#transaction(work, (inside) => (unsynced ? unsynced(inside) : inside(writer)))
  }

  #transaction<T>(
    work: (trx: Transaction<Schema>) => Promise<T>,
    withWriter: (inside: (db: Kysely<Schema>) => Promise<T>) => Promise<T>,
  ): Promise<T> {
    let committing = false
    const once = (): Promise<T> => {
      committing = false
      return withWriter((db) =>
        db.transaction().execute(async (trx) => {
          const result = await work(trx)
          committing = true
          return result
        }),
      )
    }
    // A connection lost while committing leaves open whether it was kept: only the caller can find out.
    return this.#retrying(
      once,
      (error) => this.dialect.isContention(error) || (!committing && this.dialect.isConnectionLost(error)),
    ).catch((error: unknown) => {
      // Known not to be kept, and it passes: every wire has a word for that.
      throw this.dialect.hasNoRoom(error) ? new Refusal('unavailable', 'the disk is full') : error
    })
  }

  close(): Promise<void> {
    return this.#connections.close()
  }

  async #retrying<T>(work: () => Promise<T>, worthIt: (error: unknown) => boolean): Promise<T> {
    for (const pause of this.#pausesMs) {
      try {
        return await work()
      } catch (error) {
        if (!worthIt(error)) throw error
        await sleep(pause)
      }
    }
    return work()
  }
}

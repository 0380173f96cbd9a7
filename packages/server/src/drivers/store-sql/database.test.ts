import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Connections, Database } from './database.ts'
import { migrate } from './migrate.ts'
import { openSqlite } from './sqlite.ts'

/** Three more tries, at once. */
const NO_PAUSES = [0, 0, 0]

/** A failure as the drivers report it. */
class Failure extends Error {
  constructor(readonly code: 'contention' | 'lost' | 'other') {
    super(code)
  }
}

describe('a transaction', () => {
  let connections: Connections
  let database: Database
  beforeEach(async () => {
    const sqlite = await openSqlite(':memory:')
    connections = {
      ...sqlite,
      reader: sqlite.writer,
      dialect: {
        ...sqlite.dialect,
        isContention: (error) => error instanceof Failure && error.code === 'contention',
        isConnectionLost: (error) => error instanceof Failure && error.code === 'lost',
      },
    }
    await migrate(connections.writer, connections.dialect, 0)
    database = new Database(connections, NO_PAUSES)
  })
  afterEach(() => connections.close())

  const put = (name: string, failures: Failure[]) =>
    database.transaction(async (trx) => {
      await trx.insertInto('keyring').values({ name, value: 'x' }).execute()
      const failure = failures.shift()
      if (failure) throw failure
      return 'done'
    })
  const names = () => database.read((db) => db.selectFrom('keyring').select('name').execute())

  it('is tried again up to three times when others were in the way or the connection broke', async () => {
    for (const code of ['contention', 'lost'] as const) {
      const failures = [new Failure(code), new Failure(code), new Failure(code)]
      expect(await put(code, failures)).toBe('done')
      expect(failures).toEqual([])
    }
    expect((await names()).length).toBe(2)
  })

  it('gives up after the fourth failure, and leaves nothing', async () => {
    const failures = Array.from({ length: 5 }, () => new Failure('contention'))
    await expect(put('a', failures)).rejects.toThrow('contention')
    expect(failures.length).toBe(1)
    expect(await names()).toEqual([])
  })

  it('is not tried again for any other reason', async () => {
    const failures = [new Failure('other'), new Failure('other')]
    await expect(put('a', failures)).rejects.toThrow('other')
    expect(failures.length).toBe(1)
    expect(await names()).toEqual([])
  })

  it('is not tried again when the connection broke while it was being committed: it may be kept', async () => {
    const begun: string[] = []
    const { writer } = connections
    const breaking = new Database(
      {
        ...connections,
        writer: new Proxy(writer, {
          get(target, property) {
            if (property !== 'transaction') return Reflect.get(target, property)
            return () => ({
              async execute(work: Parameters<ReturnType<typeof writer.transaction>['execute']>[0]) {
                begun.push('begin')
                await target.transaction().execute(work)
                throw new Failure('lost')
              },
            })
          },
        }),
      },
      NO_PAUSES,
    )
    await expect(
      breaking.transaction((trx) => trx.insertInto('keyring').values({ name: 'a', value: 'x' }).execute()),
    ).rejects.toThrow('lost')
    expect(begun).toEqual(['begin'])
  })
})

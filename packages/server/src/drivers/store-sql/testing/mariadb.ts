import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'

/** A MariaDB server of one test's own: data in a folder that goes with it, a socket in that folder, no port. */
export type Mariadb = {
  /** Makes an empty database. */
  createDatabase(name: string): Promise<string>
  /** Ends the server without warning and starts it again on the same data. */
  crash(): Promise<void>
  start(): Promise<void>
  query(text: string): Promise<unknown>
  /** Cuts all connections to a database; how many there were. */
  killConnections(database: string): Promise<number>
  stop(): Promise<void>
}

const STARTUP_MS = 30_000
/** A server does not run as root; this is who it runs as then. */
const NOBODY = { name: 'nobody', uid: 65_534, gid: 65_534 }
/** Debian keeps servers where only root's path looks. */
const PATH = `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin`

export async function startMariadb(): Promise<Mariadb> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-mariadb-'))
  const isRoot = process.getuid?.() === 0
  if (isRoot) await chown(folder, NOBODY.uid, NOBODY.gid)
  const data = join(folder, 'data')
  const socket = join(folder, 's.sock')
  const as = isRoot ? [`--user=${NOBODY.name}`] : []
  const address = { socketPath: socket, user: 'root', multipleStatements: false }

  install([
    '--no-defaults',
    ...as,
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ])

  let server: ChildProcess
  let output = ''

  async function start(): Promise<void> {
    output = ''
    server = spawn(
      'mariadbd',
      [
        '--no-defaults',
        ...as,
        `--datadir=${data}`,
        `--socket=${socket}`,
        '--skip-networking',
        `--pid-file=${join(folder, 'pid')}`,
        '--innodb-buffer-pool-size=64M',
        '--innodb-log-file-size=32M',
        '--performance-schema=OFF',
        '--skip-name-resolve',
        '--max-connections=200',
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH } },
    )
    for (const stream of [server.stdout, server.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    server.on('error', (error) => {
      output += error.message
    })
    const deadline = Date.now() + STARTUP_MS
    while (!(await answers())) {
      if (server.exitCode !== null || Date.now() > deadline)
        throw new Error(`mariadbd did not start:\n${output}`)
      await sleep(50)
    }
  }

  async function answers(): Promise<boolean> {
    try {
      await query('select 1')
      return true
    } catch {
      return false
    }
  }

  async function query(text: string): Promise<unknown> {
    const connection = await createConnection(address)
    try {
      const [rows] = await connection.query(text)
      return rows
    } finally {
      await connection.end()
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
  }

  await start()
  return {
    async createDatabase(name) {
      await query(`create database ${name}`)
      return `mysql://root@localhost/${name}?socketPath=${encodeURIComponent(socket)}`
    },
    crash: () => end('SIGKILL'),
    start,
    query,
    async killConnections(database) {
      const connected = async () =>
        (await query(`select id from information_schema.processlist where db = '${database}'`)) as {
          id: number
        }[]
      const threads = await connected()
      const doomed = new Set(threads.map(({ id }) => id))
      for (const id of doomed) await query(`kill ${id}`)
      // A kill is only noted: the thread goes when it looks, in the middle of a later commit for example.
      while ((await connected()).some(({ id }) => doomed.has(id))) await sleep(10)
      return doomed.size
    },
    async stop() {
      await end('SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function install(options: readonly string[]): void {
  const env = { ...process.env, PATH }
  const result = spawnSync('mariadb-install-db', options, { env, encoding: 'utf8' })
  if (result.error) {
    throw new Error(
      'This test needs a MariaDB server: apt-get install -y --no-install-recommends mariadb-server',
      { cause: result.error },
    )
  }
  if (result.status !== 0) throw new Error(`mariadb-install-db failed:\n${result.stdout}${result.stderr}`)
}

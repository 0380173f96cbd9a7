/**
 * `command`: durable commands per second through REST, and how long one takes at 100 a second.
 * Beside it, in the same run: the bare SQLite driver doing the same writing one transaction at a time.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { Pool } from 'undici'
import { WebSocket } from 'ws'
import { fixed, median, quantile, table } from './support/figures.ts'
import { lock, type Meeting, openMeetings, wsToken } from './support/huawei.ts'
import { startServer } from './support/server.ts'

const MEETINGS = 64
const CONNECTIONS = 64
const SECONDS = 5
const ROUNDS = 3

/** One event row and one state row per transaction, WAL and FULL as ours. */
function bareDriver(seconds: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  const database = new Database(join(folder, 'bare.db'))
  database.exec('pragma journal_mode=wal')
  database.exec('pragma synchronous=full')
  database.exec(
    'create table events (position integer primary key, conference text, revision integer, body text)',
  )
  database.exec('create table conferences (id text primary key, revision integer, body text)')
  for (let n = 0; n < MEETINGS; n++)
    database.prepare('insert into conferences values (?, 0, ?)').run(String(n), '{}')
  const body = JSON.stringify({
    type: 'LockChanged',
    data: { locked: true },
    actor: { is: 'token', id: 'host', name: 'host' },
    cause: 'x'.repeat(36),
    title: 'Bench',
  })
  const append = database.prepare('insert into events (conference, revision, body) values (?, ?, ?)')
  const update = database.prepare('update conferences set revision = ?, body = ? where id = ?')
  const one = database.transaction((n: number) => {
    append.run(String(n % MEETINGS), n, body)
    update.run(n, body, String(n % MEETINGS))
  })
  const until = performance.now() + seconds * 1_000
  let done = 0
  while (performance.now() < until) one(done++)
  database.close()
  rmSync(folder, { recursive: true, force: true })
  return done / seconds
}

async function throughput(pool: Pool, meetings: readonly Meeting[], seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1_000
  let done = 0
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, at) => {
      const meeting = meetings[at % meetings.length]
      if (!meeting) return
      for (let locked = true; performance.now() < until; locked = !locked) {
        await lock(pool, meeting, locked)
        done += 1
      }
    }),
  )
  return done / seconds
}

/** At 100 commands a second: from sending the request to its answer, and to the frame at a subscriber, in ms. */
async function latency(
  pool: Pool,
  meeting: Meeting,
  url: string,
  seconds: number,
): Promise<{ answers: number[]; frames: number[] }> {
  const socket = new WebSocket(
    `${url.replace('http', 'ws')}/cms/open/websocket/confctl/increment/conn?confID=${meeting.conferenceId}&tmpToken=${await wsToken(pool, meeting)}`,
  )
  await new Promise((resolve) => socket.once('open', resolve))
  const answers: number[] = []
  const frames: number[] = []
  let sentAt = 0
  let awaited: string | null = null
  await new Promise<void>((resolve) => {
    socket.on('message', (message) => {
      const frame = JSON.parse(String(message)) as { action: string; lock?: number }
      if (frame.action === 'Subscribe') resolve()
      if (frame.action === 'ConfDynamicInfoNotify' && String(frame.lock) === awaited) {
        frames.push(performance.now() - sentAt)
        awaited = null
      }
    })
    socket.send(
      JSON.stringify({
        action: 'Subscribe',
        sequence: '1',
        data: { subscribeType: ['ConfDynamicInfoNotify'], confToken: meeting.controlToken },
      }),
    )
  })
  await new Promise((resolve) => setTimeout(resolve, 200))
  const total = seconds * 100
  const start = performance.now()
  for (let n = 0; n < total; n++) {
    const due = start + n * 10
    const wait = due - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const locked = n % 2 === 0
    awaited = locked ? '1' : '0'
    sentAt = performance.now()
    await lock(pool, meeting, locked)
    answers.push(performance.now() - sentAt)
  }
  await new Promise((resolve) => setTimeout(resolve, 100))
  socket.close()
  return { answers, frames }
}

const server = await startServer()
const pool = new Pool(server.url, { connections: CONNECTIONS })
try {
  const meetings = await openMeetings(pool, MEETINGS)
  await throughput(pool, meetings, 2)
  const rounds: { ours: number; bare: number }[] = []
  for (let round = 0; round < ROUNDS; round++)
    rounds.push({ bare: bareDriver(SECONDS), ours: await throughput(pool, meetings, SECONDS) })
  const ours = median(rounds.map((round) => round.ours))
  const bare = median(rounds.map((round) => round.bare))
  table('Durable commands per second (median of interleaved rounds)', [
    { what: 'Parley, REST, group commit', 'commands/s': Math.round(ours), ratio: fixed(ours / bare, 2) },
    { what: 'bare driver, one transaction each', 'commands/s': Math.round(bare), ratio: 1 },
  ])
  const meeting = meetings[0]
  if (!meeting) throw new Error('no meeting')
  const { answers, frames } = await latency(pool, meeting, server.url, SECONDS)
  table('At 100 commands a second, ms', [
    {
      what: 'request to answer',
      p50: fixed(median(answers), 2),
      p99: fixed(quantile(answers, 0.99), 2),
      count: answers.length,
    },
    {
      what: 'request to frame at a subscriber',
      p50: fixed(median(frames), 2),
      p99: fixed(quantile(frames, 0.99), 2),
      count: frames.length,
    },
  ])
} finally {
  await pool.close()
  await server.stop()
}

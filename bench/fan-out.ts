/**
 * `fan-out`: one meeting, 1,000 [HW] sockets. Bursts of 50 changes and 50 changes a second, each change a REST command; time
 * from the command to the frame that tells of it, and how much of a processor a delivery costs (one delivery = one change
 * told to one reader). Beside it, in the same run: a `ws` loop that sends one prepared Buffer per change.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Dispatcher, Pool } from 'undici'
import { WebSocket } from 'ws'
import { fixed, median, quantile, table } from './support/figures.ts'
import { enterGuests } from './support/guests.ts'
import { type Meeting, openMeetings, rename, wsToken } from './support/huawei.ts'
import { runLoopPeer } from './support/loop-peer.ts'
import { cpuSeconds, startServer } from './support/server.ts'

const READERS = 1_000
/** Only these look into what they get; the others count, so that the readers do not become what is measured. */
const LOOKING = 50
const PEOPLE = 50
const BURSTS = 20
const SPARSE_PER_SECOND = 50
const SPARSE_SECONDS = 10

type Side = {
  name: string
  pid: number
  /** What must be done before `count` sockets can be opened, and is no part of what a socket costs. */
  prepare(count: number): Promise<void>
  connect(): Promise<WebSocket>
  /** Makes change `n`, told by frames that hold `c<n>.`. */
  change(n: number): Promise<unknown>
}

type Result = {
  'deliveries per CPU-second': number
  'burst p50 ms': number
  'burst p99 ms': number
  'sparse answer p50 ms': number
  'sparse p50 ms': number
  'sparse p99 ms': number
  'kB per idle socket': number
}

async function measure(side: Side): Promise<Result> {
  await side.prepare(READERS)
  await settle(1_000)
  const before = residentKb(side.pid)
  const sockets: WebSocket[] = []
  for (let n = 0; n < READERS; n += 50)
    sockets.push(...(await Promise.all(Array.from({ length: 50 }, side.connect))))
  await settle(2_000)
  const kbPerSocket = (residentKb(side.pid) - before) / READERS

  let sentAt: number[] = []
  let missing = 0
  let allSeen = (): void => {}
  let latencies: number[] = []
  let answers: number[] = []
  for (const socket of sockets.slice(0, LOOKING)) {
    socket.on('message', (message) => {
      const now = performance.now()
      for (const [, found] of String(message).matchAll(/"c(\d+)\./g)) {
        const at = sentAt[Number(found)]
        if (at === undefined) continue
        latencies.push(now - at)
        if (--missing === 0) allSeen()
      }
    })
  }

  // Change 0 was spent on measuring the frame.
  let next = 1
  const round = async (count: number, gapMs: number): Promise<void> => {
    missing = count * LOOKING
    const seen = new Promise<void>((resolve) => {
      allSeen = resolve
    })
    const first = next
    next += count
    const start = performance.now()
    const sent: Promise<unknown>[] = []
    for (let n = 0; n < count; n++) {
      const wait = start + n * gapMs - performance.now()
      if (gapMs > 0 && wait > 0) await settle(wait)
      sentAt[first + n] = performance.now()
      const asked = performance.now()
      sent.push(side.change(first + n).then(() => answers.push(performance.now() - asked)))
    }
    await Promise.all(sent)
    await seen
  }

  await round(PEOPLE, 0)
  latencies = []
  const cpu = cpuSeconds(side.pid)
  for (let burst = 0; burst < BURSTS; burst++) await round(PEOPLE, 0)
  await settle(200)
  const spent = cpuSeconds(side.pid) - cpu
  const bursts = latencies
  latencies = []
  answers = []
  sentAt = []
  await round(SPARSE_PER_SECOND * SPARSE_SECONDS, 1_000 / SPARSE_PER_SECOND)
  const sparse = latencies
  for (const socket of sockets) socket.terminate()
  return {
    'deliveries per CPU-second': Math.round((BURSTS * PEOPLE * READERS) / spent),
    'burst p50 ms': fixed(median(bursts)),
    'burst p99 ms': fixed(quantile(bursts, 0.99)),
    // A durable change is answered when it is on the disk; the loop keeps nothing.
    'sparse answer p50 ms': fixed(median(answers), 2),
    'sparse p50 ms': fixed(median(sparse), 2),
    'sparse p99 ms': fixed(quantile(sparse, 0.99), 2),
    'kB per idle socket': fixed(kbPerSocket),
  }
}

function parleySide(
  pid: number,
  url: string,
  pool: Dispatcher,
  meeting: Meeting,
  people: readonly string[],
): Side {
  const tokens: string[] = []
  return {
    name: 'Parley',
    pid,
    async prepare(count) {
      for (let n = 0; n < count; n += PEOPLE) {
        tokens.push(...(await Promise.all(Array.from({ length: PEOPLE }, () => wsToken(pool, meeting)))))
      }
    },
    async connect() {
      const socket = new WebSocket(
        `${url.replace('http', 'ws')}/cms/open/websocket/confctl/increment/conn?confID=${meeting.conferenceId}&tmpToken=${tokens.pop()}`,
        { perMessageDeflate: false },
      )
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
      socket.send(
        JSON.stringify({
          action: 'Subscribe',
          sequence: '1',
          data: { subscribeType: ['ParticipantsNotify'], confToken: meeting.controlToken },
        }),
      )
      await new Promise((resolve) => socket.once('message', resolve))
      return socket
    },
    change: (n) => rename(pool, meeting, people[n % people.length] ?? '', `c${n}.`),
  }
}

async function loopSide(frameBytes: number): Promise<{ side: Side; stop: () => void }> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'peer'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<number>((resolve) =>
    child.stdout.once('data', (text) => resolve(Number(String(text)))),
  )
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: PEOPLE })
  const side: Side = {
    name: 'ws loop',
    pid: child.pid ?? 0,
    prepare: async () => {},
    async connect() {
      const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
      return socket
    },
    async change(n) {
      const body = JSON.stringify({ name: `c${n}.` }).padEnd(frameBytes, ' ')
      const answer = await pool.request({ method: 'POST', path: '/', body })
      await answer.body.dump()
    },
  }
  return {
    side,
    stop: () => {
      child.kill('SIGTERM')
      void pool.close()
    },
  }
}

/** Bytes of one change's frame on our wire, so that the peer sends as much. */
async function frameBytesOf(side: Side): Promise<number> {
  await side.prepare(1)
  const socket = await side.connect()
  const bytes = new Promise<number>((resolve) => {
    socket.on('message', (message) => {
      if (String(message).includes('"c0.')) resolve((message as Buffer).length)
    })
  })
  await settle(300)
  await side.change(0)
  const found = await bytes
  socket.terminate()
  return found
}

function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
}

function settle(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

if (process.argv.includes('peer')) runLoopPeer()
else {
  const server = await startServer()
  const pool = new Pool(server.url, { connections: PEOPLE })
  const [meeting] = await openMeetings(pool, 1)
  if (!meeting) throw new Error('no meeting')
  const { memberIds, sockets } = await enterGuests(meeting.guestLink, PEOPLE)
  const parley = parleySide(server.pid, server.url, pool, meeting, memberIds)
  const loop = await loopSide(await frameBytesOf(parley))
  try {
    const rows: Record<string, string | number>[] = []
    for (const side of [parley, loop.side]) rows.push({ what: side.name, ...(await measure(side)) })
    table(
      `1,000 readers, ${PEOPLE} people: bursts of ${PEOPLE} changes, then ${SPARSE_PER_SECOND} changes a second`,
      rows,
    )
  } finally {
    loop.stop()
    for (const socket of sockets) socket.terminate()
    await pool.close()
    await server.stop()
  }
}

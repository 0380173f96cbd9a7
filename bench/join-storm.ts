/**
 * `join-storm`: 250, 500, 1,000 and 2,000 people without media enter one meeting within 10 s while 200 read along, half of them
 * as pages ([WC], batched), half as programs ([HW] ParticipantsNotify). What each reader gets: frames in its fullest second,
 * bytes, and how long after the call to enter the reader knew. Beside it, in the same run: a room of Socket.IO in which
 * everybody is told of everybody, with frames of the same size. The clients run beside the server on the same machine.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { io, type Socket } from 'socket.io-client'
import { Pool } from 'undici'
import { WebSocket } from 'ws'
import { fixed, quantile, table } from './support/figures.ts'
import { arrive, type Guest } from './support/guests.ts'
import { type Meeting, openMeetings, wsToken } from './support/huawei.ts'
import { cpuSeconds, startServer } from './support/server.ts'
import { runSocketIoPeer } from './support/socket-io-peer.ts'

const JOINS = [250, 500, 1_000, 2_000]
const READERS = 200
const SECONDS = 10
/** Every so many readers look into what they get; all count. */
const LOOKING_EVERY = 20

type Tally = { bytes: number; frames: number[]; known: Map<number, number> }
type Row = Record<string, string | number>
const NAME = /"s(\d+)\."/g

/** Counts what one reader gets; `start` is the beginning of the storm. */
function tally(
  looks: boolean,
): Tally & { take(data: Buffer | string, isPeople: boolean): void; start: number } {
  return {
    bytes: 0,
    frames: [],
    known: new Map(),
    start: Number.POSITIVE_INFINITY,
    take(data, isPeople) {
      const now = performance.now()
      if (now < this.start) return
      this.bytes += data.length
      const second = Math.floor((now - this.start) / 1_000)
      if (isPeople) this.frames[second] = (this.frames[second] ?? 0) + 1
      if (!looks) return
      for (const [, n] of String(data).matchAll(NAME))
        if (!this.known.has(Number(n))) this.known.set(Number(n), now)
    },
  }
}
type Reader = ReturnType<typeof tally>

/** Calls `join` of everybody, evenly over the storm; answers when each was called. */
async function storm(joins: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const start = performance.now()
  const calledAt: number[] = []
  const gap = (SECONDS * 1_000) / joins.length
  const all: Promise<unknown>[] = []
  for (const [n, join] of joins.entries()) {
    const wait = start + n * gap - performance.now()
    if (wait > 0) await settle(wait)
    calledAt[n] = performance.now()
    all.push(join())
  }
  await Promise.all(all)
  await settle(1_500)
  return calledAt
}

function figures(what: string, readers: readonly Reader[], calledAt: readonly number[], cpu: number): Row {
  const waits = readers.flatMap(({ known }) => [...known].map(([n, at]) => at - (calledAt[n] ?? at)))
  const told = readers.filter(({ known }) => known.size > 0)
  const missed = told.reduce((sum, { known }) => sum + calledAt.length - known.size, 0)
  return {
    what,
    'most frames a second': Math.max(...readers.flatMap(({ frames }) => frames.map((count) => count ?? 0))),
    'kB per reader': fixed(readers.reduce((sum, { bytes }) => sum + bytes, 0) / readers.length / 1_000),
    'known p50 ms': fixed(quantile(waits, 0.5)),
    'known p99 ms': fixed(quantile(waits, 0.99)),
    'CPU s': fixed(cpu),
    missed,
  }
}

async function parley(count: number): Promise<Row[]> {
  const server = await startServer({ PARLEY_CONF_MAX_MEMBERS: '5000' })
  const pool = new Pool(server.url, { connections: 50 })
  const open: WebSocket[] = []
  try {
    const [meeting] = await openMeetings(pool, 1, { concurrentParticipants: 5_000 })
    if (!meeting) throw new Error('no meeting')
    const pages: Reader[] = []
    const programs: Reader[] = []
    for (let n = 0; n < READERS / 2; n++) {
      const guest = await arrive(meeting.guestLink, `Reader ${n}`)
      const reader = tally(n % LOOKING_EVERY === 0)
      pages.push(reader)
      open.push(guest.socket)
      await guest.join({ batch: true })
      guest.socket.on('message', (data: Buffer) => reader.take(data, data.includes('conference.event')))
      programs.push(await readAsProgram(server.url, pool, meeting, n % LOOKING_EVERY === 0, open))
    }
    const guests: Guest[] = []
    for (let n = 0; n < count; n += 20) {
      const more = Array.from({ length: Math.min(20, count - n) }, (_, at) =>
        arrive(meeting.guestLink, `s${n + at}.`),
      )
      guests.push(...(await Promise.all(more)))
    }
    open.push(...guests.map(({ socket }) => socket))
    await settle(1_000)
    for (const reader of [...pages, ...programs]) reader.start = performance.now()
    const cpu = server.cpuSeconds()
    const calledAt = await storm(guests.map((guest) => () => guest.join({ batch: true })))
    const spent = server.cpuSeconds() - cpu
    return [
      figures('Parley, page', pages, calledAt, spent),
      figures('Parley, [HW]', programs, calledAt, spent),
    ]
  } finally {
    for (const socket of open) socket.terminate()
    await pool.close()
    await server.stop()
  }
}

async function readAsProgram(
  url: string,
  pool: Pool,
  meeting: Meeting,
  looks: boolean,
  open: WebSocket[],
): Promise<Reader> {
  const token = await wsToken(pool, meeting)
  const socket = new WebSocket(
    `${url.replace('http', 'ws')}/cms/open/websocket/confctl/increment/conn?confID=${meeting.conferenceId}&tmpToken=${token}`,
    { perMessageDeflate: false },
  )
  open.push(socket)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.send(
    JSON.stringify({
      action: 'Subscribe',
      sequence: '1',
      data: { subscribeType: ['ParticipantsNotify'], confToken: meeting.controlToken },
    }),
  )
  const reader = tally(looks)
  socket.on('message', (data: Buffer) => reader.take(data, data.includes('ParticipantsNotify')))
  return reader
}

async function socketIo(count: number): Promise<Row> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'peer'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<number>((resolve) =>
    child.stdout.once('data', (text) => resolve(Number(String(text)))),
  )
  const sockets: Socket[] = []
  const connect = async () => {
    const socket = io(`http://127.0.0.1:${port}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    })
    await new Promise<void>((resolve, reject) => socket.on('connect', resolve).on('connect_error', reject))
    sockets.push(socket)
    return socket
  }
  try {
    const readers: Reader[] = []
    for (let n = 0; n < READERS; n++) {
      const socket = await connect()
      const reader = tally(n % LOOKING_EVERY === 0)
      readers.push(reader)
      await socket.emitWithAck('watch')
      socket.io.engine.on('packet', ({ data }: { data?: string }) => {
        if (typeof data === 'string') reader.take(data, data.includes('joined'))
      })
    }
    const people: Socket[] = []
    for (let n = 0; n < count; n += 50)
      people.push(...(await Promise.all(Array.from({ length: Math.min(50, count - n) }, connect))))
    await settle(1_000)
    for (const reader of readers) reader.start = performance.now()
    const cpu = cpuSeconds(child.pid ?? 0)
    const calledAt = await storm(people.map((socket, n) => () => socket.emitWithAck('join', personOf(n))))
    return figures('Socket.IO', readers, calledAt, cpuSeconds(child.pid ?? 0) - cpu)
  } finally {
    for (const socket of sockets) socket.disconnect()
    child.kill('SIGTERM')
  }
}

/** As much as a page is told of somebody. */
const personOf = (n: number) => ({
  memberId: `${n}`.padStart(32, '0'),
  displayName: `s${n}.`,
  rest: ' '.repeat(600),
})

function settle(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

if (process.argv.includes('peer')) runSocketIoPeer()
else {
  for (const count of JOINS) {
    const rows = [...(await parley(count)), await socketIo(count)]
    table(`${READERS} readers, ${count} joins within ${SECONDS} s`, rows)
  }
}

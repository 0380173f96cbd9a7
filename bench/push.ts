/**
 * `push`: 900 rules, and 100 more in the last part: a bus takes 1,000. Every delivery is durable. How many a second from the
 * publisher's request to the receiver's door, so publishing by HTTP, matching and keeping every attempt are in it; how long
 * from an event's durable answer to its first attempt at 500 events a second, alone and with 100 dead targets that want some
 * of these events too. Beside it, in the same run: a bare undici loop that posts as many bodies of the same size and keeps
 * nothing. Seconds of processor time say what a busy machine hides.
 */
import { createServer } from 'node:net'
import { Pool } from 'undici'
import { bareLoop, CONNECTIONS } from './support/bare-loop.ts'
import { fixed, median, quantile, table } from './support/figures.ts'
import { anEvent, BUS, callApi, makeRule, publish } from './support/push-api.ts'
import { type PushReceiver, runPushReceiver, startPushReceiver } from './support/push-receiver.ts'
import { type BenchServer, startServer } from './support/server.ts'

const RULES = 900
const EVENTS = 20_000
const BATCH = 16
const PUBLISHERS = 8
const ROUNDS = 3
const PER_SECOND = 500
const SECONDS = 20
const TICK_MS = 20
const DEAD = 100

type Rate = { perSecond: number; cpuMs: number }

/** What `work` makes of all events: a second, and processor time of each in ms. */
async function rate(cpuSeconds: () => number, work: () => Promise<unknown>): Promise<Rate> {
  const before = cpuSeconds()
  const began = performance.now()
  await work()
  const seconds = (performance.now() - began) / 1_000
  return { perSecond: EVENTS / seconds, cpuMs: ((cpuSeconds() - before) * 1_000) / EVENTS }
}

function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000_000
}

/** Publishes all events, and waits until all have come. */
async function deliverAll(pool: Pool, receiver: PushReceiver): Promise<void> {
  const began = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: PUBLISHERS }, async () => {
      while (next < EVENTS) {
        const from = next
        next += BATCH
        const events = Array.from({ length: Math.min(BATCH, EVENTS - from) }, (_, at) =>
          anEvent(`t${began}-${from + at}`, (from + at) % RULES),
        )
        await publish(pool, events)
      }
    }),
  )
  await receiver.take(EVENTS, 120_000)
}

/** Ms from the durable answer of an event to its arrival; what arrives before its answer does took none. */
async function latency(pool: Pool, receiver: PushReceiver, name: string): Promise<number[]> {
  const answered = new Map<string, number>()
  const perTick = (PER_SECOND * TICK_MS) / 1_000
  const ticks = (SECONDS * 1_000) / TICK_MS
  const began = performance.now()
  const publishing: Promise<void>[] = []
  for (let tick = 0; tick < ticks; tick++) {
    const due = began + tick * TICK_MS
    if (due > performance.now()) await new Promise((done) => setTimeout(done, due - performance.now()))
    const ids = Array.from({ length: perTick }, (_, at) => `${name}-${tick}-${at}`)
    const events = ids.map((id, at) => anEvent(id, (tick * perTick + at) % RULES))
    publishing.push(
      publish(pool, events).then(() => {
        const now = performance.timeOrigin + performance.now()
        for (const id of ids) answered.set(id, now)
      }),
    )
  }
  await Promise.all(publishing)
  const arrivals = await receiver.take(ticks * perTick, 60_000)
  const answeredAt = (id: string): number => {
    const known = answered.get(id)
    if (known === undefined) throw new Error(`a push came that nobody published: ${id}`)
    return known
  }
  return arrivals.map(({ at, id }) => Math.max(0, at - answeredAt(ownId(id))))
}

/** `webhook-id` of an event from outside is its source's hash and its id. */
function ownId(id: string): string {
  return id.replace(/^[0-9a-f]{8}-/, '')
}

function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function measure(server: BenchServer, receiver: PushReceiver): Promise<void> {
  const pool = new Pool(server.url, { connections: CONNECTIONS })
  await callApi(pool, 'POST', '/buses', { name: BUS })
  for (let n = 0; n < RULES; n++) await makeRule(pool, n, `${receiver.url}/${n}`)
  const ours: Rate[] = []
  const loop: Rate[] = []
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await rate(server.cpuSeconds, () => deliverAll(pool, receiver)))
    loop.push(await rate(ownCpuSeconds, () => bareLoop(receiver, EVENTS)))
  }
  table(`${EVENTS} events, ${RULES} rules, ${ROUNDS} rounds in turn`, [
    { what: 'published, matched, delivered', ...rateFigures(ours) },
    { what: 'bare undici loop', ...rateFigures(loop) },
  ])
  const share = (of: keyof Rate): number =>
    median(ours.map((one) => one[of])) / median(loop.map((one) => one[of]))
  table('beside the loop', [
    { what: 'share of its rate', value: fixed(share('perSecond'), 2), aim: '0.6' },
    { what: 'times its processor time', value: fixed(share('cpuMs')), aim: '-' },
  ])
  const alone = await latency(pool, receiver, 'alone')
  const port = await closedPort()
  for (let n = 0; n < DEAD; n++)
    await makeRule(pool, n, `http://127.0.0.1:${port}/${n}`, { name: `dead-${n}` })
  const beside = await latency(pool, receiver, 'beside')
  table(
    `${PER_SECOND} events a second for ${SECONDS} s: from the durable answer to the receiver's door, ms`,
    [
      { what: 'all healthy', ...figures(alone), aim: 'p99 25' },
      { what: `${DEAD} dead targets beside`, ...figures(beside), aim: '-' },
    ],
  )
  await pool.close()
}

function rateFigures(rates: readonly Rate[]) {
  return {
    'a second': fixed(median(rates.map(({ perSecond }) => perSecond)), 0),
    rounds: rates.map(({ perSecond }) => fixed(perSecond, 0)).join(' '),
    'CPU ms each': fixed(median(rates.map(({ cpuMs }) => cpuMs)), 3),
  }
}

function figures(values: readonly number[]) {
  return {
    p50: fixed(median(values)),
    p99: fixed(quantile(values, 0.99)),
    worst: fixed(quantile(values, 1)),
  }
}

if (process.argv.includes('receiver')) runPushReceiver()
else {
  const receiver = await startPushReceiver()
  const server = await startServer({ PARLEY_PUSH_ALLOW: '127.0.0.0/8' })
  try {
    await measure(server, receiver)
  } finally {
    await server.stop()
    receiver.stop()
  }
}

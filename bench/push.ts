/**
 * `push`: 1,000 rules, every delivery durable. How many pushes a second, from publishing to the receiver's door; how long from an
 * event's durable answer to its first attempt at 500 events a second, alone and with 100 dead targets that want every
 * one of these events too. Beside it, in the same run: a bare undici loop that posts as many bodies of the same size.
 */
import { createServer } from 'node:net'
import { Pool } from 'undici'
import { bareLoop, CONNECTIONS } from './support/bare-loop.ts'
import { fixed, median, quantile, table } from './support/figures.ts'
import { anEvent, BUS, callApi, makeRule, publish } from './support/push-api.ts'
import { type PushReceiver, runPushReceiver, startPushReceiver } from './support/push-receiver.ts'
import { type BenchServer, startServer } from './support/server.ts'

const RULES = 1_000
const EVENTS = 20_000
const BATCH = 16
const PUBLISHERS = 8
const ROUNDS = 3
const PER_SECOND = 500
const SECONDS = 20
const TICK_MS = 20
const DEAD = 100

/** Pushes a second, publishing and matching included. */
async function throughput(pool: Pool, receiver: PushReceiver): Promise<number> {
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
  return EVENTS / ((performance.now() - began) / 1_000)
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
  return arrivals.map(({ at, id }) => Math.max(0, at - (answered.get(ownId(id)) ?? Number.NaN)))
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
  const rates: { ours: number; loop: number }[] = []
  for (let round = 0; round < ROUNDS; round++)
    rates.push({ ours: await throughput(pool, receiver), loop: await bareLoop(receiver, EVENTS) })
  const ours = median(rates.map((round) => round.ours))
  const loop = median(rates.map((round) => round.loop))
  table(`${EVENTS} events, ${RULES} rules, ${ROUNDS} rounds in turn`, [
    {
      what: 'Parley, pushes a second',
      median: fixed(ours, 0),
      of: rates.map((r) => fixed(r.ours, 0)).join(' '),
    },
    { what: 'bare undici loop', median: fixed(loop, 0), of: rates.map((r) => fixed(r.loop, 0)).join(' ') },
    { what: 'share', median: fixed(ours / loop, 2), of: 'aim 0.6' },
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

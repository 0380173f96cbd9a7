/**
 * `backlog`: 100,000 deliveries are owed to a target that was paused, and then it runs again. How fast they go out, and
 * what memory the server takes meanwhile. Beside it: a bare undici loop, as in `push`.
 */
import { Pool } from 'undici'
import { bareLoop } from './support/bare-loop.ts'
import { fixed, table } from './support/figures.ts'
import { anEvent, BUS, callApi, makeRule, publish } from './support/push-api.ts'
import { runPushReceiver, startPushReceiver } from './support/push-receiver.ts'
import { startServer } from './support/server.ts'

const OWED = 100_000
const BATCH = 16
const PUBLISHERS = 8
const SLICES = 10
const WITHIN_MS = 300_000
/** Every event is owed to as many targets as there are rules, so that publishing does not take the whole time. */
const TARGETS = 10
const CONCURRENCY = 64
const BARE = 20_000

type Count = { exhausted: number; pending: number }

if (process.argv.includes('receiver')) runPushReceiver()
else {
  const receiver = await startPushReceiver()
  const server = await startServer({ PARLEY_PUSH_ALLOW: '127.0.0.0/8' })
  const pool = new Pool(server.url, { connections: PUBLISHERS })
  try {
    await callApi(pool, 'POST', '/buses', { name: BUS })
    const targets: string[] = []
    for (let n = 0; n < TARGETS; n++) {
      targets.push(await makeRule(pool, 0, `${receiver.url}/${n}`, { concurrency: CONCURRENCY }))
    }
    for (const id of targets) await callApi(pool, 'POST', `/targets/${id}/pause`, {})
    const events = OWED / TARGETS
    let next = 0
    await Promise.all(
      Array.from({ length: PUBLISHERS }, async () => {
        while (next < events) {
          const from = next
          next += BATCH
          const batch = Array.from({ length: Math.min(BATCH, events - from) }, (_, at) =>
            anEvent(`e${from + at}`, 0),
          )
          await publish(pool, batch)
        }
      }),
    )
    for (;;) {
      const counts = await Promise.all(targets.map((id) => healthOf(id)))
      if (counts.reduce((sum, { pending }) => sum + pending, 0) === OWED) break
      await new Promise((done) => setTimeout(done, 200))
    }
    const before = server.residentKb()
    const cpu = server.cpuSeconds()
    const began = performance.now()
    for (const id of targets) await callApi(pool, 'POST', `/targets/${id}/resume`, {})
    const rows: Record<string, string | number>[] = []
    for (let slice = 1; slice <= SLICES; slice++) {
      const from = performance.now()
      const took = await receiver.take(OWED / SLICES, WITHIN_MS)
      rows.push({
        delivered: (slice * OWED) / SLICES,
        'a second': fixed(took.length / ((performance.now() - from) / 1_000), 0),
        'resident MB': fixed(server.residentKb() / 1_024, 0),
      })
    }
    const seconds = (performance.now() - began) / 1_000
    table(`${OWED} owed deliveries, ${TARGETS} targets, ${fixed(before / 1_024, 0)} MB before`, rows)
    const bare = await bareLoop(receiver, BARE)
    table('in all', [
      {
        seconds: fixed(seconds),
        'a second': fixed(OWED / seconds, 0),
        'CPU seconds': fixed(server.cpuSeconds() - cpu),
        'bare loop a second': fixed(bare, 0),
      },
    ])
  } finally {
    await pool.close()
    await server.stop()
    receiver.stop()
  }

  async function healthOf(targetId: string): Promise<Count> {
    const { health } = await callApi<{ health: Count }>(pool, 'GET', `/targets/${targetId}`)
    return health
  }
}

import { Pool } from 'undici'
import { anEvent } from './push-api.ts'
import type { PushReceiver } from './push-receiver.ts'

export const CONNECTIONS = 64

/** Posts `count` bodies of our size from a loop that keeps nothing and signs nothing; posts a second. */
export async function bareLoop(receiver: PushReceiver, count: number): Promise<number> {
  const pool = new Pool(receiver.url, { connections: CONNECTIONS, pipelining: 1 })
  const began = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (next < count) {
        const at = next++
        const answer = await pool.request({
          method: 'POST',
          path: '/bare',
          headers: { 'content-type': 'application/cloudevents+json', 'webhook-id': `b${at}` },
          body: JSON.stringify(anEvent(`b${at}`, 0)),
        })
        await answer.body.dump()
      }
    }),
  )
  await receiver.take(count, 60_000)
  const rate = count / ((performance.now() - began) / 1_000)
  await pool.close()
  return rate
}

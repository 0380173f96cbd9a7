/**
 * What stands between a webhook and the work it means: each id once, the answer at once, the work afterwards, in order.
 *
 * This one forgets when the process ends. Where that matters, write the event to your database before you answer, with
 * `webhook-id` as a unique key: then the database is the inbox, and a duplicate is a key that is there already.
 */
const MOST_WAITING = 1_000
const MOST_REMEMBERED = 100_000

/** @param {(id: string, event: any) => Promise<void>} handle */
export function createInbox(handle) {
  const waiting = []
  const seen = new Set()
  let working = false

  async function work() {
    working = true
    for (let one = waiting.shift(); one; one = waiting.shift())
      await handle(one.id, one.event).catch((error) => console.error('failed', one.id, error))
    working = false
  }

  return {
    /** @returns {'new' | 'known' | 'full'} */
    take(id, event) {
      if (seen.has(id)) return 'known'
      if (waiting.length >= MOST_WAITING) return 'full'
      seen.add(id)
      // Sets keep the order of insertion: the first is the oldest.
      if (seen.size > MOST_REMEMBERED) seen.delete(seen.values().next().value)
      waiting.push({ id, event })
      // After the answer.
      if (!working) setImmediate(work)
      return 'new'
    },
  }
}

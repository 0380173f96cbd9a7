import type { PushEvent } from '@parley/core'
import { createSeedTime } from './seed-time.ts'

/** The body of the source document ([AL] 1.3, `seed`): six keys, `data` a string that holds JSON. */
export function createEncodeSeed({ timeZone }: { timeZone: string }): (event: PushEvent) => string {
  const seedTime = createSeedTime(timeZone)
  return ({ data, id, source, type, subject, time }) =>
    JSON.stringify({ data: JSON.stringify(data), id, source, type, subject, time: seedTime(time) })
}

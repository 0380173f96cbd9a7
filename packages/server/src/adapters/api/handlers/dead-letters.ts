import type { Attempt, DeadLetterFilter } from '@parley/core'
import type { z } from 'zod'
import type { Caller } from '../operation.ts'
import type { ApiParts } from '../parts.ts'
import { presentDelivery } from '../present/delivery.ts'
import { timeText } from '../present/time.ts'
import type { DeadLetterBody, deadLetterList, deadLetterQuery } from '../schema/deliveries.ts'
import { createSiteEvents, nameOf } from '../site-event.ts'
import { deliveryFilter, given, nextDelivery } from './deliveries.ts'

const BATCH = 500

export async function showDeadLetters(
  { pushStore }: ApiParts,
  query: z.output<typeof deadLetterQuery>,
): Promise<z.infer<typeof deadLetterList>> {
  const found = await pushStore.deliveries(deliveryFilter({ ...query, status: 'exhausted' }))
  const attempts = await Promise.all(found.map(({ id }) => pushStore.attempts(id)))
  const data = found.map((delivery, at) => {
    const last = attempts[at]?.at(-1)
    return { ...presentDelivery(delivery), lastAttempt: last ? lastAttempt(last) : null }
  })
  return { data, next: nextDelivery(found, query.limit) }
}

export async function sendDeadLettersAgain(
  parts: ApiParts,
  body: DeadLetterBody,
): Promise<{ count: number }> {
  const { pushStore, worker, clock } = parts
  const now = clock.now()
  const count = await inBatches(
    parts,
    body,
    (filter) => pushStore.resendDeadLetters(filter, now),
    () => worker.wake(),
  )
  return { count }
}

export async function clearDeadLetters(
  parts: ApiParts,
  body: DeadLetterBody,
  caller: Caller,
): Promise<{ count: number }> {
  const say = createSiteEvents(parts, caller)
  const found = body.target === undefined ? null : await parts.pushStore.target(body.target)
  const target = found ? nameOf(found.rule, found.target) : null
  const count = await inBatches(parts, body, (filter) =>
    parts.pushStore.purgeDeadLetters(filter, (dropped) => [
      say('DeliveriesDropped', { count: dropped, why: 'purged', target }),
    ]),
  )
  return { count }
}

function lastAttempt({ no, startedAt, status, error }: Attempt) {
  return { no, startedAt: timeText(startedAt), status, error }
}

/** Until there are none, or as many as there were at first: one that fails again at once is not resent again. */
async function inBatches(
  { pushStore }: ApiParts,
  { bus, rule, target, from, before }: DeadLetterBody,
  work: (filter: DeadLetterFilter) => Promise<number>,
  afterEach: () => void = () => {},
): Promise<number> {
  const filter = given({ bus, ruleId: rule, targetId: target, from, before })
  const { exhausted } = await pushStore.counts()
  let count = 0
  while (count < exhausted) {
    const limit = Math.min(BATCH, exhausted - count)
    const done = await work({ ...filter, limit })
    if (done > 0) afterEach()
    count += done
    if (done < limit) break
  }
  return count
}

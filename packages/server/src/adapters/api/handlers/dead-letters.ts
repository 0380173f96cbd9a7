import { type Attempt, type DeadLetterFilter, siteRecord, targetName } from '@parley/core'
import type { z } from 'zod'
import { by } from '../by.ts'
import { given } from '../given.ts'
import type { Caller } from '../operation.ts'
import type { ApiParts } from '../parts.ts'
import { presentDelivery } from '../present/delivery.ts'
import { timeText } from '../present/time.ts'
import type { DeadLetterBody, deadLetterList, deadLetterQuery } from '../schema/deliveries.ts'
import { deliveryFilter, nextDelivery } from './deliveries.ts'

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
  const { pushStore, ids, clock } = parts
  const found = body.target === undefined ? null : await pushStore.target(body.target)
  const target = found && targetName(found.rule, found.target)
  const count = await inBatches(parts, body, (filter) =>
    pushStore.purgeDeadLetters(filter, (dropped) => [
      siteRecord(
        ids,
        clock.now(),
        'DeliveriesDropped',
        { count: dropped, why: 'purged', target },
        by(caller),
      ),
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

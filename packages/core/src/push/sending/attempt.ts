import type { Instant } from '../../instant.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Courier, PreparedParcel, PrepareParcel, Receipt } from '../../ports/courier.ts'
import type { NewAttempt } from '../../ports/push-store.ts'
import { type Delivery, type Outcome, succeeded } from '../delivery.ts'
import type { Target } from '../rule.ts'
import { wordsOf } from '../tell.ts'
import { whyUntold } from '../untold.ts'
import { hideEchoes } from './hide-echoes.ts'

/** What was sent and how it ended; `id` and `nextAt` are not known yet. */
export type Tried = Omit<NewAttempt, 'id' | 'nextAt'> &
  Outcome & {
    /** Another attempt would send no more than this one did. */
    hopeless: boolean
  }

export type TryParts = {
  courier: Pick<Courier, 'send'>
  prepare: PrepareParcel
  clock: Clock
  onError: (error: unknown, context: { stage: string }) => void
}

/** One attempt, up to the answer. */
export async function tryOnce(
  { courier, prepare, clock, onError }: TryParts,
  delivery: Delivery,
  target: Target,
): Promise<Tried> {
  const startedAt = clock.now()
  const nothing = { method: target.method, url: target.url, shown: {} }
  const why = whyUntold(delivery)
  if (why !== null)
    return record(delivery, startedAt, nothing, unsent(`its event could not be encoded: ${why}`), true)
  let parcel: PreparedParcel
  try {
    parcel = prepare(delivery, target, delivery.attempts + 1, startedAt)
  } catch (error) {
    // Never unsigned; and kept as an attempt, so that it is seen and comes to an end.
    onError(error, { stage: 'push.prepare' })
    return record(delivery, startedAt, nothing, unsent(wordsOf(error)), false)
  }
  const { shown: _, ...sent } = parcel
  return record(delivery, startedAt, parcel, hideEchoes(await courier.send(sent), parcel), false)
}

function unsent(why: string): Receipt {
  return { is: 'failed', error: `not sent: ${why}`, durationMs: 0 }
}

function record(
  { id: deliveryId }: Delivery,
  startedAt: Instant,
  { method, url, shown: requestHeaders }: Pick<PreparedParcel, 'method' | 'url' | 'shown'>,
  receipt: Receipt,
  hopeless: boolean,
): Tried {
  const { durationMs } = receipt
  const sent = { deliveryId, startedAt, durationMs, method, url, requestHeaders, hopeless }
  if (receipt.is !== 'answered')
    return {
      ...sent,
      status: null,
      error: receipt.error,
      retryAfterMs: null,
      responseHeaders: {},
      response: '',
    }
  const { status, retryAfterMs, headers: responseHeaders, response } = receipt
  const error = succeeded(receipt) ? null : `the target answered ${status}`
  return { ...sent, status, error, retryAfterMs, responseHeaders, response }
}

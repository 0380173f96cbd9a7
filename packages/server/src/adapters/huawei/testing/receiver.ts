import { type Courier, type Parcel, type PrepareParcel, type Receipt, Refusal } from '@parley/core'

/** What stands outside: makes requests that carry no signature, and answers them as the test says. */
export function createTestReceiver() {
  const sent: Parcel[] = []
  let decide: (parcel: Parcel) => Receipt | Promise<Receipt> = verified
  const prepare: PrepareParcel = ({ body }, { method, url, timeoutMs }, _no, now) => ({
    method,
    url,
    timeoutMs,
    headers: {},
    shown: {},
    body: `{"timestamp":${now},"nonce":"40716293","eventInfo":${body}}`,
  })
  const courier: Pick<Courier, 'check' | 'send'> = {
    async check(url) {
      if (url.includes('private'))
        throw new Refusal('invalid', 'a private address', { path: '/url', rule: 'no' })
      return []
    },
    async send(parcel) {
      sent.push(parcel)
      return decide(parcel)
    },
  }
  return {
    prepare,
    courier,
    sent,
    answer(next: (parcel: Parcel) => Receipt | Promise<Receipt>) {
      decide = next
    },
  }
}

export function answered(status: number, response: string): Receipt {
  return { is: 'answered', status, headers: {}, response, retryAfterMs: null, durationMs: 3 }
}

/** As a receiver must answer `meeting.verify`. */
export function verified({ body }: Parcel): Receipt {
  const { nonce } = JSON.parse(body) as { nonce: string }
  return answered(200, JSON.stringify({ event: 'meeting.verify', nonce }))
}

/**
 * Why a request is not to be believed.
 *
 * - `missing-header`, `malformed-header`: it does not carry the three `webhook-` headers as it should.
 * - `stale`, `early`: its timestamp is further from the clock than the tolerance allows; it may be an old one sent again.
 * - `no-match`: none of its signatures was made with any of the secrets over these bytes.
 * - `body-changed`: the same JSON in the sender's own bytes would match: something parsed the body and wrote it again.
 * - `not-raw`: the caller passed a parsed body.
 * - `bad-secret`: the caller passed what is no secret. Not the sender's fault: answer 500.
 * - `unsupported`: this runtime cannot verify Ed25519.
 */
export type WebhookErrorReason =
  | 'missing-header'
  | 'malformed-header'
  | 'stale'
  | 'early'
  | 'no-match'
  | 'body-changed'
  | 'not-raw'
  | 'bad-secret'
  | 'unsupported'

/** The caller's mistakes; everything else is the request's. */
const OURS: readonly WebhookErrorReason[] = ['body-changed', 'not-raw', 'bad-secret', 'unsupported']

/** A request is not a genuine webhook, or cannot be judged. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError'
  readonly reason: WebhookErrorReason
  /** What to answer: 401 to what may be forged, 500 to what this side has done wrong, so that the sender tries again. */
  readonly status: 401 | 500

  constructor(reason: WebhookErrorReason, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.reason = reason
    this.status = OURS.includes(reason) ? 500 : 401
  }
}

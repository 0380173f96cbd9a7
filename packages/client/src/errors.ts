import { sentenceOf } from '@parley/protocol'

/** The server's answer to a call: a code of [WC] 4.10 with its data. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: number
  readonly data: unknown

  constructor(code: number, message?: string, data?: unknown) {
    super(message || sentenceOf(code) || `error ${code}`)
    this.code = code
    this.data = data
  }

  /** Seconds the server asks to wait, 0 when it does not say. */
  get retryAfter(): number {
    const { data } = this
    if (typeof data !== 'object' || data === null || !('retryAfter' in data)) return 0
    return typeof data.retryAfter === 'number' ? data.retryAfter : 0
  }
}

export type ConnectionReason = 'offline' | 'timeout' | 'closed' | 'malformed'

/** No answer came. `unknown`: the call may have taken effect; look at the mirror before repeating it. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
  readonly reason: ConnectionReason
  readonly unknown: boolean

  constructor(reason: ConnectionReason, unknown: boolean, options?: { cause?: unknown }) {
    super(`no answer: ${reason}`, options)
    this.reason = reason
    this.unknown = unknown
  }
}

/** Neither the current nor the former refresh token is taken any more: somebody has to sign in. */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError'
  constructor(options?: { cause?: unknown }) {
    super('signed out', options)
  }
}

/** The server has said no for good; asking again would not help. */
export class EventsError extends Error {
  override readonly name = 'EventsError'
  /** HTTP status. */
  readonly status: number
  /** Of the problem (RFC 9457), such as `unauthenticated` or `invalid`; empty when the answer was none. */
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

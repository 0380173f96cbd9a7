/** One HTTP request to a target. */
export type Parcel = {
  url: string
  /** Sent byte for byte, as UTF-8. */
  body: string
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  /** For the whole attempt, answer included. */
  timeoutMs: number
}

/** `answered`: any HTTP answer, whatever its status. `refused`: our own rules forbid the target; nothing was sent. */
export type Receipt =
  | {
      is: 'answered'
      status: number
      /** The first 16 KiB of the answer's body. */
      response: string
      /** From `Retry-After`, not capped; null without one. */
      retryAfterMs: number | null
      durationMs: number
    }
  | { is: 'failed' | 'refused'; error: string; durationMs: number }

/** Carries deliveries out of the house. */
export interface Courier {
  /**
   * Posts once. MUST resolve within `timeoutMs` and a little, MUST NOT reject, follow redirects, or connect to an address
   * that it has not checked in this very attempt.
   */
  send(parcel: Parcel): Promise<Receipt>
  /**
   * Refuses with `invalid`, in words for the person who typed the URL, what `send` would refuse now. Resolves with warnings:
   * what may pass by itself.
   */
  check(url: string): Promise<string[]>
  /** Closes pooled connections. */
  close(): Promise<void>
}

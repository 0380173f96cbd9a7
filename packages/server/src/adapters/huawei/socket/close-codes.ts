/** Why this door closes a socket ([HW] 1.5, 2.2). */
export const CLOSES = {
  /** The run is over; the last push said `Destroyed`. */
  ended: [1000, 'the meeting is over'],
  /** No frame for 180 s. */
  silent: [1001, 'no heartbeat'],
  /** Ten frames in a row that are none of this protocol. */
  malformed: [1007, 'malformed frames'],
  badWsToken: [1008, 'bad ws token'],
  badControlToken: [1008, 'bad control token'],
  /** Connected for 30 s without a Subscribe. */
  unsubscribed: [1008, 'no Subscribe'],
  /** Frames faster than they can be worked off. */
  flood: [1008, 'too many frames'],
  fault: [1011, 'internal error'],
} as const satisfies Record<string, readonly [code: number, reason: string]>

export type Close = keyof typeof CLOSES

import type { Media } from '@parley/protocol'

type Inside = {
  memberId: string
  media: Media
  /** The same participant came back: name, role, mute and admission are those of before. */
  resumed: boolean
  /** Nothing is sent, by wish or because all places with media are taken. */
  watching: boolean
}

/** In the waiting room. Nothing of the meeting is told meanwhile. */
type Waiting = {
  memberId: string
  confName: string
  /** From 1; null while not known. */
  position: number | null
  /** ms; who was not let in by then is sent away. Null while not known. */
  until: number | null
  /** Somebody let us in; entering goes on by itself. */
  admitted: boolean
}

/**
 * - `waiting`: entered the waiting room, or was sent back to it; becomes `inside` by itself when let in.
 * - `returning`: the connection is lost; it comes back by itself as the same member.
 * - `over`: `left` by leave(), here or on another page; `removed` by the host, with `code` 735 when one may not come back;
 *   `ended`; `replaced` by a newer page of the same person; `refused` by the server with `code` (731 to 734 …) when entering
 *   again; `refused-entry` by the host and `lobby-expired` while waiting; `unreachable` for 10 minutes.
 */
export type ConferencePhase =
  | { is: 'outside' }
  | { is: 'joining' }
  | ({ is: 'waiting' } & Waiting)
  | ({ is: 'inside' } & Inside)
  | ({ is: 'returning' } & Inside)
  | { is: 'over'; why: OverReason; code?: number }

export type OverReason =
  | 'left'
  | 'removed'
  | 'ended'
  | 'replaced'
  | 'refused'
  | 'refused-entry'
  | 'lobby-expired'
  | 'signed-out'
  | 'unreachable'

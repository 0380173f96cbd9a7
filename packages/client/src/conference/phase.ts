import type { Media } from '@parley/protocol'

type Inside = {
  memberId: string
  media: Media
  /** The same participant came back: name, role, mute and admission are those of before. */
  resumed: boolean
  /** Nothing is sent, by wish or because all places with media are taken. */
  watching: boolean
}

/**
 * - `returning`: the connection is lost; it comes back by itself as the same member.
 * - `over`: `left` by leave(), here or on another page; `removed` by the host; `ended`; `replaced` by a newer page of the
 *   same person; `refused` by the server with `code` (731 to 735 …) when entering again; `unreachable` for 10 minutes.
 */
export type ConferencePhase =
  | { is: 'outside' }
  | { is: 'joining' }
  | ({ is: 'inside' } & Inside)
  | ({ is: 'returning' } & Inside)
  | {
      is: 'over'
      why: 'left' | 'removed' | 'ended' | 'replaced' | 'refused' | 'signed-out' | 'unreachable'
      code?: number
    }

import { type Client, type Conference, RpcError } from '@parley/client'
import type { MemberView } from '@parley/protocol'
import type { RoomMessage } from '../i18n/room-texts.ts'
import type { Clock } from './clock.ts'
import type { News } from './toasts.ts'

/** What every part of a room is made with. */
export type RoomContext = {
  client: Client
  conference: Conference
  clock: Clock
  /** Null while not inside. */
  me: () => string | null
  self: () => MemberView | null
  /** Shown and spoken. */
  tell: (news: News) => void
  /**
   * Makes a call. An answer that says no is told, by its code's own sentence where there is one; without an answer the mirror
   * tells what became of it. True when it was done.
   */
  attempt: (run: () => Promise<unknown>, sentences?: Sentences) => Promise<boolean>
}

/** What a refusal means here, by its code ([WC] 4.10). */
export type Sentences = Readonly<Partial<Record<number, RoomMessage>>>

const busy = 429

export function createAttempt(tell: (news: News) => void): RoomContext['attempt'] {
  return async (run, sentences = {}) => {
    try {
      await run()
      return true
    } catch (error) {
      if (error instanceof RpcError) {
        const message = sentences[error.code]
        tell({ message: message ?? { key: 'room.actionFailed' }, tone: 'warning' })
      }
      return false
    }
  }
}

/** The code of a refusal, null for anything else. */
export const refusalOf = (error: unknown): number | null => (error instanceof RpcError ? error.code : null)
export const isTooFast = (error: unknown): boolean => refusalOf(error) === busy

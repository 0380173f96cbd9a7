import type { CommandParams, CommandType, RefusalCode } from '@parley/core'
import type { Cast, RoleRow, StandingName } from '@parley/core/testing'

/** The socket of a page, JSON-RPC over HTTP, and the REST calls of the meeting API. */
export const DOORS = ['page', 'rpc', 'rest'] as const
export type DoorName = (typeof DOORS)[number]

/** What cannot be said at a door, and why. */
export type Unsaid = { not: string }

/** Who plays, and what the meeting's secrets are. */
export type Play = { who: StandingName; cast: Cast; confId: string; secrets: Secrets }
export type Secrets = { host: string; guest: string }

/** How a door says one command. */
export type Spoken<Said, T extends CommandType = CommandType> =
  | {
      /** As its reference calls it. */
      name: string
      say: (params: CommandParams[T], play: Play) => Said | Unsaid
      /** What this door is asked instead of the table's cases: it says the command in other parts. */
      rows?: readonly Omit<RoleRow<T>, 'answers'>[]
      /** Refusals that this call says in its own way. */
      spelling?: Partial<Record<RefusalCode, string>>
      /** [HW] 3.5, "Rights": what the token of a participant is answered here, whatever the core would say. */
      general?: 'never' | 'own'
    }
  | Unsaid

/** Complete by type: a command does not compile until it is said here how, or why not. */
export type Words<Said> = { readonly [T in CommandType]: Spoken<Said, T> }

export function isUnsaid(said: unknown): said is Unsaid {
  return typeof said === 'object' && said !== null && 'not' in said
}

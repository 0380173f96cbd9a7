import type { RefusalCode } from '../refusal.ts'
import type { StandingName } from './role-cast.ts'

/** What each standing is answered: null = allowed. */
export type Answers = Readonly<Record<StandingName, RefusalCode | null>>

// The kinds of rights there are. `code`: what those who have the right are answered, if something else stands in the way.

/** The same to all. */
export function everybody(code: RefusalCode | null): Answers {
  return {
    host: code,
    cohost: code,
    participant: code,
    outsider: code,
    owner: code,
    admin: code,
    key: code,
    hostToken: code,
    generalToken: code,
  }
}

/** What people inside do with what is theirs. */
export function own(code: RefusalCode | null = null): Answers {
  return { ...everybody('not-inside'), host: code, cohost: code, participant: code, generalToken: code }
}

/** What the host, cohosts, and who equals the owner do to everybody. */
export function floor(code: RefusalCode | null = null): Answers {
  return { ...everybody(code), participant: 'forbidden', outsider: 'forbidden', generalToken: 'forbidden' }
}

/** The same done to the host, over whom a cohost has no power. */
export function floorOnHost(): Answers {
  return { ...floor(), cohost: 'host-immune' }
}

/** What is somebody else's, with the floor. */
export function others(): Answers {
  return { ...everybody(null), participant: 'not-yours', outsider: 'not-yours', generalToken: 'not-yours' }
}

/** The host's hand, which is never up. */
export function handOfHost(): Answers {
  return {
    ...others(),
    host: 'host-exempt',
    cohost: 'host-immune',
    owner: 'host-exempt',
    admin: 'host-exempt',
    key: 'host-exempt',
    hostToken: 'host-exempt',
  }
}

/** What the host alone does, and who equals the owner. */
export function chair(code: RefusalCode | null = null): Answers {
  return {
    ...everybody(code),
    cohost: 'host-needed',
    participant: 'host-needed',
    outsider: 'host-needed',
    generalToken: 'host-needed',
  }
}

/** What is the reservation's. */
export function books(code: RefusalCode | null = null): Answers {
  return { ...everybody('forbidden'), owner: code, admin: code, key: code }
}

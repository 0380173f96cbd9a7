import { HOUR, MINUTE, SECOND } from '../instant.ts'

/** Durations and limits of the house, the same for every conference. All in ms unless named otherwise. */
export type Policies = {
  /** How long an interrupted person is kept inside. */
  graceMs: number
  /** The same while the pages report that the person's media flow. */
  graceMediaMs: number
  /** The same when the page said that it is being closed. */
  closingGraceMs: number
  /** How long an invited person's page rings. */
  ringMs: number
  /** How long one waits to be let in. */
  lobbyMs: number
  /** How long somebody who was let in may take to come. */
  joiningMs: number
  /** How long the host may be away before the place passes on. */
  hostAwayMs: number
  /** The longest run. */
  longestRunMs: number
  /** People with media in a mesh; watchers are not limited by it. */
  meshPeople: number
  /** Watchers who get media from a mesh; each costs every sender an upload. Later ones follow without. */
  meshWatchers: number
  /** Cohosts at once. */
  maxCohosts: number
  /** Most people in any conference. */
  maxParticipants: number
  /** How far ahead one may book. */
  bookAheadMs: number
}

export const DEFAULT_POLICIES: Policies = {
  graceMs: 60 * SECOND,
  graceMediaMs: 90 * SECOND,
  closingGraceMs: 10 * SECOND,
  ringMs: 60 * SECOND,
  lobbyMs: 15 * MINUTE,
  joiningMs: 30 * SECOND,
  hostAwayMs: 120 * SECOND,
  longestRunMs: 24 * HOUR,
  meshPeople: 4,
  meshWatchers: 12,
  maxCohosts: 100,
  maxParticipants: 5_000,
  bookAheadMs: 2 * 365 * 24 * HOUR,
}

export const NAME_LENGTH = 96
export const TITLE_LENGTH = 128
export const CHAT_LENGTH = 2_000
/** Messages of a run that late joiners see. */
export const CHAT_KEPT = 100
export const LONGEST_PLAN_MINUTES = (24 * HOUR) / MINUTE

import type { JoinResult, WaitingResult } from '@parley/protocol'

/** How one wants to come in; remembered for coming in again by itself. */
export type JoinOptions = {
  displayName?: string
  /** What will be sent; both false = watch and listen only. */
  media: { audio: boolean; video: boolean }
  muted?: boolean
  cameraOff?: boolean
  /** When all places with media are taken (739), come in as a watcher instead of being refused. */
  orWatch?: boolean
  /** Of a signed-in person who was not invited; a guest's ticket has said it already. */
  password?: string
  hostKey?: string
  client?: { name: string; version: string }
  /** How it is by the time one is let in: in the waiting room people still choose their devices. Absent: as above. */
  now?: () => Pick<JoinOptions, 'media' | 'muted' | 'cameraOff'>
}

/** Inside, or in the waiting room: then `waiting` is there, and entering goes on by itself. */
export type JoinOutcome = JoinResult | WaitingResult

/** Did it lead into the waiting room instead of the meeting? */
export const isWaiting = (outcome: JoinOutcome): outcome is WaitingResult => 'waiting' in outcome

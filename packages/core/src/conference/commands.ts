import type { Actor, Via } from '../actor.ts'
import type { CommandId, ConferenceId, ParticipantId, RunId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { RefusalCode } from '../refusal.ts'
import type { Settings } from './settings.ts'
import type { Device, MediaState, Owner, Participant, Sealed } from './state.ts'

/** What a secret that came with a request proved. Checked before the command, by `access/`. */
export type Proof = 'host' | 'guest' | 'none' | 'wrong'

/** One of `ids`, or nobody named: the actor itself. */
export type Whom = { ids?: readonly ParticipantId[] }

export type CommandParams = {
  /** `start` null: begins at once. `minutes` null: open-ended. Secrets are drawn and sealed beforehand. */
  ScheduleConference: {
    title: string
    start: Instant | null
    minutes: number | null
    owner: Owner
    settings: Partial<Settings>
    people: readonly Participant[]
    sealed: Sealed
  }
  /** `endRun`: also ends it when it is running. */
  CancelConference: { endRun: boolean }
  StartRun: { proof: Proof }
  EndRun: Record<never, never>
  ProlongRun: { minutes: number }
  Join: {
    proof: Proof
    name: string
    device: Device
    media: { audio: boolean; video: boolean }
    micOff: boolean
    cameraOff: boolean
  }
  Leave: Record<never, never>
  Remove: { ids: readonly ParticipantId[]; ban: boolean }
  Mute: Whom
  Unmute: Whom
  MuteAll: { mayUnmute: boolean }
  UnmuteAll: Record<never, never>
  CloseCamera: Whom
  OpenCamera: Whom
  Rename: { id?: ParticipantId; name: string }
  ChangeSettings: { locked: boolean }
  /** A page's line: `down` starts the grace, `closing` a short one, `up` ends it. Stale generations are ignored. */
  NoteConnection: { participantId: ParticipantId; generation: number; line: 'up' | 'down' | 'closing' }
  NoteMedia: { participantId: ParticipantId; epoch: number; mediaState: MediaState }
  /** Does whatever is due at the context's time. */
  Tick: Record<never, never>
}

export type CommandType = keyof CommandParams
export type Command<T extends CommandType = CommandType> = {
  [K in T]: { type: K; params: CommandParams[K] }
}[T]

/** A command on its way in. */
export type Request<T extends CommandType = CommandType> = Command<T> & {
  id: CommandId
  conferenceId: ConferenceId
  actor: Actor
  via: Via
  /** Repeating the key within 10 minutes gives the first answer again. */
  idempotencyKey?: string
  /** What a repetition under the key must equal; default: the command itself. Needed where the command carries drawn secrets. */
  fingerprint?: string
  traceparent?: string
}

/** Per person of a bulk command: done, or why not. */
export type PersonResult = { id: ParticipantId; refused?: RefusalCode }

/** What a command answers. `revision` is the conference's after the command. */
export type Answer = {
  conferenceId: ConferenceId
  revision: number
  runId: RunId | null
  /** Join: who the actor is now. */
  participantId?: ParticipantId
  /** Join: true when the same person came back. */
  resumed?: boolean
  results?: readonly PersonResult[]
}

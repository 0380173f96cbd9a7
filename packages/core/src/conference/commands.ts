import type { Actor, Via } from '../actor.ts'
import type { CommandId, ConferenceId, InvitationId, ParticipantId, RunId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { RefusalCode } from '../refusal.ts'
import type { RunSettings, Settings } from './settings.ts'
import type { CaptionLine, Reaction, SignalDraft } from './signals.ts'
import type {
  Captions,
  Device,
  InterpreterGroup,
  MediaState,
  Owner,
  Participant,
  Sealed,
  Spotlight,
  Who,
} from './state.ts'

/** What a secret that came with a request proved. Checked before the command, by `access/`. */
export type Proof = 'host' | 'guest' | 'none' | 'wrong'

/** Whom to invite: an account, or a number nobody here holds. `role` is what they get when they enter. */
export type Invitee = { who: Exclude<Who, { is: 'guest' }>; name: string; role: 'cohost' | 'participant' }

/** One of `ids`, or nobody named: the actor itself. */
export type Whom = { ids?: readonly ParticipantId[] }

/** What may be asked of a conference, and what each command says. */
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
  /** What is absent stays as it is. Only what may change while a run is on. */
  ChangeSettings: { changes: Partial<RunSettings> }
  /** Lets people in from the waiting room. */
  Admit: { ids?: readonly ParticipantId[]; all?: boolean }
  /** Sends people away from the waiting room. */
  Refuse: { ids?: readonly ParticipantId[]; all?: boolean }
  ReturnToLobby: { ids: readonly ParticipantId[] }
  /** `people` as their cards would be; who is already on the list rings again. */
  Invite: { people: readonly Invitee[] }
  /** Off the list, and out if inside. */
  Uninvite: { ids: readonly ParticipantId[] }
  AnswerInvitation: { invitationId: InvitationId; answer: 'accept' | 'decline' | 'busy' }
  /** Asks somebody to switch a microphone or camera; nothing changes until that person does. */
  Ask: { id: ParticipantId; medium: 'mic' | 'camera'; on: boolean }
  SetLoudspeaker: { on: boolean }
  RaiseHand: Whom
  LowerHand: Whom
  StartShare: Record<never, never>
  StopShare: Whom
  InviteToShare: { id: ParticipantId; on: boolean }
  SetCohost: { id: ParticipantId; on: boolean }
  TransferHost: { id: ParticipantId }
  /** `id`: for somebody else, by who acts as the host. */
  ClaimHost: { proof: Proof; id?: ParticipantId }
  /** `id`: only if that is the host. */
  ReleaseHost: { id?: ParticipantId }
  Spotlight: { spotlight: Spotlight }
  SetCaptions: { captions: Captions }
  /** What is absent stays as it is. */
  SetInterpretation: { is?: 'on' | 'off'; groups?: readonly InterpreterGroup[] }
  /** 1 to `CHAT_LENGTH` characters. */
  PostChat: { text: string; to: ParticipantId | null }
  React: { reaction: Reaction }
  /** A line of speech, as somebody who listens wrote it. `final` false: it will come again, longer. */
  PostCaption: CaptionLine
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
  /** Join: true when the actor has to wait until somebody lets them in. */
  waiting?: boolean
  /** Invite: one per person that was named, in their order. Refused somebody unknown: without an id. */
  invitations?: readonly (
    | { participantId: ParticipantId; invitationId: InvitationId; state: 'calling' | 'unreachable' }
    | { participantId: ParticipantId | null; state: 'refused'; refused: RefusalCode }
  )[]
  /** What is told live and not recorded; published when the answer is given. */
  signals?: readonly SignalDraft[]
}

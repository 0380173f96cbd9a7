import type {
  CommandId,
  ConferenceId,
  EventId,
  GuestId,
  InvitationId,
  ParticipantId,
  RunId,
  UserId,
} from '../ids.ts'

/** The only source of identifiers. MUST be unguessable where `GuestId` and `ConferenceId` are concerned. */
export interface Ids {
  /** Not checked for being free: the store refuses a taken one and the caller draws again. */
  conferenceId(): ConferenceId
  runId(): RunId
  participantId(): ParticipantId
  userId(): UserId
  guestId(): GuestId
  /** UUIDv7 with dashes, rising within one process. */
  eventId(): EventId
  commandId(): CommandId
  invitationId(): InvitationId
  /** `length` characters drawn evenly from `alphabet`. */
  random(length: number, alphabet: string): string
}

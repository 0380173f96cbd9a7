declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** 9 digits, the first not 0; names a reservation and all its runs. */
export type ConferenceId = Branded<'ConferenceId'>
/** 32 lower-case hex characters (a UUIDv7 without dashes); one run of a conference. */
export type RunId = Branded<'RunId'>
/** 32 lower-case hex characters; one person in one run. The invited keep theirs over all runs. */
export type ParticipantId = Branded<'ParticipantId'>
/** 32 lower-case hex characters; an account of the directory. */
export type UserId = Branded<'UserId'>
/** `w` and 11 lower-case Crockford characters; a temporary account, bound to one conference. */
export type GuestId = Branded<'GuestId'>
/** Digits; the company that owns a conference. */
export type TenantId = Branded<'TenantId'>
/** UUIDv7 with dashes. */
export type EventId = Branded<'EventId'>
/** UUIDv7 with dashes; one ringing of one person. */
export type InvitationId = Branded<'InvitationId'>
/** UUIDv7 with dashes; the cause written on each event of the command. */
export type CommandId = Branded<'CommandId'>

/** The single tenant of an installation that has not set up companies. */
export const HOME_TENANT = '1001' as TenantId

import { randomInt } from 'node:crypto'
import type {
  CommandId,
  ConferenceId,
  EventId,
  GuestId,
  Ids,
  ParticipantId,
  RunId,
  UserId,
} from '@parley/core'
import { uuidv7 } from 'uuidv7'

/** Crockford's base32 in lower case: no i, l, o, u. */
const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz'

export function createIds(): Ids {
  return {
    conferenceId: () => String(randomInt(100_000_000, 1_000_000_000)) as ConferenceId,
    runId: () => hex32() as RunId,
    participantId: () => hex32() as ParticipantId,
    userId: () => hex32() as UserId,
    guestId: () => `w${random(11, CROCKFORD)}` as GuestId,
    eventId: () => uuidv7() as EventId,
    commandId: () => uuidv7() as CommandId,
    random,
  }
}

function hex32(): string {
  return uuidv7().replaceAll('-', '')
}

function random(length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}

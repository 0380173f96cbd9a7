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
import type { Ids } from '../ports/ids.ts'

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz'

/** The same ids in the same order for the same seed: guessable, so for tests only. */
export function createSequentialIds(seed = 1): Ids {
  let last = 0
  let state = seed >>> 0

  /** Mulberry32: small, even enough, and the same everywhere. */
  function draw(below: number): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }

  function random(length: number, alphabet: string): string {
    return Array.from({ length }, () => alphabet[draw(alphabet.length)]).join('')
  }

  /** Shaped as a UUIDv7; rises with every call. */
  function uuid(): string {
    last += 1
    const count = last.toString(16).padStart(12, '0')
    const tail = seed.toString(16).padStart(12, '0').slice(-12)
    return `${count.slice(0, 8)}-${count.slice(8)}-7000-8000-${tail}`
  }

  const hex32 = (): string => uuid().replaceAll('-', '')

  return {
    conferenceId: () => `${1 + draw(9)}${random(8, '0123456789')}` as ConferenceId,
    runId: () => hex32() as RunId,
    participantId: () => hex32() as ParticipantId,
    userId: () => hex32() as UserId,
    guestId: () => `w${random(11, CROCKFORD)}` as GuestId,
    eventId: () => uuid() as EventId,
    commandId: () => uuid() as CommandId,
    invitationId: () => uuid() as InvitationId,
    random,
  }
}

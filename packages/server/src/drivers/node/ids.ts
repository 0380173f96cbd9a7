import { randomFillSync, randomInt } from 'node:crypto'
import type {
  CommandId,
  ConferenceId,
  EventId,
  GuestId,
  Ids,
  InvitationId,
  ParticipantId,
  RunId,
  UserId,
} from '@parley/core'
import { V7Generator } from 'uuidv7'

/** Crockford's base32 in lower case: no i, l, o, u. */
const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz'

/** Random words drawn at once: a call of the system for every other id costs more than the ids. */
const DRAWN = 1_024

export function createIds(): Ids {
  const generator = new V7Generator(bufferedRandom())
  const uuidv7 = (): string => generator.generate().toString()
  const hex32 = (): string => generator.generate().toHex()
  return {
    conferenceId: () => String(randomInt(100_000_000, 1_000_000_000)) as ConferenceId,
    runId: () => hex32() as RunId,
    participantId: () => hex32() as ParticipantId,
    userId: () => hex32() as UserId,
    guestId: () => `w${random(11, CROCKFORD)}` as GuestId,
    eventId: () => uuidv7() as EventId,
    commandId: () => uuidv7() as CommandId,
    invitationId: () => uuidv7() as InvitationId,
    random,
  }
}

function bufferedRandom(): { nextUint32(): number } {
  const words = new Uint32Array(DRAWN)
  let next = DRAWN
  return {
    nextUint32() {
      if (next === DRAWN) {
        randomFillSync(words)
        next = 0
      }
      const word = words[next] ?? 0
      // Given once: what was given away must not be read here later.
      words[next] = 0
      next += 1
      return word
    },
  }
}

function random(length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}

import { type ChosenPasswords, drawPasswords } from '../access/passwords.ts'
import type { Actor, Via } from '../actor.ts'
import { freshCard } from '../conference/commands/card.ts'
import type { Answer } from '../conference/commands.ts'
import type { Settings } from '../conference/settings.ts'
import type { Owner, Participant } from '../conference/state.ts'
import type { Instant } from '../instant.ts'
import type { User } from '../ports/directory.ts'
import type { Ids } from '../ports/ids.ts'
import type { Secrets } from '../ports/secrets.ts'
import { Refusal } from '../refusal.ts'
import type { Conferences } from './conferences.ts'

export type Booking = {
  actor: Actor
  via: Via
  title: string
  /** Null: begins at once. */
  start: Instant | null
  minutes: number | null
  /** Whose conference it is; the actor's, or for an API key the account it names. */
  owner: Pick<User, 'id' | 'name' | 'account' | 'number'>
  invited: readonly User[]
  settings: Partial<Settings>
  passwords: ChosenPasswords
  idempotencyKey?: string
  traceparent?: string
}

const DRAWS = 8

/** Draws the number, the run and every secret, and books; draws again when a drawn one is taken. */
export async function schedule(
  booking: Booking,
  { conferences, ids, secrets }: { conferences: Conferences; ids: Ids; secrets: Secrets },
): Promise<Answer> {
  const { actor, via, title, start, minutes, settings, passwords } = booking
  const owner: Owner = {
    userId: booking.owner.id,
    name: booking.owner.name,
    account: booking.owner.account,
    number: booking.owner.number,
  }
  // A digest: the store keeps it as it is, and chosen passwords are part of it.
  const fingerprint = secrets.digest(
    JSON.stringify([
      'ScheduleConference',
      title,
      start,
      minutes,
      owner.userId,
      settings,
      passwords,
      booking.invited.map(({ id }) => id),
    ]),
  )
  for (let tries = 1; ; tries++) {
    const conferenceId = ids.conferenceId()
    try {
      return await conferences.execute({
        type: 'ScheduleConference',
        params: {
          title,
          start,
          minutes,
          owner,
          settings,
          people: booking.invited.map((user) => invitee(user, ids)),
          sealed: drawPasswords(passwords, conferenceId, ids, secrets),
        },
        id: ids.commandId(),
        conferenceId,
        actor,
        via,
        fingerprint,
        ...(booking.idempotencyKey === undefined ? {} : { idempotencyKey: booking.idempotencyKey }),
        ...(booking.traceparent === undefined ? {} : { traceparent: booking.traceparent }),
      })
    } catch (error) {
      const drawnTaken =
        error instanceof Refusal &&
        ((error.code === 'link-taken' && passwords.link === undefined) ||
          error.message === 'number-taken' ||
          error.message === 'the conference number is taken')
      if (!drawnTaken || tries === DRAWS) throw error
    }
  }
}

function invitee(user: User, ids: Ids): Participant {
  const { id: userId, account, number, tenantId, name } = user
  const who = { is: 'user' as const, userId, account, number, tenantId }
  return freshCard({ id: ids.participantId(), who, name, invited: true })
}

/** Invitations ring on every connection of the invited account, whatever it follows; also on one opened meanwhile. */
import type { Bus, ConferenceId, ConferenceStore, Conferences, Recorded, UserId } from '@parley/core'
import type { InviteOver, InviteRinging } from '@parley/protocol'
import type { Caller } from '../auth/caller.ts'
import type { GzbParts } from '../parts.ts'
import { INVITE_RESULTS } from '../present.ts'
import { notice } from './piece.ts'
import type { Registered, Registry } from './registry.ts'

export type Ringing = {
  /** Tells a fresh connection what rings for its account. */
  greet(connection: Pick<Registered, 'send'> & { readonly caller: Caller }): Promise<void>
  stop(): void
}

type Options = {
  bus: Pick<Bus, 'onNews'>
  conferences: Pick<Conferences, 'state'>
  store: Pick<ConferenceStore, 'find'>
  access: GzbParts['access']
  registry: Pick<Registry, 'ofUser'>
  onError(error: unknown, context: { stage: string }): void
}

/** Meetings that call one account at once; beyond that it hears of the next ones only. */
const MOST_CALLS = 50

export function createRinging({ bus, conferences, store, access, registry, onError }: Options): Ringing {
  /** Looking up a link takes a moment, and no end may overtake its beginning. */
  let work: Promise<void> = Promise.resolve()

  const stop = bus.onNews(({ events }) => {
    for (const event of events) {
      if (event.type !== 'PersonInvited' && event.type !== 'InvitationSettled') continue
      const { who } = event.data
      if (who.is !== 'user' || [...registry.ofUser(who.userId)].length === 0) continue
      const tell =
        event.type === 'PersonInvited' ? ring(event, who.userId) : async () => over(event, who.userId)
      work = work.then(tell).catch((error: unknown) => onError(error, { stage: 'gzb.ringing' }))
    }
  })

  const ring =
    ({ conferenceId, title, data }: Recorded<'PersonInvited'>, userId: UserId) =>
    async (): Promise<void> => {
      const joinUrl = await linkOf(conferenceId)
      if (joinUrl === null) return
      const { invitationId, by, until } = data
      const frame = notice('invite.ringing', {
        inviteId: invitationId,
        confId: conferenceId,
        confName: title,
        by,
        until,
        joinUrl,
      } satisfies InviteRinging)
      for (const connection of registry.ofUser(userId)) connection.send(frame)
    }

  function over({ conferenceId, data }: Recorded<'InvitationSettled'>, userId: UserId): void {
    const frame = notice('invite.over', {
      inviteId: data.invitationId,
      confId: conferenceId,
      result: INVITE_RESULTS[data.outcome],
    } satisfies InviteOver)
    for (const connection of registry.ofUser(userId)) connection.send(frame)
  }

  async function linkOf(id: ConferenceId): Promise<string | null> {
    const conference = await conferences.state(id)
    return conference && access.links(conference).guest
  }

  return {
    async greet(connection) {
      const { caller } = connection
      if (caller.is !== 'user') return
      const { items } = await store.find({
        seenBy: caller.user.id,
        states: ['running'],
        descending: true,
        limit: MOST_CALLS,
      })
      for (const { conferenceId } of items) {
        const conference = await conferences.state(conferenceId)
        if (!conference) continue
        const person = Object.values(conference.people).find(
          ({ who }) => who.is === 'user' && who.userId === caller.user.id,
        )
        if (!person?.invitation || person.presence.is !== 'calling') continue
        connection.send(
          notice('invite.ringing', {
            inviteId: person.invitation.id,
            confId: conference.id,
            confName: conference.title,
            by: person.invitation.by,
            until: person.presence.until,
            joinUrl: access.links(conference).guest,
          } satisfies InviteRinging),
        )
      }
    },
    stop,
  }
}

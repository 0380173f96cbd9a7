import { type Answer, type ConferenceId, type Invitee, MINUTE, Refusal, type User } from '@parley/core'
import type { ParsedParamsOf, ResultOf } from '@parley/protocol'
import { CODE_OF_REFUSAL, WireError } from '../errors.ts'
import type { House } from '../house.ts'
import { inviteeOfUser } from '../receive.ts'
import { type Call, callerOf, command, type Handler, mayInvite } from '../rpc/call.ts'

type Told = ResultOf<'conference.invite'>['results'][number]
/** Somebody who was named: who that is, or why nobody. */
type Named = { target: string; invitee: Invitee } | { target: string; code: 429 | 501 | 601 | 612 }

/** Of one account in one conference. */
const RINGS = { limit: 6, windowMs: MINUTE }

/** One line per person that was named, accounts first, in their order. */
export const conferenceInvite: Handler<'conference.invite'> = async (house, call, params) => {
  await mayInvite(house, call, params.confId)
  const named = await whoIsMeant(house, call, params)
  if (named.length === 0) throw new WireError(601, 'nobody is named', { field: 'userIds' })
  const people = named.flatMap((one) => ('invitee' in one ? [one.invitee] : []))
  if (people.length === 0) {
    const { revision } = await house.parts.conferences.get(params.confId as ConferenceId)
    return { version: revision, results: named.map(refused) }
  }
  const answer = await command(house, call, params, 'Invite', { people })
  const invited = [...(answer.invitations ?? [])]
  return {
    version: answer.revision,
    results: named.map((one) => ('invitee' in one ? told(one.target, invited.shift()) : refused(one))),
  }
}

async function whoIsMeant(
  { parts }: House,
  call: Call,
  { confId, userIds = [], targets = [] }: ParsedParamsOf<'conference.invite'>,
): Promise<Named[]> {
  /** Programs know what they do; people must not keep somebody's page ringing. */
  function called(target: string, user: User): Named {
    try {
      if (callerOf(call).is !== 'key')
        parts.throttles.spend('ring', `${confId} ${user.id}`, RINGS.limit, RINGS.windowMs)
    } catch (error) {
      if (error instanceof Refusal) return { target, code: 429 }
      throw error
    }
    return { target, invitee: inviteeOfUser(user) }
  }

  const accounts = userIds.map(async (target): Promise<Named> => {
    const user = await parts.directory.byAccount(target)
    return user?.status === 'normal' ? called(target, user) : { target, code: 612 }
  })
  const others = targets.map(async ({ name, mobile, email }): Promise<Named> => {
    const number = mobile?.replace(/[\s()-]/g, '') ?? ''
    // An address alone rings nowhere: this server sends no mail.
    if (number === '') return { target: email ?? name ?? '', code: email === undefined ? 601 : 501 }
    if (!/^\+?\d{3,20}$/.test(number)) return { target: number, code: 601 }
    const user = await parts.directory.byNumber(number)
    if (user?.status === 'normal') return called(number, user)
    return {
      target: number,
      // Everybody sees the name, nobody the number.
      invitee: { who: { is: 'phone', number }, name: name || hidden(number), role: 'participant' },
    }
  })
  return await Promise.all([...accounts, ...others])
}

function hidden(number: string): string {
  return number.replace(/\d(?=\d{4})/g, '*')
}

function told(target: string, invited: NonNullable<Answer['invitations']>[number] | undefined): Told {
  if (!invited || invited.state === 'refused') {
    const code = invited ? CODE_OF_REFUSAL[invited.refused] : 500
    return { target, inviteId: null, memberId: invited?.participantId ?? null, state: 'refused', code }
  }
  const { invitationId, participantId, state } = invited
  return { target, inviteId: invitationId, memberId: participantId, state }
}

function refused(one: Named): Told {
  const code = 'code' in one ? one.code : 612
  return { target: one.target, inviteId: null, memberId: null, state: 'refused', code }
}

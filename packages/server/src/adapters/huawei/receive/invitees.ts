import type { Directory, Invitee, User, UserId } from '@parley/core'
import { WireError } from '../errors.ts'
import type { InvitedAttendee } from '../schema/invite.ts'

/** What names an account on this wire, the surest first. */
type Named = { userUUID?: string | undefined; accountId?: string | undefined; phone?: string | undefined }

/** The account that is meant, if it is one that can log in. */
export async function findAccount(
  { userUUID, accountId, phone }: Named,
  directory: Pick<Directory, 'byId' | 'byAccount' | 'byNumber'>,
): Promise<User | null> {
  const user =
    (userUUID ? await directory.byId(userUUID as UserId) : null) ??
    (accountId ? await directory.byAccount(accountId) : null) ??
    (phone ? await directory.byNumber(phone) : null)
  return user?.status === 'normal' ? user : null
}

/** An account is called by the name it has; whoever is known by a number only by the name that came with it. */
export function inviteAccount({ id, account, number, tenantId, name }: User, role: Invitee['role']): Invitee {
  return { who: { is: 'user', userId: id, account, number, tenantId }, name, role }
}

/**
 * Whom `attendees` of [HW] 3.5 names, each once. Role 1 enters as a cohost: there is one host. A number that is no
 * account's is invited as a number; an account that is none, without a number, is an error.
 */
export async function receiveInvitees(
  attendees: readonly InvitedAttendee[],
  directory: Pick<Directory, 'byId' | 'byAccount' | 'byNumber'>,
): Promise<Invitee[]> {
  const invitees = new Map<string, Invitee>()
  for (const attendee of attendees) {
    const { name, phone } = attendee
    const role = attendee.role === 1 ? 'cohost' : 'participant'
    const user = await findAccount(attendee, directory)
    if (user) invitees.set(user.id, inviteAccount(user, role))
    else if (phone) invitees.set(`tel ${phone}`, { who: { is: 'phone', number: phone }, name, role })
    else throw new WireError('MMC.111073001')
  }
  return [...invitees.values()]
}

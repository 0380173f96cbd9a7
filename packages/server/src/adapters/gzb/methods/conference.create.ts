import { refuse, schedule, type User } from '@parley/core'
import { WireError } from '../errors.ts'
import type { House } from '../house.ts'
import { type Call, callerOf, type Handler, viaOf } from '../rpc/call.ts'
import { settingsOf } from '../settings-view.ts'
import { stateOf } from '../views.ts'

export const conferenceCreate: Handler<'conference.create'> = async (house, call, params) => {
  const { parts } = house
  const invited = await Promise.all(
    (params.members ?? []).map((account) => userOf(house, account, 'members')),
  )
  const answer = await schedule(
    {
      actor: callerOf(call).actor,
      via: viaOf(call),
      title: params.confName,
      start: params.startTime ?? null,
      minutes: params.duration ?? null,
      owner: await ownerOf(house, call, params.createdBy),
      invited: [...new Map(invited.map((user) => [user.id, user])).values()],
      settings: {
        ...settingsOf(params.settings ?? {}),
        ...(params.maxMembers === undefined ? {} : { maxParticipants: params.maxMembers }),
      },
      passwords: params.password === undefined ? {} : { link: params.password },
      ...(params.idemKey === undefined ? {} : { idempotencyKey: params.idemKey }),
    },
    parts,
  )
  const conference = await parts.conferences.get(answer.conferenceId)
  const { host, guest, link } = parts.access.passwords(conference)
  const links = parts.access.links(conference)
  return {
    confId: conference.id,
    confName: conference.title,
    password: link,
    joinUrl: links.guest,
    state: stateOf(conference),
    startTime: conference.plan.start ?? conference.plan.createdAt,
    version: answer.revision,
    hostUrl: links.host,
    hostPassword: host,
    guestPassword: guest,
  }
}

/** Oneself; a service names the account it acts for, and an administrator may. */
async function ownerOf(house: House, call: Call, createdBy: string | undefined): Promise<User> {
  const caller = callerOf(call)
  if (caller.is === 'guest') refuse('forbidden', 'guests create no conferences')
  if (createdBy === undefined) {
    if (caller.is === 'user') return caller.user
    throw new WireError(601, 'a service names whose conference it is', { field: 'createdBy' })
  }
  const owner = await userOf(house, createdBy, 'createdBy')
  if (caller.is === 'user' && caller.user.id !== owner.id && !caller.user.admin)
    refuse('forbidden', 'only an administrator may create for somebody else')
  return owner
}

async function userOf({ parts }: House, account: string, field: string): Promise<User> {
  const user = await parts.directory.byAccount(account)
  if (user?.status !== 'normal') throw new WireError(612, `no account ${account}`, { kind: 'user', field })
  return user
}

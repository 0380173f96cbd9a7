import { MINUTE, type ParticipantId, refuse } from '@parley/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { callerOf } from '#http/caller.ts'
import { WireError } from '../errors.ts'
import type { HuaweiParts } from '../parts.ts'
import { receiveConferenceId } from '../receive/conference-id.ts'
import { findAccount, inviteAccount, receiveInvitees } from '../receive/invitees.ts'
import { CONTROL_QUERY_ERRORS } from '../schema/control.ts'
import {
  deleteAttendeesBody,
  INVITE_ERRORS,
  inviteBody,
  inviteWithPwdBody,
  inviteWithPwdQuery,
} from '../schema/invite.ts'
import { read } from '../schema/read.ts'
import { checkDoor } from './check-door.ts'
import { actorOf } from './grant.ts'
import { answerErrors, sendOk } from './http.ts'
import { missPassword, provePassword } from './prove-password.ts'
import { bodyOf, CONTROL, createSteer, type SteerParts } from './steer.ts'

export type InviteParts = SteerParts & Pick<HuaweiParts, 'access' | 'throttles' | 'log'>

/** Calls by password: it is not only wrong ones that annoy. Per conference and address. */
const CALLS = { limit: 20, windowMs: MINUTE }

/** [HW] 3.5: the list of the invited, and ringing. */
export async function inviteRoutes(app: FastifyInstance, parts: InviteParts): Promise<void> {
  const { conferences, directory, throttles, ids, log } = parts
  answerErrors(app, 'control', log)
  const steer = createSteer(app, parts)

  steer('POST', '/participants', async ({ request }) => {
    const { attendees } = bodyOf(request, inviteBody, INVITE_ERRORS)
    return { type: 'Invite', params: { people: await receiveInvitees(attendees, directory) } }
  })

  steer('POST', '/attendees/delete', ({ request, conference }) => {
    const { bulkDelAttendInfo } = bodyOf(request, deleteAttendeesBody, INVITE_ERRORS)
    const invited = Object.values(conference.people).filter((person) => person.invited)
    const named = bulkDelAttendInfo.flatMap(({ number, participantID }) => {
      const id = participantID || invited.find(({ who }) => who.number === number)?.id
      return id ? [id as ParticipantId] : []
    })
    if (named.length === 0) refuse('no-participant')
    return { type: 'Uninvite', params: { ids: named } }
  })

  // The table says POST, the sample PUT ([HW] 3.5).
  for (const method of ['POST', 'PUT'] as const) {
    app.route({
      method,
      url: `${CONTROL}/inviteWithPwd`,
      handler: async (request, reply) => {
        await inviteWithPwd(request)
        return sendOk(reply)
      },
    })
  }

  /** No token: the password is the proof. Rings at the account whose number it is. */
  async function inviteWithPwd(request: FastifyRequest): Promise<void> {
    const body = bodyOf(request, inviteWithPwdBody, INVITE_ERRORS)
    const query = read(inviteWithPwdQuery, request.query, CONTROL_QUERY_ERRORS)
    const shown = body.confID || query.conferenceID || query.confID
    if (!shown) throw new WireError('MMC.112100029')
    const { address } = callerOf(request)
    const id = receiveConferenceId(shown)
    const conference = id && (await conferences.state(id))
    if (!conference) {
      missPassword(shown.slice(0, 32), address, parts)
      throw new WireError('MMC.111072065')
    }
    const proof = provePassword(conference, body.pwd, address, parts)
    if (proof !== 'host' && proof !== 'guest') throw new WireError('MMC.111072065')
    if (conference.state === 'scheduled') refuse('not-started')
    if (conference.state === 'closed') refuse('ended')
    // Numbers of other systems: nothing here calls out.
    if (body.numBelongsType === 1) refuse('unsupported')
    throttles.spend('hw-call', `${conference.id} ${address}`, CALLS.limit, CALLS.windowMs)
    const user = await findAccount({ phone: body.callNum }, directory)
    if (!user) throw new WireError('MMC.111073001')
    // Who is called walks past all of it.
    if (proof === 'guest') checkDoor(conference, user)
    await conferences.execute({
      type: 'Invite',
      params: { people: [inviteAccount(user, 'participant')] },
      id: ids.commandId(),
      conferenceId: conference.id,
      // Who knows the guest password may come in, and have themselves called in; nobody here stands for them.
      actor: proof === 'host' ? actorOf({ level: 'host', userId: null }) : { is: 'system', name: 'server' },
      via: 'rest',
    })
  }
}

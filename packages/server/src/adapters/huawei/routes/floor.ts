import type { Command, ParticipantId } from '@parley/core'
import type { FastifyInstance } from 'fastify'
import { callerOf } from '#http/caller.ts'
import { WireError } from '../errors.ts'
import type { HuaweiParts } from '../parts.ts'
import {
  admitBody,
  cohostBody,
  handBody,
  handsBody,
  roleBody,
  shareInviteBody,
  videoBody,
  waitingRoomBody,
  waitingRoomsBody,
} from '../schema/control.ts'
import { answerErrors } from './http.ts'
import { provePassword } from './prove-password.ts'
import { bodyOf, type Call, createSteer, pidOf, type SteerParts } from './steer.ts'

export type FloorParts = SteerParts & Pick<HuaweiParts, 'access' | 'throttles' | 'log'>

/** [HW] 3.5: hands, roles, whom everybody sees, sharing, and the waiting room. */
export async function floorRoutes(app: FastifyInstance, parts: FloorParts): Promise<void> {
  answerErrors(app, 'control', parts.log)
  const steer = createSteer(app, parts)

  const hand = (up: boolean, ids: readonly ParticipantId[]): Command =>
    up ? { type: 'RaiseHand', params: { ids } } : { type: 'LowerHand', params: { ids } }
  steer(
    'PUT',
    '/participants/hands',
    ({ request }) => {
      const ids = [pidOf(request)]
      return hand(bodyOf(request, handBody).handsState, ids)
    },
    { own: true },
  )
  steer(
    'PUT',
    '/participants/batch/hands',
    ({ request }) => {
      const { handsState, pids } = bodyOf(request, handsBody)
      return hand(handsState, pids as ParticipantId[])
    },
    { own: true },
  )

  steer('PUT', '/participants/role', toRole)

  steer(
    'PUT',
    '/participants/cohost',
    ({ request }) => {
      const id = pidOf(request)
      return { type: 'SetCohost', params: { id, on: bodyOf(request, cohostBody).isCohost } }
    },
    { spelling: { 'host-exempt': 'MMC.111072107' } },
  )

  const spotlight = (on: 'broadcast' | 'rollCall') => (call: Call) =>
    ({ type: 'Spotlight', params: { spotlight: { on, participantId: pidOf(call.request) } } }) as const
  steer('PUT', '/participants/rollCall', spotlight('rollCall'))
  steer('PUT', '/participants/broadcast', spotlight('broadcast'))
  steer('PUT', '/cancelBroadcast', () => ({ type: 'Spotlight', params: { spotlight: { on: 'nobody' } } }))

  steer('PUT', '/participants/video', ({ request }) => {
    const id = pidOf(request)
    const { on } = bodyOf(request, videoBody).status
    return { type: 'Ask', params: { id, medium: 'camera', on } }
  })

  steer('PUT', '/participants/share/invite', ({ request }) => {
    const id = pidOf(request)
    return { type: 'InviteToShare', params: { id, on: bodyOf(request, shareInviteBody).share } }
  })

  steer('PUT', '/allowWaitingParticipant', ({ request }) => {
    const { allowAll, participantID } = bodyOf(request, admitBody)
    if (!allowAll && participantID === undefined) throw new WireError('MMC.112100029')
    return { type: 'Admit', params: allowAll ? { all: true } : { ids: [participantID as ParticipantId] } }
  })

  const back = (ids: readonly string[]): Command => ({
    type: 'ReturnToLobby',
    params: { ids: ids as ParticipantId[] },
  })
  steer('PUT', '/moveToWaitingRoom', ({ request }) => back([bodyOf(request, waitingRoomBody).participantID]))
  steer('PUT', '/batchMoveToWaitingRoom', ({ request }) =>
    back(bodyOf(request, waitingRoomsBody).batchParticipants),
  )

  /** The host's place, for the participant named. A host's token is a proof; a password that comes along counts, even so. */
  function toRole({ request, grant, conference }: Call): Command {
    const id = pidOf(request)
    const { applyChair, chairmanPwd } = bodyOf(request, roleBody)
    if (!applyChair) return { type: 'ReleaseHost', params: { id } }
    const shown = chairmanPwd
      ? provePassword(conference, chairmanPwd, callerOf(request).address, parts)
      : grant.level
    if (shown !== 'host') throw new WireError('MMC.111072018')
    return { type: 'ClaimHost', params: { proof: 'host', id } }
  }
}

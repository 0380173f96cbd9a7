import { type Command, insiders, type ParticipantId, refuse } from '@parley/core'
import type { FastifyInstance } from 'fastify'
import type { HuaweiParts } from '../parts.ts'
import { eyesOf, identityOf } from '../present/identity.ts'
import { presentRealTime } from '../present/real-time-info.ts'
import { receiveStartedConfig } from '../receive/started-config.ts'
import {
  durationBody,
  guestUnmuteBody,
  hangUpBody,
  lockBody,
  muteAllBody,
  muteOneBody,
  nameBody,
  startedConfigBody,
} from '../schema/control.ts'
import { answerErrors, send } from './http.ts'
import { bodyOf, type Call, CONTROL, callOf, createSteer, pidOf, type SteerParts } from './steer.ts'

export type ControlParts = SteerParts & Pick<HuaweiParts, 'log'>

/** [HW] 3.5: the conference as a whole, microphones, names, and sending people out. */
export async function controlRoutes(app: FastifyInstance, parts: ControlParts): Promise<void> {
  answerErrors(app, 'control', parts.log)
  const steer = createSteer(app, parts)

  app.get(`${CONTROL}/realTimeInfo`, async (request, reply) => {
    const { grant, conference } = await callOf(request, parts)
    return send(reply, presentRealTime(conference, eyesOf(grant)))
  })

  // Those who ring or wait are sent away too.
  steer('POST', '/participants/delete', ({ request }) => {
    const { bulkHangUpParticipants } = bodyOf(request, hangUpBody)
    return { type: 'Remove', params: { ids: bulkHangUpParticipants as ParticipantId[], ban: false } }
  })

  steer(
    'PUT',
    '/participants/mute',
    ({ request }) => {
      const ids = [pidOf(request)]
      return { type: bodyOf(request, muteOneBody).isMute ? 'Mute' : 'Unmute', params: { ids } }
    },
    { own: true },
  )

  steer('PUT', '/mute', ({ request }) => {
    const { isMute, allowUnmuteByOneself } = bodyOf(request, muteAllBody)
    return isMute
      ? { type: 'MuteAll', params: { mayUnmute: allowUnmuteByOneself } }
      : { type: 'UnmuteAll', params: {} }
  })

  steer('PUT', '/mute/guestUnMute', ({ request }) => {
    const { allowUnmuteByOneself } = bodyOf(request, guestUnmuteBody)
    return { type: 'ChangeSettings', params: { changes: { mayUnmute: allowUnmuteByOneself } } }
  })

  steer('PUT', '/lock', ({ request }) => {
    return { type: 'ChangeSettings', params: { changes: { locked: bodyOf(request, lockBody).isLock } } }
  })

  steer('PUT', '/updateStartedConfConfig', ({ request }) => {
    return {
      type: 'ChangeSettings',
      params: { changes: receiveStartedConfig(bodyOf(request, startedConfigBody)) },
    }
  })

  steer(
    'PUT',
    '/participants/name',
    ({ request, conference, grant }) => {
      const { number, newName, participantID } = bodyOf(request, nameBody)
      // By the number that the token's bearer is told: guests must not find out others by trying.
      const known = insiders(conference).find((one) => identityOf(one, eyesOf(grant)).number === number)
      const id = participantID || known?.id
      if (!id) refuse('no-participant')
      return { type: 'Rename', params: { id: id as ParticipantId, name: newName } }
    },
    { own: true },
  )

  steer('PUT', '/stop', () => ({ type: 'EndRun', params: {} }))

  const prolong = ({ request }: Call): Command => {
    const { auto, duration } = bodyOf(request, durationBody)
    return auto
      ? { type: 'ChangeSettings', params: { changes: { prolongMinutes: duration } } }
      : { type: 'ProlongRun', params: { minutes: duration } }
  }
  steer('PUT', '/duration', prolong)
  // One client calls it here ([HW] 3.5).
  steer('PUT', '/v1/mmc/management/conference/duration', prolong)
}
